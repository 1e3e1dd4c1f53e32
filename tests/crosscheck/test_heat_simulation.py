"""The variance of heat, simulated: one network of each kind, within the error bars."""

import pytest

import symflux as sf
from symflux.crosscheck.heat_simulation import simulate_heat

KINDS = {
    "underdamped": sf.chain(2, spring=1, pinning=1, masses={2: 2}, baths={1: (1, 3), 2: (1, 1)}),
    "overdamped": sf.chain(3, spring=[1, 2], pinning=1, masses=0, baths={1: (1, 3), 2: (2, 1), 3: (1, 2)}),
    "one massless": sf.chain(2, spring=1, pinning=1, masses={2: 0}, baths={1: (1, 3), 2: (1, 1)}),
    "field": sf.Network.from_edges([(1, 2, 1)], pinning=1, baths={1: (1, 3), 2: (1, 1)}, magnetic={(1, 2): 2}),
    "drive": sf.Network.from_edges([(1, 2, 1)], pinning=1, baths={1: (1, 1), 2: (1, 1)}, drives={1: 3}),
    "directed": sf.Network.from_edges([(1, 2, (2, "1/2"))], pinning=1, baths={1: (1, 1), 2: (1, 2)}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_diffusion_is_that_of_a_simulation(kind):
    network = KINDS[kind]
    flux = network.steady_state().bond_flux(1, 2)
    # between massless sites a step misses what the path does inside it, to first order
    options = {"step": 0.01, "time": 50.0, "settle": 10.0} if "massless" in kind or "over" in kind else {}
    found = simulate_heat(network, 1, 2, **options)
    exact = float(flux.diffusion())
    assert found.diffusion.error < 0.05 * exact
    assert found.diffusion.deviation(exact) < 3.5
    assert found.mean.deviation(float(flux)) < 3.5


def test_the_error_bars_are_those_of_the_batches():
    """Half of the true diffusion would be seen."""
    network = KINDS["underdamped"]
    exact = float(network.steady_state().bond_flux(1, 2).diffusion())
    assert simulate_heat(network, 1, 2).diffusion.deviation(exact / 2) > 10


@pytest.mark.parametrize(
    ("network", "options", "words"),
    [
        (sf.chain(2, spring="k", pinning=1, baths={1: (1, 1), 2: (1, 2)}), {}, "numbers are needed for k"),
        (sf.chain(2, baths={1: (1, 1), 2: (1, 2)}), {}, "positions diffuse"),
        (KINDS["field"], {"step": 0}, "step > 0"),
        (KINDS["field"], {"trajectories": 10}, "batches"),
    ],
)
def test_what_cannot_be_simulated_is_refused(network, options, words):
    with pytest.raises(sf.NetworkError, match=words):
        simulate_heat(network, 1, 2, **options)
