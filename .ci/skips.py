"""What the tests skipped and why, from pytest's XML report; a skip that is not on the list fails.

    python .ci/skips.py REPORT.xml tests/skips.txt [--without-tools]

A line of the list is ``test : reason``, both patterns with ``*``; a line that begins with ``tool`` counts only with
``--without-tools``, where the tools of the tests could not be installed.
"""

from __future__ import annotations

import sys
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path
from xml.etree import ElementTree


def skips(report: str) -> list[tuple[str, str]]:
    """(test, reason) of every test, or file of tests, that was skipped."""
    found = []
    for case in ElementTree.parse(report).iter("testcase"):
        for skipped in case.iter("skipped"):
            name = f"{case.get('classname', '')}.{case.get('name', '')}".strip(".")
            found.append((name, " ".join((skipped.get("message") or skipped.text or "no reason").split())))
    return found


def allowed(path: str, *, without_tools: bool) -> list[tuple[str, str]]:
    """The patterns (test, reason) of the list."""
    rows = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        needs_tool = line.startswith("tool ")
        if line and (without_tools or not needs_tool):
            test, _, reason = line.removeprefix("tool ").partition(" : ")
            rows.append((test.strip(), reason.strip()))
    return rows


def main(arguments: list[str]) -> int:
    """Print every reason with its number of tests; 1 if one is not on the list."""
    without_tools = "--without-tools" in arguments
    report, path = (a for a in arguments if not a.startswith("--"))
    rows = allowed(path, without_tools=without_tools)
    found = skips(report)
    refused = [
        (name, reason)
        for name, reason in found
        if not any(fnmatchcase(name, test) and fnmatchcase(reason, why) for test, why in rows)
    ]
    for reason, count in sorted(Counter(reason for _, reason in found).items()):
        print(f"skipped {count}: {reason}")
    for name, reason in refused:
        print(f"not on the list {path}: {name}: {reason}", file=sys.stderr)
    print(f"{len(found)} skipped, {len(refused)} of them not on the list")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
