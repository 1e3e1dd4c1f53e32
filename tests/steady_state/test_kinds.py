"""Fields, one-way springs, massless sites, several baths: published formulas, exact counterexamples, refusals."""

from fractions import Fraction

import pytest
import sympy
from random_networks import any_network

import symflux as sf
from symflux.algebra import RationalFunction
from symflux.errors import DivergenceError, NetworkError, StabilityError, UniquenessError, VerificationError

X = RationalFunction.variable


def names(text):
    return [X(name) for name in text.split()]


def value(result):
    return result.rational_function


def test_overdamped_pair():
    """c^2 (T1 - T2)/(a g2 + b g1): Sekimoto's heat between two overdamped particles."""
    net = sf.Network.from_edges(
        [(1, 2, "c")], pinning={1: "a-c", 2: "b-c"}, masses=0, baths={1: ("g1", "T1"), 2: ("g2", "T2")}
    )
    a, b, c, g1, g2, T1, T2 = names("a b c g1 g2 T1 T2")
    ss = net.steady_state()
    assert value(ss.bath_flux(1)) == c**2 * (T1 - T2) / (a * g2 + b * g1)
    assert ss.bond_flux(1, 2) == ss.bath_flux(1) and ss.stability_conditions() == []


def test_loos_and_klapp_non_reciprocal_pair():
    """New J. Phys. 22 (2020) 123051: heats into the baths c1 (c1 T2 - c2 T1)/(a+b) and c2 (c2 T1 - c1 T2)/(a+b)."""
    net = sf.Network.from_edges(
        [(1, 2, ("c1", "c2"))], pinning={1: "a-c1", 2: "b-c2"}, masses=0,
        baths={1: (1, "T1"), 2: (1, "T2")}, real=["c1", "c2"],
    )  # fmt: skip
    a, b, c1, c2, T1, T2 = names("a b c1 c2 T1 T2")
    ss = net.steady_state()
    assert value(ss.bath_flux(1)) == -c1 * (c1 * T2 - c2 * T1) / (a + b)
    assert value(ss.bath_flux(2)) == -c2 * (c2 * T1 - c1 * T2) / (a + b)
    assert value(ss.bath_flux(1) + ss.bath_flux(2) + ss.work()) == 0
    assert [str(condition) for condition in ss.stability_conditions()] == ["a*b - c1*c2 > 0"]
    with pytest.raises(StabilityError):
        net.at({"a": 1, "b": 1, "c1": 2, "c2": 2}).steady_state()


def test_several_baths_on_one_site():
    """l_i l_j (T_i - T_j)/(m sum l)."""
    net = sf.Network.from_edges(
        [], sites=[1], pinning="k", masses="m", baths={1: {"x": ("l1", "T1"), "y": ("l2", "T2"), "z": ("l3", "T3")}}
    )
    l1, l2, l3, m = names("l1 l2 l3 m")
    ss = net.steady_state()
    assert value(ss.conductance("x", "y")) == l1 * l2 / (m * (l1 + l2 + l3))
    assert ss.bath_flux(1) == 0 and list(ss.bath_fluxes()) == ["x", "y", "z"]


def test_five_overdamped_beads_with_linear_temperatures():
    """A chain of equal springs between two walls, temperatures 1 to 5: nothing flows in the middle."""
    net = sf.chain(5, pinning={1: 1, 5: 1}, masses=0, baths={i: (1, i) for i in range(1, 6)})
    heats = [value(flux) for flux in net.steady_state().bath_fluxes().values()]
    assert heats[2] == 0 and heats[0] == -heats[4] and heats[1] == -heats[3] and heats[0].value < 0
    falling = {i: (1, 2 - Fraction(i - 1, 4)) for i in range(1, 6)}
    net = sf.chain(5, pinning={1: 1, 5: 1}, masses=0, baths=falling)
    heats = [value(flux).value for flux in net.steady_state().bath_fluxes().values()]
    assert heats[:3] == [Fraction(37, 495), Fraction(1, 66), 0]


def test_torque_of_two_temperatures_in_a_tilted_trap():
    """Dotsenko et al., PRE 87 (2013) 062130: U = x^2/2 + y^2/2 + u x y turns with the torque u (Ty - Tx)."""
    net = sf.Network.from_edges(
        [("x", "y", "-u")], pinning="1 + u", masses=0, baths={"x": (1, "Tx"), "y": (1, "Ty")}, real=["u"]
    )
    ss = net.steady_state()
    u, Tx, Ty = names("u Tx Ty")
    turning = ss.covariance(("q", "x"), ("v", "y")) - ss.covariance(("q", "y"), ("v", "x"))
    assert value(turning) == u * (Ty - Tx)
    squares = [value(ss.covariance(("q", site), ("q", site))) for site in "xy"]
    assert -u * (squares[0] - squares[1]) == u * (Ty - Tx)  # <x F_y - y F_x>


def test_magnetic_gyrator():
    """A charged particle in a tilted trap, two temperatures (Filliger and Reimann, PRL 99 (2007) 230602, in the field
    of Abdoli et al., Sci. Rep. 12 (2022) 13405): heat and torque against the ten moment equations, by sympy alone."""
    net = sf.Network.from_edges(
        [("x", "y", "-u")], pinning="k + u", baths={"x": ("g", "Tx"), "y": ("g", "Ty")}, magnetic={("x", "y"): "w"},
        real=["u", "w"],
    )  # fmt: skip
    ss = net.steady_state()
    g, k, u, w, Tx, Ty = names("g k u w Tx Ty")
    below = 2 * (g**2 * k + k * w**2 + u**2)
    assert value(ss.bath_flux("x")) == g * (Tx - Ty) * (k * w**2 + u**2) / below
    assert value(ss.covariance(("q", "x"), ("v", "y"))) == -g * u * (Tx - Ty) / below
    g, k, u, w, Tx, Ty = sympy.symbols("g k u w Tx Ty")
    drift = sympy.Matrix([[0, 0, 1, 0], [0, 0, 0, 1], [-k, -u, -g, w], [-u, -k, -w, -g]])
    unknown = sympy.symbols("c:10")
    Q = sympy.zeros(4, 4)
    for c, (i, j) in zip(unknown, [(a, b) for a in range(4) for b in range(a, 4)], strict=True):
        Q[i, j] = Q[j, i] = c
    solved = sympy.solve(list(drift * Q + Q * drift.T + sympy.diag(0, 0, 2 * g * Tx, 2 * g * Ty)), unknown, dict=True)
    heat = g * (Tx - Q[2, 2].subs(solved[0]))
    assert sympy.simplify(heat - g * (Tx - Ty) * (k * w**2 + u**2) / (2 * (g**2 * k + k * w**2 + u**2))) == 0


def test_magnetic_particle_with_two_temperatures():
    """A charged particle in a plane, a bath for each axis: heat goes round through the field; zero without it."""
    net = sf.Network.from_edges(
        [], sites=["x", "y"], pinning="k", masses="m", baths={"x": ("g", "Tx"), "y": ("g", "Ty")},
        magnetic={("x", "y"): "w"}, real=["w"],
    )  # fmt: skip
    g, m, w, Tx, Ty = names("g m w Tx Ty")
    ss = net.steady_state()
    heat = value(ss.bath_flux("x"))
    assert heat == g * w**2 * (Tx - Ty) / (2 * m * (g**2 + w**2))
    assert ss.bond_flux("x", "y", by="magnetic") == ss.bath_flux("x") == ss.bond_flux("x", "y")
    assert heat.substitute({"w": RationalFunction.constant(0)}) == 0


def test_conductances_in_a_field_are_ordered_and_turn_with_it():
    """k_ab(w) = k_ba(-w); row sums are column sums."""
    net = sf.Network.from_edges(
        [(1, 2, 1), (2, 3, "4/15"), (3, 1, "1/3")], pinning={1: "5/3", 2: "1/2", 3: 2},
        baths={1: (5, "T1"), 2: (2, "T2"), 3: ("4/3", "T3")}, magnetic={(1, 2): "w"}, real=["w"],
    )  # fmt: skip
    ss, turned = net.steady_state(), {"w": -X("w")}
    pairs = [(1, 2), (2, 3), (1, 3)]
    assert all(value(ss.conductance(i, j)) == value(ss.conductance(j, i)).substitute(turned) for i, j in pairs)
    assert any(ss.conductance(i, j) != ss.conductance(j, i) for i, j in pairs)
    rows = [sum((value(ss.conductance(i, j)) for j in (1, 2, 3) if j != i), X("w") * 0) for i in (1, 2, 3)]
    columns = [sum((value(ss.conductance(j, i)) for j in (1, 2, 3) if j != i), X("w") * 0) for i in (1, 2, 3)]
    assert rows == columns


@pytest.mark.parametrize(
    ("network", "heats"),
    [
        (
            sf.Network.from_edges([(1, 2, (0, 1))], pinning=1, baths={1: (1, 1), 2: (1, 1)}),
            [0, Fraction(-2, 7)],
        ),
        (
            sf.Network.from_edges([(1, 2, (6, 2))], pinning={1: "1/2", 2: 5}, baths={1: ("2/3", 2), 2: (1, 1)}),
            [Fraction(-720, 2479), Fraction(240, 2479)],
        ),
    ],
)
def test_what_one_way_springs_break(network, heats):
    """Heat at equal temperatures; the hottest bath absorbs."""
    ss = network.steady_state()
    assert [value(flux).value for flux in ss.bath_fluxes().values()] == heats
    assert value(ss.work()).value == -sum(heats)
    assert value(ss.bond_flux(1, 2) + ss.bond_flux(2, 1)) == value(ss.work(1, 2))


def test_the_spring_of_a_bridge_in_a_field_may_run_backward():
    net = sf.Network.from_edges(
        [(1, 2, "1/2")], pinning={1: "2/3", 2: "1/2"}, masses={1: 2, 2: 4}, baths={1: (2, 3), 2: (5, 1)},
        magnetic={(1, 2): 6},
    )  # fmt: skip
    ss = net.steady_state()
    parts = [value(ss.bond_flux(1, 2, by=kind)).value for kind in ("spring", "magnetic")]
    assert parts == [Fraction(-630, 59743), Fraction(52200, 59743)]
    assert value(ss.bond_flux(1, 2)).value == sum(parts)


def test_cold_damping_breaks_the_second_law():
    """J = g h T/((g + h) m): one bath gives heat for ever, and the feedback takes it as work."""
    net = sf.Network.from_edges([], sites=[1], pinning="k", masses="m", baths={1: ("g", "T")}, feedback={(1, 1): "h"})
    g, h, m, T = names("g h m T")
    ss = net.steady_state()
    assert value(ss.bath_flux(1)) == g * h * T / ((g + h) * m) == -value(ss.work(1))


def test_a_drive_does_work():
    net = sf.Network.from_edges([], sites=[1], pinning="k", masses="m", baths={1: ("g", "T")}, drives={1: "E"})
    E, m = names("E m")
    ss = net.steady_state()
    assert value(ss.work(1)) == E / m == -value(ss.bath_flux(1))
    with pytest.raises(NetworkError, match="not a linear form"):
        _ = ss.bath_flux(1).coefficients


@pytest.mark.parametrize("seed", range(40))
def test_the_laws_hold_in_random_networks_of_every_kind(seed):
    try:
        ss = any_network(seed + 1000).steady_state()
    except NetworkError:
        return
    names_of_checks = [name for name, _ in ss.verify().checks]
    assert names_of_checks[0] in ("columns of the adjugate", "Lyapunov equation, momenta")


def test_verify_finds_a_wrong_mean(monkeypatch):
    net = sf.Network.from_edges(
        [(1, 2, 1)], pinning=1, masses={1: 0}, baths={1: (1, 2), 2: (1, 1)}, magnetic={}, drives={2: 1}
    )
    ss = net.steady_state()
    assert ss.verify()
    genuine = type(ss.moments).mean
    monkeypatch.setattr(type(ss.moments), "mean", lambda self, b, x, y: genuine(self, b, x, y) * 2)
    with pytest.raises(VerificationError):
        net.at({}).steady_state().verify()


def test_infinite_answers_name_the_baths_and_leave_the_others():
    net = sf.Network.from_edges([], sites=[1], pinning="k", masses=0, baths={1: {"x": ("g", "T"), "y": ("h", "S")}})
    ss = net.steady_state()
    with pytest.raises(DivergenceError, match="by bath x, bath y") as caught:
        _ = ss.bath_flux("x").expr
    assert caught.value.baths == ("x", "y")
    g, h, k, T, S = names("g h k T S")
    assert value(ss.covariance(("q", 1), ("q", 1))) == (g * T + h * S) / (k * (g + h))
    assert ss.bath_flux(1) == 0
    for ask in (lambda: ss.kinetic_temperature(1), lambda: ss.covariance(("v", 1), ("v", 1))):
        with pytest.raises(DivergenceError, match="mass"):
            ask()


def test_the_small_mass_limit_is_the_massless_network():
    """A sketch of a theorem, tested on a family: heats and <q q> at M = 0 are limits, for any ratio of the masses."""
    def network(masses):
        return sf.chain(3, spring=[1, 2], pinning=1, masses=masses, baths={1: (1, 3), 2: (2, 1), 3: (1, 2)})

    massless = network(0).steady_state()
    for ratios in ((1, 1, 1), (1, 3, 2)):
        small = network({i + 1: f"{r}*m" for i, r in enumerate(ratios)}).steady_state()
        for ask in (lambda s: s.bath_flux(2), lambda s: s.bond_flux(1, 2), lambda s: s.covariance(("q", 1), ("q", 3))):
            limit = value(ask(small)).substitute({"m": RationalFunction.constant(0)})
            assert limit == value(ask(massless))


def test_a_massless_network_and_its_reference_agree_as_objects():
    net = sf.chain(3, spring="k", pinning=1, masses={1: 0, 2: "m", 3: 0}, baths={1: ("g", "T"), 3: (1, "S")})
    fast, reference = net.steady_state(), net.steady_state(method="lyapunov")
    for ask in (lambda s: s.bath_flux(1), lambda s: s.bond_flux(2, 3), lambda s: s.kinetic_temperature(2)):
        assert value(ask(fast)) == value(ask(reference))


def test_an_undamped_field_is_refused():
    with pytest.raises(UniquenessError, match="the motion through"):
        sf.Network.from_edges(
            [(2, 3, 1)], pinning=1, sites=[1, 2, 3], baths={1: (1, 1)}, magnetic={(2, 3): 2}
        ).steady_state()


@pytest.mark.parametrize(
    "ask",
    [
        lambda net: net.anharmonic_series(order=1),
        lambda net: sf.rectification(net, 1, 2),
        lambda net: net.hidden_modes(),
    ],
)
def test_questions_that_are_not_made_for_a_kind_say_so(ask):
    net = sf.chain(2, pinning=1, masses={1: 0}, baths={1: (1, 2), 2: (1, 1)})
    with pytest.raises(NetworkError, match="this one has a site without mass"):
        ask(net)


def test_the_limit_of_no_mass_is_asked_for_by_name():
    massive = sf.chain(2, spring="k", pinning=1, masses="m", baths={1: (1, "T1"), 2: (1, "T2")})
    assert massive.overdamped() == sf.chain(2, spring="k", pinning=1, masses=0, baths={1: (1, "T1"), 2: (1, "T2")})
    with pytest.raises(NetworkError, match="site 2: it has neither mass nor friction"):
        sf.chain(3, pinning=1, baths={1: (1, 1), 3: (1, 2)}).overdamped()


def test_one_way_springs_are_typeset_as_they_are():
    """Nothing vanishes at equal temperatures there, and the formula must not say so."""
    net = sf.Network.from_edges([(1, 2, ("a", "b"))], pinning=1, masses=0, baths={1: (1, "T1"), 2: (1, 1)})
    ss = net.steady_state()
    assert "(T_1 - 1)" not in ss.bath_flux(1).latex()
    assert ss.bath_flux(1).latex() == r"\frac{a}{a + b + 2}\,(b T_1 - a)"
    assert "b*T1 - a" in str(ss)


def test_the_table_says_what_is_infinite():
    net = sf.Network.from_edges([], sites=[1], pinning=1, masses=0, baths={1: {"a": (1, 2), "b": (1, 1)}})
    assert "bath a  infinite: bath_flux(a) diverges" in str(net.steady_state())
