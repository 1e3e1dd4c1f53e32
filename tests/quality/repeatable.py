"""Answers as one line each, to be compared between hash seeds and between an idle and a busy machine.

python tests/quality/repeatable.py [id ...]   prints id, verdict, and a digest of certificate and witness
"""

import hashlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import measure

from symflux.signs.prove import prove

#: ids of claims.json, and claims (with assumptions, real variables) that need a search of some length
SAMPLE = ("tri-direct", "tri-direct-ageb", "tri-hurwitz-sym", "robinson", "schur1", "vasile", "imo83", "vas-cyc")
MORE = (
    ("a*x**2 + b*x + c > 0", ["4*a*c > b**2"], ["b", "x"]),
    ("x**4 + y**4 + z**4 >= x*y*z*(x + y + z)", [], ["x", "y", "z"]),
    ("a**2 + b**2 < 3*a*b", ["2*a > b", "2*b > a"], []),
    ("x**3 + y**3 > x**2*y**2", ["x < 2", "y < 2"], []),
    ("(a**2 - 2)**2 > 0", [], []),
    ("x**6 + y**6 + 1 + 3*x**2*y**2 >= x**4*y**2 + x**4 + y**4 + x**2*y**4 + x**2 + y**2", [], ["x", "y"]),
)


def line(name, outcome):
    """The name, the verdict, and a digest of everything that the answer says."""
    data = None if outcome.certificate is None else outcome.certificate.data
    said = json.dumps([outcome.reason, data, {n: str(v) for n, v in (outcome.witness or {}).items()}], sort_keys=True)
    return f"{name} {outcome.verdict} {hashlib.sha256(said.encode()).hexdigest()[:16]}"


def main(wanted, seconds=30):
    for entry in measure.CLAIMS:
        if entry["id"] in (wanted or SAMPLE):
            claim, given, real = measure.question(entry)
            print(line(entry["id"], prove(claim, given=given, real=real, seconds=seconds)), flush=True)
    for claim, given, real in MORE if not wanted else ():
        outcome = prove(claim, given=given, real=real, seconds=seconds)
        print(line(claim.replace(" ", ""), outcome), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
