"""The table of all claims in more_claims.json: verdict, counted work, processor time, time to check, bytes.

python tests/quality/measure_more.py [group or id ...]
"""

import json
import resource
import sys
import time
from pathlib import Path

import sympy

import symflux as sf
from symflux.signs.prove import prove_within
from symflux.work.budget import Budget

CLAIMS = json.loads((Path(__file__).parent / "more_claims.json").read_text())
SHARE = 5.0  #: seconds of counted work in ten seconds by the clock


def question(entry):
    """(claim, assumptions, real variables, network) as they are put to prove."""
    if "code" not in entry:
        return entry["claim"], entry["given"], entry["real"], None
    names = {"sf": sf, "sympy": sympy}
    exec(entry["code"], names)
    return names["claim"], names["given"], names["real"], names.get("network")


def processor_time():
    """Seconds of this process and of its children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def measured(entry, work=SHARE, clock=200.0):
    """(outcome, counted work, processor time, seconds to check, bytes of the certificate beyond the claim)."""
    claim, given, real, network = question(entry)
    budget, start = Budget(work, clock=clock), processor_time()
    outcome = prove_within(budget, claim, given, real, network=network)
    used, checked, size = processor_time() - start, 0.0, 0
    if outcome.certificate is not None:
        start = time.process_time()
        outcome.certificate.check()
        checked = time.process_time() - start
        size = len(outcome.certificate.text) - len(json.dumps(outcome.certificate.data["claim"]))
    return outcome, budget.spent, used, checked, size


def main(wanted):
    chosen = [e for e in CLAIMS if not wanted or e["id"] in wanted or e["group"] in wanted]
    good = 0
    for entry in chosen:
        outcome, count, used, checked, size = measured(entry)
        good += outcome.verdict == entry["expected"]
        mark = "" if outcome.verdict == entry["expected"] else f"  <- expected {entry['expected']}"
        times = f"work {count:5.2f}  {used:6.2f} s  check {checked:5.2f} s"
        print(f"{entry['id']:22} {outcome.verdict:10} {times}  {size:7} bytes{mark}", flush=True)
    print(f"{good} of {len(chosen)} as expected")


if __name__ == "__main__":
    main(sys.argv[1:])
