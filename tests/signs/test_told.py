"""What an outcome says beside its verdict is true, and there to be used."""

from fractions import Fraction

import pytest
import sympy

from symflux.algebra.real_roots import AlgebraicNumber
from symflux.model.network import Network
from symflux.positivity.proofs.direct import prove_directly
from symflux.quantities.claim import Claim
from symflux.signs.answers import Answers
from symflux.signs.attempt import Attempt
from symflux.signs.prove import prove
from symflux.signs.question import Question
from symflux.signs.told import numbers_of_used, sides_at
from symflux.work.budget import Budget

PAIR = Network.from_edges([(1, 2, "k")], pinning="c", baths={1: ("g1", "T1"), 2: ("g2", "T2")})


def test_a_refutation_gives_the_values_of_both_sides():
    found = prove("a**2 + 1 > 3*a")
    left, right = found.sides
    a = found.witness["a"]
    assert (a**2 + 1, 3 * a) == (left, right)
    assert left <= right
    assert f"where the sides are {left} and {right}" in found.reason


def test_sides_at_an_irrational_point_are_exact():
    found = prove("(a**2 - 2)**2*a > b**2*a**(-3) - 1", given="a**2 == 2", seconds=10)
    left, right = found.sides
    assert left == 0
    assert isinstance(right, AlgebraicNumber)
    b = Fraction(str(found.witness["b"]))
    x = sympy.Symbol("x")
    minimal = sympy.Poly((x + 1) ** 2 - sympy.Rational(str(b**4)) / 8, x)
    assert float(right) > 0
    assert abs(minimal.eval(float(right))) < 1e-6 * float(b**4)


def test_sides_on_a_network_are_those_of_its_steady_state():
    found = prove("bath_flux(1) >= conductance(1,2)*T1", network=PAIR)
    values = {name: Fraction(str(value)) for name, value in found.witness.items()}
    state = PAIR.at(values).steady_state()
    assert state.bath_flux(1).rational_function.value == Fraction(str(found.sides[0]))
    assert state.conductance(1, 2).rational_function.value * values["T1"] == Fraction(str(found.sides[1]))


def test_sides_where_a_denominator_vanishes_are_none():
    assert sides_at(Claim.from_text("1/(a - 1) > 0"), {"a": Fraction(1)}) is None


def test_a_proof_names_the_assumptions_that_it_used():
    found = prove("a > b", given=["c > 7", "a > 2*b", "a > 1/1000*c"])
    assert [claim.text for claim in found.used] == ["a > 2*b"]
    assert found.reason.endswith("uses a > 2*b")
    assert prove("a > b", given=["a > 2*b"]).reason.endswith("positive")
    assert prove("a > b").used is None


def test_an_assumption_that_is_used_by_no_name_is_used():
    found = prove("x**2*a > 0", given=["x**2 > 0", "a > 1"], real=["x"])
    assert [claim.text for claim in found.used] == ["x**2 > 0"]
    assert numbers_of_used(found.certificate) == [0]


def test_on_a_network_the_assumptions_that_are_used_are_claims_of_it():
    found = prove("bath_flux(1) > 0", given=["k > 1", "T1 > T2"], network=PAIR)
    assert [str(claim) for claim in found.used] == ["T1 > T2"]
    assert found.used[0].network is PAIR


def test_an_undecided_claim_names_a_point_where_it_holds_by_little():
    claim = "x1/(x2+x3)+x2/(x3+x4)+x3/(x4+x5)+x4/(x5+x6)+x5/(x6+x1)+x6/(x1+x2) >= 3"
    question = Question(claim, (), (), None, Budget(1.0))
    question.budget.charge_seconds(1.0)
    found = Answers(question).undecided_near("open")
    assert found.is_undecided
    assert found.sides == (3, 3)
    assert len(set(found.closest.values())) == 1
    assert found.reason.startswith("open; it holds with equality at x1 = 1")


def test_the_point_where_a_claim_holds_by_little_obeys_the_assumptions():
    question = Question("a**2 + 1 > 2*a", ["2*a == b**2", "b >= 2"], (), None, Budget(1.0))
    found = Answers(question).undecided_near("open")
    values = {name: Fraction(str(value)) for name, value in found.closest.items()}
    assert 2 * values["a"] == values["b"] ** 2
    assert values["b"] >= 2
    assert found.sides[0] - found.sides[1] <= found.sides[0] / 4


@pytest.fixture
def in_this_process(monkeypatch):
    """No process of its own for any step, so that a clock ends none."""
    monkeypatch.setattr("symflux.work.child.run", lambda function, *arguments, **_: function(*arguments))
    counted = lambda function, *arguments, budget, **_: function(*arguments, budget)  # noqa: E731
    monkeypatch.setattr("symflux.work.child.run_counted", counted)


def test_what_only_a_decomposition_finds_true_is_undecided_with_that_as_evidence(monkeypatch, in_this_process):
    monkeypatch.setattr("symflux.signs.attempt.prove_directly", lambda *_: None)
    found = Attempt(Question("a**2 + b**2 >= a*b", (), (), None, Budget(4.0))).outcome()
    assert found.verdict == "undecided"
    assert found.certificate is None
    assert found.evidence == "true by cylindrical decomposition"
    assert "no certificate found" in found.reason


def test_the_work_left_after_a_decomposition_is_for_a_proof(monkeypatch, in_this_process):
    asked = []

    def late(*arguments):
        asked.append(arguments[-1].left)
        return prove_directly(*arguments) if len(asked) > 3 else None

    monkeypatch.setattr("symflux.signs.attempt.prove_directly", late)
    found = Attempt(Question("a**2 + b**2 >= a*b", (), (), None, Budget(4.0))).outcome()
    assert found.verdict == "proved"
    assert len(asked) > 3
