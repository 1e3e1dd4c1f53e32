"""Random claims against z3: how many wrong answers (none), how many left undecided.

python tests/quality/fuzz.py [forms] [networks] [seed]
"""

import random
import sys
import time

import z3

from symflux.model.network import Network
from symflux.quantities.claim import Claim
from symflux.signs.prove import prove


def random_form(chance):
    """(claim, assumptions, real): a form in a few variables, often nearly of one sign."""
    names = list("abcd")[: chance.choice([1, 2, 2, 3, 3, 4])]
    monomial = lambda top: "*".join(f"{n}**{chance.randint(0, top)}" for n in names)  # noqa: E731
    kind = chance.random()
    if kind < 0.4:
        terms = [f"{chance.choice([-3, -2, -1, 1, 1, 2, 3, 4, 5])}*{monomial(2)}" for _ in range(chance.randint(2, 6))]
    elif kind < 0.8:
        squares = [f"({chance.randint(1, 3)}*{monomial(1)} - {monomial(1)})**2" for _ in range(chance.randint(1, 3))]
        terms = [*squares, f"{chance.choice([-1, 0, 1, 1])}*{monomial(2)}"]
    else:
        n, m = chance.sample([*names, "1"], 2)
        terms = [f"({n}-{m})*({n}-2*{m})", f"{chance.randint(0, 2)}*{monomial(2)}"]
    given = []
    if chance.random() < 0.4:
        one, two = chance.sample([*names, "1", "2"], 2)
        given.append(f"{one} {chance.choice(['>', '>='])} {two}")
    real = names if chance.random() < 0.3 else []
    return f"{' + '.join(terms)} {chance.choice(['>', '>='])} 0", given, real


def random_network(chance):
    """(claim, assumptions, network) on a flux of a small random network."""
    size = chance.choice([2, 3, 3, 4])
    pairs = [(i, j) for i in range(1, size + 1) for j in range(i + 1, size + 1)]
    springs = {(i, i + 1) for i in range(1, size)} | {p for p in pairs if chance.random() < 0.5}
    free = ["a", "b", "c"]
    value = lambda: chance.choice(["1", "2", *free[: chance.choice([1, 2, 3])]])  # noqa: E731
    hot = chance.sample(range(1, size + 1), chance.choice([2, 2, min(3, size)]))
    net = Network.from_edges(
        [(i, j, value()) for i, j in sorted(springs)],
        pinning=chance.choice(["1", "c"]), baths={k: (1, f"T{k}") for k in hot},
    )  # fmt: skip
    bond = chance.choice(sorted(springs))
    kind = chance.choice(["flux({},{})".format(*bond), f"bath_flux({hot[0]})", "conductance({},{})".format(*hot[:2])])
    given = [f"T{hot[0]} > T{hot[1]}"] if "flux" in kind else []
    if chance.random() < 0.5 and {"a", "b"} <= set(net.parameters):
        given.append("a > b")
    return f"{kind} {chance.choice(['>', '>='])} 0", given, net


def by_z3(claims, given, real, names, seconds):
    """True, False, or None: whether the claim follows."""
    symbols = {n: z3.Real(n) for n in names}
    solver = z3.Solver()
    solver.set("timeout", int(1000 * seconds))

    def expression(value):
        total = z3.RealVal(0)
        for monomial, c in value.terms():
            term = z3.RealVal(c)
            for n, e in monomial:
                for _ in range(e):
                    term = term * symbols[n]
            total = total + term
        return total

    def condition(claim):
        value = claim.difference
        if not value.denominator.is_constant:  # claims on networks: wherever the steady state is unique
            solver.add(expression(value.denominator) != 0)
        product = value.numerator * value.denominator
        top = expression(value.numerator if value.denominator.is_constant else product)
        relations = {">": top > 0, ">=": top >= 0, "<": top < 0, "<=": top <= 0}
        return relations[claim.relation]

    solver.add(*[symbols[n] > 0 for n in names if n not in real])
    solver.add(*[condition(c) for c in given], z3.Not(condition(claims)))
    return {"unsat": True, "sat": False}.get(str(solver.check()))


def main(forms, networks, seed):
    chance = random.Random(seed)
    wrong = undecided = open_for_z3 = 0
    slow = []
    for k in range(forms + networks):
        net = None
        if k < forms:
            claim, given, real = random_form(chance)
        else:
            claim, given, net = random_network(chance)
            real = []
            if net.hidden_modes():  # no steady state to speak of
                continue
        start = time.monotonic()
        try:
            outcome = prove(claim, given=given, real=real, seconds=10, network=net)
        except Exception as error:
            print("ERROR", claim, given, real, net and net.to_toml(), repr(error))
            wrong += 1
            continue
        took = time.monotonic() - start
        slow.append(took)
        stated = [Claim.from_text(text, net) for text in (claim, *given)]
        names = sorted({n for c in stated for n in c.difference.names} | set(net.parameters if net else ()))
        truth = by_z3(stated[0], stated[1:], real, names, 5)
        if outcome.verdict == "undecided":
            if "contradict" in outcome.reason:
                continue
            undecided += 1
            springs = net and net.to_toml()
            print("undecided", claim, given, real, springs, truth, f"{took:.1f} s", outcome.reason)
        elif truth is None:
            open_for_z3 += 1
        elif truth != (outcome.verdict == "proved"):
            wrong += 1
            print("WRONG", claim, given, real, net and net.to_toml(), outcome.verdict, truth)
    slow.sort()
    print(f"{forms} forms, {networks} networks: {wrong} wrong, {undecided} undecided, {open_for_z3} left open by z3;")
    middle, most = slow[len(slow) // 2], slow[int(0.95 * len(slow))]
    print(f"median {middle:.3f} s, 95% below {most:.2f} s, longest {slow[-1]:.1f} s")
    return wrong


if __name__ == "__main__":
    numbers = [int(x) for x in sys.argv[1:]]
    sys.exit(main(*(numbers + [1000, 300, 1][len(numbers) :])) > 0)
