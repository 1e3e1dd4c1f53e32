"""Goals set with FLINT are those of the checker's own arithmetic, and come soon."""

import time

import pytest

import symflux as sf
from symflux.certificates.check import Checker, Network
from symflux.certificates.core import Rejected
from symflux.certificates.format import network_step, proved, statement
from symflux.positivity.proofs import opening as opening_file
from symflux.positivity.proofs.opening import FlintChecker, Openings, opening, stands
from symflux.signs.question import Question
from symflux.work.budget import Budget, Spent

PAIR = sf.chain(2, spring="k", pinning="c", masses="m", baths={1: ("g", "T1"), 2: (1, "T2")})
CHAIN = sf.chain(3, spring="k", pinning=1, baths={1: ("g", "T1"), 2: (1, "T2"), 3: ("h", 2)})
TRIANGLE = sf.Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "d")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
NUMBERS = TRIANGLE.at({"a": 2, "b": "1/3", "d": 5})
FREE = sf.chain(3, spring="k", baths={1: ("g", "T1"), 3: (1, "T2")})  # nothing holds it
REAL = sf.Network.from_edges([(1, 2, "x"), (2, 3, 1)], pinning="p", baths={1: (1, "T1"), 3: ("g", "T2")}, real=["x"])
ONE = sf.Network.from_edges([], sites=[1], pinning="c", baths={1: ("g", "T1")})
RING = sf.Network.from_edges(
    [(1, 2, "a"), (2, 3, "b"), (3, 4, "c"), (4, 1, "d")], pinning="p", baths={1: ("g", "T1"), 3: ("h", "T2")}
)
CLAIMS = [
    (PAIR, "flux(1,2) > 0", ["T1 > T2"]),
    (PAIR, "kinetic_temperature(1) >= kinetic_temperature(2)", ["T1 > T2"]),
    (PAIR, "covariance(q1,q2) > 0", []),
    (PAIR, "covariance(p1,p1)*k > covariance(q1,v2)", []),
    (CHAIN, "flux(1,2) - 2*flux(2,3) > 0", ["kinetic_temperature(2) > T1"]),
    (CHAIN, "entropy_production() > 1", []),
    (CHAIN, "energy() > T1", []),
    (CHAIN, "conductance(1,3)*conductance(2,3) > g", []),
    (CHAIN, "flux(1,2)/bath_flux(3) < 1", ["T1 > T2"]),
    (TRIANGLE, "flux(1,2) > 0", ["T1 > T2", "a > b"]),
    (TRIANGLE, "position_difference(1,3) < 1", []),
    (TRIANGLE, "hurwitz_determinant() > 0", []),
    (NUMBERS, "flux(1,2) > 0", ["T1 > T2"]),
    (FREE, "flux(1,2) > 0", ["T1 > T2"]),
    (FREE, "kinetic_temperature_coefficient(2,1) < 1", []),
    (REAL, "flux(1,2) >= 0", ["T1 > T2"]),
    (ONE, "kinetic_temperature(1) == T1", []),
]
METHODS = ("determinants", "spectrum", "conductances")


def goals(claim, given, network, by, unique, budget=None):
    """The goal, or why there is none."""
    question = Question(claim, given, (), network, Budget(60))
    try:
        return opening(question.template, network_step(by, {}, unique=unique), budget)
    except Rejected as rejection:
        return str(rejection)


@pytest.mark.parametrize(("network", "claim", "given"), CLAIMS)
@pytest.mark.parametrize("by", METHODS)
def test_goals_are_those_of_the_checkers_own_arithmetic(network, claim, given, by, monkeypatch):
    for unique in (False, True):
        mine, theirs = Budget(60), Budget(60)
        fast = goals(claim, given, network, by, unique, mine)
        with monkeypatch.context() as patch:
            patch.setattr(opening_file.FlintChecker, "tables", Checker.tables)
            plain = goals(claim, given, network, by, unique, theirs)
        assert fast == plain
        assert mine.spent == pytest.approx(theirs.spent, rel=0.6)  # one count of work for both


def test_some_of_these_goals_are_set_by_every_method():
    found = {(by, isinstance(goals(c, g, net, by, False), tuple)) for net, c, g in CLAIMS for by in METHODS}
    assert {by for by, is_set in found if is_set} == set(METHODS)


def test_a_wrong_sum_would_be_seen(monkeypatch):
    right = goals("flux(1,2) > 0", ["T1 > T2"], TRIANGLE, "determinants", True)
    monkeypatch.setattr(opening_file, "_sum", lambda terms: next(iter(terms)))
    assert goals("flux(1,2) > 0", ["T1 > T2"], TRIANGLE, "determinants", True) != right


def test_the_goal_of_a_ring_of_four_with_nine_parameters_is_set_in_half_a_second():
    goals("flux(1,2) > 0", ["T1 > T2"], PAIR, "determinants", False)
    started = time.process_time()
    goal, _ = goals("flux(1,2) > 0", ["T1 > T2"], RING, "determinants", False)
    assert time.process_time() - started < 0.5
    assert len(RING.parameters) == 9
    assert len(goal.polynomial) > 2000


def test_too_much_work_is_no_rejection():
    with pytest.raises(Spent):
        goals("flux(1,2) > 0", ["T1 > T2"], RING, "determinants", False, Budget(0.001))


def test_a_claim_without_a_network_is_opened_too():
    found, denominator = opening(proved(statement("a/b", ">", "b/(2*a)"), {}), None)
    assert denominator is None
    assert str(found.polynomial) == "2*a**2 - b**2"
    assert found.relation == ">"


def test_goals_and_rejections_are_remembered(monkeypatch):
    made = []
    monkeypatch.setattr(FlintChecker, "tables", lambda self, data: made.append(1) or Network(self, data))
    openings = Openings(Question("flux(1,2) + energy() > 0", ["T1 > T2"], (), TRIANGLE, Budget(60)).template)
    for _ in range(2):
        assert openings.opening(network_step("determinants", {}), Budget(1))[0].relation == ">"
        with pytest.raises(Rejected, match="not fixed by the conductances"):
            openings.opening(network_step("conductances", {}), Budget(1))
    assert len(made) == 2


@pytest.mark.parametrize("claim", ["bath_flux(1) > 0", "flux(1,2) + flux(1,3) > 0"])
def test_a_trial_says_what_the_checker_says(claim):
    outcome = sf.prove(claim, given=["T1 > T2"], network=TRIANGLE)
    right = outcome.certificate.data
    assert outcome.certificate.check().verdict == "proved"
    assert stands(right)
    assert not stands({**right, "given": []})  # which the checker rejects
    assert not stands({**right, "claim": {**right["claim"], "relation": "<"}})
    assert not stands({**right, "proof": {"rule": "no such"}})
