"""What the checker works out of a network, against the Lyapunov equation solved in floating point."""

import time
from fractions import Fraction

import numpy as np
import pytest
from scipy.linalg import solve_continuous_lyapunov

from symflux.certificates import Certificate
from symflux.certificates.check import FORMAT, FREQUENCY, Checker, Network
from symflux.certificates.core import Rejected
from symflux.certificates.format import point, proved, statement
from symflux.errors import CertificateError

TRIANGLE = {
    "sites": [1, 2, 3], "masses": ["2", "1", "3/2"], "pinning": ["1", "1/3", "1"],
    "springs": [[1, 2, "2"], [1, 3, "1"], [2, 3, "5/3"]], "baths": [[1, "1/4", "3"], [2, "1/2", "1"], [3, "2", "7"]],
}  # fmt: skip
SQUARE = {
    "sites": ["a", "b", "c", "d"], "masses": ["1", "1", "3", "2"], "pinning": ["0", "0", "0", "1/2"],
    "springs": [["a", "b", "2"], ["b", "c", "1"], ["c", "d", "5/3"], ["d", "a", "1"], ["a", "c", "-1/7"]],
    "baths": [["a", "1", "3"], ["b", "1/2", "1"]],
}  # fmt: skip
CHAIN = {
    "sites": [1, 2, 3, 4], "masses": ["1", "1/2", "1", "2"], "pinning": ["1", "0", "1", "0"],
    "springs": [[1, 2, "1"], [2, 3, "2"], [3, 4, "1/2"]], "baths": [[1, "1", "2"], [3, "3", "1"], [4, "1", "5"]],
}  # fmt: skip


def lyapunov(table):
    places = {site: k for k, site in enumerate(table["sites"])}
    size = len(places)
    potential = np.diag([float(Fraction(c)) for c in table["pinning"]])
    masses = np.array([float(Fraction(m)) for m in table["masses"]])
    for first, second, text in table["springs"]:
        i, j, k = places[first], places[second], float(Fraction(text))
        potential[[i, j], [i, j]] += k
        potential[[i, j], [j, i]] -= k
    friction, heat = np.zeros(size), np.zeros(size)
    for site, gamma, temperature in table["baths"]:
        friction[places[site]] = float(Fraction(gamma))
        heat[places[site]] = float(Fraction(temperature))
    zero = np.zeros((size, size))
    drift = np.block([[-np.diag(friction / masses), -potential / masses[:, None]], [np.eye(size), zero]])
    noise = np.diag([*(2 * friction * heat / masses**2), *np.zeros(size)])
    return masses, potential, friction, heat, solve_continuous_lyapunov(drift, -noise)


def value(checker, net, atom):
    top, bottom = net.by_integrals(atom, "determinants")
    return float(Fraction(top.get(0, 0)) / bottom[0] / net.moments[1][0])


@pytest.mark.parametrize("table", [TRIANGLE, SQUARE, CHAIN], ids=["triangle", "square", "chain"])
def test_quantities_agree_with_the_lyapunov_equation(table):
    masses, potential, friction, heat, moments = lyapunov(table)
    checker = Checker()
    net = Network(checker, table)
    labels, size = net.labels, len(net.labels)
    for i in range(size):
        found = value(checker, net, f"kinetic_temperature({labels[i]})")
        assert found == pytest.approx(masses[i] * moments[i, i], rel=1e-9)
        if friction[i]:
            expected = friction[i] * (heat[i] / masses[i] - moments[i, i])
            assert value(checker, net, f"bath_flux({labels[i]})") == pytest.approx(expected, rel=1e-8)
        for j in range(size):
            if i != j:
                expected = -potential[i, j] * moments[size + i, j]
                found = value(checker, net, f"flux({labels[i]},{labels[j]})")
                assert found == pytest.approx(expected, rel=1e-8, abs=1e-12)


COORDINATES = [("q", "q"), ("q", "v"), ("v", "q"), ("v", "v"), ("q", "p"), ("p", "v"), ("p", "p")]


@pytest.mark.parametrize("table", [TRIANGLE, SQUARE, CHAIN], ids=["triangle", "square", "chain"])
def test_positions_and_energy_agree_with_the_lyapunov_equation(table):
    """The entries have a common denominator, which M, Gamma and V are freed of: lengths must not notice."""
    masses, potential, friction, heat, moments = lyapunov(table)
    checker = Checker()
    net = Network(checker, table)
    labels, size = net.labels, len(net.labels)
    for i in range(size):
        for j in range(size):
            for a, b in COORDINATES:
                row, column = i + size * (a == "q"), j + size * (b == "q")
                factor = (masses[i] if a == "p" else 1) * (masses[j] if b == "p" else 1)
                found = value(checker, net, f"covariance({a}{labels[i]},{b}{labels[j]})")
                assert found == pytest.approx(factor * moments[row, column], rel=1e-8, abs=1e-12), (a, i, b, j)
            q = moments[size:, size:]
            found = value(checker, net, f"position_difference({labels[i]},{labels[j]})")
            assert found == pytest.approx(q[i, i] - 2 * q[i, j] + q[j, j], rel=1e-8, abs=1e-12)
    stored = 0.5 * np.sum(potential * moments[size:, size:]) + 0.5 * masses @ np.diag(moments)[:size]
    assert value(checker, net, "energy()") == pytest.approx(stored, rel=1e-9)
    lost = [friction[i] * (heat[i] / masses[i] - moments[i, i]) / heat[i] for i in range(size) if friction[i]]
    assert value(checker, net, "entropy_production()") == pytest.approx(-sum(lost), rel=1e-8)


def test_what_diffuses_has_no_variance_and_differences_have():
    table = {**CHAIN, "pinning": ["0"] * 4, "baths": [[site, "1", "3/2"] for site in (1, 3, 4)]}
    checker = Checker()
    net = Network(checker, table)
    assert value(checker, net, "position_difference(1,2)") == pytest.approx(1.5)  # k <(q1 - q2)**2> = T
    assert value(checker, net, "energy()") == pytest.approx((4 + 3) / 2 * 1.5)  # no spring is in a loop
    for atom in ("covariance(q1,q1)", "covariance(q1,q2)"):
        with pytest.raises(Rejected, match="diffuses"):
            net.by_integrals(atom, "determinants")


def test_both_ways_to_write_a_quantity_agree():
    checker = Checker()
    net = Network(checker, CHAIN)
    values = {
        checker.variable(f"conductance({a},{b})"): value(checker, net, f"conductance({a},{b})")
        for a, b in [(1, 3), (1, 4), (3, 4)]
    }
    baths = ["bath_flux(3)", "kinetic_temperature(3)", "bath_flux_coefficient(4,4)", "entropy_production()"]
    for atom in ["flux(1,2)", "flux(2,3)", "flux(4,3)", *baths]:
        top, bottom = net.by_conductances(atom)
        found = sum(float(c) * values.get(m, 1) for m, c in top.items()) / float(bottom[0])
        assert found == pytest.approx(value(checker, net, atom), rel=1e-9)


def test_coefficients_add_up_to_the_quantity():
    checker = Checker()
    net = Network(checker, TRIANGLE)
    temperatures = {1: 3, 2: 1, 3: 7}
    for name, sites in (("flux", "1,3"), ("bath_flux", "2"), ("kinetic_temperature", "3")):
        parts = [t * value(checker, net, f"{name}_coefficient({sites},{b})") for b, t in temperatures.items()]
        assert sum(parts) == pytest.approx(value(checker, net, f"{name}({sites})"), rel=1e-9)


def test_a_common_factor_does_not_change_the_quantities():
    checker = Checker()
    plain, scaled = (Network(checker, table) for table in (SQUARE, times(SQUARE, "(u+2)")))
    for atom in ("flux(a,b)", "bath_flux(a)", "kinetic_temperature(c)"):
        top, bottom = scaled.by_integrals(atom, "determinants")
        top, below = (checker.put(p, {"u": {0: 5}}) for p in (top, scaled.moments[1]))
        assert float(Fraction(top[0]) / bottom[0] / below[0]) == pytest.approx(value(checker, plain, atom))
        assert below[0] > 0


def times(table, factor):
    """The network with all masses, pinning, springs and frictions multiplied by a formula, and over it."""
    scaled = {key: [f"{factor}*{text}" for text in table[key]] for key in ("masses", "pinning")}
    springs = [[i, j, f"{factor}*({k})"] for i, j, k in table["springs"]]
    baths = [[i, f"{factor}*{g}", t] for i, g, t in table["baths"]]
    return {**table, **scaled, "springs": springs, "baths": baths, "over": factor}


def test_temperatures_may_have_denominators():
    checker = Checker()
    hot = {**TRIANGLE, "baths": [[1, "1/4", "3/u"], [2, "1/2", "v/u"], [3, "2", "7/v"]]}
    top, bottom = Network(checker, hot).by_integrals("flux(1,2)", "determinants")
    at = {"u": {0: 1}, "v": {0: 1}}
    expected = Network(checker, TRIANGLE)
    found = Fraction(checker.put(top, at)[0]) / checker.put(bottom, at)[0] / expected.moments[1][0]
    assert float(found) == pytest.approx(value(checker, expected, "flux(1,2)"))


@pytest.mark.parametrize("table", [TRIANGLE, SQUARE, CHAIN], ids=["triangle", "square", "chain"])
def test_the_spectrum_adds_up_to_the_quantity(table):
    checker = Checker()
    net = Network(checker, table)
    full = net.characteristic
    denominator = np.polynomial.Polynomial([float(full.get(e, {}).get(0, 0)) for e in range(max(full) + 1)])
    points, weights = np.polynomial.legendre.leggauss(800)
    w, weights = np.tan(np.pi * (points + 1) / 4), weights * np.pi / 4 * (1 + np.tan(np.pi * (points + 1) / 4) ** 2)
    for atom in ("flux({0},{1})", "bath_flux({0})", "kinetic_temperature({1})"):
        name = atom.format(*net.labels)
        rows = checker.by_power(net.by_integrals(name, "spectrum")[0], FREQUENCY)
        density = sum(float(row.get(0, 0)) * w ** (2 * e) for e, row in rows.items())
        total = 2 / np.pi * np.sum(weights * density / np.abs(denominator(1j * w)) ** 2)
        assert total == pytest.approx(value(checker, net, name), rel=1e-6)


def test_determinant_is_positive_in_a_steady_state():
    for table in (TRIANGLE, SQUARE, CHAIN):
        _, determinant = Network(Checker(), table).moments
        assert set(determinant) == {0}
        assert determinant[0] > 0


@pytest.mark.parametrize("table", [TRIANGLE, SQUARE, CHAIN], ids=["triangle", "square", "chain"])
def test_quantities_are_compared_with_numbers_at_a_point(table):
    first, second = table["sites"][:2]
    for atom in (f"flux({first},{second})", f"bath_flux({first})", f"kinetic_temperature({second})"):
        checker = Checker()
        found = value(checker, Network(checker, table), atom)
        for number in (Fraction(found) * Fraction(99, 100), Fraction(found) * Fraction(101, 100)):
            for text in (atom, f"{atom}**2/{atom}", f"1/(1/{atom})"):
                data = proved(statement(text, ">", number.limit_denominator(10**6)), {}, network=table)
                certificate = Certificate({**data, "verdict": "refuted", "proof": point({})})
                if found < number:
                    assert certificate.check().verdict == "refuted"
                else:
                    with pytest.raises(CertificateError, match="the claim holds there"):
                        certificate.check()


def test_refutation_on_a_large_network_is_checked_at_once():
    ladder = {
        "sites": list(range(1, 11)), "masses": ["1"] * 10, "pinning": ["1"] * 10,
        "springs": [[i, i + d, str(3 - d)] for d in (1, 2) for i in range(1, 11 - d)],
        "baths": [[1, "1", "2"], [10, "1", "1"]],
    }  # fmt: skip
    point = {"rule": "point", "at": {}}
    statement = {"left": "flux(4,5)", "relation": "<", "right": "-1"}
    data = {
        "format": FORMAT, "verdict": "refuted", "claim": statement, "given": [], "real": [],
        "network": ladder, "proof": point,
    }  # fmt: skip
    start = time.monotonic()
    assert Certificate(data).check().verdict == "refuted"
    assert time.monotonic() - start < 5
