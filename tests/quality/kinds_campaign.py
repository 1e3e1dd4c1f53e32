"""The fast route against the state-space reference, means equal as objects, on random models of one kind.

python tests/quality/kinds_campaign.py [kind|all] [how many] [seed]

Each model stands twice: with rational numbers, and with letters for one or two of its couplings.
"""

import random
import sys
import time
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from random_networks import answer, signals

import symflux as sf
from symflux.errors import NetworkError
from symflux.moments.existence import require_steady_state
from symflux.moments.route import moments_of
from symflux.moments.state_space import StateSpaceMoments

KINDS = (
    "springs", "overdamped", "some masses", "inerters", "several baths", "baths between", "directed", "fields",
    "drives", "feedback", "everything",
)  # fmt: skip


def random_model(kind, chance, letters):
    """A network with elements of this kind; with ``letters`` up to two of its values are parameters."""
    names = ["x", "y"] if letters else []

    def value():
        if names and chance.random() < 0.25:
            return names.pop()
        return Fraction(chance.randint(1, 6), chance.randint(1, 4))

    def some(probability, *kinds):
        return kind in (*kinds, "everything") and chance.random() < probability

    sites = list(range(1, chance.randint(1 + (kind in _PAIRS), 2 if letters else 4) + 1))
    pairs = [(i, j) for i in sites for j in sites if i < j]
    springs = [
        (i, j, (value(), value()) if some(0.6, "directed") else value()) for i, j in pairs if chance.random() < 0.75
    ]
    masses = {i: value() for i in sites}
    if kind == "overdamped":
        masses = dict.fromkeys(sites, 0)
    elif kind in ("some masses", "everything"):
        masses |= {i: 0 for i in sites if chance.random() < 0.4}
    masses |= {pair: value() for pair in pairs if some(0.6, "inerters")}
    baths = {i: (value(), value()) for i in sites if masses[i] == 0 or chance.random() < 0.6}
    for i in sites:
        if masses[i] != 0 and some(0.5, "several baths"):
            baths[i] = [(value(), value()), (value(), value())]
    for pair in pairs:
        if some(0.5, "baths between") and any(masses[i] for i in pair):
            baths[pair] = (value(), value())
    heavy = [pair for pair in pairs if all(masses[i] for i in pair)]
    return sf.Network.from_edges(
        springs,
        sites=sites,
        pinning={i: value() for i in sites if chance.random() < 0.8},
        masses=masses,
        baths=baths or {1: (value(), value())},
        magnetic={pair: value() for pair in heavy if some(0.6, "fields")},
        drives={i: value() for i in sites if some(0.5, "drives")},
        feedback={(i, chance.choice(sites)): value() for i in sites if masses[i] and some(0.4, "feedback")},
    )


_PAIRS = ("inerters", "baths between", "directed", "fields")


def differing(network, chance, pairs=4):
    """(how many means were compared, those that differ) of a network that has a steady state; None of another."""
    try:
        require_steady_state(network)
    except NetworkError:
        return None
    model = network.linear_model()
    fast, reference = moments_of(model), StateSpaceMoments(model)
    number, wrong = 0, []
    for source in range(len(model.baths) + len(model.drives)):
        for _ in range(pairs):
            left, right = chance.choice(signals(model)), chance.choice(signals(model))
            number += 1
            if answer(fast, source, left, right) != answer(reference, source, left, right):
                wrong.append((network.to_toml(), source, left, right))
    return number, wrong


def campaign(kind, count, chance):
    """(models with numbers, models with letters, means compared, what differs): ``count`` models of either sort."""
    models, means, wrong = {False: 0, True: 0}, 0, []
    for letters in models:
        while models[letters] < count:
            found = differing(random_model(kind, chance, letters), chance)
            if found is not None:
                models[letters] += 1
                means += found[0]
                wrong += found[1]
    return models[False], models[True], means, wrong


def main(arguments):
    asked, count, seed = [*arguments, *["all", "300", "1"][len(arguments) :]]
    for kind in KINDS if asked == "all" else [asked]:
        began = time.process_time()
        numbers, letters, means, wrong = campaign(kind, int(count), random.Random(int(seed)))
        spent = time.process_time() - began
        found = f"{numbers} with numbers, {letters} with letters, {means} means, {len(wrong)} differ"
        print(f"{kind}: {found} ({spent:.0f} s)", flush=True)
        for case in wrong[:3]:
            print(case)


if __name__ == "__main__":
    main(sys.argv[1:])
