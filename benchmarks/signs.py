"""``python -m benchmarks.signs [--limit SECONDS]``: the sign engine beside z3 and cvc5, same claims, same limit.

z3 is in the ``test`` extra; cvc5 takes part where it is installed. Both get the polynomial written out; claims on a
network are put to symflux through the network, which is what the network is for.
"""

from __future__ import annotations

import argparse
import json
import re
import runpy
import time
from pathlib import Path
from typing import Any

import symflux as sf
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.algebra.polynomial import Polynomial
from symflux.errors import SymfluxError
from symflux.work import child

QUALITY = Path(__file__).parent.parent / "tests" / "quality"


def smt_text(entry: dict[str, Any]) -> str:
    """The negated claim in SMT-LIB: unsatisfiable if the claim holds."""

    def term(text: str) -> str:
        return _smt(parse(text.replace("^", "**"), CLAIM_LIMITS).numerator)

    lines = ["(set-logic QF_NRA)"] + [f"(declare-const {name} Real)" for name in entry["vars"]]
    if entry["domain"] == "positive":
        lines += [f"(assert (> {name} 0))" for name in entry["vars"]]
    lines += [f"(assert ({a['rel'].replace('==', '=')} {term(a['p'])} 0))" for a in entry["assume"]]
    lines += [f"(assert (not ({entry['claim']} {term(entry['poly'])} 0)))", "(check-sat)"]
    return "\n".join(lines)


def _smt(polynomial: Polynomial) -> str:
    terms = []
    for monomial, coefficient in polynomial.terms():
        factors = [str(coefficient) if coefficient >= 0 else f"(- {-coefficient})"]
        factors += [name for name, exponent in monomial for _ in range(exponent)]
        terms.append(f"(* {' '.join(factors)})" if len(factors) > 1 else factors[0])
    return f"(+ {' '.join(terms)})" if len(terms) > 1 else terms[0]


def by_z3(entry: dict[str, Any]) -> str:
    import z3

    solver = z3.Solver()
    solver.from_string(re.sub(r"\(check-sat\)", "", smt_text(entry)))
    return str(solver.check())


def by_cvc5(entry: dict[str, Any]) -> str:
    import cvc5

    solver = cvc5.Solver()
    reader = cvc5.InputParser(solver)
    reader.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, smt_text(entry), "claim")
    symbols, answer = reader.getSymbolManager(), ""
    while not (command := reader.nextCommand()).isNull():
        answer = str(command.invoke(solver, symbols)).strip() or answer
    return answer


def answered(solve: Any, entry: dict[str, Any], limit: float) -> tuple[str, float]:
    """(proved, refuted or undecided; seconds)."""
    start = time.perf_counter()
    try:
        found = child.run(solve, entry, seconds=limit)
    except (SymfluxError, ImportError) as error:
        found = "absent" if isinstance(error, ImportError) else "undecided"
    return {"unsat": "proved", "sat": "refuted", "unknown": "undecided"}.get(found, found), time.perf_counter() - start


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.signs", description=__doc__)
    options.add_argument("--limit", type=float, default=10.0, help="seconds a claim (default 10)")
    limit = options.parse_args().limit
    question = runpy.run_path(str(QUALITY / "measure.py"))["question"]
    claims = json.loads((QUALITY / "claims.json").read_text())

    def by_symflux(entry: dict[str, Any]) -> str:
        claim, given, real = question(entry)
        return sf.prove(claim, given=given, real=real, seconds=limit).verdict

    by_symflux({"poly": "a", "claim": ">", "assume": [], "vars": ["a"], "domain": "positive"})  # load the libraries
    tools = {"symflux": by_symflux, "z3": by_z3, "cvc5": by_cvc5}
    right = dict.fromkeys(tools, 0)
    print(f"limit {limit:g} s a claim; ! marks a wrong answer\n")
    print("| claim | answer | " + " | ".join(tools) + " |\n|---|---|" + "---|" * len(tools))
    for entry in claims:
        cells = []
        for name, solve in tools.items():
            verdict, seconds = answered(solve, entry, limit + 2 if name == "symflux" else limit)
            wrong = {verdict, entry["expected"]} == {"proved", "refuted"}
            right[name] += verdict == entry["expected"]
            cells.append(f"{verdict}{' !' if wrong else ''}, {seconds:.2f} s")
        print(f"| {entry['id']} | {entry['expected']} | {' | '.join(cells)} |", flush=True)
    print("| answered | | " + " | ".join(f"{count} of {len(claims)}" for count in right.values()) + " |")


if __name__ == "__main__":
    main()
