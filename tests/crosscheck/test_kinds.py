"""Networks of every kind: two numeric routes and a simulation against the exact answers."""

import pytest
from kinds import KINDS, point
from random_networks import any_network

import symflux as sf
from symflux.algebra import RationalFunction
from symflux.crosscheck import cross_check
from symflux.crosscheck.langevin import langevin
from symflux.errors import NetworkError, UniquenessError, VerificationError

every_kind = pytest.mark.parametrize("network", KINDS.values(), ids=KINDS)
SIGMAS = 4


@every_kind
def test_both_routes_agree_with_the_exact_answer(network):
    report = cross_check(network.steady_state(), at=point(network), digits=15)
    assert report.agrees, str(report)
    asked = {entry.name for entry in report.agreements}
    assert {f"bath {b}" for b in network.baths if not isinstance(b, tuple)} <= asked
    assert ("work" in asked) == bool(network.directed_items or network.drive_items or network.feedback_items)


@every_kind
def test_the_simulation_agrees_within_error_bars(network):
    exact = network.at(point(network)).steady_state()
    simulated = langevin(network, point(network), seed=7)
    for flow, estimate in simulated.flows.items():
        asked = {"bond": exact.bond_flux, "bath": exact.bath_flux, "work": exact.work}[flow[0]](*flow[1:])
        value = float(asked.rational_function.value)
        assert estimate.deviation(value) < SIGMAS
        assert estimate.error < 0.05


@pytest.mark.parametrize("seed", [4, 9, 42, 70, 149, 374])
def test_random_networks_of_every_kind_agree(seed):
    report = cross_check(any_network(seed).steady_state(), digits=10)
    assert report.agrees, str(report)


def test_what_is_infinite_is_so_by_all_three():
    net = sf.Network.from_edges([], sites=[1], pinning=1, masses=0, baths={1: {"a": (1, 2), "b": (1, 1)}})
    report = cross_check(net.steady_state(), digits=10)
    assert report.infinite == ("bath a", "bath b", "K(a, b)", "K(b, a)") and report.agrees
    assert "infinite by all three" in str(report)
    with pytest.raises(NetworkError, match="infinite"):
        langevin(net)


class Finite:
    """A steady state that says that every heat is zero."""

    def __init__(self, state):
        self.state, self.network = state, state.network

    def __getattr__(self, name):
        return lambda *sites: sf.chain(1, pinning=1, baths={1: (1, 1)}).steady_state().bath_flux(1)


def test_a_finite_answer_to_an_infinite_question_is_caught():
    net = sf.Network.from_edges([], sites=[1], pinning=1, masses=0, baths={1: {"a": (1, 2), "b": (1, 1)}})
    with pytest.raises(VerificationError, match="finite by the exact answer, infinite in numbers"):
        cross_check(Finite(net.steady_state()), digits=10)


class Reversed:
    """A steady state that has the field the wrong way round."""

    def __init__(self, network):
        self.network = network
        turned = network.at({"w": -RationalFunction.variable("w")})
        self.bond_flux, self.bath_flux = turned.steady_state().bond_flux, turned.steady_state().bath_flux
        self.conductance = turned.steady_state().conductance


def test_a_field_the_wrong_way_round_is_caught():
    ring = sf.Network.from_edges(
        [(1, 2, 1), (2, 3, 2), (3, 1, 1)], pinning=1, baths={1: (1, 1), 2: (2, 2), 3: (1, 5)},
        magnetic={(1, 2): "w"}, real=["w"],
    )  # fmt: skip
    assert cross_check(ring.steady_state(), at={"w": 2}, digits=10)
    assert not cross_check(Reversed(ring), at={"w": 2}, digits=10)


def test_a_point_where_a_motion_grows_is_refused():
    net = KINDS["directed"].at({"b": 1})
    unstable = sf.Network.from_edges([(1, 2, ("a", "b"))], pinning="c", baths={1: (1, 1), 2: (1, 2)}, real=["a", "b"])
    assert cross_check(net.steady_state(), at={"a": 2, "T1": 1, "T2": 2}, digits=10)
    with pytest.raises(UniquenessError, match="grows"):
        cross_check(unstable.steady_state(), at={"a": -9, "b": 1, "c": 1}, digits=10)
