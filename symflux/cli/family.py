"""``symflux family``: one answer for every size."""

from __future__ import annotations

import argparse
from typing import Any

from symflux.cli.command import Answer, BadInput, add_command, add_values, assignments, written
from symflux.family import chain, complete, spider, star, tree
from symflux.family.copies_result import CopiesResult
from symflux.family.segment_result import SegmentResult

__all__ = ["add_commands", "run_family"]

FAMILIES: dict[str, Any] = {"chain": chain, "spider": spider, "tree": tree, "star": star, "complete": complete}
FORMS = ("recurrence", "sinh", "chebyshev", "fibonacci")


def add_commands(commands: Any) -> None:
    """Register the command."""
    command = add_command(
        commands,
        "family",
        run_family,
        "the heat out of the bath at the first site, for every size of a family of networks",
        "symflux family chain --spring k --pinning c --at N=40 --latex",
    )
    command.add_argument("family", choices=tuple(FAMILIES), metavar="FAMILY", help=", ".join(FAMILIES))
    command.add_argument("--spring", default="1", metavar="K", help="spring constant; two that alternate: k,l (chain)")
    command.add_argument("--pinning", default="0", metavar="C", help="pinning of every site")
    command.add_argument(
        "--masses", default="1", metavar="M", help="mass of every site; two that alternate: m,M (chain)"
    )
    command.add_argument("--walls", metavar="A,B", help="springs that hold the two ends (chain)")
    command.add_argument("--branching", default="n", metavar="n", help="children of a site, or legs (tree, spider)")
    command.add_argument("--first", default="1,T1", metavar="G,T", help="bath at the first site (default: 1,T1)")
    command.add_argument("--last", default="1,T2", metavar="G,T", help="bath at the last site or sites (default: 1,T2)")
    add_values(command, "N=40,k=1, the size among them")
    command.add_argument("--latex", action="store_true", help="print LaTeX")
    command.add_argument("--form", choices=FORMS, default="recurrence", help="how the closed form is written")
    command.add_argument("--limit", action="store_true", help="the limit of infinite size instead")


def run_family(options: argparse.Namespace) -> Answer:
    """``symflux family FAMILY``."""
    values = assignments(options.at)
    heat = _heat(options)
    if isinstance(heat, CopiesResult):
        if options.limit:
            raise BadInput(f"--limit: the heat of a {options.family} is a rational function of N: read it off")
        found: Any = heat.at(values) if values else heat
        return Answer(found.latex() if options.latex else written(found.rational_function))
    result: Any = heat.at(values) if values else heat
    if not isinstance(result, SegmentResult):
        if options.limit:
            raise BadInput("--limit: leave the size out of --at")
        return Answer(result.latex() if options.latex else written(result.rational_function))
    if options.limit:
        from sympy import latex

        value = result.limit()
        return Answer(latex(value) if options.latex else str(value))
    if options.latex:
        return Answer(result.latex(options.form))
    shape = result.family.shape
    return Answer("\n".join(closed_text(result, f"{shape.size} >= {result.family.least}")))


def closed_text(result: SegmentResult, where: str) -> list[str]:
    """The closed form in lines of text."""
    function, hot, cold = result.single
    shape = result.family.shape
    cells = f"({shape.size} - {shape.offset})/{shape.step}" if shape.step > 1 else f"{shape.size} - {shape.offset}"
    difference = f"({result.family.temperature(hot)} - {result.family.temperature(cold)})"
    lines = [f"J = K*{difference} for every {where}, n = {cells}", f"K = {function.constant}"]
    for pole in function.poles:
        a, b, c, d = (str(p).replace("/z", "z") for p in pole.terms)
        lines[-1] += f" + sum over {str(pole.factor).replace('/z', 'z')} = 0 of (A*S_n + B*S_(n-1))/(C*S_n + D*S_(n-1))"
        trace, kap2 = (str(p).replace("/z", "z") for p in (pole.trace, pole.kap2))
        lines += [f"  A = {a}", f"  B = {b}", f"  C = {c}", f"  D = {d}"]
        lines.append(f"  S_0 = 0, S_1 = 1, S_(m+1) = ({trace})*S_m - ({kap2})*S_(m-1)")
    return lines


def _heat(options: argparse.Namespace) -> SegmentResult | CopiesResult:
    baths = {"first": _bath("--first", options.first), "last": _bath("--last", options.last)}
    keywords: dict[str, Any] = {"pinning": options.pinning, "baths": baths}
    if options.family == "chain":
        keywords |= {"spring": _several(options.spring), "masses": _several(options.masses)}
        if options.walls is not None:
            keywords["walls"] = options.walls.split(",")
    else:
        if options.walls is not None:
            raise BadInput("--walls: a chain has walls, no other family")
        keywords |= {"spring": options.spring, "masses": options.masses}
    if options.family == "tree":
        keywords["branching"] = options.branching
    if options.family == "spider":
        keywords["legs"] = options.branching
    family = FAMILIES[options.family](**keywords)
    found: SegmentResult | CopiesResult = family.bath_flux("first")
    return found


def _bath(option: str, text: str) -> tuple[str, str]:
    parts = [part.strip(" ") for part in text.split(",")]
    if len(parts) != 2 or not all(parts):
        raise BadInput(f"{option} {text[:40]!r}: write friction and temperature, as in g1,T1")
    return parts[0], parts[1]


def _several(text: str) -> Any:
    parts = text.split(",")
    return parts if len(parts) > 1 else text
