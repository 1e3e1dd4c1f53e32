"""The table of all claims in claims.json: verdict, time to answer, time to check, size of the certificate.

python tests/quality/measure.py [id ...]
"""

import json
import sys
import time
from pathlib import Path

from symflux.model.network import Network
from symflux.signs.prove import prove

CLAIMS = json.loads((Path(__file__).parent / "claims.json").read_text())


def question(entry):
    """(claim, assumptions, real variables) as they are put to prove."""
    given = [f"{a['p'].replace('^', '**')} {a['rel']} 0" for a in entry["assume"]]
    real = entry["vars"] if entry["domain"] == "real" else []
    kind = entry.get("structural", {}).get("kind")
    hurwitz = entry.get("network", {}).get("quantity") == "hurwitz"
    if kind is None and not hurwitz:
        return f"{entry['poly'].replace('^', '**')} {entry['claim']} 0", given, real
    table = entry["network"]
    baths = {site: (friction, f"T{site}") for site, friction in table["baths"]}
    pins = dict(enumerate(table["pins"]))
    net = Network.from_edges(table["springs"], pinning=pins, baths=baths, masses=table["masses"])
    state = net.steady_state()
    if hurwitz:
        left, right = state.hurwitz_determinant(), 0
    elif kind == "landauer":
        left, right = state.conductance(entry["structural"]["i"], entry["structural"]["j"]), 0
    else:
        site, friction = table["baths"][0]
        left, right = friction, state.bath_flux(site).coefficient(site)
        return (right < left), given, real
    return (left > right if entry["claim"] == ">" else left >= right), given, real


def measured(entry, seconds=60.0):
    """(outcome, seconds to answer, seconds to check, bytes of the certificate beyond the claim)."""
    claim, given, real = question(entry)
    start = time.monotonic()
    outcome = prove(claim, given=given, real=real, seconds=seconds)
    answered = time.monotonic() - start
    checked, size = 0.0, 0
    if outcome.certificate is not None:
        start = time.monotonic()
        outcome.certificate.check()
        checked = time.monotonic() - start
        size = len(outcome.certificate.text) - len(json.dumps(outcome.certificate.data["claim"]))
    return outcome, answered, checked, size


def main(wanted):
    total = good = fast = 0
    for entry in CLAIMS:
        if wanted and entry["id"] not in wanted:
            continue
        outcome, answered, checked, size = measured(entry)
        total += 1
        good += outcome.verdict == entry["expected"]
        fast += answered < 1
        mark = "" if outcome.verdict == entry["expected"] else f"  <- expected {entry['expected']}: {outcome.reason}"
        print(f"{entry['id']:22} {outcome.verdict:10} {answered:7.3f} s  check {checked:6.3f} s  {size:7} bytes{mark}")
    print(f"{good} of {total} as expected, {fast} within a second")


if __name__ == "__main__":
    main(sys.argv[1:])
