"""The spectral form of a flux: its integral, its weights for baths, and the frequencies at which the current turns."""

import mpmath
import pytest
import sympy

import symflux as sf
from symflux.algebra import RationalFunction


def integral(flux):
    form = flux.spectrum()
    density = sympy.lambdify(form.frequency, form.density, "mpmath")
    return mpmath.quad(density, [0, 0.5, 1, 1.5, 2, 3, 5, 10, mpmath.inf])


TRIANGLE = sf.complete(3, spring=[1, 2, "1/2"], pinning=1, masses={3: 2}, baths={1: ("1/2", 3), 2: (1, 1), 3: (2, 2)})


@pytest.mark.parametrize("asked", [("bond", 1, 2), ("bond", 3, 1), ("bath", 1), ("bath", 2), ("bath", 3)])
def test_the_density_integrates_to_the_flux(asked):
    ss = TRIANGLE.steady_state()
    flux = ss.bond_flux(*asked[1:]) if asked[0] == "bond" else ss.bath_flux(asked[1])
    assert abs(integral(flux) - float(flux)) < 1e-8


def test_the_weights_of_a_bath_flux_are_minus_a_square_for_others_and_add_up_to_zero():
    """S_b = -|N_ib|^2 for b other than i, and sum of gamma_b S_b is zero."""
    ss = sf.chain(2, spring="k", pinning="c", baths={1: ("g", "T1"), 2: ("h", "T2")}).steady_state()
    form = ss.bath_flux(1).spectrum()
    k, g, h = (RationalFunction.variable(name) for name in ("k", "g", "h"))
    assert form.weights[2] == -(k * k)
    assert g * form.weights[1] + h * form.weights[2] == 0
    assert form.coupling == g


@pytest.mark.parametrize(("a", "turns"), [("1/2", 2), (4, 4)])
def test_the_current_turns_round_at_a_root_of_a_quadratic_in_the_square(a, turns):
    """A chain of two bath-less sites beside a direct spring: numbers and symbols give the same frequencies."""
    net = sf.Network.from_edges(
        [(1, 2, "a"), (1, 3, 1), (3, 4, 1), (4, 2, 1)], pinning={3: 1, 4: 2}, baths={1: (1, 2), 2: (1, 1)}
    )
    symbolic = net.steady_state().bond_flux(1, 2).spectrum().sign_changes
    values = {net.symbol("a"): sympy.Rational(a)}
    found = sorted(float(w) for root in symbolic if (w := root.subs(values)).is_real and w > 0)
    exact = net.at({"a": a}).steady_state().bond_flux(1, 2).spectrum()
    assert len(exact.sign_changes) == len(found) == turns
    assert found == pytest.approx([float(root) for root in exact.sign_changes], rel=1e-12)
    total = sympy.lambdify(exact.frequency, exact.density, "mpmath")
    for root in exact.sign_changes:
        before, after = total(float(root) * (1 - 1e-6)), total(float(root) * (1 + 1e-6))
        assert before * after < 0


def test_a_double_root_is_no_turn():
    """Between two baths the current of a bath is a square times T1 - T2; the square has zeros."""
    net = sf.complete(3, spring="a", pinning="c", baths={1: (1, 2), 2: (1, 1)})
    for form in (
        net.steady_state().bath_flux(1).spectrum(),
        net.at({"a": 1, "c": 1}).steady_state().bath_flux(1).spectrum(),
    ):
        factors = form.total.numerator.factor()[1]
        assert any(multiplicity == 2 and factor.degree("omega") for factor, multiplicity in factors)
        assert form.sign_changes == []


def test_baths_without_weight_are_refused_by_name():
    ss = sf.chain(3, pinning=1, baths={1: (1, 2), 3: (1, 1)}).steady_state()
    with pytest.raises(sf.NetworkError, match="no bath at site 2"):
        ss.bond_flux(1, 2).spectrum().weight(2)
