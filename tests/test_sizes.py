"""Files of one noun and functions of one thought: the longest of each, so that the house stays walkable."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "symflux"
MODULES = sorted(PACKAGE.rglob("*.py"))
FILE, FUNCTION = 400, 60  #: lines

#: the trusted part is read from top to bottom by whoever wants to trust it: fewer files are better there
CHECKER = {f"certificates/{name}.py" for name in ("core", "check", "check_row", "check_family", "check_size")}

TOO_LONG = (
    "{what}: {count} lines, more than {most}. Find the second noun in it and give it a file (or a function) of its "
    "own, with a name that says what it is; where none can be found, the design is wrong, not the limit."
)


def functions_of(path):
    return [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def lines_of(node):
    """From the line of ``def`` to the last one, docstring and comments included."""
    return node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_and_no_function_is_long(path):
    name = str(path.relative_to(PACKAGE))
    count = len(path.read_text(encoding="utf-8").splitlines())
    assert count <= FILE or name in CHECKER, TOO_LONG.format(what=name, count=count, most=FILE)
    for node in functions_of(path):
        what, count = f"{name}, {node.name}", lines_of(node)
        assert count <= FUNCTION, TOO_LONG.format(what=what, count=count, most=FUNCTION)


def test_what_is_exempt_exists():
    assert {name for name in CHECKER if (PACKAGE / name).is_file()} == CHECKER


def test_a_long_function_would_be_seen(tmp_path):
    source = tmp_path / "long.py"
    source.write_text("def f():\n" + "    x = 1\n" * FUNCTION)
    (node,) = functions_of(source)
    assert lines_of(node) == FUNCTION + 1
