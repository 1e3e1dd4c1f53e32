"""Every public module, function, class, method and property says what it is."""

import ast
import functools
import importlib
import inspect
import re
from pathlib import Path

import pytest

import symflux as sf

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
    if path.name in ("check.py", "core.py"):  # tables describe every rule and quantity, the methods are the rules
        return
    missing = [
        name
        for name, node in public_definitions(tree)
        if not ast.get_docstring(node) and not documented_in_a_base(name, tree)
    ]
    assert missing == []


def test_files_stay_short():
    """About 400 lines; the trusted checker, which is two files on purpose, has limits of its own."""
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    core = lengths.pop("certificates/core.py")
    assert core < 570
    assert core + lengths.pop("certificates/check.py") < 1700
    assert {name: length for name, length in lengths.items() if length > 480} == {}


EXPORTED = [
    "model.network:Network",
    "model.elements:Bath",
    "model.elements:Elements",
    "steady_state.state:SteadyState",
    "quantities.result:Result",
    "steady_state.flux:Flux",
    "steady_state.spectrum:Spectrum",
    "anharmonic.expansion:AnharmonicSeries",
    "anharmonic.expansion:Direction",
    "anharmonic.series:Series",
    "anharmonic.rectification:Rectification",
    "steady_state.floating:SelfConsistent",
    "steady_state.verification:Verification",
    "certificates.certificate:Certificate",
    "certificates.certificate:CheckedClaim",
    "quantities.claim:Claim",
    "signs.outcome:Outcome",
    "signs.design:Design",
    "signs.region:SignRegion",
    "signs.region:Cell",
    "temperature.region:TemperatureRegion",
    "temperature.region:Threshold",
    "temperature.patterns:SignPatterns",
    "temperature.patterns:Pattern",
    "temperature.patterns:Contradiction",
    "temperature.gradient:AgainstGradient",
    "temperature.gradient:GradientAnswer",
    "temperature.circulation:Potential",
    "temperature.circulation:LoopLaw",
    "catalogue.fates:Fates",
    "catalogue.fates:Fate",
    "catalogue.atlas:Atlas",
    "catalogue.entry:Entry",
    "crosscheck.report:CrossCheck",
    "crosscheck.report:Agreement",
]  # the classes of the objects that users hold


@pytest.mark.parametrize("name", sorted(sf.__all__))
def test_every_exported_name_has_an_example(name):
    assert ">>> " in inspect.getdoc(getattr(sf, name))


@pytest.mark.parametrize("place", EXPORTED)
def test_every_public_member_is_shown_in_an_example(place):
    """In its own docstring, or by name in an example of its class."""
    module, _, name = place.partition(":")
    cls = getattr(importlib.import_module(f"symflux.{module}"), name)
    lines = [line for line in inspect.getdoc(cls).splitlines() if line.startswith((">>> ", "... "))]
    assert lines, f"{name} has no example"
    missing = []
    for member, value in vars(cls).items():
        is_member = callable(value) or isinstance(value, staticmethod | property | functools.cached_property)
        if member.startswith("_") or not is_member or member in getattr(cls, "__dataclass_fields__", ()):
            continue
        own = inspect.getdoc(value) or ""
        if ">>> " not in own and not any(re.search(rf"\.{member}\b", line) for line in lines):
            missing.append(member)
    assert missing == []
