"""What one answer costs: the solver is built once, the checker opens once, and easy claims are answered at once."""

import os

import pytest

import symflux as sf
from symflux.certificates.check import Checker
from symflux.moments import symbolic
from symflux.signs.prove import prove

EDGES = [(1, 2, "a"), (1, 3, "b"), (2, 3, "d")]


def triangle():
    return sf.Network.from_edges(EDGES, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})


@pytest.fixture
def counts(tmp_path, monkeypatch):
    """{what: how often}, in this process and all that it forks."""
    log = tmp_path / "log"
    log.touch()

    def count(owner, name, what):
        true = getattr(owner, name)

        def counted(*arguments, **options):
            with log.open("a") as file:
                file.write(what + "\n")
            return true(*arguments, **options)

        monkeypatch.setattr(owner, name, counted)

    count(Checker, "opening", "openings")
    count(symbolic.SymbolicMoments, "__init__", "solvers")
    count(os, "fork", "forks")

    def read():
        lines = log.read_text().splitlines()
        return {what: lines.count(what) for what in ("openings", "solvers", "forks")}

    return read


PROVED = [
    ("bath_flux(1) > 0", ["T1 > T2"]),  # from the structure
    ("flux(1,2) + flux(1,3) > 0", ["T1 > T2"]),  # not in this form
    ("kinetic_temperature(3) <= T1", ["T1 > T2"]),
    ("flux(1,2) + flux(1,3) == bath_flux(1)", []),
]


@pytest.mark.parametrize(("claim", "given"), PROVED)
def test_a_proof_takes_one_solver_one_opening_and_one_fork(claim, given, counts):
    network = triangle()
    assert prove(claim, given=given, network=network).is_proved
    found = counts()
    assert found["openings"] == 1
    assert found["solvers"] <= 1
    assert found["forks"] == 1


def test_a_proof_about_results_shares_their_solver(counts):
    state = triangle().steady_state()
    assert prove(state.bond_flux(1, 2) + state.bond_flux(1, 3) > 0, given=["T1 > T2"]).is_proved
    assert counts() == {"openings": 1, "solvers": 1, "forks": 1}


def test_a_refutation_opens_nothing(counts):
    assert prove("flux(1,2) > 0", given=["T1 > T2"], network=triangle()).is_refuted
    found = counts()
    assert found["openings"] == 0  # a point is put in, no polynomial is expanded by the checker
    assert found["solvers"] <= 1


PAIR = sf.Network.from_edges([(1, 2, "k")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
EASY = [("kinetic_temperature(1) >= kinetic_temperature(2)", ["T1 > T2"]), ("flux(1,2) <= T1/2", [])]


@pytest.mark.parametrize(("claim", "given"), EASY)
def test_easy_claims_on_two_sites_are_answered_in_a_tenth_of_a_second(claim, given):
    prove(claim, given=given, network=PAIR)  # the first loads what is needed

    def spent():
        started = os.times()
        assert prove(claim, given=given, network=PAIR).is_proved
        ended = os.times()
        return ended.user - started.user + ended.children_user - started.children_user

    assert min(spent() for _ in range(3)) <= 0.3  # 0.07 of work; more where other processes share the core
