"""The atlas of equal springs: its facts, counts, entries, orders and refusals."""

from collections import Counter
from fractions import Fraction
from itertools import combinations, product

import pytest
import sympy

import symflux as sf
from symflux.algebra import RationalFunction
from symflux.catalogue.equal_springs import EqualSprings
from symflux.catalogue.settle import directed_cycles, settle
from symflux.catalogue.small_networks import canonical, small_networks
from symflux.model.uniqueness import hidden_modes

k, c, g, m = sympy.symbols("k c g m", positive=True)


def entry_of(bonds, baths=(1, 2)):
    sites = {site for bond in bonds for site in bond}
    net = sf.Network.from_edges([(i, j, 1) for i, j in bonds], pinning=1, baths={b: (1, f"T{b}") for b in baths})
    return sf.atlas(sites=len(sites)).find(net)


DIAMOND = [(1, 2), (1, 3), (1, 4), (2, 3), (3, 4)]
HOUSE = [(1, 2), (2, 3), (3, 4), (4, 1), (3, 5), (4, 5)]
PAW = [(1, 2), (1, 3), (2, 3), (1, 4)]


def test_the_diamond_turns_round_at_six_g_squared_equal_seven_k_m():
    entry, relabelling = entry_of(DIAMOND)
    i, j = relabelling[1], relabelling[4]
    fate = entry[i, j]
    assert fate.boundary * (1 if i < j else -1) == 6 * g**2 - 7 * k * m


def test_the_fluxes_of_the_diamond_with_everything_one():
    fluxes = EqualSprings(canonical(4, DIAMOND)[0])
    values = [fluxes.flux(bond).evaluate({"c": 1, "h": 1}) * 1619 for bond in DIAMOND]
    assert values == [120, 80, -2, -78, 2]


def test_heat_always_circulates_in_the_house():
    entry, relabelling = entry_of(HOUSE)
    cycle = [relabelling[site] for site in (3, 5, 4)]
    assert entry.circulates == "always"
    assert set(entry.cycle) == set(cycle)
    for start, end in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
        assert entry[start, end].kind == "fixed" and entry[start, end].direction == (start, end)
        outcome = entry.prove((start, end))
        assert outcome.verdict == "proved" and outcome.certificate.check().verdict == "proved"


def test_the_fluxes_of_the_house_with_everything_one():
    net = sf.Network.from_edges([(i, j, 1) for i, j in HOUSE], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    ss = net.steady_state()
    slope = {bond: ss.bond_flux(*bond).coefficient(1).rational_function.value for bond in ((4, 3), (3, 5))}
    assert slope == {(4, 3): Fraction(272, 2963), (3, 5): Fraction(157, 2963)}


def test_circulation_that_cannot_be_avoided_is_rare():
    assert [len(sf.atlas(sites=n).where(circulates="always")) for n in (3, 4, 5, 6)] == [0, 0, 3, 31]
    assert [len(sf.atlas(sites=n).where(circulates="changing")) for n in (3, 4, 5, 6)] == [0, 0, 0, 4]


def test_the_paw_circulates_for_weak_friction_and_a_triangle_never():
    entry, _ = entry_of(PAW)
    assert entry.circulates == "sometimes"
    assert {e.circulates for e in sf.atlas(sites=3)} == {"never"}


def test_the_smallest_bath_to_bath_bond_that_runs_backward():
    bonds = [(0, 1), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)]
    net = sf.Network.from_edges(
        [(i, j, 1) for i, j in bonds], pinning="1/2", baths={3: ("1/3", "T3"), 4: ("1/3", "T4")}
    )
    with pytest.raises(sf.NetworkError):
        sf.atlas(sites=4).find(net)
    entry, relabelling = sf.atlas(sites=5).find(net)
    assert entry[relabelling[3], relabelling[4]].kind == "any"
    slope = net.steady_state().bond_flux(3, 4).coefficient(3).rational_function.value
    assert slope == Fraction(-2307, 11300921)
    smaller = [e for n in (3, 4) for e in sf.atlas(sites=n) if (1, 2) in e]
    assert {e[1, 2].direction for e in smaller} == {(1, 2)}
    direct = {len(e) for e in sf.atlas(sites=5) if (1, 2) in e and e[1, 2].kind == "any"}
    assert min(direct) == 6


def test_counts():
    networks = {n: sf.atlas(sites=n) for n in (3, 4, 5, 6)}
    assert {n: len(a) for n, a in networks.items()} == {3: 3, 4: 16, 5: 98, 6: 879}
    assert {n: sum(e.hidden > 0 for e in a) for n, a in networks.items()} == {3: 0, 4: 6, 5: 46, 6: 464}
    orbits = {n: Counter(o["kind"] for e in a for o in e.data["orbits"]) for n, a in networks.items()}
    assert {n: sum(kinds.values()) for n, kinds in orbits.items()} == {3: 5, 4: 44, 5: 417, 6: 5467}
    by_decomposition = {n: [o for e in a for o in e.data["orbits"] if o["kind"] == "fixed" and "open" in o]
                        for n, a in networks.items()}  # fmt: skip
    assert {n: len(found) for n, found in by_decomposition.items()} == {3: 0, 4: 0, 5: 0, 6: 47}
    assert len({name for o in by_decomposition[6] for name in o["open"]}) == 29


def test_what_is_stored_is_what_is_settled_anew():
    for size, step in ((3, 1), (4, 3), (5, 12), (6, 150)):
        for entry in sf.atlas(sites=size)[::step]:
            assert settle(entry.key) == entry.data


def test_only_the_diamond_of_the_four_site_networks_circulates_with_everything_one():
    found = []
    for entry in sf.atlas(sites=4, hidden="none"):
        ss = entry.network((1, 1, 1, 1)).at({"T1": 2, "T2": 1}).steady_state()
        if ss.circulations():
            found.append(entry.key)
    assert found == ["12 13 14 23 34"]


@pytest.mark.parametrize("size", [3, 4])
def test_fluxes_agree_with_the_steady_state(size):
    """The path formula in two parameters against the moments of the network with four."""
    for network in small_networks(size):
        fast = EqualSprings(network)
        net = sf.Network.from_edges(
            [(i, j, "k") for i, j in network.bonds], pinning="c", masses="m", baths={s: ("g", f"T{s}") for s in (1, 2)}
        )
        assert len(hidden_modes(net)) == fast.hidden
        if fast.hidden:
            continue
        ss = net.steady_state()
        units = {name: RationalFunction.variable(name) for name in "kcgm"}
        there = {"c": units["c"] / units["k"], "h": units["g"] ** 2 / (units["k"] * units["m"])}
        scale = units["g"] / units["m"]
        for bond in network.bonds:
            slow = ss.bond_flux(*bond).coefficient(1).rational_function
            assert fast.flux(bond).substitute(there) * scale == slow


def rest_network(network):
    """The motions that the baths reach, as a network of their own: q = B x with e_1 and e_2 among the columns of B."""
    size = network.size
    L = sympy.zeros(size, size)
    for i, j in network.bonds:
        L[i - 1, j - 1] -= 1
        L[j - 1, i - 1] -= 1
        L[i - 1, i - 1] += 1
        L[j - 1, j - 1] += 1
    basis = [sympy.eye(size)[:, 0], sympy.eye(size)[:, 1]]
    waiting = list(basis)
    while waiting:
        vector = L * waiting.pop(0)
        for b in basis:
            vector -= b * (b.T * vector)[0] / (b.T * b)[0]
        if any(vector):
            basis.append(vector)
            waiting.append(vector)
    B = sympy.Matrix.hstack(*basis)
    return B, B.T * L * B, B.T * B


@pytest.mark.parametrize("size", [4, 5])
def test_hidden_motions_at_rest_agree_with_the_reduced_network(size):
    seen = 0
    for network in small_networks(size):
        fast = EqualSprings(network)
        if not fast.hidden or (size == 5 and seen >= 8):
            continue
        seen += 1
        B, V, M = rest_network(network)
        assert B.cols == size - fast.hidden
        at = {"c": Fraction(2, 3), "h": Fraction(9, 4)}
        V = V + sympy.Rational(2, 3) * M
        reduced = sf.Network.from_matrix(
            V.tolist(), masses={k + 1: M[k, k] for k in range(B.cols)}, baths={s: ("3/2", f"T{s}") for s in (1, 2)}
        )
        ss = reduced.steady_state()
        for i, j in network.bonds:
            total = Fraction(0)
            for x, y in combinations(range(B.cols), 2):
                weight = B[i - 1, x] * B[j - 1, y] - B[i - 1, y] * B[j - 1, x]
                if weight:
                    moment = ss.covariance(("q", x + 1), ("v", y + 1)).coefficient(1).rational_function.value
                    total += Fraction(int(weight.p), int(weight.q)) * moment
            assert fast.flux((i, j)).evaluate(at) * Fraction(3, 2) == total
    assert seen


def test_witnesses_have_the_signs_they_stand_for():
    seen = 0
    for size in (4, 5):
        for entry in sf.atlas(sites=size, hidden="none"):
            for bond, fate in entry.items():
                if fate.kind == "any":
                    for sign in "+-":
                        flux = entry.witness(bond, sign).steady_state().bond_flux(*bond)
                        value = flux.coefficient(1).rational_function.value
                        assert (value > 0) == (sign == "+") and value
                        at = {sympy.Symbol(name, positive=True): n for name, n in fate.witnesses[sign].items()}
                        assert (fate.boundary.subs(at) > 0) == (sign == "+")
                        seen += 1
    assert seen > 50


def test_every_fixed_bond_without_hidden_motions_has_its_sign_at_a_point():
    for size in (3, 4, 5):
        for entry in sf.atlas(sites=size, hidden="none"):
            ss = entry.network((2, 3, 1, 5)).steady_state()
            for bond, fate in entry.items():
                value = ss.bond_flux(*bond).coefficient(1).rational_function.value
                if fate.kind == "fixed":
                    assert (value > 0) == (fate.direction == bond) and value
                elif fate.kind == "zero":
                    assert value == 0


def test_free_couplings_have_the_fates_of_the_theorem():
    found = sf.atlas(sites=4, couplings="free")
    kinds = Counter(e[first].kind for e in found for first in e.graph.orbits)
    assert (kinds["zero"], kinds["fixed"], kinds["any"]) == (10, 10, 24)
    entry = next(e for e in found if e.circulates == "sometimes")
    bond = next(b for b in entry if entry[b].kind == "any")
    for sign in "+-":
        value = entry.witness(bond, sign).steady_state().bond_flux(*bond).coefficient(1).rational_function.value
        assert (value > 0) == (sign == "+")


def test_a_bond_that_is_open_is_refuted_at_a_point():
    entry, relabelling = entry_of(DIAMOND)
    outcome = entry.prove((relabelling[1], relabelling[4]))
    assert outcome.verdict == "refuted" and outcome.certificate.check().verdict == "refuted"


def test_where_and_find_and_rows():
    atlas = sf.atlas(sites=5)
    assert len(atlas.where(bonds=6)) + len(atlas.where(bonds=lambda n: n != 6)) == 98
    assert len(atlas.where(hidden=0, circulates={"always", "sometimes"})) > 3
    assert atlas[:3][0] == atlas[0] and atlas[0] != atlas[1]
    assert len(atlas.table().splitlines()) == 99
    with pytest.raises(sf.NetworkError, match="conditions are on"):
        atlas.where(colour="red")
    for entry in atlas[::10]:
        assert atlas.find(entry.network())[0] == entry


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"sites": 9}, "2 to 7"),
        ({"sites": True}, "2 to 7"),
        ({"baths": 3}, "two baths"),
        ({"couplings": "equla"}, "'equal' or 'free'"),
        ({"hidden": "yes"}, "'rest' or 'none'"),
        ({"sites": 7}, "build"),
    ],
)
def test_refusals(options, words):
    with pytest.raises(sf.NetworkError, match=words):
        sf.atlas(**options)


def test_data_frames_where_pandas_is_there(monkeypatch):
    rows = sf.atlas(sites=3).rows()
    try:
        import pandas
    except ImportError:
        with pytest.raises(sf.NetworkError, match="pip install pandas"):
            sf.atlas(sites=3).to_pandas()
    else:
        assert sf.atlas(sites=3).to_pandas().equals(pandas.DataFrame(rows))
        assert len(sf.atlas(sites=3)[0].to_pandas()) == 2
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(sf.NetworkError, match="pip install pandas"):
        sf.atlas(sites=3)[0].to_pandas()


def test_factors_that_coefficients_leave_open_have_certificates():
    names = {name for e in sf.atlas(sites=6) for fate in e.values() for name in fate.open}
    assert len(names) == 29
    for outcome in sf.prove([f"{name} > 0" for name in sorted(names, key=lambda name: (len(name), name))[2:4]]):
        assert outcome.verdict == "proved" and outcome.certificate.check().verdict == "proved"


def wall_patterns(entry):
    """The factors, and every pattern of their signs -1, 0, 1 at which heat does not circulate."""
    names = list(dict.fromkeys(n for o in entry.data["orbits"] if o["kind"] == "any" for n in o["open"]))
    for pattern in product((-1, 0, 1), repeat=len(names)):
        signs = dict(zip(names, pattern, strict=True))
        arrows = []
        for orbit in entry.data["orbits"]:
            value = orbit.get("sign", 0)
            for name in orbit.get("open", ()) if orbit["kind"] == "any" else ():
                value *= signs[name]
            arrows += [(i, j) if value * turn > 0 else (j, i) for i, j, turn in orbit["bonds"] if value]
        if next(directed_cycles(arrows), None) is None:
            yield signs


def test_where_cycles_change_heat_circulates_for_all_couplings_all_the_same():
    """No pattern without circulation occurs: the signs of two of its factors, zeros included, exclude each other."""
    for entry in sf.atlas(sites=6).where(circulates="changing"):
        known = {}

        def exclude_each_other(left, right, known=known):
            """Whether ``left`` and ``right``, each (factor, ">=" or "<="), never hold together: with a certificate."""
            if (left, right) not in known:
                claim = f"{right[0]} {'<' if right[1] == '>=' else '>'} 0"
                known[left, right] = sf.prove(claim, given=[f"{left[0]} {left[1]} 0"], seconds=5).verdict == "proved"
            return known[left, right]

        for signs in wall_patterns(entry):
            closed = [(n, r) for n, sign in signs.items() for r in (">=", "<=") if sign in (0, 1 if r == ">=" else -1)]
            pairs = [pair for pair in combinations(closed, 2) if pair[0][0] != pair[1][0]]
            assert any(exclude_each_other(*pair) for pair in pairs), (entry.key, signs)
