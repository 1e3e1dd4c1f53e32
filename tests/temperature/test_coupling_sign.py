"""Signs of rational functions for all couplings."""

from __future__ import annotations

import symflux as sf
from symflux.algebra import exact
from symflux.temperature.coupling_sign import coupling_sign

NET = sf.chain(2, spring="k", pinning="c", baths={1: ("g", 1), 2: ("g", 2)})


def test_what_is_not_decided_has_a_reason() -> None:
    answer = coupling_sign(exact("k*(k - c)"), NET, seconds=2)
    assert answer.sign is None
    assert answer.reason


def test_two_points_of_different_sign_end_the_question() -> None:
    answer = coupling_sign(exact("(a - b)**3"), NET)
    assert answer.sign is None
    assert "takes both signs" in answer.reason


def test_assumptions_on_couplings_are_used() -> None:
    answer = coupling_sign(exact("k - c"), NET, given=["k > 2*c"])
    assert answer.sign == 1 and answer.certificate is not None
    assert answer.certificate.check().verdict == "proved"


def test_a_formula_of_the_network_is_proved_by_its_structure() -> None:
    value = NET.steady_state().conductance(1, 2).rational_function
    answer = coupling_sign(-value, NET, formula="bath_flux_coefficient(1,2)")
    assert answer.sign == -1
