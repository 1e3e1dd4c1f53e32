"""The numbers of the source paper, by both routes and by floating point."""

import tomllib
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import sympy
from invariants.floating_point import FloatState
from invariants.laws import verify

import symflux as sf

VALUES = tomllib.loads((Path(__file__).parent / "published_values.toml").read_text(encoding="utf-8"))["value"]
NAMES = ["example_1", "example_2", "example_2_corrected", "example_3", "example_4"]


def rounded(value, like, rounding=ROUND_HALF_EVEN):
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(like), rounding=rounding)


def label(value):
    what = "-".join(map(str, value["bond"])) if "bond" in value else f"site{value['kinetic_temperature']}"
    return f"{value['network']}-{what}"


@pytest.mark.parametrize("method", ["moments", "lyapunov"])
@pytest.mark.parametrize("value", VALUES, ids=label)
def test_published_value(value, method):
    ss = getattr(sf.paper, value["network"])().steady_state(method=method)
    result = ss.bond_flux(*value["bond"]) if "bond" in value else ss.kinetic_temperature(value["kinetic_temperature"])
    number = result.rational_function.value
    if "exact" in value:
        assert Fraction(value["exact"]) == number
    if "decimal" in value:
        assert Decimal(value["decimal"]) == rounded(number, value["decimal"])
    if "printed" in value:
        rounding = ROUND_DOWN if value.get("truncated") else ROUND_HALF_EVEN
        assert Decimal(value["printed"]) == rounded(number, value["printed"], rounding)


@pytest.mark.parametrize("name", NAMES)
def test_laws_hold_for_the_networks_of_the_paper(name):
    verify(getattr(sf.paper, name)())


@pytest.mark.parametrize("name", NAMES)
def test_floating_point_agrees(name):
    network = getattr(sf.paper, name)()
    reference, ss = FloatState(network), network.steady_state()
    for bond in network.bonds:
        assert reference.bond_flux(*bond) == pytest.approx(float(ss.bond_flux(*bond)), abs=1e-10)


def test_printed_couplings_of_example_2_do_not_circulate_at_any_uniform_pinning_or_friction():
    """Flux 1 -> 2 has the sign of g^2 (a c + 2ab + b^2) + (a-b)(2a-b)(2a+b), 1 -> 3 of g^2 (c+2a+b) + (b-a)(2a+b)."""
    ss = sf.Network.from_edges(
        [(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")}
    ).steady_state()
    a, b, c, g = sympy.symbols("a b c g", positive=True)
    direct = g**2 * (a * c + 2 * a * b + b**2) + (a - b) * (2 * a - b) * (2 * a + b)
    detour = g**2 * (c + 2 * a + b) + (b - a) * (2 * a + b)
    for bond, expected in (((1, 2), direct), ((1, 3), detour)):
        # times the Hurwitz determinant, which is positive: what is left has positive coefficients
        positive = sympy.cancel(ss.bond_flux(*bond).coefficient(1).expr / expected * ss.hurwitz_determinant().expr)
        for part in sympy.fraction(positive):
            assert all(n > 0 for n in sympy.Poly(part, a, b, c, g).coeffs())
    assert sympy.Poly(direct.subs(b, 2 * a), a, c, g).coeffs() == [8, 1]


def test_heat_pump_runs_against_its_temperatures():
    ss = sf.paper.example_4().steady_state()
    assert ss.bath_flux(3).rational_function.value < 0 < ss.bath_flux(4).rational_function.value
    assert ss.network.baths[3].temperature.value > ss.network.baths[4].temperature.value
