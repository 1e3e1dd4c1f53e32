"""Certificates made to cost much: each must be accepted or refused within 10 s and 300 MB on one core.

python tests/quality/hostile.py [name ...]
"""

# ruff: noqa: E501  a table, one row for each certificate

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

PROGRAM = Path(__file__).parent.parent.parent / "symflux" / "certificates" / "check.py"
SAGE = {"rule": "sage"}
BIG = "(1+x)**200*(1+y)**200"  # 40,401 terms
NINES = "9" * 3900


def claim(left, proof=SAGE, *, relation=">", right="0", given=(), real=(), network=None, sample=None):
    """A certificate of format 2."""
    data = {
        "format": "symflux certificate 2", "verdict": "proved", "claim": {"left": left, "relation": relation, "right": right},
        "given": [{"left": g, "relation": ">", "right": "0"} for g in given], "real": list(real), "network": network,
        "proof": proof,
    }  # fmt: skip
    return data if sample is None else {**data, "sample": {"rule": "point", "at": sample}}


def point(left, at, root=None, **options):
    """A refutation."""
    proof = {"rule": "point", "at": at} if root is None else {"rule": "point", "at": at, "root": root}
    return {**claim(left, proof, **options), "verdict": "refuted"}


def nested(depth, leaf, rule):
    """A proof of so many steps, one in the other."""
    for _ in range(depth):
        leaf = rule(leaf)
    return leaf


def net(size, bonds, *, spring="k{0}x{1}", pin="1", baths=(0, 1), friction="1"):
    """A network table."""
    return {
        "sites": list(range(size)), "masses": ["1"] * size, "pinning": [pin] * size,
        "springs": [[i, j, spring.format(i, j)] for i, j in bonds],
        "baths": [[b, friction, f"{b + 2}"] for b in baths],
    }  # fmt: skip


def complete(size):
    """All bonds."""
    return [(i, j) for i in range(size) for j in range(i + 1, size)]


def chain(size):
    """A row of bonds."""
    return [(i, i + 1) for i in range(size - 1)]


def multiply(child):
    """One step more."""
    return {"rule": "multiply", "by": "1", "positive": SAGE, "then": child}


def flux(table, by="determinants"):
    """A claim on one bond, with all parameters 1 at the sample."""
    names = {k for _, _, k in table["springs"] if not k[0].isdigit()}
    proof = {"rule": "network", "by": by, "then": SAGE}
    return claim("flux(0,1)", proof, relation=">=", network=table, sample=dict.fromkeys(sorted(names), "1"))


MANY = [f"x{k}" for k in range(190)]
HOSTILE: dict[str, Callable[[], object]] = {
    "chain_of_six_symbols": lambda: flux(net(6, chain(6), baths=(0, 5))),
    "assumptions_of_many_terms": lambda: claim("x", given=[BIG] * 14, sample={"x": "1", "y": "1"}),
    "powers_of_a_root": lambda: point(
        "x**2000", {"x": "t**20+t+1/3"}, {"polynomial": "t**60-t-2", "interval": ["1", "2"]}, right="1"
    ),
    "sums_at_a_root": lambda: point(
        "+".join(f"x**{k}*y**{k}" for k in range(200)), {"x": "t**9+t+1/3", "y": "t**7-1/7"},
        {"polynomial": "t**40-t-2", "interval": ["1", "2"]}, right="1",
    ),
    "long_interval_at_a_root": lambda: point(
        "+".join(f"x**{k}" for k in range(60)), {"x": "t"},
        {"polynomial": "t**61-2", "interval": [f"1/{NINES}", f"{NINES}/{NINES[1:]}1"]}, right="1",
    ),
    "multiply_many_times": lambda: claim("1+x+y", nested(190, SAGE, multiply)),
    "multiply_many_times_with_much_text": lambda: claim(
        "1+x+y", nested(190, {"rule": "sage", "multiples": [[[], "0"]] * 150_000}, multiply)
    ),
    "multiply_too_many_times": lambda: claim("1+x", nested(300, {"rule": "sage", "multiples": [[[], "0"]] * 90_000}, multiply)),
    "multiply_a_large_claim": lambda: claim(BIG, nested(150, SAGE, multiply)),
    "parentheses_around_large_terms": lambda: claim("+(".join([BIG] * 100) + ")" * 99),
    "sums_of_large_products": lambda: claim(BIG, {"rule": "sage", "multiples": [[[], f"{BIG}*z{k}"] for k in range(60)]}),
    "assumptions_again_and_again": lambda: claim(
        "x", {"rule": "sage", "multiples": [[[0] * 30, "1"]] * 2000}, given=["1+x+y"], sample={"x": "1", "y": "1"}
    ),
    "faces_without_end": lambda: claim(
        "+".join(f"{a}*{b}" for a, b in zip(MANY[:40], MANY[40:80], strict=True)),
        {"rule": "star", "at": dict.fromkeys(MANY[:20], "1"), "cones": dict.fromkeys(MANY[:20], SAGE)},
    ),
    "many_clauses": lambda: claim(
        "+".join("*".join(MANY[k : k + 15]) for k in range(100)),
        given=[f"{a}+{b}" for a, b in pairwise(MANY)], sample=dict.fromkeys(MANY, "1"),
    ),
    "supports_of_many_kinds": lambda: claim(
        "1", {"rule": "sage", "multiples": [[[], "*".join(f"(1+{n})" for n in MANY[k : k + 14])] for k in range(150)]}
    ),
    "many_variables": lambda: claim(f"({'+'.join(MANY)})**3"),
    "many_variables_in_products": lambda: claim("*".join(f"({'+'.join(MANY[k : k + 40])})" for k in range(0, 160, 40))),
    "long_numbers": lambda: claim("*".join(f"({'+'.join(f'{NINES}*x**{k}' for k in range(20))})" for _ in range(8))),
    "long_denominators": lambda: claim("+".join(f"x**{k}/{NINES[k:]}7" for k in range(100)), SAGE),
    "sum_of_long_denominators": lambda: claim(
        "a", {"rule": "sage", "multiples": [[[], f"1/(7**1999+{k})"] for k in range(3000)]}
    ),
    "factors_of_long_numbers": lambda: claim(
        "a", {"rule": "factor", "constant": "1", "factors": [{"poly": f"a/{NINES}+1/(3**1999+{k})", "power": 200, "proof": SAGE} for k in range(50)]}
    ),
    "tokens": lambda: claim("1" + "+1" * 249_000),
    "many_long_formulas": lambda: claim("x", {"rule": "sage", "multiples": [[[], "1" + "+1" * 240_000]] * 8}),
    "signs_of_many_variables": lambda: claim("1", nested(0, SAGE, multiply), real=MANY),
    "circuits": lambda: claim(
        "+".join(MANY), {"rule": "sage", "circuits": [[MANY[0], [[MANY[k % 190], "1/3"]] * 40] for k in range(2000)]}
    ),
    "stars_in_stars": lambda: claim(
        "(a+b+c+1)**25",
        nested(5, SAGE, lambda child: {"rule": "star", "at": {"a": "1", "b": "2", "c": "3"}, "cones": dict.fromkeys("abc", child)}),
    ),
    "elimination_of_a_high_power": lambda: claim(
        "x**1900", {"rule": "eliminate", "given": 0, "variable": "x", "then": SAGE}, given=["x-y-z-1"],
        sample={"x": "3", "y": "1", "z": "1"},
    ),
    "homogenized_large": lambda: claim(BIG, {"rule": "homogenize", "variable": "h", "then": SAGE}),
    "all_bonds_of_fourteen_numbers": lambda: flux(net(14, complete(14), spring="1/{1}")),
    "all_bonds_of_a_hundred_numbers": lambda: flux(net(100, complete(100), spring="1/{1}")),
    "all_bonds_of_six_symbols": lambda: flux(net(6, complete(6))),
    "chain_of_a_hundred_numbers": lambda: flux(net(100, chain(100), spring="{1}/97", baths=(0, 99)), by="conductances"),
    "chain_of_sixty_symbols": lambda: flux(net(60, chain(60), baths=(0, 59))),
    "chain_with_many_baths": lambda: flux(net(12, chain(12), baths=range(12), spring="{1}"), by="determinants"),
    "energy_of_a_chain": lambda: {
        **flux(net(5, chain(5), pin="c", baths=(0, 4))),
        "claim": {"left": "energy()**3", "relation": ">", "right": "0"},
        "sample": {"rule": "point", "at": {**{f"k{i}x{i + 1}": "1" for i in range(4)}, "c": "1"}},
    },
    "masses_that_are_sums": lambda: {
        **flux({**net(4, chain(4)), "masses": [f"1+m{k}" for k in range(4)]}),
        "sample": {"rule": "point", "at": {**{f"k{i}x{i + 1}": "1" for i in range(3)}, **{f"m{k}": "1" for k in range(4)}}},
    },
    "lists_in_the_file": lambda: claim("x", {"rule": "sage", "multiples": [[[], []]] * 300_000}),
    "empty_lists_in_the_file": lambda: claim("x", {"rule": "sage", "multiples": [[]] * 1_200_000}),
    "objects_in_the_file": lambda: claim("x", {"rule": "sage", "multiples": [{"": 0}] * 500_000}),
    "many_assumptions": lambda: claim("x", given=["x"] * 60_000, sample={"x": "1"}),
    "many_values": lambda: point("x", {f"y{k}": "1" for k in range(200_000)}),
}  # fmt: skip


def cost(data):
    """(exit status, what is printed, seconds of one core, MB) of the checker alone on a certificate."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(data, file, separators=(",", ":"))
        file.flush()
        measured = (  # getrusage would count the parent's memory, from before the program is loaded
            "import runpy, sys; sys.argv = sys.argv[1:]\n"
            "try: runpy.run_path(sys.argv[0], run_name='__main__')\n"
            "finally:\n"
            "    with open('/proc/self/status') as status: lines = dict(line.split(':', 1) for line in status)\n"
            "    print(lines.get('VmHWM', lines['VmRSS']).split()[0], file=sys.stderr)"
        )
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-I", "-S", "-c", measured, str(PROGRAM), file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.returncode, done.stdout, seconds, int(done.stderr.split()[-1]) / 1024


def main(wanted):
    for name in wanted or HOSTILE:
        status, said, seconds, memory = cost(HOSTILE[name]())
        print(f"{name:38} {seconds:6.2f} s {memory:5.0f} MB  {status} {' '.join(said.split())[:90]}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
