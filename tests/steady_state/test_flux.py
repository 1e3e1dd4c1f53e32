"""A flux answers about frequencies and temperatures; other results do not claim to."""

import pickle

import symflux as sf
from symflux.steady_state.flux import Flux

SS = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()


def test_bond_and_bath_fluxes_are_fluxes_and_stay_so():
    for flux in (SS.bond_flux(1, 2), SS.bath_flux(1), SS.bond_flux(1, 2).at({"k": 1})):
        assert isinstance(flux, Flux)
        assert isinstance(pickle.loads(pickle.dumps(flux)), Flux)
    assert not isinstance(SS.conductance(1, 2), Flux)


def test_a_flux_knows_its_region_and_its_spectrum():
    flux = SS.bond_flux(1, 2)
    assert flux.temperature_region(given=["T1 > T2"]).signs == {"+"}
    assert flux.spectrum().sign_changes == []
