"""Work and the heat of a site in claims: the sums are equal to what the steady state computes by itself."""

import pytest

import symflux as sf
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.errors import ExpressionError, NetworkError
from symflux.quantities.derived import sum_of
from symflux.quantities.registry import FUNCTIONS

EVERYTHING = sf.Network.from_edges(
    [(1, 2, "k"), (2, 3, ("2*k", "k")), (3, 1, 1)], pinning=1, masses={(1, 2): 1},
    baths={1: (1, "T1"), 2: {"hot": (1, "T2"), "cold": (2, "T3")}, (2, 3): (1, "T0"), (3, 1): (1, "T4")},
    magnetic={(1, 2): 1}, drives={3: "D"}, feedback={(2, 2): "1/2", (3, 1): "1/3"},
)  # fmt: skip
BETWEEN = sf.Network.from_edges([(1, 2, (1, 2))], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}, drives={(1, 2): "D"})


@pytest.mark.parametrize("sites", [(), (2,), (3,), (2, 3), (3, 2)])
def test_the_sums_are_what_the_powers_say(sites):
    """Two routes: the powers of the elements themselves, and the first law."""
    ss = EVERYTHING.at({"k": 1}).steady_state()
    formula = parse(sum_of("work", sites, ss.network), CLAIM_LIMITS, FUNCTIONS)
    values = {f"bath_flux({label})": flux.rational_function for label, flux in ss.bath_fluxes().items()}
    for bath in [b for b in ss.network.baths if isinstance(b, tuple)]:
        values[f"bath_flux({bath[0]},{bath[1]})".replace("(", "((", 1) + ")"] = ss.bath_flux(bath).rational_function
    values |= {f"flux({i},{j})": ss.bond_flux(i, j).rational_function for i in (1, 2, 3) for j in (1, 2, 3) if i != j}
    work = ss.work(*sites).rational_function
    assert not work.is_zero
    assert formula.substitute({name: values[name] for name in formula.names}) == work


def test_a_site_with_several_baths_is_compared_and_added():
    ss = EVERYTHING.at({"k": 1}).steady_state()
    total = ss.bath_flux(2) + ss.bath_flux(1)
    assert total == ss.bath_flux("hot") + ss.bath_flux("cold") + ss.bath_flux(1)
    claim = sf.prove("bath_flux(2) == bath_flux(hot) + bath_flux(cold)", network=ss.network)
    assert claim.is_proved and claim.certificate.check().claim.startswith("bath_flux(hot) + bath_flux(cold) == ")
    assert (ss.bath_flux(2) > 0).quantities == ("bath_flux(cold)", "bath_flux(hot)")
    assert "2" not in map(str, ss.network.baths)


def test_claims_about_work():
    """A one-way spring, both baths as warm: heat leaves into them, so that work goes in."""
    net = sf.Network.from_edges([(1, 2, ("a", "b"))], pinning=1, baths={1: (1, "T"), 2: (1, "T")})
    outcome = sf.prove("work(1,2) >= 0", given=["stable"], network=net)
    assert outcome.is_proved and "flux(1,2) + flux(2,1) >= 0" in outcome.certificate.check().claim
    assert sf.prove("work() == work(2,1)", given=["stable"], network=net).is_proved
    assert sf.prove(net.steady_state().work() < 0, given=["stable"]).is_refuted
    assert str(net.steady_state().work(1, 2) > 0) == "flux(1,2) + flux(2,1) > 0"


@pytest.mark.parametrize(
    ("claim", "message"),
    [("work(1,2) > 0", "claims know no work of a drive between two sites"), ("work(1) > 0", "at the end of a drive"),
     ("work(1,5) > 0", "no site 5; sites: 1, 2"), ("work(1,2,1) > 0", "at most two sites"),
     ("bath_flux(7) > 0", "no bath 7")],
)  # fmt: skip
def test_what_has_no_such_sum_is_said(claim, message):
    with pytest.raises(NetworkError, match=message):
        sf.prove(claim, network=BETWEEN)


def test_where_nothing_does_work():
    pair = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    for claim, message in [("work(1,2) > 0", "no directed spring"), ("work(1) > 0", "no drive and no feedback")]:
        with pytest.raises(NetworkError, match=message):
            sf.prove(claim, network=pair)
    assert sf.prove("work() == 0", network=pair).is_proved


def test_a_work_of_a_drive_between_sites_is_still_a_value():
    ss = BETWEEN.steady_state()
    assert (ss.work(1, 2) + 1).rational_function == ss.work(1, 2).rational_function + 1


def test_a_misspelled_quantity_is_told_from_the_nearest():
    with pytest.raises(ExpressionError, match=r"did you mean flux\(\.\.\.\)\?"):
        sf.prove("flx(1,2) > 0", network=BETWEEN)
