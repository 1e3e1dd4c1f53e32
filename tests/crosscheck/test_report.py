"""The independent check agrees with right answers, and only with those."""

from __future__ import annotations

import random
import time
from fractions import Fraction
from typing import Any

import pytest

import symflux as sf
from symflux.algebra import Polynomial, RationalFunction
from symflux.crosscheck import cross_check
from symflux.errors import NetworkError, UniquenessError
from symflux.quantities.quantity import Quantity
from symflux.steady_state.state import Flux

TRIANGLE = sf.Network.from_edges(
    [(1, 2, "a"), (1, 3, "b"), (2, 3, 2)],
    pinning=1,
    masses={3: "m"},
    baths={1: ("g", "T1"), 2: (1, "T2")},
)
POINT = {"a": 3, "b": "1/2", "m": 2, "g": "2/3", "T1": 5, "T2": 1}


class Doctored:
    """A steady state of which one bond flux is replaced."""

    def __init__(self, ss: Any, bond: tuple[int, int], flux: Flux):
        self.ss, self.network, self.bond, self.flux = ss, ss.network, bond, flux

    def bond_flux(self, i: int, j: int) -> Any:
        return self.flux if (i, j) == self.bond else self.ss.bond_flux(i, j)

    def bath_flux(self, i: int) -> Any:
        return self.ss.bath_flux(i)

    def conductance(self, i: int, j: int) -> Any:
        return self.ss.conductance(i, j)


def with_one_coefficient_changed(polynomial: Polynomial, position: int) -> Polynomial:
    terms = list(polynomial.terms())
    monomial, coefficient = terms[position]
    terms[position] = (monomial, coefficient + 1)
    return Polynomial.from_terms(terms)


def test_six_sites_agree_to_fifty_digits_in_seconds() -> None:
    net = sf.chain(6, spring=["k", 2, 1, 3, 1], pinning="1/2", baths={1: (1, "T1"), 6: ("1/3", "T6")})
    started = time.process_time()
    report = cross_check(net.steady_state(), at={"k": "5/4", "T1": 3, "T6": 1})
    assert time.process_time() - started < 20
    assert report.agrees and report.digits_agreed >= 50 and report.digits == 50
    assert {entry.name for entry in report.agreements} >= {"flux 1->2", "flux 5->6", "bath 1", "bath 6", "K(1, 6)"}


def test_the_papers_first_example_agrees() -> None:
    report = cross_check(sf.paper.example_1().steady_state(), digits=20)
    assert report.agrees
    [middle] = [entry for entry in report.agreements if entry.name == "flux 2->3"]
    assert middle.exact == Fraction(1564, 1457)
    assert middle.lyapunov.startswith("1.07343857") and middle.integral.startswith("1.07343857")


def test_a_symbolic_answer_agrees_at_a_rational_point() -> None:
    assert cross_check(TRIANGLE.steady_state(), at=POINT, digits=20).agrees


@pytest.mark.parametrize("position", range(3))
def test_a_flux_with_one_coefficient_changed_by_one_is_caught(position: int) -> None:
    ss = TRIANGLE.steady_state()
    right = ss.bond_flux(1, 3)
    parts = dict(right.coefficients)
    top = parts[1].numerator
    assert len(top) > 3
    wrong = with_one_coefficient_changed(top, position * (len(top) // 3))
    parts[1] = RationalFunction(wrong, parts[1].denominator)
    report = cross_check(
        Doctored(ss, (1, 3), Flux(TRIANGLE, Quantity("flux", (1, 3)), coefficients=parts)), at=POINT, digits=10
    )
    assert not report and not report.agrees and report.digits_agreed < 6
    assert [entry.name for entry in report.agreements if entry.digits < 10] == ["flux 1->3"]
    assert "DISAGREES" in str(report)


def test_an_error_in_the_fortieth_digit_is_caught_at_fifty_and_not_at_thirty() -> None:
    ss = sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).steady_state()
    wrong = RationalFunction.constant(ss.bond_flux(1, 2).rational_function.value * (1 + Fraction(1, 10**40 + 10**39)))
    doctored = Doctored(ss, (1, 2), Flux(ss.network, Quantity("flux", (1, 2)), wrong))
    assert cross_check(doctored).digits_agreed == 40
    assert not cross_check(doctored).agrees
    assert cross_check(doctored, digits=30).agrees


HARD = {
    "unpinned triangle": sf.ring(3, spring=2, baths={1: (1, 2), 2: (1, 1)}),
    "free particle": sf.chain(1, baths={1: (1, 2)}),
    "two pairs that drift apart": sf.Network.from_edges(
        [(1, 2, 1), (3, 4, 2)], baths={1: (1, 2), 2: (1, 1), 3: (2, 1), 4: (1, 3)}
    ),
    "no flux at all": sf.Network.from_edges([(1, 2, 1), (3, 4, 2)], baths={1: (1, 2), 4: (1, 3)}),
    "potential with a skew kernel": sf.Network.from_matrix([[1, 1], [1, 1]], baths={1: (1, 2), 2: ("1/3", 1)}),
    "critical damping": sf.chain(2, pinning="1/4", baths={1: (1, 2), 2: (1, 1)}),
    "dead end": sf.star(4, pinning=1, baths={2: (1, 2), 3: (1, 1)}),
    "equal temperatures": sf.chain(2, pinning=1, baths={1: (1, 2), 2: (2, 2)}),
    "friction of 1e-12": sf.chain(3, pinning=1, baths={1: ("1/1000000000000", 2), 3: (1, 1)}),
    "stiff": sf.chain(
        3, spring=["1/1000000", 1000], pinning=1, masses={2: 1000}, baths={1: ("1/10000", 2), 3: (100, 1)}
    ),
}


@pytest.mark.parametrize("net", HARD.values(), ids=HARD.keys())
def test_hard_networks_agree(net: sf.Network) -> None:
    report = cross_check(net.steady_state(), digits=15)
    assert report.agrees, str(report)
    assert min(report.lyapunov_converged, report.integral_converged) >= 15


def random_network(seed: int) -> sf.Network:
    draw = random.Random(seed)

    def number() -> Fraction:
        return Fraction(draw.randint(1, 30), draw.randint(1, 10))

    size = draw.randint(2, 4)
    bonds = [(i, draw.randint(1, i - 1)) for i in range(2, size + 1)]
    bonds += [(i, j) for i in range(3, size + 1) for j in range(1, i) if (i, j) not in bonds and draw.random() < 0.4]
    places = draw.sample(range(1, size + 1), draw.randint(1, 3) if size > 2 else 2)
    return sf.Network.from_edges(
        [(i, j, number()) for i, j in bonds],
        pinning={site: number() for site in range(1, size + 1) if draw.random() < 0.6},
        masses={site: number() for site in range(1, size + 1)},
        baths={site: (number(), number()) for site in places},
    )


@pytest.mark.parametrize("seed", range(6))
def test_random_networks_agree(seed: int) -> None:
    report = cross_check(random_network(seed).steady_state(), digits=12)
    assert report.agrees, str(report)


def test_a_bath_of_temperature_zero_is_a_point_like_any_other() -> None:
    net = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    assert cross_check(net.steady_state(), at={"T1": 0, "T2": 1}, digits=12).agrees


def test_a_very_weak_pin_is_not_taken_for_none() -> None:
    net = sf.chain(2, pinning={1: Fraction(1, 10**40)}, baths={1: (1, 1), 2: (2, 3)})
    assert cross_check(net.steady_state(), digits=12).agrees


def test_digits_lost_to_cancellation_are_made_good() -> None:
    net = sf.ring(3, spring=[1, 2, 3], pinning=1, baths={1: (1, "T1"), 2: (2, "T2"), 3: (1, "T3")})
    parts = {site: c.value for site, c in net.steady_state().bond_flux(1, 2).coefficients.items()}
    balance = -(parts[1] * 5 + parts[2] * 7) / parts[3]
    report = cross_check(net.steady_state(), at={"T1": 5, "T2": 7, "T3": balance + Fraction(1, 10**30)}, digits=15)
    assert 0 < abs(report.agreements[0].exact) < Fraction(1, 10**30)
    assert report.agrees, str(report)


def test_missing_parameters_are_named() -> None:
    ss = TRIANGLE.steady_state()
    with pytest.raises(NetworkError, match="no value for T2, m"):
        cross_check(ss, at={name: value for name, value in POINT.items() if name not in ("m", "T2")})
    with pytest.raises(NetworkError, match="rational values, not a = 2\\*g"):
        cross_check(ss, at=POINT | {"a": "2*g"})
    with pytest.raises(NetworkError, match="no parameter 'x'"):
        cross_check(ss, at=POINT | {"x": 1})
    with pytest.raises(NetworkError, match="digits is an int from 1 to 1000"):
        cross_check(ss, at=POINT, digits=0)


def test_a_point_without_uniqueness_is_refused() -> None:
    net = sf.star(4, spring={(1, 2): 1, (1, 3): "k", (1, 4): 1}, pinning=1, baths={2: (1, "T")})
    with pytest.raises(UniquenessError, match="q3 - q4"):
        cross_check(net.steady_state(), at={"k": 1, "T": 1})


def test_the_report_prints_a_table() -> None:
    ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, 1)}).steady_state()
    report = cross_check(ss, at={"T1": 7}, digits=10)
    lines = str(report).splitlines()
    assert lines[:3] == [
        "cross-check of network of 2 sites",
        "  at T1 = 7",
        "  quantity      exact value  Lyapunov  integral",
    ]
    assert [line.split()[:3] for line in lines[3:5]] == [["flux", "1->2", "1"], ["bath", "1", "1"]]
    assert lines[-1].startswith("  agrees: ")
