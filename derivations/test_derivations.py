"""Every entry is proved; a wrong one is not; every id that the package mentions exists."""

from __future__ import annotations

import importlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
import sympy

import symflux
from derivations.entry import Entry

FOLDER = Path(__file__).parent
HELPERS = {"__init__", "conftest", "entry", "networks"}
STEMS = sorted(
    path.stem for path in FOLDER.glob("*.py") if path.stem not in HELPERS and not path.stem.startswith("test_")
)


def entry_of(stem: str) -> Entry:
    entry = importlib.import_module(f"derivations.{stem}").ENTRY
    assert isinstance(entry, Entry)
    return entry


def identifier(stem: str) -> str:
    return re.sub(r"^p\d\d_", "", stem)


@pytest.mark.parametrize("stem", STEMS)
def test_every_entry_is_proved(stem: str) -> None:
    outcome = entry_of(stem).examine()
    assert outcome.status == "proved", f"{stem}: {outcome}"


@pytest.mark.parametrize("stem", STEMS)
def test_every_entry_is_complete_and_named_after_its_file(stem: str) -> None:
    entry = entry_of(stem)
    assert entry.id == identifier(stem)
    assert entry.title and entry.argument.strip() and entry.variables
    assert isinstance(entry.statement, sympy.logic.boolalg.Boolean)
    assert entry.statement not in (sympy.true, sympy.false), "a statement that sympy decides by itself says nothing"
    described = set(entry.variables) | {getattr(name, "label", name) for name in entry.variables}
    for expression in (entry.statement, *entry.assumptions):
        unknown = {s for s in expression.free_symbols if not isinstance(s, sympy.Indexed)} - described
        assert not unknown, f"{stem}: {unknown} not described in variables"


def test_ids_are_unique() -> None:
    ids = [identifier(stem) for stem in STEMS]
    assert len(set(ids)) == len(ids)


def mentions() -> dict[str, str]:
    """{id: a file that refers to it}, from the package's docstrings and the documentation."""
    found = {}
    for path in [*Path(symflux.__file__).parent.rglob("*.py"), *(FOLDER.parent / "docs").glob("*.md")]:
        text = path.read_text(encoding="utf-8")
        names = re.findall(r"[Dd]erivations?:?\s+`+(\w+)`+", text)
        names += [name for _, name in re.findall(r"([Dd]erivations? ``\w+`` and) ``(\w+)``", text)]
        if path.name == "theory.md":  # (`id`) or (`id`, `id`)
            for group in re.findall(r"\(((?:`\w+`(?:,\s)?)+)\)", text):
                names += re.findall(r"\w+", group)
        found.update(dict.fromkeys(names, path.name))
    return found


def test_every_derivation_that_is_referred_to_exists() -> None:
    known, mentioned = {identifier(stem) for stem in STEMS}, mentions()
    assert {"landauer_conductance", "moment_equations", "lemma_1_uniqueness"} <= set(mentioned)
    assert {name: where for name, where in mentioned.items() if name not in known} == {}


def test_the_printed_sign_of_the_flux_is_refuted() -> None:
    module = importlib.import_module("derivations.p04_flux_definition")
    printed = replace(module.ENTRY, statement=sympy.Eq(module.phi, module.V * module.qv_ij))
    assert printed.examine().status == "refuted"


def test_a_hottest_bath_that_absorbs_is_refuted() -> None:
    module = importlib.import_module("derivations.p07_lemma_2")
    hottest = sympy.And(*(module.T[1] >= module.T[b] for b in module.BATHS[1:]))
    reversed_ = replace(module.ENTRY, statement=sympy.Implies(hottest, module.phi[1] <= 0))
    assert reversed_.examine().status == "refuted"


def test_symmetric_conductances_in_a_field_are_refuted() -> None:
    module = importlib.import_module("derivations.ordered_conductances")
    symmetric = replace(module.ENTRY, statement=sympy.Eq(module.K[1, 2], module.K[2, 1]))
    assert symmetric.examine().status == "refuted"


def test_a_bridge_in_a_field_without_the_order_of_its_conductances_is_refuted() -> None:
    module = importlib.import_module("derivations.whole_bridges")
    a, b, n, K, T = module.a, module.b, module.n, module.K, module.T
    total = sympy.Sum(module.across * K[a, b] * (T[a] - T[b]), (b, 1, n), (a, 1, n))
    assert replace(module.ENTRY, statement=sympy.Eq(module.flux, total)).examine().status == "refuted"


def test_coefficients_alone_do_not_decide_stability() -> None:
    module = importlib.import_module("derivations.hermite_conditions")
    points = [
        {module.worst: point[module.worst], module.least: min(module.polynomial([-1], [(module.Fraction(1, 10), 5)]))}
        for point in [{module.worst: module.Fraction(1, 10)}]
    ]
    assert replace(module.ENTRY, instances=points).examine().status == "refuted"


# what an entry does with a wrong theorem -----------------------------------------------------------------

a, b = sympy.symbols("a b", positive=True)
RIGHT = Entry(
    id="mean_inequality",
    title="The arithmetic mean is not below the geometric mean",
    variables={a: "positive", b: "positive"},
    statement=sympy.Ge((a + b) ** 2, 4 * a * b),
    assumptions=(a > 0, b > 0),
    argument="The difference is (a - b)^2.",
    proof=lambda: [("difference", (a + b) ** 2 - 4 * a * b - (a - b) ** 2)],
    instances=({a: 1, b: 2}, {a: 3, b: 3}),
)


def test_a_right_entry_is_proved() -> None:
    assert RIGHT.examine().status == "proved"


def test_a_wrong_identity_is_refuted() -> None:
    wrong = replace(RIGHT, proof=lambda: [("difference", (a + b) ** 2 - 4 * a * b - (a + b) ** 2)])
    assert wrong.examine().status == "refuted"


def test_a_wrong_statement_is_refuted_by_an_instance() -> None:
    wrong = replace(RIGHT, statement=sympy.Gt((a + b) ** 2, 4 * a * b))
    outcome = wrong.examine()
    assert outcome.status == "refuted" and "instance 2" in outcome.reason


def test_no_instance_leaves_an_entry_undecided() -> None:
    assert replace(RIGHT, instances=()).examine().status == "undecided"


def test_no_residual_leaves_an_entry_undecided() -> None:
    assert replace(RIGHT, proof=list).examine().status == "undecided"


def test_an_instance_outside_the_assumptions_leaves_an_entry_undecided() -> None:
    assert replace(RIGHT, instances=({a: 1, b: -2},)).examine().status == "undecided"


def test_an_incomplete_instance_leaves_an_entry_undecided() -> None:
    assert replace(RIGHT, assumptions=(), instances=({a: 1},)).examine().status == "undecided"


def test_a_residual_that_is_no_rational_function_is_undecided() -> None:
    outcome = replace(RIGHT, proof=lambda: [("root", sympy.sqrt(a) - sympy.sqrt(a + b))]).examine()
    assert outcome.status == "undecided"
