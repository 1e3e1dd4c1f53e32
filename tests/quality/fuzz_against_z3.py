"""Random claims of every kind against z3, exact evaluation and the Lyapunov solver: how many wrong, how many undecided.

    python tests/quality/fuzz_against_z3.py [polynomial claims] [claims on networks] [seed]

Polynomial claims have all six relations, quotients, mixed real and positive variables, assumptions with == and !=.
A proof must not be contradicted by z3, nor by any sampled point; a witness must contradict the claim when the
parsed text is evaluated there. For networks both are evaluated by a solver that shares nothing with the proof.
"""

import operator
import random
import sys
import time
from fractions import Fraction

import z3

from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.certificates.check import QUANTITIES
from symflux.errors import SymfluxError
from symflux.model.network import Network
from symflux.quantities.quantity import quantity
from symflux.signs.prove import prove

HOLDS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne}
RELATIONS = [">", ">", ">", ">=", ">=", ">=", "<", "<=", "==", "!="]


def random_polynomial(chance, names, degree=4):
    """The text of a small polynomial: a few monomials, or squares with something beside them."""

    def monomial(top):
        powers, left = [], top
        for name in chance.sample(names, len(names)):
            e = chance.randint(0, min(left, 2))
            left -= e
            powers += [f"{name}**{e}"] * (e > 0)
        return "*".join(powers) or "1"

    kind = chance.random()
    if kind < 0.4:
        terms = [
            f"{chance.choice([-3, -2, -1, 1, 1, 2, 3, 5])}*{monomial(degree)}" for _ in range(chance.randint(1, 5))
        ]
    elif kind < 0.75:
        half = degree // 2
        terms = [
            f"({monomial(half)} - {chance.randint(1, 3)}*{monomial(half)})**2" for _ in range(chance.randint(1, 2))
        ]
        terms.append(f"{chance.choice([-1, 0, 0, 1])}*{monomial(degree)}")
    else:
        one, two = chance.choice(names), chance.choice([*names, "1", "2"])
        terms = [
            f"({one} - {two})*{monomial(2)}*({monomial(1)} + {monomial(1)})",
            f"{chance.randint(0, 2)}*{monomial(3)}",
        ]
    return " + ".join(terms)


def random_claim(chance):
    """(claim, assumptions, real variables)."""
    names = list("abcd")[: chance.choice([2, 2, 3, 3, 4])]
    real = [n for n in names if chance.random() < 0.5] if chance.random() < 0.4 else []
    left, right = random_polynomial(chance, names), "0"
    if chance.random() < 0.15:
        left = f"({left})/({random_polynomial(chance, names, 2)})"
    if chance.random() < 0.2:
        right = chance.choice(["1", "1/2", names[0], f"{names[0]}/{names[1]}"])
    given = []
    for _ in range(chance.choice([0, 0, 0, 1, 1, 2])):
        one, two = chance.choice(names), chance.choice([*names, "1", "1/2"])
        other = chance.choice([two, two, f"2*{two}", f"{two}**2", f"{two} + 1"])
        given.append(f"{one} {chance.choice([*RELATIONS, '>', '>='])} {other}")
    return f"{left} {chance.choice(RELATIONS)} {right}", given, real


def sides(text):
    """(left, relation, right) as exact rational functions."""
    for relation in (">=", "<=", "==", "!=", ">", "<"):
        if relation in text:
            left, right = text.split(relation)
            return parse(left, CLAIM_LIMITS, tuple(QUANTITIES)), relation, parse(right, CLAIM_LIMITS, tuple(QUANTITIES))
    raise AssertionError(text)


def evaluated(text, at):
    """Whether a statement holds at a point; None where it is not defined."""
    left, relation, right = sides(text)
    try:
        return HOLDS[relation](left.evaluate(at), right.evaluate(at))
    except (SymfluxError, ZeroDivisionError):
        return None


def in_z3(value, symbols):
    total = z3.RealVal(0)
    for monomial, c in value.terms():
        term = z3.RealVal(str(c))
        for name, e in monomial:
            for _ in range(e):
                term = term * symbols[name]
        total = total + term
    return total


def by_z3(claim, given, real, names, seconds):
    """True, False or None (open): whether the claim follows; no claim is made where a quotient is not defined."""
    symbols, solver = {n: z3.Real(n) for n in names}, z3.Solver()
    solver.set("timeout", int(1000 * seconds))

    def condition(text):
        left, relation, right = sides(text)
        value = left - right
        top, bottom = in_z3(value.numerator, symbols), in_z3(value.denominator, symbols)
        solver.add(bottom != 0)
        return HOLDS[relation](top * bottom, 0) if not value.denominator.is_constant else HOLDS[relation](top, 0)

    solver.add(*[symbols[n] > 0 for n in names if n not in real])
    solver.add(*[condition(text) for text in given], z3.Not(condition(claim)))
    return {"unsat": True, "sat": False}.get(str(solver.check()))


def random_point(chance, names, real):
    """Small numbers, often equal, for real variables often zero or opposite."""
    values = [Fraction(chance.randint(1, 9), chance.choice([1, 1, 1, 2, 3, 100])) for _ in range(2)]
    at = {n: chance.choice([*values, Fraction(chance.randint(1, 9))]) for n in names}
    return {n: v * chance.choice([-1, 0, 1, 1]) if n in real else v for n, v in at.items()}


def polynomial_errors(claim, given, real, outcome, chance, seconds):
    """What is wrong with an answer, in words, or None; z3's own answer."""
    names = sorted({n for text in (claim, *given) for part in sides(text)[::2] for n in part.names})
    truth = by_z3(claim, given, real, names, seconds)
    if outcome.verdict == "proved":
        if truth is False:
            return "proved, and z3 has a counterexample", truth
        for _ in range(200):
            at = random_point(chance, names, real)
            if all(evaluated(text, at) for text in given) and evaluated(claim, at) is False:
                return f"proved, and false at {at}", truth
    if outcome.verdict == "refuted":
        at = outcome.witness
        if all(getattr(v, "is_Rational", False) for v in at.values()):
            at = {n: Fraction(int(v.p), int(v.q)) for n, v in at.items()}
            if not all(evaluated(text, at) for text in given) or evaluated(claim, at):
                return f"refuted, and not so at {at}", truth
            if any(at[n] <= 0 for n in names if n not in real):
                return f"refuted at a point that is not positive: {at}", truth
        if truth is True and evaluated(claim, at) is not None:
            return "refuted, and z3 says it holds", truth
    return None, truth


def random_network_claim(chance):
    """(claim, assumptions, network): any quantity of a small network, some values symbolic, some sites unpinned."""
    size = chance.choice([2, 2, 3, 3, 3, 4])
    pairs = [(i, j) for i in range(1, size + 1) for j in range(i + 1, size + 1)]
    bonds = sorted({(i, i + 1) for i in range(1, size)} | {p for p in pairs if chance.random() < 0.4})
    symbols = ["1", "2", "1/2", *["a", "b", "c"][: chance.choice([0, 1, 2] if size > 3 else [1, 2, 3])]]
    hot = sorted(chance.sample(range(1, size + 1), chance.choice([2, 2, min(3, size)])))
    warm = {k: f"T{k}" if chance.random() < 0.8 else str(chance.randint(1, 4)) for k in hot}
    network = Network.from_edges(
        [(i, j, chance.choice(symbols)) for i, j in bonds],
        pinning={k: chance.choice(["0", "1", "1", symbols[-1]]) for k in range(1, size + 1)},
        masses={k: chance.choice(["1", "1", "1", "2", symbols[-1]]) for k in range(1, size + 1)},
        baths={k: (chance.choice(["1", "1", "2", symbols[-1]]), warm[k]) for k in hot},
    )
    i, j = chance.choice(pairs)
    one, two = chance.sample(hot, 2)
    atoms = [
        f"flux({i},{j})", f"flux({j},{i})", f"flux_coefficient({i},{j},{one})", f"bath_flux({one})",
        f"bath_flux_coefficient({one},{two})", f"bath_flux_coefficient({one},{one})", f"conductance({one},{two})",
        f"kinetic_temperature({i})", f"kinetic_temperature_coefficient({i},{one})",
    ]  # fmt: skip
    right = chance.choice(
        ["0", "0", "0", "1", chance.choice(atoms), f"T{one}" if f"T{one}" in network.parameters else "2"]
    )
    given = []
    if chance.random() < 0.6:
        given.append(f"{warm[one]} {chance.choice(['>', '>=', '=='])} {warm[two]}")
    names = sorted(set(network.parameters) & {"a", "b", "c"})
    if len(names) > 1 and chance.random() < 0.4:
        given.append(f"{names[0]} {chance.choice(['>', '>=', '<='])} {names[1]}")
    return f"{chance.choice(atoms)} {chance.choice(RELATIONS)} {right}", given, network


def on_network(text, network, at):
    """Whether a statement holds at a point, by the exact Lyapunov solver; None without a unique steady state."""
    left, relation, right = sides(text)
    atoms = [n for n in {*left.names, *right.names} if "(" in n]
    if atoms:
        try:
            state = network.at({n: at[n] for n in network.parameters}).steady_state(method="lyapunov")
            values = {atom: quantity(state, atom).rational_function.value for atom in atoms}
        except SymfluxError:
            return None
        at = {**at, **values}
    return HOLDS[relation](left.evaluate(at), right.evaluate(at))


def network_errors(claim, given, network, outcome, chance, points):
    """What is wrong with an answer about a network, or None."""
    names = sorted(network.parameters)
    if outcome.verdict == "refuted":
        at = {n: Fraction(int(v.p), int(v.q)) for n, v in outcome.witness.items() if getattr(v, "is_Rational", False)}
        if len(at) == len(outcome.witness):
            at = {**dict.fromkeys(names, Fraction(1)), **at}
            if any(v <= 0 for v in at.values()) or not all(on_network(text, network, at) for text in given):
                return f"the witness violates an assumption: {at}"
            if on_network(claim, network, at) is not False:
                return f"the claim does not fail at {at}"
        return None
    for _ in range(20 * points if outcome.verdict == "proved" else 0):
        at = random_point(chance, names, ())
        if all(on_network(text, network, at) for text in given):
            points -= 1
            if on_network(claim, network, at) is False:
                return f"proved, and false at {at}"
        if points == 0:
            break
    return None


def main(polynomials, networks, seed, seconds=5.0, show=print):
    """(wrong, undecided) after so many claims of each kind."""
    chance, counts, took = (
        random.Random(seed),
        dict.fromkeys(["proved", "refuted", "undecided", "wrong", "open"], 0),
        [],
    )
    for k in range(polynomials + networks):
        network, real = None, []
        if k < polynomials:
            claim, given, real = random_claim(chance)
        else:
            claim, given, network = random_network_claim(chance)
        error, truth, start = None, None, time.monotonic()
        try:
            outcome = prove(claim, given=given, real=real, seconds=seconds, network=network)
            took.append(time.monotonic() - start)
            counts[outcome.verdict] += "contradict" not in outcome.reason
            if network is None:
                error, truth = polynomial_errors(claim, given, real, outcome, chance, 2)
                counts["open"] += truth is None
            else:
                error = network_errors(claim, given, network, outcome, chance, 6)
            if outcome.verdict == "undecided" and "contradict" not in outcome.reason:
                show(f"undecided ({truth}, {took[-1]:.1f} s): {claim} {given} real {real} {outcome.reason[:150]}")
                show(network.to_toml() if network else "")
            if took[-1] > seconds + 2:
                show(f"SLOW {took[-1]:.1f} s: {claim} {given} real {real} {outcome.verdict}")
        except SymfluxError as problem:
            if network is None or "unique" not in str(problem):
                show(f"refused: {claim} {given} real {real}: {problem}")
        except Exception as problem:
            error = repr(problem)
        if error:
            counts["wrong"] += 1
            show(f"WRONG {error}: {claim} given {given} real {real}")
            show(network.to_toml() if network else "")
        if k % 100 == 99:
            show(f"-- {k + 1} claims: {counts}")
    took.sort()
    show(f"{polynomials} polynomial claims, {networks} on networks, seed {seed}: {counts}")
    if took:
        middle, most = took[len(took) // 2], took[int(0.95 * len(took))]
        show(f"median {middle:.3f} s, 95% below {most:.2f} s, longest {took[-1]:.1f} s")
    return counts["wrong"], counts["undecided"]


if __name__ == "__main__":
    numbers = [int(x) for x in sys.argv[1:]]
    sys.exit(bool(main(*numbers, *(1000, 300, 1)[len(numbers) :])[0]))
