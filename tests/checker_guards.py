"""The guards of the checker, found in its syntax tree, and the checker without one of them."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

FRONT = import_module("symflux.certificates.check")
CORE = import_module("symflux.certificates.core")
SOURCES = {name: Path(sys.modules[f"symflux.certificates.{name}"].__file__).read_text() for name in ("core", "check")}
LIMITS = ("FORMULA", "WORK", "TERMS", "KEPT", "BITS", "NAMES", "DEPTH", "TOP", "BYTES", "POWER")


@dataclass(frozen=True)
class Guard:
    """One statement that refuses: a call of ``need``, or an ``if`` that ends in ``refuse``."""

    file: str
    first: int
    last: int
    text: str
    limit: str  #: the name of the size limit that it enforces, or nothing

    def __str__(self) -> str:
        return f"{self.file}.py:{self.first}: {self.text}"


def is_guard(node):
    if isinstance(node, ast.If):
        last = node.body[-1]
        return (
            isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and ast.unparse(last.value.func) == "refuse"
        )
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        return False
    return isinstance(node.value.func, ast.Attribute) and node.value.func.attr == "need"


def limit_of(node):
    """The limit in the condition, where it has no other part."""
    condition = node.test if isinstance(node, ast.If) else node.value.args[0]
    named = [n.id for n in ast.walk(condition) if isinstance(n, ast.Name) and n.id in LIMITS]
    named += ["WORK"] * (ast.unparse(condition) == "self.work >= 0") + ["TOP"] * (
        "self.guard" in ast.unparse(condition)
    )
    return named[0] if named and not isinstance(condition, ast.BoolOp) else ""


GUARDS = [
    Guard(name, node.lineno, node.end_lineno, ast.unparse(node)[:110], limit_of(node))
    for name, source in SOURCES.items()
    for node in ast.walk(ast.parse(source))
    if is_guard(node)
]


class _Without(ast.NodeTransformer):
    def __init__(self, guard):
        self.guard, self.found = guard, 0

    def _dropped(self, node):
        if is_guard(node) and (node.lineno, node.end_lineno) == (self.guard.first, self.guard.last):
            self.found += 1
            return ast.copy_location(ast.Pass(), node)
        return self.generic_visit(node)

    visit_Expr = visit_If = _dropped


def checker_without(guard: Guard | None) -> ModuleType:
    """The front, run from its source and that of the core, with one guard gone: call its ``check`` and ``load``."""
    modules = {}
    before = dict(sys.modules)
    try:
        for name in ("core", "check"):
            tree = ast.parse(SOURCES[name])
            if guard is not None and name == guard.file:
                drop = _Without(guard)
                tree = ast.fix_missing_locations(drop.visit(tree))
                assert drop.found == 1
            full = f"symflux.certificates.{name}"
            module = modules[name] = ModuleType(full)
            module.__package__, module.__file__ = "symflux.certificates", f"<{name} without a guard>"
            sys.modules[full] = module
            exec(compile(tree, module.__file__, "exec"), module.__dict__)
    finally:
        sys.modules.update(
            {f"symflux.certificates.{n}": before[f"symflux.certificates.{n}"] for n in ("core", "check")}
        )
    return modules["check"]


def refused_by(data: bytes) -> tuple[str, int] | None:
    """The place of the statement of the checker that refuses a file: (file, line); None where it is accepted."""
    try:
        FRONT.check(FRONT.load(data))
    except CORE.Rejected as rejection:
        places, trace = [], rejection.__traceback__
        while trace is not None:
            places.append(
                (Path(trace.tb_frame.f_code.co_filename).stem, trace.tb_lineno, trace.tb_frame.f_code.co_name)
            )
            trace = trace.tb_next
        inner = [place for place in places if place[2] not in ("need", "refuse")]
        return inner[-1][:2]
    return None


def guard_at(place: tuple[str, int]) -> Guard | None:
    """The guard whose statement stands there."""
    return next((g for g in GUARDS if g.file == place[0] and g.first <= place[1] <= g.last), None)
