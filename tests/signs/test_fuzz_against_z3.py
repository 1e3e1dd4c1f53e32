"""A small, fixed part of tests/quality/fuzz_against_z3.py."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "quality"))
fuzz = pytest.importorskip("fuzz_against_z3")


def test_no_answer_on_random_polynomial_claims_is_contradicted():
    wrong, _ = fuzz.main(25, 0, seed=101, seconds=1.0)
    assert wrong == 0


def test_no_answer_on_random_networks_is_contradicted_by_the_lyapunov_solver():
    wrong, _ = fuzz.main(0, 8, seed=102, seconds=1.0)
    assert wrong == 0


def test_a_wrong_answer_is_noticed():
    outcome = fuzz.prove("a**2 + b**2 >= 2*a*b")
    error, truth = fuzz.polynomial_errors("a**2 + b**2 >= 3*a*b", [], [], outcome, fuzz.random.Random(1), 2)
    assert truth is False
    assert "counterexample" in error
