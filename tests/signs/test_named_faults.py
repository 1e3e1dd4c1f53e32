"""Inputs that once made an answer false, or crashed."""

import pytest

import symflux as sf

BATHS = {1: (1, "T1"), 2: (1, "T2")}


@pytest.mark.parametrize("pinning", [-1, "-c"])
@pytest.mark.parametrize("claim", ["flux(1,2) > 0", "flux(1,2) < 0"])
def test_a_potential_that_is_never_positive_definite_is_named(pinning, claim):
    network = sf.Network.from_edges([(1, 2, "k")], pinning=pinning, baths=BATHS)
    outcome = sf.prove(claim, network=network, given=["T1 > T2"], seconds=10)
    assert outcome.verdict == "undecided"
    assert "negative along q = (1, 1) for all values" in outcome.reason


def test_uniqueness_is_said_for_all_parameters_only_where_it_holds_for_all():
    for pinning, holds in (("c", True), ("c - 1", False)):
        network = sf.Network.from_edges([(1, 2, "k")], pinning=pinning, baths=BATHS)
        outcome = sf.prove("flux(1,2) > 0", network=network, given=["T1 > T2"], seconds=20)
        assert outcome.is_proved
        assert ("(it is, for all positive parameters)" in outcome.reason) is holds


def test_a_real_parameter_of_which_uniqueness_depends_is_no_crash():
    baths = {1: ("g", "T1"), 2: (1, "T2")}
    network = sf.Network.from_edges([(1, 2, "x")], pinning="p", baths=baths, real=["x"])
    outcome = sf.prove("hurwitz_determinant() > 0", network=network, seconds=8)
    assert outcome.verdict in ("undecided", "refuted")  # it vanishes at x = 0


def test_a_quotient_that_is_not_defined_everywhere_is_no_crash():
    outcome = sf.prove("((-1)*x**4*y+(1/2)*y**3)/((1)*x*y) > 0", real=["x", "y"], seconds=8)
    assert outcome.verdict in ("undecided", "refuted")


def test_assumptions_that_contradict_each_other_are_named():
    network = sf.Network.from_edges([(1, 2, "k")], pinning=1, baths=BATHS)
    for claim in ("flux(1,2) > 0", "flux(1,2) < 0"):
        outcome = sf.prove(claim, network=network, given=["T1 > T2", "T2 > T1"], seconds=10)
        assert outcome.verdict == "undecided" and "contradict each other" in outcome.reason


def test_a_floating_network_has_its_region():
    """Nothing pins it, so V has a kernel for every value; the springs decide."""
    network = sf.Network.from_edges([(1, 2, "x"), (2, 3, "k")], baths={1: (1, 2), 3: (1, 1)}, real=["x"])
    region = sf.sign_region(network.steady_state().bond_flux(1, 2), over=["x"], at={"k": 1})
    assert [(cell.sign, cell.description) for cell in region.cells] == [("+", "x > 0")]


def test_conditions_that_hold_nowhere_are_named():
    held = sf.Network.from_edges([(1, 2, "x")], pinning=-1, baths={1: (1, 2), 2: (1, 1)}, real=["x"])
    with pytest.raises(sf.SignError, match=r"negative along q = \(1, 1\) for all values"):
        sf.sign_region(held.steady_state().bond_flux(1, 2), over=["x"])
    with pytest.raises(sf.SignError, match="no open set of values of a, b satisfies the conditions"):
        sf.sign_region("a - b", over=["a", "b"], given=["a > b", "b > a"])
