"""The finders still find what they found: the quick claims of claims.json, each within a generous time."""

import importlib.util
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


def module(name):
    if str(FOLDER) not in sys.path:  # they import each other, as they do when they are run
        sys.path.append(str(FOLDER))
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


MEASURE = module("measure")
SLOW = {"ring4-branch", "bridge-sign", "ring4-hurwitz-strict", "star3-K12", "vasile"}  # seconds each: see measure.py
QUICK = [entry for entry in MEASURE.CLAIMS if entry["id"] not in SLOW]


@pytest.mark.parametrize("entry", QUICK, ids=[entry["id"] for entry in QUICK])
def test_claim_is_answered_as_expected(entry):
    outcome, _, checked, size = MEASURE.measured(entry, seconds=30)
    assert outcome.verdict == entry["expected"], outcome.reason
    assert size < 50_000
    assert checked < 2  # 0.2 on a quiet machine


MORE = module("measure_more")
SEVERAL = (
    "v13017", "v13104", "v13028", "isl09a2", "v13018", "v13101", "robinson4", "rayleigh-K5", "sym3-disc", "choilam-S",
    "v13041-f", "motzkin4-f", "tri3-equal", "ch3-kt2-mean-f",
)  # fmt: skip


@pytest.mark.parametrize("name", SEVERAL)
def test_harder_claims_are_answered_as_expected(name):
    entry = next(entry for entry in MORE.CLAIMS if entry["id"] == name)
    outcome, _, _, checked, size = MORE.measured(entry)
    assert outcome.verdict == entry["expected"], outcome.reason
    assert size < 50_000
    assert checked < 1


def test_sums_of_squares_are_found_without_an_extra_solver():
    entry = next(entry for entry in MEASURE.CLAIMS if entry["id"] == "vasile")
    assert MEASURE.measured(entry, seconds=30)[0].verdict == "proved"


def test_damaged_certificates_are_never_accepted_for_false_claims():
    accepted, wrong = module("mutations").main(150, 7, points=150)
    assert accepted > 0
    assert wrong == 0


def test_fuzzed_forms_are_never_answered_wrongly():
    pytest.importorskip("z3")
    assert module("fuzz").main(12, 3, 5) == 0
