"""Random damage to certificates: none may be accepted for a claim that is false at a sampled point.

python tests/quality/mutations.py [how many] [seed] [names of accepted files, as in 'ends_*']
"""

import copy
import json
import random
import re
import sys
import time
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import numpy as np
from float_quantities import formulas, quantities

from symflux.algebra import parser
from symflux.algebra.parser import CLAIM_LIMITS
from symflux.certificates import Certificate
from symflux.certificates.check import QUANTITIES
from symflux.certificates.core import RULES
from symflux.errors import CertificateError

FOLDER = Path(__file__).parent.parent / "certificates" / "accepted"
RELATIONS = [">", ">=", "<", "<=", "==", "!="]
HOLDS = {
    ">": lambda v: v > 0, ">=": lambda v: v >= 0, "<": lambda v: v < 0, "<=": lambda v: v <= 0,
    "==": lambda v: v == 0, "!=": lambda v: v != 0,
}  # fmt: skip


parse = lru_cache(maxsize=2000)(parser.parse)


def places(node, path=()):
    """Every (path, value) in a JSON value."""
    yield path, node
    if isinstance(node, dict):
        for key in node:
            yield from places(node[key], (*path, key))
    elif isinstance(node, list):
        for k, child in enumerate(node):
            yield from places(child, (*path, k))


def parent(data, path):
    for step in path[:-1]:
        data = data[step]
    return data


def damaged_text(text, chance):
    """One token of a formula changed."""
    tokens = re.findall(r"\d+|[A-Za-z_]\w*|\*\*|>=|<=|.", text)
    if not tokens:
        return "1"
    k = chance.randrange(len(tokens))
    token = tokens[k]
    if token.isdigit():
        tokens[k] = str(max(0, int(token) + chance.choice([-2, -1, 1, 2, 10])))
    elif token in "+-":
        tokens[k] = "-" if token == "+" else "+"
    elif token == "*":
        tokens[k] = chance.choice(["+", "-", "/"])
    elif re.match(r"[A-Za-z_]", token):
        names = [t for t in tokens if re.match(r"[A-Za-z_]", t)]
        tokens[k] = chance.choice([*names, "1", "2", token + "*2"])
    else:
        del tokens[k]
    return "".join(tokens)


def damaged(data, chance):
    """A copy with one to three random changes."""
    data = copy.deepcopy(data)
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        found = [(p, v) for p, v in places(data) if p and p[0] != "format"]
        path, value = chance.choice(found)
        box, key = parent(data, path), path[-1]
        action = chance.random()
        if key == "relation":
            box[key] = chance.choice(RELATIONS)
        elif key == "rule" and action < 0.7:
            box[key] = chance.choice(list(RULES))
        elif isinstance(value, str) and action < 0.8:
            box[key] = damaged_text(value, chance)
        elif isinstance(value, int) and not isinstance(value, bool) and action < 0.8:
            box[key] = value + chance.choice([-1, 1])
        elif action < 0.5:
            _, other = chance.choice(found)
            box[key] = copy.deepcopy(other)
        elif isinstance(box, dict):
            del box[key]
        elif action < 0.75:
            box.insert(key, copy.deepcopy(value))
        else:
            del box[key]
    return data


def value(statement, at, table):
    left, right = (parse(statement[side], CLAIM_LIMITS, tuple(QUANTITIES)) for side in ("left", "right"))
    difference = left - right
    atoms = [n for n in difference.names if "(" in n]
    if not atoms:
        return difference.evaluate(at)
    if "hurwitz_determinant()" in atoms:
        return None
    found = quantities(table, at)
    if found is None:
        return None
    point = {**{n: float(x) for n, x in at.items()}, **found}
    top, bottom = (
        sum(c * np.prod([float(point[n]) ** e for n, e in m]) for m, c in p.terms())
        for p in (difference.numerator, difference.denominator)
    )
    result = top / bottom
    if np.isnan(result):
        return None
    return 0 if abs(result) < 1e-9 else result


def is_false_somewhere(data, chance, points):
    """A sampled point at which the assumptions hold and the claim plainly does not, or None."""
    names = set(data["real"])
    written = [s for s in data["given"] if s != "stable"]
    texts = [s[side] for s in (data["claim"], *written) for side in ("left", "right")]
    if data["network"]:
        table = data["network"]
        texts += formulas(table)
    for text in texts:
        names |= {n for n in parse(text, CLAIM_LIMITS, tuple(QUANTITIES)).names if "(" not in n}
    for _ in range(points):
        at = {n: Fraction(chance.randint(1, 12), chance.choice([1, 1, 2, 3, 7])) for n in names}
        for name in set(data["real"]) & names:
            at[name] = chance.choice([-1, 0, 1, 1]) * at[name]
        if chance.random() < 0.3 and len(names) > 1:
            one, two = chance.sample(sorted(names), 2)
            if at[two] > 0 or two in data["real"]:
                at[one] = at[two] if at[two] > 0 or one in data["real"] else at[one]
        try:
            given = [(value(s, at, data["network"]), s["relation"]) for s in written]
            if "stable" in data["given"] and quantities(data["network"], at) is None:
                continue
            if any(v is None or not HOLDS[r](v) for v, r in given):
                continue
            result = value(data["claim"], at, data["network"])
        except Exception:
            continue
        if result is not None and not HOLDS[data["claim"]["relation"]](result):
            return at
    return None


def main(count, seed, folder=FOLDER, points=1000, names="*"):
    chance = random.Random(seed)
    originals = [json.loads(path.read_text()) for path in sorted(folder.glob(f"{names}.json"))]
    accepted = wrong = 0
    start = time.monotonic()
    for k in range(count):
        original = chance.choice(originals)
        data = damaged(original, chance)
        try:
            found = Certificate(data).check()
        except CertificateError as error:
            assert str(error).startswith("step ") and ", rule " in str(error), error
            continue
        if data == original:
            continue
        accepted += 1
        if found.verdict == "proved":
            at = is_false_somewhere(data, chance, points)
            if at is not None:
                wrong += 1
                print("WRONGLY ACCEPTED at", at, json.dumps(data))
        else:  # the point itself is the evidence
            plain = {n: str(v) for n, v in found.witness.items() if re.fullmatch(r"-?\d+(/\d+)?", str(v))}
            at = {n: Fraction(v) for n, v in plain.items()}
            result = value(data["claim"], at, data["network"]) if len(at) == len(found.witness) else None
            if result is not None and HOLDS[data["claim"]["relation"]](result) and (result or not found.network):
                wrong += 1
                print("WRONGLY REFUTED at", at, json.dumps(data))
        if k % 200 == 199:
            took = time.monotonic() - start
            print(f"{k + 1} mutations, {accepted} accepted, {wrong} wrongly, {took:.0f} s", flush=True)
    print(f"{count} mutations, {accepted} accepted, {wrong} wrongly")
    return accepted, wrong


if __name__ == "__main__":
    numbers = [int(x) for x in sys.argv[1:] if x.isdigit()]
    named = next((x for x in sys.argv[1:] if not x.isdigit()), "*")
    count, seed = (*numbers, *(10_000, 1)[len(numbers) :])
    sys.exit(main(count, seed, names=named)[1] > 0)
