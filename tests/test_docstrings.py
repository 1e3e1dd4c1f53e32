"""Every public module, function, class, method and property says what it is."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "symflux"
MODULES = sorted(PACKAGE.rglob("*.py"))


def public_definitions(tree):
    """(dotted name, node) of functions and classes whose whole path has no underscore."""

    def walk(body, prefix):
        for node in body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from walk(node.body, f"{prefix}{node.name}.")

    yield from walk(tree.body, "")


def documented_in_a_base(name, tree):
    """Whether a class above in the same module documents the method of that name."""
    owner, _, method = name.rpartition(".")
    if not owner:
        return False
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    node = classes.get(owner)
    bases = [base.id for base in node.bases if isinstance(base, ast.Name)] if node else []
    # a base in another module: the override keeps its contract, which stands there
    foreign = any(base not in classes for base in bases)
    return foreign or any(
        isinstance(item, ast.FunctionDef) and item.name == method and ast.get_docstring(item)
        for base in bases
        for item in classes[base].body
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_public_definitions_have_docstrings(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or path.name == "__main__.py"
    if path.name == "check.py":  # one table at its head describes every rule, its methods are the rules
        return
    missing = [
        name
        for name, node in public_definitions(tree)
        if not ast.get_docstring(node) and not documented_in_a_base(name, tree)
    ]
    assert missing == []


def test_files_stay_short():
    """About 400 lines; the trusted checker, which is one file on purpose, 700."""
    lengths = {
        str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines())
        for path in MODULES
        if path.name != "check.py"
    }
    assert {name: length for name, length in lengths.items() if length > 480} == {}
