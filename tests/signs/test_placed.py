"""Claims at values of parameters: rational numbers, roots and algebraic numbers, all of them exact."""

import pytest
import sympy

import symflux as sf
from symflux.algebra import Polynomial
from symflux.algebra.real_roots import real_roots
from symflux.errors import SignError, SymfluxError
from symflux.signs.prove import prove

NET = sf.chain(2, spring="k", pinning="c", baths={1: (1, "T1"), 2: (1, "T2")})
X = Polynomial.variable("x")


@pytest.mark.parametrize("value", ["1/2", sympy.Rational(1, 2), 0.5])
def test_rational_values_are_put_in(value):
    if value == 0.5 and isinstance(value, float):
        with pytest.raises(SymfluxError, match="float"):
            prove("a*b > b/3", at={"a": value})
        return
    assert prove("a*b > b/3", at={"a": value}).is_proved
    assert prove("a*b > b/2", at={"a": value}).is_refuted


@pytest.mark.parametrize("value", ["sqrt(2)", sympy.sqrt(2), "2**(1/2)", real_roots(X**2 - 2)[1]])
def test_irrational_values_are_exact(value):
    assert prove("a**2*b == 2*b", at={"a": value}).is_proved
    assert prove("a*b > 141421/100000*b", at={"a": value}).is_proved
    assert prove("a*b > 141422/100000*b", at={"a": value}).is_refuted


def test_an_algebraic_number_that_is_no_root_of_a_number():
    (golden,) = [root for root in real_roots(X**3 - X - 1) if float(root) > 0]
    found = prove("b*a**3 == b*a + b", at={"a": golden})
    assert found.is_proved
    assert any("a**3" in text for text in found.certificate.check().given)
    assert prove("a > 13/10", at={"a": golden}).is_proved


def test_values_of_the_couplings_of_a_network():
    for value in ("2", "sqrt(2)"):
        found = prove("flux(1,2) > 0", given="T1 > T2", network=NET, at={"k": value})
        assert found.is_proved, found.reason
        assert "k" not in found.certificate.check().data["variables"]
    state = NET.steady_state()
    assert prove(state.bond_flux(1, 2) > 0, given="T1 > T2", at={"c": "sqrt(3)"}).is_proved
    assert prove("conductance(1,2) < k", network=NET, at={"k": "1/100"}).is_proved


@pytest.mark.parametrize(
    ("at", "said"),
    [({"z": 1}, "no parameter 'z'"), ({"a": -1}, "positive"), ({"a": "x +"}, "at a"), (["a"], "mapping")],
)
def test_what_is_no_value_is_refused(at, said):
    with pytest.raises(SignError, match=said):
        prove("a > b", at=at)


def test_a_list_of_claims_takes_the_values_too():
    assert [each.verdict for each in prove(["a > 1", "a > 2"], at={"a": "sqrt(2)"})] == ["proved", "refuted"]
