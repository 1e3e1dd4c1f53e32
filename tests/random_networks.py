"""Random networks with elements of every kind, small numbers, the same in every run."""

import random
from fractions import Fraction

import symflux as sf
from symflux.errors import DivergenceError
from symflux.moments.signal import acceleration, force_of, position, velocity


def any_network(seed, *, directed=True, most=4):
    """A network of up to ``most`` sites: massless sites, inerters, several baths, fields, drives, feedback."""
    rnd = random.Random(seed)

    def value():
        return Fraction(rnd.randint(1, 5), rnd.randint(1, 3))

    sites = list(range(1, rnd.randint(1, most) + 1))
    pairs = [(i, j) for i in sites for j in sites if i < j]
    springs = [
        (i, j, (value(), value()) if directed and rnd.random() < 0.2 else value())
        for i, j in pairs
        if rnd.random() < 0.7
    ]
    masses = {i: 0 if rnd.random() < 0.3 else value() for i in sites}
    masses |= {pair: value() for pair in pairs if rnd.random() < 0.1}
    baths = {}
    for i in sites:
        if masses[i] == 0 or rnd.random() < 0.5:
            baths[i] = (value(), value())
        elif rnd.random() < 0.2:
            baths[i] = [(value(), value()), (value(), value())]
    if pairs and rnd.random() < 0.3:
        baths[1, 2] = (value(), value())
    return sf.Network.from_edges(
        springs,
        pinning={i: value() if rnd.random() < 0.7 else 0 for i in sites},
        masses=masses,
        baths=baths or {1: (1, 1)},
        sites=sites,
        magnetic={(1, 2): value()} if pairs and rnd.random() < 0.4 else {},
        drives={sites[-1]: value()} if rnd.random() < 0.3 else {},
        feedback={(1, sites[-1]): value()} if directed and rnd.random() < 0.2 else {},
    )


def signals(model):
    """Positions, velocities, forces and accelerations of a linear model."""
    size = range(model.size)
    found = [position({i: 1}) for i in size] + [velocity({i: 1}) for i in size]
    found += [force_of(source) for source in range(len(model.baths) + len(model.drives))]
    if model.size > 1:
        found.append(position({0: 1, 1: -1}))
    return found + [acceleration({i: 1}) for i in size if model.mass.row(i) and model.mass.is_diagonal]


def answer(moments, source, left, right):
    """The mean by a solver, or that it is infinite."""
    try:
        return moments.mean(source, left, right)
    except DivergenceError:
        return "infinite"
