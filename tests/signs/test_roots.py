"""Square roots, rational powers and algebraic numbers in claims: exact, and the certificate carries their equations."""

from fractions import Fraction

import pytest
import sympy

import symflux as sf
from symflux.algebra.radicals import Roots
from symflux.algebra.real_roots import AlgebraicNumber
from symflux.errors import ExpressionError, TooLargeError
from symflux.positivity.points.algebraic_point import AlgebraicPoint
from symflux.signs.prove import prove
from symflux.signs.root_points import with_roots

TRUE = [
    ("sqrt(a*b) <= (a + b)/2", {}),
    ("2*sqrt(2)*a <= a**2 + 2", {}),
    ("sqrt(a**2 + b**2) >= (a + b)/sqrt(2)", {}),
    ("sqrt(a) + sqrt(b) > sqrt(a + b)", {}),
    ("a**(1/3)*b**(2/3) <= (a + 2*b)/3", {}),
    ("sqrt(a - b) > 0", {"given": "a > b"}),
    ("sqrt(a**2 + b**2) + sqrt(c**2 + d**2) >= sqrt((a + c)**2 + (b + d)**2)", {}),
    ("sqrt(a + 1) - sqrt(a) < 1/(2*sqrt(a))", {}),
    ("sqrt(1 + sqrt(a)) > 1", {}),
    ("(1 + sqrt(5))/2 < 1.6181", {}),
    ("sqrt(x**2 + 1) > x", {"real": "x"}),
    ("sqrt(4*a + 1) + sqrt(4*b + 1) + sqrt(4*c + 1) <= sqrt(21)", {"given": "a + b + c == 1"}),
]
FALSE = [
    ("2*sqrt(2)*a <= a**2 + 199/100", {}),
    ("sqrt(a + b) <= sqrt(a) + b", {}),
    ("sqrt(a - b) > 0", {"given": "a >= b"}),
    ("sqrt(2) + sqrt(3) > 3.15", {}),
    ("sqrt(a**2 + b**2) >= 71/100*(a + b)", {}),
    ("sqrt(x**2) > x", {"real": "x"}),
]


@pytest.mark.parametrize(("claim", "options"), TRUE)
def test_true_claims_with_roots_are_proved(claim, options):
    found = prove(claim, **options)
    assert found.verdict == "proved", found.reason
    checked = found.certificate.check()
    assert sum("sqrt_" in text or "cbrt_" in text for text in checked.given) >= 1


@pytest.mark.parametrize(("claim", "options"), FALSE)
def test_false_claims_with_roots_are_refuted_at_an_exact_point(claim, options):
    found = prove(claim, **options)
    assert found.verdict == "refuted", found.reason
    left, right = (float(side) for side in found.sides)
    assert left <= right + 1e-12 if ">" in claim else left >= right - 1e-12


def test_the_answer_says_what_the_new_variables_are():
    found = prove("sqrt(a - b) >= 0")
    assert "sqrt_1**2 = sqrt(a - b), claimed where a - b >= 0" in found.reason
    assert found.certificate.check().given == ("sqrt_1**4 == a - b",)
    assert prove("sqrt(a) > 0").reason.endswith("sqrt_a = sqrt(a)")


def test_the_equation_of_a_root_is_no_assumption_of_the_user():
    found = prove("sqrt(a*b) <= (a + b)/2", given=["a > 1"])
    assert found.used == ()
    assert prove("sqrt(a) > 0").used is None


def test_a_root_that_is_zero_somewhere_is_not_taken_for_positive():
    assert prove("sqrt(a**2 - 2*a*b + b**2) > 0").verdict == "refuted"
    assert prove("sqrt(a**2 - 2*a*b + b**2) >= 0").verdict == "proved"


def test_the_same_root_in_claim_and_assumption_is_one_variable():
    found = prove("a > 2", given=["sqrt(a) > sqrt(2)"])
    assert found.is_proved
    assert len(found.certificate.data["given"]) == 3


def test_sympy_relations_may_have_roots():
    a, b = sympy.symbols("a b", positive=True)
    assert prove(sympy.sqrt(a * b) <= (a + b) / 2).is_proved
    assert prove(a ** sympy.Rational(3, 2) > 0, given=sympy.sqrt(b) > a).is_proved
    x = sympy.Symbol("x", real=True)
    assert prove(sympy.sqrt(x**2 + 2) > x).is_proved


def test_roots_of_the_parameters_of_a_network():
    net = sf.chain(2, spring="k", pinning="c", baths={1: (1, "T1"), 2: (1, "T2")})
    found = prove("conductance(1,2) < sqrt(k)", network=net)
    assert found.is_proved, found.reason
    assert prove("conductance(1,2) < sqrt(k)/10", network=net).is_refuted


def test_a_root_of_a_quantity_is_answered():
    net = sf.Network.from_edges([(1, 2, "k")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    assert not prove("flux(1,2) <= sqrt(flux(1,2)**2)", network=net, seconds=2).is_refuted


@pytest.mark.parametrize("claim", ["sqrt(-1) > 0", "sqrt(-a) > 0", "sqrt(a", "a**(b/2) > 0", "a**(1/0) > 1"])
def test_what_is_no_real_root_is_an_error_in_one_line(claim):
    with pytest.raises(ExpressionError) as caught:
        prove(claim)
    assert "\n" not in str(caught.value)


def test_too_many_roots_are_refused():
    with pytest.raises(TooLargeError, match="more than"):
        prove(" + ".join(f"sqrt(a + {k})" for k in range(100)) + " > 0")


def test_points_take_roots_that_lie_in_one_field():
    roots = Roots()
    roots.written_out("sqrt(a) + sqrt(b) + cbrt(c)")
    assert with_roots({"a": Fraction(4), "b": Fraction(1, 9), "c": Fraction(8)}, roots.found) == {
        "a": 4, "b": Fraction(1, 9), "c": 8, "sqrt_a": 2, "sqrt_b": Fraction(1, 3), "cbrt_c": 2,
    }  # fmt: skip
    found = with_roots({"a": Fraction(2), "b": Fraction(8, 9), "c": Fraction(1)}, roots.found)
    assert isinstance(found, AlgebraicPoint)
    assert isinstance(found["sqrt_b"], AlgebraicNumber)
    assert abs(float(found["sqrt_b"]) - (8 / 9) ** 0.5) < 1e-9
    assert with_roots({"a": Fraction(2), "b": Fraction(3), "c": Fraction(1)}, roots.found) is None
    assert with_roots({"a": Fraction(-2), "b": Fraction(3), "c": Fraction(1)}, roots.found) is None
