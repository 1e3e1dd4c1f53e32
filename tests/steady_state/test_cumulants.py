"""Cumulants of heat and work: the generating function by floating point, the formulas for two baths, symmetry."""

import numpy as np
import pytest
from random_networks import any_network

import symflux as sf
from symflux.algebra import RationalFunction
from symflux.errors import DivergenceError, NetworkError

X = RationalFunction.variable
ONE = RationalFunction.constant(1)


def value(result):
    return result.rational_function


def generated(network, terms, order, *, points=6000, circle=16, radius=0.02):
    """lim kappa/t from -(1/4 pi) Int ln det(1 - 2 l B S(w)) dw on a circle of l: numpy, none of the exact routes.

    In w = tan(u/2) the integrand is smooth and periodic, so that the trapezoidal rule converges exponentially.
    """
    model = network.linear_model()
    M, D, V = (np.array([[float(e.value) for e in row] for row in m.dense()]) for m in
               (model.mass, model.damping, model.coupling))  # fmt: skip
    sources = [(dict(b.direction), 2 * float((b.friction * b.temperature).value)) for b in model.baths]
    sources += [(dict(d.direction), 2 * float(d.strength.value)) for d in model.drives]
    frictions = [float(b.friction.value) for b in model.baths] + [0.0] * len(model.drives)
    signals = list(dict.fromkeys(s for t in terms for s in (t.left, t.right)))
    B2 = np.zeros((len(signals), len(signals)))
    for t in terms:
        i, j = signals.index(t.left), signals.index(t.right)
        B2[i, j] += float(t.factor.value)
        B2[j, i] += float(t.factor.value)
    step = 2 * np.pi / points
    ring = radius * np.exp(2j * np.pi * np.arange(circle) / circle)
    total = np.zeros(circle, dtype=complex)
    for w in np.tan((np.arange(points // 2) + 0.5) * step / 2):
        s = 1j * w
        G = np.linalg.inv(M * s**2 + D * s + V)
        answer = np.zeros((len(signals), len(sources)), dtype=complex)
        for a, (u, _) in enumerate(sources):
            moved = sum(sign * G[:, k] for k, sign in u.items())
            for n, signal in enumerate(signals):
                if not signal.sources:
                    answer[n, a] = s**signal.order * sum(weight * moved[k] for k, weight in signal.weights)
                for b in signal.sources:
                    answer[n, a] += (a == b) - frictions[b] * s * sum(x * moved[k] for k, x in sources[b][0].items())
        S = (answer * [strength for _, strength in sources]) @ answer.conj().T
        for each in (S, S.conj()):
            matrix = np.eye(len(signals)) - ring[:, None, None] * (B2 @ each)
            total += np.log(np.linalg.det(matrix)) * (1 + w * w) / 2 * step
    growth = -total / (4 * np.pi)
    powers = np.exp(-2j * np.pi * order * np.arange(circle) / circle)
    return float(np.prod(np.arange(1, order + 1)) * (growth * powers).mean().real / radius**order)


FIXED = {
    "pair": sf.chain(2, spring="1/2", pinning=1, masses={2: "3/2"}, baths={1: ("1/2", 2), 2: (1, 1)}),
    "field": sf.Network.from_edges([(1, 2, 1)], pinning=1, baths={1: (1, 3), 2: (2, 1)}, magnetic={(1, 2): "3/2"}),
    "overdamped": sf.chain(2, spring=1, pinning="1/3", masses=0, baths={1: (1, 3), 2: (2, 1)}),
    "driven": sf.Network.from_edges([(1, 2, (2, 1))], pinning=2, baths={1: (1, 1), 2: (2, 1)}, drives={2: "1/2"}),
}


@pytest.mark.parametrize("name", FIXED)
@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_the_generating_function_has_these_derivatives(name, order):
    ss = FIXED[name].steady_state()
    asked = [(ss.bath_flux(label), ss.powers.baths([label])) for label in ss.network.baths]
    asked.append((ss.bond_flux(1, 2), ss.powers.delivered(1, 2, None)))
    for flux, terms in asked:
        exact = float(value(flux.cumulant(order)).value)
        assert generated(ss.network, terms, order) == pytest.approx(exact, rel=1e-5, abs=1e-6)


def test_networks_of_every_kind_have_a_third_cumulant():
    compared = 0
    for seed in range(40):
        network = any_network(seed, most=2)
        try:
            ss = network.steady_state()
            asked = [(ss.bath_flux(label), ss.powers.baths([label])) for label in network.baths]
            asked += [(ss.bond_flux(i, j), ss.powers.delivered(i, j, None)) for i, j in ss.powers.pairs()]
            flux, terms = asked[-1]
            exact = float(value(flux.cumulant(3)).value)
        except (NetworkError, DivergenceError):
            continue
        if abs(exact) < 30:
            found = generated(network, terms, 3, radius=0.002)
            assert found == pytest.approx(exact, rel=1e-3, abs=1e-3), seed
            compared += 1
    assert compared >= 10


def test_the_first_is_the_mean_and_the_second_twice_the_diffusion():
    baths = {1: (1, "T1"), 2: ("g", "T2"), 3: (1, "T3")}
    ss = sf.complete(3, spring=["k", 2, 3], pinning=1, baths=baths).steady_state()
    for flux in (ss.bath_flux(2), ss.bond_flux(1, 3)):
        assert flux.cumulant(1) == flux
        assert flux.cumulant(2) == 2 * value(flux.diffusion())


def test_one_particle_with_two_baths():
    """Its transmission is that of a Lorentzian: kappa_3 = 6 (2 q (T1 - T2) T1 T2 + r (T1 - T2)^3)."""
    net = sf.Network.from_edges([], sites=[1], pinning="k", masses="m", baths={1: [("g", "T1"), ("h", "T2")]})
    third = value(net.steady_state().bath_flux("1.1").cumulant(3))
    g, h, m, T1, T2 = map(X, ("g", "h", "m", "T1", "T2"))
    q = g**2 * h**2 / (m * (g + h) ** 3)
    r = 2 * g**3 * h**3 / (m * (g + h) ** 5)
    assert third == 6 * (2 * q * (T1 - T2) * T1 * T2 + r * (T1 - T2) ** 3)


@pytest.mark.parametrize(
    "network",
    [
        sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (2, "T2")}),
        sf.chain(3, spring=1, pinning="c", baths={1: (1, "T1"), 3: (1, "T2")}),
        sf.chain(2, spring="k", pinning=1, masses=0, baths={1: (1, "T1"), 2: (3, "T2")}),
    ],
)
def test_heat_between_two_baths_obeys_the_fluctuation_theorem(network):
    """Gallavotti and Cohen's symmetry: the growth depends on l by u = l (T1 - T2) + l^2 T1 T2 alone.

    Saito and Dhar, PRL 99 (2007) 180601: kappa_n/n! is the coefficient of l^n in sum_k c_k u^k, c_k of the couplings.
    """
    ss = network.steady_state()
    heat = ss.bath_flux(next(iter(network.baths)))
    T1, T2 = X("T1"), X("T2")
    one, two, three, four = (value(heat.cumulant(n)) for n in (1, 2, 3, 4))
    c1 = one / (T1 - T2)
    c2 = (two / 2 - c1 * T1 * T2) / (T1 - T2) ** 2
    c3 = (three / 6 - 2 * c2 * (T1 - T2) * T1 * T2) / (T1 - T2) ** 3
    c4 = (four / 24 - c2 * (T1 * T2) ** 2 - 3 * c3 * (T1 - T2) ** 2 * T1 * T2) / (T1 - T2) ** 4
    for c in (c1, c2, c3, c4):
        assert c and not set(c.names) & {"T1", "T2"}


def test_odd_cumulants_vanish_at_equal_temperatures():
    ss = sf.chain(3, spring="k", pinning=1, baths={1: (1, "T"), 3: (2, "T")}).steady_state()
    assert value(ss.bond_flux(2, 3).cumulant(3)).is_zero
    assert value(ss.bond_flux(2, 3).cumulant(2)) == 2 * value(ss.conductance(1, 3)) * X("T") ** 2


def test_it_is_the_same_on_all_bonds_of_a_chain():
    ss = sf.chain(4, spring=[1, 2, 3], pinning="1/2", baths={1: (1, "T1"), 4: (2, "T4")}).steady_state()
    first = ss.bond_flux(1, 2).cumulant(3)
    assert all(flux.cumulant(3) == first for flux in [*ss.bond_fluxes().values(), ss.bath_flux(1)])
    assert ss.bath_flux(4).cumulant(3) == -value(first)
    assert list(first.coefficients) == [(1, 1, 1), (1, 1, 4), (1, 4, 4), (4, 4, 4)]


def test_sums_and_values():
    ss = sf.complete(3, spring=[1, 2, 3], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    assert ss.work().cumulant(3) == 0
    at = ss.bath_flux(1).cumulant(3).at({"T1": 2, "T2": 1})
    assert at == value(ss.bath_flux(1).cumulant(3)).substitute({"T1": ONE * 2, "T2": ONE})


@pytest.mark.parametrize("order", [0, 9, -1, "3", 2.0, True])
def test_orders_out_of_reach_are_refused(order):
    ss = sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).steady_state()
    with pytest.raises(NetworkError, match="from 1 to 8"):
        ss.bond_flux(1, 2).cumulant(order)
