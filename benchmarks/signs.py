"""``python -m benchmarks.signs [--limit SECONDS]``: the sign engine beside z3 and cvc5, same claims, same limit.

z3 is in the ``test`` extra; cvc5 takes part where it is installed (``pip install cvc5``). Both get the polynomials
written out; claims on a network are put to symflux through the network, which is what the network is for.
"""

from __future__ import annotations

import argparse
import json
import runpy
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import symflux as sf
from symflux.algebra.polynomial import Polynomial
from symflux.certificates import format as rules
from symflux.errors import SymfluxError
from symflux.positivity.proofs.opening import opening
from symflux.signs.question import Question
from symflux.work import child
from symflux.work.budget import Budget

QUALITY = Path(__file__).parent.parent / "tests" / "quality"


@dataclass(frozen=True)
class Case:
    """A claim as it is put to symflux, and the file that it comes from."""

    name: str
    expected: str
    claim: Any
    given: Any
    real: Any
    network: Any = None


def cases(file: str) -> list[Case]:
    """The claims of a file, in the words of the module that measures it."""
    question = runpy.run_path(str(QUALITY / f"measure{file.removeprefix('claims')}.py"))["question"]
    name = "claims.json" if file == "claims" else "more_claims.json"
    listed = json.loads((QUALITY / name).read_text())
    return [Case(entry["id"], entry["expected"], *question(entry)) for entry in listed]


def smt_text(case: Case) -> str:
    """The negated claim in SMT-LIB, quantities of a network written out: unsatisfiable if the claim holds."""
    asked = Question(case.claim, case.given, case.real, case.network, Budget(60.0))
    first = rules.network_step("determinants", {}) if asked.network is not None else None
    goal, bottom = opening(asked.template, first)
    names = sorted({*goal.names, *goal.real, *(() if bottom is None else bottom.names)})
    lines = ["(set-logic QF_NRA)"] + [f"(declare-const {name} Real)" for name in names]
    lines += [f"(assert (> {name} 0))" for name in names if name not in goal.real]
    lines += [f"(assert ({_smt_relation(r)} {_smt(p)} 0))" for p, r, _ in goal.assumptions]
    top = goal.polynomial if bottom is None else goal.polynomial * bottom
    lines += [f"(assert (not ({_smt_relation(goal.relation)} {_smt(top)} 0)))", "(check-sat)"]
    return "\n".join(lines)


def _smt_relation(relation: str) -> str:
    return relation.replace("==", "=")


def _smt(polynomial: Polynomial) -> str:
    terms = []
    for monomial, coefficient in polynomial.terms():
        factors = [str(coefficient) if coefficient >= 0 else f"(- {-coefficient})"]
        factors += [name for name, exponent in monomial for _ in range(exponent)]
        terms.append(f"(* {' '.join(factors)})" if len(factors) > 1 else factors[0])
    return f"(+ {' '.join(terms)})" if len(terms) > 1 else terms[0] if terms else "0"


def by_z3(text: str) -> str:
    import z3

    solver = z3.Solver()
    solver.from_string(text.replace("(check-sat)", ""))
    return str(solver.check())


def by_cvc5(text: str) -> str:
    import cvc5

    solver = cvc5.Solver()
    reader = cvc5.InputParser(solver)
    reader.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "claim")
    symbols, answer = reader.getSymbolManager(), ""
    while not (command := reader.nextCommand()).isNull():
        answer = str(command.invoke(solver, symbols)).strip() or answer
    return answer


def by_symflux(case: Case, limit: float) -> str:
    found = sf.prove(case.claim, given=case.given, real=case.real, seconds=limit, network=case.network)
    return found.verdict


def answered(solve: Any, *arguments: Any, seconds: float) -> tuple[str, float]:
    """(proved, refuted, undecided, or not installed; seconds)."""
    start = time.perf_counter()
    try:
        found = child.run(solve, *arguments, seconds=seconds)
    except ImportError:
        found = "not installed"
    except SymfluxError:
        found = "undecided"
    return {"unsat": "proved", "sat": "refuted", "unknown": "undecided"}.get(found, found), time.perf_counter() - start


def table(listed: list[Case], limit: float, tools: list[str]) -> None:
    """One line a claim, and how many each tool answers."""
    right, wrong = dict.fromkeys(tools, 0), dict.fromkeys(tools, 0)
    print("| claim | answer | " + " | ".join(tools) + " |\n|---|---|" + "---|" * len(tools))
    for case in listed:
        text = smt_text(case) if tools != ["symflux"] else ""
        cells = []
        for tool in tools:
            if tool == "symflux":
                verdict, seconds = answered(by_symflux, case, limit, seconds=limit + 2)
            else:
                verdict, seconds = answered(SOLVERS[tool], text, seconds=limit)
            is_wrong = {verdict, case.expected} == {"proved", "refuted"}
            right[tool] += verdict == case.expected
            wrong[tool] += is_wrong
            cells.append(f"{verdict}{' !' if is_wrong else ''}, {seconds:.2f} s")
        print(f"| {case.name} | {case.expected} | {' | '.join(cells)} |", flush=True)
    print("| answered | | " + " | ".join(f"{right[t]} of {len(listed)}, {wrong[t]} wrong" for t in tools) + " |\n")


SOLVERS = {"z3": by_z3, "cvc5": by_cvc5}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.signs", description=__doc__)
    options.add_argument("--limit", type=float, default=10.0, help="seconds a claim (default 10)")
    options.add_argument("--file", choices=("claims", "claims_more", "both"), default="both", help="which claims")
    options.add_argument("--only", default="", help="one tool: symflux, z3 or cvc5")
    chosen = options.parse_args()
    tools = [chosen.only] if chosen.only else ["symflux", *SOLVERS]
    sf.prove("a > 0")  # load the libraries
    for file in ("claims", "claims_more") if chosen.file == "both" else (chosen.file,):
        print(f"{file}: limit {chosen.limit:g} s a claim; ! marks a wrong answer\n")
        table(cases(file), chosen.limit, tools)


if __name__ == "__main__":
    main()
