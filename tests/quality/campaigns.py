"""Campaigns against the checker: formulas, networks and proof trees at random, each against a second opinion.

python tests/quality/campaigns.py [formulas|networks|trees] [how many] [seed]

"""

# ruff: noqa: E501  the rules of random proofs are a table, one row for each

import ast
import random
import sys
import time
from fractions import Fraction
from importlib import import_module

import mpmath

CHECK = import_module("symflux.certificates.check")
CORE = import_module("symflux.certificates.core")


# formulas: the checker's parser against Python's own syntax tree, at a rational point ------------------------------


def random_formula(chance, depth=4):
    kind = chance.random()
    if depth == 0 or kind < 0.25:
        return chance.choice(
            ["x", "y", "z", str(chance.randint(0, 30)), f"{chance.randint(0, 9)}.{chance.randint(0, 99)}"]
        )
    left = random_formula(chance, depth - 1)
    if kind < 0.35:
        return f"({left})"
    if kind < 0.45:
        return f"{chance.choice('+-')}{left}"
    if kind < 0.55:
        return f"({left})**{chance.choice(['2', '3', '-1', '0', '-2', '+2'])}"
    return f"{left}{chance.choice([' ', ''])}{chance.choice('+-*/')}{random_formula(chance, depth - 1)}"


def evaluated(node, at):
    if isinstance(node, ast.BinOp):
        left, right = evaluated(node.left, at), evaluated(node.right, at)
        if isinstance(node.op, ast.Pow):
            return left ** int(right)
        table = {ast.Add: left.__add__, ast.Sub: left.__sub__, ast.Mult: left.__mul__, ast.Div: left.__truediv__}
        return table[type(node.op)](right)
    if isinstance(node, ast.UnaryOp):
        value = evaluated(node.operand, at)
        return -value if isinstance(node.op, ast.USub) else value
    return at[node.id] if isinstance(node, ast.Name) else Fraction(str(node.value))


def value_of(algebra, p, at):
    total = Fraction(0)
    for monomial, c in p.items():
        for name, exponent in algebra.exponents(monomial).items():
            c = c * at[name] ** exponent
        total += c
    return total


def formulas(count, chance):
    """(how many were compared, the ones that differ)."""
    compared, wrong = 0, []
    for _ in range(count):
        text = random_formula(chance)
        at = {n: Fraction(chance.randint(-20, 20), chance.randint(1, 9)) for n in "xyz"}
        algebra = CORE.Prover()
        try:
            expected = evaluated(ast.parse(text, mode="eval").body, at)
            top, bottom = algebra.parse(text)
        except (ZeroDivisionError, CORE.Rejected, SyntaxError):
            continue
        under = value_of(algebra, bottom, at)
        compared += 1
        if under == 0 or value_of(algebra, top, at) / under != expected:
            wrong.append(text)
    return compared, wrong


# networks: every quantity of the checker against the Lyapunov equation in 50 digits ---------------------------------


def random_table(chance):
    size = chance.randint(1, 4)
    value = lambda: f"{chance.randint(1, 9)}/{chance.randint(1, 5)}"  # noqa: E731
    pairs = [(i, j) for i in range(size) for j in range(i + 1, size)]
    springs = [[i, j, value()] for i, j in pairs if j == i + 1 or chance.random() < 0.5]
    hot = sorted(chance.sample(range(size), chance.randint(1, min(3, size))))
    return {
        "sites": list(range(size)), "masses": [value() for _ in range(size)], "pinning": [value() for _ in range(size)],
        "springs": springs, "baths": [[b, value(), value()] for b in hot],
    }  # fmt: skip


def second_moments(table):
    """The covariance of (q, v) by the Kronecker form of the Lyapunov equation."""
    n = len(table["sites"])
    number = lambda text: mpmath.mpf(Fraction(text).numerator) / Fraction(text).denominator  # noqa: E731
    drift, noise = mpmath.zeros(2 * n), mpmath.zeros(2 * n)
    mass = [number(m) for m in table["masses"]]
    for i in range(n):
        drift[i, n + i] = 1
        drift[n + i, i] -= number(table["pinning"][i]) / mass[i]
    for i, j, k in table["springs"]:
        for a, b in ((i, j), (j, i)):
            drift[n + a, a] -= number(k) / mass[a]
            drift[n + a, b] += number(k) / mass[a]
    for b, g, t in table["baths"]:
        drift[n + b, n + b] -= number(g) / mass[b]
        noise[n + b, n + b] = 2 * number(g) * number(t) / mass[b] ** 2
    size = 2 * n
    places = {pair: k for k, pair in enumerate((i, j) for i in range(size) for j in range(i, size))}
    system, right = mpmath.zeros(len(places)), mpmath.zeros(len(places), 1)
    for (i, j), row in places.items():
        right[row] = -noise[i, j]
        for k in range(size):
            system[row, places[tuple(sorted((k, j)))]] += drift[i, k]
            system[row, places[tuple(sorted((i, k)))]] += drift[j, k]
    found = mpmath.lu_solve(system, right)
    return mass, lambda i, j: found[places[tuple(sorted((i, j)))]], number


@mpmath.workdps(50)
def networks(count, chance):
    """(how many quantities were compared, the networks and quantities that differ)."""
    compared, wrong = 0, []
    for _ in range(count):
        table = random_table(chance)
        n = len(table["sites"])
        mass, moment, number = second_moments(table)
        checker = CHECK.Checker()
        net = CHECK.Network(checker, table)
        wanted = {f"kinetic_temperature({i})": mass[i] * moment(n + i, n + i) for i in range(n)}
        wanted |= {f"covariance(q{i},q{j})": moment(i, j) for i in range(n) for j in range(n)}
        wanted |= {f"flux({i},{j})": number(k) * moment(i, n + j) for i, j, k in table["springs"]}
        for b, g, t in table["baths"]:
            wanted[f"bath_flux({b})"] = number(g) * (number(t) / mass[b] - moment(n + b, n + b))
        for atom, expected in wanted.items():
            top, bottom = net.by_integrals(atom, "determinants")
            value = Fraction(top.get(0, 0)) / bottom[0] / net.moments[1][0]
            compared += 1
            if abs(mpmath.mpf(value.numerator) / value.denominator - expected) > mpmath.mpf(10) ** -30 * (
                1 + abs(expected)
            ):
                wrong.append((table, atom))
    return compared, wrong


# proof trees: whatever is accepted must hold at every sampled point of its region --------------------------------------


def random_polynomial(chance, names, terms=3):
    monomials = ["*".join(f"{n}**{chance.randint(0, 2)}" for n in names) for _ in range(chance.randint(1, terms))]
    return "+".join(f"({chance.choice([-2, -1, 1, 1, 2, 3])})*{m}" for m in monomials)


def random_node(chance, names, given, depth):
    child = lambda: random_node(chance, names, given, depth - 1)  # noqa: E731
    multiples = [
        [[chance.randrange(given)], str(chance.randint(0, 2))] for _ in range(chance.randint(0, 1) if given else 0)
    ]
    kind = chance.choice(
        ["sage", "sage", "gram", "star", "factor", "multiply", "signs", "homogenize", "excluded", "eliminate", "equal"]
    )
    if depth == 0 or kind == "sage":
        pair = chance.sample(names, 2)
        circuit = [["*".join(pair), [[f"{pair[0]}**2", "1"], [f"{pair[1]}**2", chance.choice(["1", "1", "2"])]]]]
        return {"rule": "sage", "multiples": multiples, "circuits": circuit * chance.randint(0, 1)}
    return {
        "gram": lambda: {"rule": "gram", "squares": [[str(chance.randint(0, 2)), random_polynomial(chance, names, 2)]], "multiples": multiples},
        "star": lambda: {"rule": "star", "at": (ray := dict.fromkeys(chance.sample(names, 2), "1")), "cones": {k: child() for k in ray}},
        "factor": lambda: {"rule": "factor", "constant": "1", "factors": [{"poly": random_polynomial(chance, names), "power": chance.randint(1, 2), "proof": child()}]},
        "multiply": lambda: {"rule": "multiply", "by": chance.choice(names), chance.choice(["positive", "dense"]): {"rule": "sage"}, "then": child()},
        "signs": lambda: {"rule": "signs", "variable": chance.choice(names), "positive": child(), "negative": chance.choice(["same", child()])},
        "homogenize": lambda: {"rule": "homogenize", "variable": chance.choice(["h", *names]), "then": child()},
        "excluded": lambda: {"rule": "excluded", "given": chance.randint(0, 1), "proof": child(), "sign": chance.choice("+-")},
        "eliminate": lambda: {"rule": "eliminate", "given": chance.randint(0, 1), "variable": chance.choice(names), "then": child()},
        "equal": lambda: {"rule": "equal", "above": child(), "below": child()},
    }[kind]()  # fmt: skip


HOLDS = {">": lambda v: v > 0, ">=": lambda v: v >= 0, "==": lambda v: v == 0}


def trees(count, chance):
    """(how many were accepted, the ones that fail at a point of their region)."""
    accepted, wrong = 0, []
    for _ in range(count):
        names = ["a", "b", "c"][: chance.choice([2, 2, 3])]
        real = frozenset(n for n in names if chance.random() < 0.3)
        prover = CORE.Prover()
        given = tuple(
            (prover.polynomial(random_polynomial(chance, names, 2)), chance.choice([">", ">=", "=="]))
            for _ in range(chance.choice([0, 1, 1, 2]))
        )
        clauses = frozenset(frozenset((n,)) for n in names if n not in real)
        claim, relation = random_polynomial(chance, names), chance.choice([">", ">=", ">=", "=="])
        p = prover.polynomial(claim)
        try:
            node = random_node(chance, names, len(given), 3)
            prover.prove(node, CORE.Region(real, clauses, given), p, relation, "proof")
        except (CORE.Rejected, *CHECK.MALFORMED):
            continue
        accepted += 1
        for _ in range(60):
            at = {n: Fraction(chance.randint(1, 12), chance.choice([1, 2, 5])) for n in names}
            at |= {n: at[n] * chance.choice([-1, 0, 1]) for n in real}
            inside = all(HOLDS[known](value_of(prover, g, at)) for g, known in given)
            if inside and not HOLDS[relation](value_of(prover, p, at)):
                wrong.append((claim, relation, node, at))
                break
    return accepted, wrong


def main(arguments):
    chosen = arguments[:1] or ["formulas", "networks", "trees"]
    count, seed = int(arguments[1]) if len(arguments) > 1 else 300, int(arguments[2]) if len(arguments) > 2 else 1
    for name in chosen:
        start = time.process_time()
        done, wrong = globals()[name](count, random.Random(seed))
        print(
            f"{name}: {count} made, {done} compared, {len(wrong)} wrong, {time.process_time() - start:.0f} s",
            *wrong[:3],
        )


if __name__ == "__main__":
    main(sys.argv[1:])
