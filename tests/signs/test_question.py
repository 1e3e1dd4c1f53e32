"""What a counterexample satisfies instead of the claim, denominators cleared."""

from fractions import Fraction

import pytest

import symflux as sf
from symflux.signs.question import Question
from symflux.work.budget import Budget

POINTS = [{"a": Fraction(a), "b": Fraction(b)} for a in (1, 2, 5) for b in (1, 3)]


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ("1/(a - b) > 0", lambda a, b: a > b),
        ("a/(b - a) <= 1", lambda a, b: (a < b and a / (b - a) <= 1) or a > b),
        ("1/(a + b) > 1", lambda a, b: False),
        ("a/b >= 1", lambda a, b: a >= b),
        ("a - b != 0", lambda a, b: a != b),
    ],
)
def test_a_target_is_where_the_claim_is_defined_and_false(claim, holds):
    question = Question(claim, [], (), None, Budget(1))
    for point in POINTS:
        a, b = point["a"], point["b"]
        is_defined = ("a - b)" not in claim and "b - a)" not in claim) or a != b
        expected = is_defined and not holds(a, b)
        assert all(target.holds(point) for target in question.targets) is expected


def test_a_claim_false_on_the_other_side_of_a_pole_is_refuted():
    assert sf.prove("1/(a - b) > 0").is_refuted


def test_two_networks_in_one_question_are_refused():
    one, two = (sf.chain(2, spring=k, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state() for k in "ab")
    with pytest.raises(sf.NetworkError, match="different networks"):
        Question(one.bond_flux(1, 2) > 0, [two.bond_flux(1, 2) > 0], (), None, Budget(1))
