"""Self-consistent baths: they carry no heat, and the ordered chain obeys Fourier's law."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import mpmath
import pytest
import sympy

import symflux as sf
from symflux.errors import NetworkError, SymfluxError
from symflux.steady_state.floating import self_consistent


def uniform_chain(length: int, spring: object, pin: object, friction: object) -> sf.Network:
    """Springs between neighbours and from the end sites to walls, as in the published model."""
    pinning = dict.fromkeys(range(1, length + 1), pin)
    pinning[1] = pinning[length] = Fraction(pin) + Fraction(spring)  # type: ignore[arg-type]
    baths = {site: (friction, f"T{site}") for site in range(1, length + 1)}
    return sf.chain(length, spring=spring, pinning=pinning, baths=baths)


def test_floating_baths_carry_no_heat_and_the_rest_balances() -> None:
    net = sf.Network.from_edges(
        [(1, 2, 3), (2, 3, 2), (1, 3, 1), (3, 4, 5), (4, 1, 2)],
        pinning=1,
        baths={1: (1, "T1"), 2: (2, 1), 3: (1, 1), 4: (3, "T4")},
    )
    ss = net.steady_state()
    floating = self_consistent(ss, [2, 3])
    assert floating.bath_flux(2) == 0 and floating.bath_flux(3) == 0
    one, four = sympy.symbols("T1 T4", positive=True)
    reduced = floating.conductance(1, 4).expr * (one - four)
    assert sympy.expand(floating.bath_flux(1).expr - reduced) == 0
    assert sympy.expand(floating.bath_flux(4).expr + reduced) == 0
    assert sympy.expand(sum(floating.bond_flux(2, j).expr for j in (1, 3))) == 0
    shares = floating.temperatures[2].coefficients
    assert shares[1] + shares[4] == 1 and shares[1].value > 0 and shares[4].value > 0


def test_putting_the_floating_temperatures_back_gives_the_same_fluxes() -> None:
    net = sf.paper.example_4()
    floating = self_consistent(net.steady_state(), [2])
    temperature = floating.temperatures[2].expr
    baths = {s: (b.friction, temperature if s == 2 else b.temperature) for s, b in net.baths.items()}
    again = sf.Network.from_edges([(i, j, k) for (i, j), k in net.springs.items()], pinning=1, baths=baths)
    ss = again.steady_state()
    assert ss.bath_flux(2) == 0
    for bond in net.bonds:
        assert ss.bond_flux(*bond) == floating.bond_flux(*bond)
    assert ss.kinetic_temperature(2) == temperature


def test_symbols_stay_symbols() -> None:
    net = sf.chain(4, spring="k", pinning="c", baths={s: ("g", f"T{s}") for s in (1, 2, 3, 4)})
    ss = net.steady_state()
    floating = self_consistent(ss, [2, 3])
    middle = floating.temperatures[2].coefficients
    assert middle[1] + middle[4] == 1
    assert floating.temperatures[3].coefficients[4] == middle[1]
    at = {"k": 2, "c": 3, "g": "1/2"}
    numeric = self_consistent(net.at(at).steady_state(), [2, 3])
    assert floating.conductance(1, 4).at(at) == numeric.conductance(1, 4)
    assert floating.bond_flux(2, 3).at(at) == numeric.bond_flux(2, 3)


def test_symbolic_elimination_agrees_with_numbers_on_random_networks() -> None:
    rng = random.Random(8)
    for _ in range(4):
        pairs = [*itertools.pairwise(range(1, 6)), (1, 4)]
        net = sf.Network.from_edges(
            [(i, j, "x" if (i, j) == (2, 3) else rng.randint(1, 9)) for i, j in pairs],
            pinning=1,
            baths={s: (rng.randint(1, 3), f"T{s}") for s in range(1, 6)},
        )
        symbolic = self_consistent(net.steady_state(), [3, 2, 5])
        numeric = self_consistent(net.at({"x": 7}).steady_state(), [3, 2, 5])
        for site in (2, 3, 5):
            assert symbolic.temperatures[site].at({"x": 7}) == numeric.temperatures[site]


@pytest.mark.parametrize(
    ("spring", "nu_squared", "friction"),
    [(Fraction(1), Fraction(1), Fraction(1)), (Fraction(2), Fraction(1, 4), Fraction(3, 2))],
)
def test_the_ordered_chain_obeys_fouriers_law_with_the_published_conductivity(
    spring: Fraction, nu_squared: Fraction, friction: Fraction
) -> None:
    """Bonetto, Lebowitz, Lukkarinen, J. Stat. Phys. 116 (2004) 783: kappa = k/(gamma (2 + nu^2 + nu sqrt(4 + nu^2))).

    The resistance between the ends is N/kappa plus a constant, so its increments tend to 1/kappa.
    """
    resistances = []
    lengths = (8, 9, 16, 17)
    for length in lengths:
        ss = uniform_chain(length, spring, spring * nu_squared, friction).steady_state()
        floating = self_consistent(ss, range(2, length))
        resistances.append(1 / floating.conductance(1, length).rational_function.value)
    nu = mpmath.sqrt(mpmath.mpf(nu_squared.numerator) / nu_squared.denominator)
    published = mpmath.mpf(spring.numerator) / spring.denominator
    published /= mpmath.mpf(friction.numerator) / friction.denominator * (2 + nu**2 + nu * mpmath.sqrt(4 + nu**2))
    increments = [resistances[1] - resistances[0], resistances[3] - resistances[2]]
    errors = [abs(mpmath.mpf(r.denominator) / r.numerator / published - 1) for r in increments]
    assert errors[1] < errors[0] / 50
    assert errors[1] < 1e-5


def test_the_temperature_profile_of_a_long_chain_is_linear_inside() -> None:
    ss = uniform_chain(12, 1, 1, 1).steady_state()
    floating = self_consistent(ss, range(2, 12))
    hot = [floating.temperatures[s].coefficients[1].value for s in range(2, 12)]
    steps = [a - b for a, b in itertools.pairwise(hot)]
    assert all(step > 0 for step in steps)
    assert abs(steps[4] / steps[3] - 1) < Fraction(1, 1000)
    assert all(a + b == 1 for a, b in zip(hot, hot[::-1], strict=True))


def test_refusals_say_what_is_missing() -> None:
    ss = sf.chain(3, pinning=1, baths={1: (1, 1), 3: (1, 2)}).steady_state()
    with pytest.raises(NetworkError, match="no bath at site 2"):
        self_consistent(ss, [2])
    with pytest.raises(NetworkError, match="every bath floats"):
        self_consistent(ss, [1, 3])
    with pytest.raises(NetworkError, match="floats; conductances are between 1"):
        self_consistent(ss, [3]).conductance(1, 3)
    apart = sf.Network.from_edges([(1, 2, 1), (3, 4, 1)], pinning=1, baths={1: (1, 1), 3: (1, 2), 4: (1, 1)})
    with pytest.raises(SymfluxError, match="exchange no heat"):
        self_consistent(apart.steady_state(), [3, 4])
