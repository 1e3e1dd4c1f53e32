"""What follows from the network itself: rest by neighbours, and the spectral density of a flux."""

from fractions import Fraction

import pytest

import symflux as sf
from symflux.certificates import format as rules
from symflux.certificates.certificate import Certificate
from symflux.errors import UniquenessError
from symflux.model.families import complete, ring, star
from symflux.quantities.claim import Claim, network_table
from symflux.signs.attempt import Attempt
from symflux.signs.sample import complete_sample
from symflux.signs.structural import forcing_moves, prove_by_spectrum


def template(network, claim, given=()):
    sample = {**dict.fromkeys(network.parameters, 1), "T1": 2}
    statements = [Claim.from_text(text, network).statement() for text in (claim, *given)]
    table = network_table(network)
    return rules.proved(statements[0], {}, given=statements[1:], network=table, sample=sample if given else None)


def around(size, second):
    return ring(size, spring="k", pinning="c", baths={1: ("g", "T1"), second: ("g", "T2")})


@pytest.mark.parametrize(
    ("network", "all_at_rest"),
    [(star(4, baths={2: (1, "T2"), 3: (1, "T3")}), True), (star(4, baths={1: (1, "T1")}), False),
     (complete(4, baths={1: (1, "T1"), 2: (1, "T2")}), False), (ring(5, baths={1: (1, "T1"), 2: (1, "T2")}), True)],
)  # fmt: skip
def test_baths_bring_every_site_to_rest_or_do_not(network, all_at_rest):
    assert (forcing_moves(network) is not None) == all_at_rest


@pytest.mark.parametrize(
    ("network", "claim"),
    [(around(4, 2), "flux(2,3) < 0"), (around(4, 2), "flux(3,4) <= 0"), (around(4, 4), "flux(1,2) > 0"),
     (around(4, 2), "flux(2,3) + 2*flux(3,4) < 0")],
)  # fmt: skip
def test_a_density_of_one_sign_proves_the_sign_of_the_flux(network, claim):
    data = template(network, claim, ["T1 > T2"])
    node = prove_by_spectrum(data, {"T1": Fraction(2)}, 5.0)
    assert node is not None
    assert Certificate({**data, "proof": node}).check().verdict == "proved"


@pytest.mark.parametrize("claim", ["flux(2,3) > 0", "flux(1,2) > 0", "flux(1,2) > 1", "flux(1,2)**2 > 0"])
def test_other_claims_have_no_such_proof(claim):
    assert prove_by_spectrum(template(around(4, 2), claim, ["T1 > T2"]), {"T1": Fraction(2)}, 1.0) is None


def test_conservation_holds_at_every_frequency():
    network = complete(4, spring=list("abdefh"), pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")})
    for claim in ("flux(1,2) == -flux(2,1)", "flux(4,1) + flux(4,2) + flux(4,3) == 0", "flux(1,2) + flux(2,1) >= 0"):
        data = template(network, claim)
        node = prove_by_spectrum(data, {}, 5.0)
        sample = rules.point(complete_sample(data, network.parameters, {}))
        assert Certificate({**data, "proof": node, "sample": sample}).check().verdict == "proved"
    assert prove_by_spectrum(template(network, "flux(1,2) == flux(1,3)"), {}, 1.0) is None


def test_conductance_past_a_spring_of_either_sign_is_positive_where_the_network_is_stable():
    network = sf.Network.from_edges(
        [(1, 2, "a"), (2, 3, "b"), (1, 3, 1)], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}, real=["b"]
    )
    assert sf.prove("conductance(1,2) > 0", network=network, seconds=30).verdict == "proved"


def test_a_steady_state_unique_nowhere_is_said_with_and_without_assumptions():
    for given in ([], ["T1 > T2"]):
        with pytest.raises(UniquenessError, match="no unique steady state"):
            sf.prove("flux(1,2) > 0", given=given, network=around(6, 4))


def test_the_search_takes_the_proof_by_the_spectrum(monkeypatch):
    """No identity is tried, so that what comes first is the spectral form."""
    monkeypatch.setattr(Attempt, "_by_identity", lambda *arguments: None)
    monkeypatch.setattr(Attempt, "_by_structure", lambda *arguments: None)
    outcome = sf.prove("flux(2,3) + flux(2,1) < 0", given=["T1 > T2"], network=around(4, 2))
    assert outcome.is_proved and "spectral form" in outcome.reason
