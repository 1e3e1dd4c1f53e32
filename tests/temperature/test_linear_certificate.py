"""Certificates bind the fluxes to the network, and a wrong one is refused."""

from __future__ import annotations

import copy
import json

import pytest

import symflux as sf
from symflux.certificates.certificate import Certificate
from symflux.errors import CertificateError, SignError
from symflux.temperature.patterns import sign_patterns
from symflux.temperature.region import temperature_region


def pump_certificate() -> Certificate:
    found = sign_patterns(sf.paper.example_4().steady_state())
    return found.contradictions[0].certificate()


def test_a_certificate_survives_the_file_and_carries_no_flux() -> None:
    certificate = pump_certificate()
    data = json.loads(certificate.text)
    assert Certificate(data).check().verdict == "proved"
    assert data["network"]["springs"][0] == [1, 5, "40"]
    assert data["network"]["baths"][0] == [1, "1", "T1"]


@pytest.mark.parametrize("change", ["network", "multiplier", "claim", "sample", "given"])
def test_a_doctored_certificate_is_refused(change: str) -> None:
    data = copy.deepcopy(dict(pump_certificate().data))
    if change == "network":
        data["network"]["springs"][2][2] = "41"
        data["network"]["springs"][0][2] = "1"
        data["network"]["pinning"][4] = "100"
        data["claim"]["left"] = "flux(5,6)"
    elif change == "multiplier":
        data["proof"]["then"]["multiples"][0][1] = "7"
    elif change == "claim":
        data["claim"]["relation"] = ">"
    elif change == "sample":
        data["sample"]["at"] = dict.fromkeys(data["sample"]["at"], "1")
    else:
        data["given"] = data["given"][:1]
    with pytest.raises(CertificateError):
        Certificate(data).check()


def test_an_equality_enters_with_any_multiplier() -> None:
    flux = sf.paper.example_1().steady_state().bond_flux(2, 3)
    region = temperature_region(flux, given=["T1 == T4", "T2 == T3"])
    assert region.signs == {"0"}
    for sign in "+-":
        assert region.certificate(sign).check().given == ("T1 - T4 == 0", "T2 - T3 == 0")


def test_a_condition_with_a_fraction_and_a_number_keeps_its_scale() -> None:
    flux = sf.paper.example_1().steady_state().bond_flux(2, 3)
    region = temperature_region(flux, given=["2/3*T1 < 2/3*T4 - 1/7", "T2/5 <= T3/5"])
    assert region.signs == {"-"}
    assert region.certificate("0").check().verdict == "proved"


def test_a_sign_that_occurs_has_no_certificate_against_it() -> None:
    region = temperature_region(sf.paper.example_1().steady_state().bond_flux(2, 3))
    with pytest.raises(SignError, match="no certificate"):
        region.certificate("+")


def test_string_labels_are_kept() -> None:
    net = sf.Network.from_edges([("left", "right", 2)], pinning=1, baths={"left": (1, "hot"), "right": (1, "cold")})
    region = temperature_region(net.steady_state().bond_flux("left", "right"), given=["hot > cold"])
    assert region.certificate("-").check().claim == "flux(left,right) >= 0"
