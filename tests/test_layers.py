"""Imports run downward only. Run this file by itself to print the doors: ``python tests/test_layers.py``.

A door is a method of a low room that hands its question to a higher one. Its body is a docstring, local imports, and
one statement that calls what was imported: nothing else may import upward, and nothing more may happen there.
"""

import ast
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "symflux"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: the rooms, lowest first; modules at the top of the package stand beside one of them
LAYERS = (
    ("errors", "work"),
    ("algebra",),
    ("polyhedra",),
    ("model",),
    ("moments",),
    ("certificates",),
    ("positivity",),
    ("quantities",),
    ("steady_state",),
    ("anharmonic", "circuit"),
    ("signs",),
    ("temperature",),
    ("catalogue",),
    ("family",),
    ("crosscheck", "numeric"),
    ("show",),
    ("paper",),
    ("cli", "__main__"),
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}

#: may import any room: it names what users see
FACADE = "symflux"

CROSSCHECK_MAY_USE = {"model", "algebra", "errors", "crosscheck"}
STANDARD_LIBRARY = set(sys.stdlib_module_names)


@dataclass(frozen=True)
class Import:
    module: str  #: where the import stands
    line: int
    target: str
    inside: ast.FunctionDef | ast.AsyncFunctionDef | None  #: the innermost function around it

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def name_of(path):
    parts = list(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module):
    """``symflux.algebra.exact`` -> ``algebra``; the package itself has no room."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else None


def is_type_checking(node):
    test = node.test
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def targets(node, modules):
    """The modules that an import statement loads, submodules that look like names included."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    assert node.level == 0, "relative imports hide the room"
    found = [f"{node.module}.{alias.name}" for alias in node.names if f"{node.module}.{alias.name}" in modules]
    return found or [node.module]


def imports_of(path, modules):
    """Every import that runs, in a module; what only type checkers read is left out."""
    found = []

    def walk(node, inside):
        if isinstance(node, ast.If) and is_type_checking(node):
            for child in node.orelse:
                walk(child, inside)
            return
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = node
        if isinstance(node, ast.Import | ast.ImportFrom):
            found.extend(Import(name_of(path), node.lineno, target, inside) for target in targets(node, modules))
        for child in ast.iter_child_nodes(node):
            walk(child, inside)

    walk(ast.parse(path.read_text(encoding="utf-8")), None)
    return found


NAMES = {name_of(path) for path in MODULES}
IMPORTS = [found for path in MODULES for found in imports_of(path, NAMES)]
OWN = [found for found in IMPORTS if found.target.split(".")[0] == "symflux"]


def is_upward(found):
    if found.module == FACADE:
        return False
    here, there = room_of(found.module), room_of(found.target)
    if there is None:  # the package itself: everything is loaded by then
        return here not in ("cli", "__main__")
    return LEVEL[there] > LEVEL[here]


def is_door(function):
    """Docstring, local imports, and one statement with a call in it."""
    body = list(function.body)
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body.pop(0)
    while body and isinstance(body[0], ast.ImportFrom | ast.Import):
        body.pop(0)
    if len(body) != 1 or not isinstance(body[0], ast.Return | ast.Expr):
        return False
    value = body[0].value
    return isinstance(value, ast.Call)


DOORS = [found for found in OWN if is_upward(found) and found.inside is not None and is_door(found.inside)]


def test_every_room_has_a_layer():
    rooms = {room_of(name) for name in NAMES} - {None}
    assert rooms <= set(LEVEL)


def test_imports_run_downward():
    upward = [str(found) for found in OWN if is_upward(found) and found not in DOORS]
    assert upward == []


def test_the_walk_sees_imports():
    assert len(OWN) > 100
    assert any(found.inside is not None for found in OWN)


def test_doors_lead_upward_from_the_lower_rooms():
    rooms = {room_of(found.module) for found in DOORS}
    low = {"model", "quantities", "steady_state", "anharmonic", "certificates", "signs", "family", "catalogue"}
    assert rooms <= low | {"temperature", "circuit"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(self):\n    'words'\n    from a import b\n    return b(self)", True),
        ("def f(self):\n    from a import b\n    b(self)", True),
        ("def f(self):\n    from a import b\n    if self:\n        return b(self)", False),
        ("def f(self):\n    from a import b\n    x = b(self)\n    return x + 1", False),
        ("def f(self):\n    from a import b\n    return b", False),
    ],
)
def test_a_door_is_one_call(source, expected):
    assert is_door(ast.parse(source).body[0]) is expected


def test_checker_imports_the_standard_library_only():
    """Also in functions: the checker is two files that run alone, the front and the core beside it."""
    front, core = (
        {found.target for found in IMPORTS if found.module == f"symflux.certificates.{name}"}
        for name in ("check", "core")
    )
    assert "symflux.certificates.core" in front
    assert {target.split(".")[0] for target in front - {"symflux.certificates.core"}} <= STANDARD_LIBRARY
    assert {target.split(".")[0] for target in core} <= STANDARD_LIBRARY


def test_cross_check_shares_no_code_with_the_exact_solvers():
    used = {room_of(found.target) for found in OWN if room_of(found.module) == "crosscheck"}
    assert used <= CROSSCHECK_MAY_USE


def test_only_showing_imports_matplotlib():
    users = {room_of(found.module) for found in IMPORTS if found.target.split(".")[0] == "matplotlib"}
    assert users <= {"show"}


def test_matplotlib_is_imported_inside_functions_only():
    assert [str(f) for f in IMPORTS if f.target.split(".")[0] == "matplotlib" and f.inside is None] == []


def test_algebra_knows_no_physics():
    used = {room_of(found.target) for found in OWN if room_of(found.module) == "algebra"}
    assert used <= {"algebra", "errors"}


def test_no_star_imports():
    stars = [
        f"{path.name}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert stars == []


def test_nothing_evaluates_text_as_code():
    """No eval, exec or compile, no sympify, simplify or lambdify by name, anywhere in the package."""
    banned = {"eval", "exec", "compile", "sympify", "simplify", "lambdify", "parse_expr"}
    allowed = {"re.compile", "sympy.sympify"}
    calls = [
        f"{path.relative_to(PACKAGE)}:{node.lineno} {ast.unparse(node.func)}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in banned
        and ast.unparse(node.func) not in allowed
    ]
    assert calls == []


if __name__ == "__main__":
    for door in DOORS:
        print(f"{door.module}.{door.inside.name} -> {door.target}")
