"""Sweeps in floats agree with exact values at the same points, for every kind of network; what cannot be is refused."""

from fractions import Fraction

import numpy as np
import pytest
from random_networks import any_network

import symflux as sf
from symflux.errors import NetworkError

CHAIN = sf.chain(4, spring="k", pinning="c", baths={1: ("g", "T1"), 4: ("g", "T4")})


def test_values_at_points_are_the_exact_ones():
    k = np.linspace(0.5, 3, 7)
    sweep = sf.numeric.fluxes(CHAIN, {"k": k, "c": 1.0, "g": 0.5, "T1": 2.0, "T4": 1.0})
    for n, value in enumerate(k):
        point = {"k": Fraction(float(value)), "c": 1, "g": Fraction(1, 2), "T1": 2, "T4": 1}
        expected = float(CHAIN.steady_state().bond_flux(1, 2).at(point))
        assert sweep["flux(1,2)"][n] == pytest.approx(expected, rel=1e-11)
    assert sweep.error < 1e-10 and np.allclose(sweep["flux(1,2)"], sweep["bath_flux(1)"])


def test_arrays_broadcast():
    k, g = np.linspace(1, 2, 3)[:, None], np.linspace(1, 2, 4)[None, :]
    sweep = sf.numeric.conductances(CHAIN, {"k": k, "g": g, "c": 1})
    assert sweep["conductance(1,4)"].shape == (3, 4)
    assert np.allclose(sweep["conductance(1,4)"], sweep["conductance(4,1)"])


@pytest.mark.parametrize("seed", range(40))
def test_networks_of_every_kind(seed):
    network = any_network(seed)
    if any(words in network.beyond_classic for words in ("an inerter",)):
        return
    try:
        state = network.steady_state()
        exact = [float(flux) for flux in state.bath_fluxes().values()]
    except NetworkError:
        return
    sweep = sf.numeric.fluxes(network)
    found = [float(sweep[f"bath_flux({'-'.join(map(str, b)) if isinstance(b, tuple) else b})"]) for b in network.baths]
    assert found == pytest.approx(exact, abs=1e-9 * max(1, *map(abs, exact)))


def test_floating_networks():
    ring = sf.ring(3, spring=["a", 1, 2], baths={1: (1, 3), 2: (1, 1)})
    sweep = sf.numeric.fluxes(ring, {"a": np.array([1.0, 2.0])})
    assert sweep.error < 1e-10


def test_covariances():
    found = sf.numeric.covariance(CHAIN, ("q", 1), ("v", 2), {"k": 1, "c": 1, "g": 1, "T1": 2, "T4": 1})
    assert found.error < 1e-10
    with pytest.raises(sf.DivergenceError):
        sf.numeric.covariance(sf.chain(2, baths={1: (1, 1), 2: (1, 1)}), ("q", 1), ("q", 1))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"k": 1}, "no value for"),
        ({"kk": 1}, "did you mean 'k'"),
        ({"k": -1, "c": 1, "g": 1, "T1": 1, "T4": 1}, "positive"),
        ({"k": np.nan, "c": 1, "g": 1, "T1": 1, "T4": 1}, "finite"),
    ],
)
def test_refusals(values, words):
    with pytest.raises(NetworkError, match=words):
        sf.numeric.fluxes(CHAIN, values)


def test_unstable_points_are_refused():
    ring = sf.Network.from_edges(
        [(1, 2, (0, "k")), (2, 3, (0, "k")), (3, 1, (0, "k"))], pinning=1, baths=dict.fromkeys((1, 2, 3), ("1/10", 1))
    )
    with pytest.raises(sf.StabilityError, match=r"point 1: k = 10"):
        sf.numeric.fluxes(ring, {"k": np.array([0.01, 10.0])})


def test_a_name_that_is_not_there():
    sweep = sf.numeric.fluxes(sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}))
    assert len(sweep) == 3 and list(sweep)
    with pytest.raises(NetworkError, match="no array"):
        sweep["flux(2,1)"]


def test_a_sweep_says_its_names_and_its_shape():
    pair = sf.chain(2, spring="k", pinning=1, baths={1: (1, 2), 2: (1, 1)})
    shown = repr(sf.numeric.fluxes(pair, {"k": [1.0, 2.0, 3.0]}))
    assert shown.startswith("<sweep of shape (3,): flux(1,2), bath_flux(1)")
