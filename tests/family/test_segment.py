"""Rows of equal cells: the closed forms equal the ordinary steady state, at sizes that nothing was derived from."""

import json
import random
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import pytest
import sympy

import symflux as sf
from symflux.algebra import exact
from symflux.certificates import check_family as checker
from symflux.errors import CertificateError, NetworkError, UniquenessError

ENDS = {"first": ("g1", "T1"), "last": ("g2", "T2")}
ONES = {"first": (1, "T1"), "last": (1, "T2")}


def block(source, size, baths, side):
    springs = [(i, i + 1, source.randint(1, 3)) for i in range(1, size)]
    if size > 2:
        springs.append((1, size, source.randint(1, 3)))
    return sf.Network.from_edges(
        springs, pinning={i: source.randint(0, 2) for i in range(1, size + 1)},
        masses={i: source.randint(1, 2) for i in range(1, size + 1)},
        baths={b: (source.randint(1, 3), f"T{side}{b}") for b in baths},
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_random_blocks_and_cells(seed):
    """Every bath flux, bond flux and kinetic temperature of the end blocks, at six sizes."""
    source = random.Random(seed)
    left, cell, right = (source.randint(1, 3) for _ in range(3))
    row = sf.family.segment(
        left=block(source, left, source.sample(range(1, left + 1), source.randint(1, min(left, 2))), "L"),
        cell=block(source, cell, [], "C"),
        right=block(source, right, source.sample(range(1, right + 1), source.randint(0, 1)), "R"),
        spring=source.randint(1, 3),
        ports={"left": source.randint(1, left), "cell": (1, cell), "right": source.randint(1, right)},
    )
    compared = 0
    for size in (1, 2, 3, 4, 6):
        try:
            state = row.network(size).steady_state()
        except UniquenessError:
            continue
        for label in row.baths:
            assert row.bath_flux(label).at(N=size) == state.bath_flux(row.place(label))
        for side, sites in (("left", left), ("right", right)):
            ends = row.shape.left if side == "left" else row.shape.right
            for site in range(1, sites + 1):
                here = (side, site)
                assert row.kinetic_temperature(here).at(N=size) == state.kinetic_temperature(row.place(here))
            for i, j in ends.bonds:
                ours = row.bond_flux((side, i), (side, j)).at(N=size)
                assert ours == state.bond_flux(row.place((side, i)), row.place((side, j)))
        compared += 1
    assert compared > 2


def test_the_chain_with_walls_is_the_published_one():
    chain = sf.family.chain(spring="k", pinning="c", walls=("a", "b"), baths=ENDS)
    conductance = chain.conductance("first", "last")
    point = {"k": 3, "c": 2, "a": Fraction(1, 2), "b": 1, "g1": 2, "g2": 5}
    k, c, a, b, g1, g2 = (Fraction(point[name]) for name in ("k", "c", "a", "b", "g1", "g2"))
    mean, square, product = (g2 * a + g1 * b) / (g1 + g2), (g2 * a**2 + g1 * b**2) / (g1 + g2), g1 * g2
    x, eta = 2 + (square + product * c) / (k * (k - mean + product)), 1 - mean / k
    s = [Fraction(0), Fraction(1)]
    for _ in range(40):
        s.append(x * s[-1] - s[-2])
    for size in (2, 3, 7, 20, 40):
        before = s[size - 2] if size > 1 else Fraction(0)
        expected = k * product / ((g1 + g2) * (k - mean + product)) * (s[size - 1] - eta * before)
        expected /= s[size] - eta * s[size - 1]
        assert conductance.at(point, N=size) == expected
        if size <= 20:
            assert chain.at(point, N=size).steady_state().conductance(1, size) == expected


def test_one_wall_balance_where_the_pole_goes_to_infinity():
    """k - abar + G = 0: J = k^2 G (T1 - T2)/((g1 + g2)(a2 + G c)) for every N."""
    chain = sf.family.chain(spring=1, pinning=2, walls=(2, 2), baths=ONES)
    for size in (2, 3, 5, 9):
        assert chain.conductance("first", "last").at(N=size) == Fraction(1, 2 * (4 + 2))
        assert chain.at(N=size).steady_state().conductance(1, size) == Fraction(1, 12)


def test_negative_x():
    chain = sf.family.chain(spring=1, pinning=1, walls=(5, 5), baths=ONES)
    for size in (2, 3, 4, 7):
        assert chain.conductance("first", "last").at(N=size) == chain.at(N=size).steady_state().conductance(1, size)


def test_to_forty_sites_and_to_ten_thousand():
    chain = sf.family.chain(spring=2, pinning=1, walls=(1, 0), baths={"first": (1, "T1"), "last": (3, "T2")})
    heat = chain.bath_flux("first")
    assert heat.at(N=40) == chain.at(N=40).steady_state().bath_flux(1)
    begin = time.process_time()
    value = heat.at(N=10**4, T1=2, T2=1)
    assert time.process_time() - begin < 1
    exact_limit = sf.family.chain(spring=2, pinning=1, walls=(1, 0), baths={"first": (1, 2), "last": (3, 1)})
    assert float(value) == pytest.approx(float(exact_limit.bath_flux("first").limit()), rel=1e-12)


@pytest.mark.parametrize(
    "options",
    [
        {"masses": (1, 2)}, {"spring": (1, 3)}, {"masses": {"first": 2, "bulk": 1, "last": "1/2"}},
        {"masses": (1, 3), "spring": (2, 1), "walls": (1, 0)},
    ],
)  # fmt: skip
def test_alternating_and_other_chains(options):
    chain = sf.family.chain(**{"spring": 1, "pinning": 1, "baths": {"first": (1, "T1"), "last": (2, "T2")}, **options})
    for size in (2, 4, 6, 12):
        state = chain.at(N=size).steady_state()
        assert chain.bath_flux("last").at(N=size) == state.bath_flux(size)
        assert chain.kinetic_temperature("first").at(N=size) == state.kinetic_temperature(1)
    if chain.shape.step == 2:
        with pytest.raises(NetworkError, match="even"):
            chain.at(N=5)


def test_masses_that_share_a_root_of_both_parts():
    """First mass 2, springs 1, pins 2, frictions 1: e1 and e2 vanish together, and the second sum is needed."""
    chain = sf.family.chain(spring=1, pinning=2, masses={"first": 2}, baths=ONES)
    assert chain.conductance("first", "last").at(N=3) == Fraction(3, 70)
    for size in (2, 3, 4, 5, 9):
        assert chain.conductance("first", "last").at(N=size) == chain.at(N=size).steady_state().conductance(1, size)


def test_exceptional_sizes_are_named():
    end = sf.chain(2, spring=1, baths={2: (1, "T1")})
    row = sf.family.segment(
        left=end, cell=sf.chain(1), right=end.at({"T1": 2}), ports={"left": 2, "right": 2}, size="n"
    )
    assert list(row.exceptions)[:4] == [2, 5, 8, 11]  # 6, 9, 12, ... sites
    assert 5 in row.exceptions and 3 + 3 * 10**6 - 1 in row.exceptions and 4 not in row.exceptions
    for size in range(1, 9):
        if size in row.exceptions:
            with pytest.raises(UniquenessError):
                row.network(size).steady_state()
            with pytest.raises(UniquenessError):
                row.bath_flux(("left", 2)).at(n=size)
        else:
            state = row.network(size).steady_state()
            assert row.bath_flux(("left", 2)).at(n=size) == state.bath_flux("left.2")
    assert not sf.family.chain(spring=1, pinning=1, baths=ONES).exceptions


@pytest.mark.parametrize(("branching", "levels"), [(1, 5), (2, 2), (2, 4), (3, 3)])
def test_tree_and_its_published_form(branching, levels):
    tree = sf.family.tree(branching="n", spring=2, pinning=1, baths={"first": (1, "T1"), "last": (3, "T2")})
    heat = tree.bath_flux("first")
    value = heat.at(n=branching, L=levels)
    assert value == tree.at(n=branching, L=levels).steady_state().bath_flux("first")
    g1, g2, k, c, n = Fraction(1), Fraction(3), Fraction(2), Fraction(1), Fraction(branching)
    G, W = g1 * g2, (g2 + g1 * n) * k / (g1 + g2)
    y = (n * k**2 + (g2 + g1 * n**2) * k**2 / (g1 + g2) + G * (c + (1 + n) * k)) / (k * (W + G))
    s = [Fraction(0), Fraction(1)]
    for _ in range(levels + 1):
        s.append(y * s[-1] - n * s[-2])
    d = [W / (k * n)] + [s[m] - W / k * s[m - 1] for m in range(1, levels + 1)]
    expected = n * k * G / ((g1 + g2) * (W + G)) * d[levels - 1] / d[levels]
    assert value == expected * exact("T1 - T2")


@pytest.mark.parametrize(("legs", "length"), [(1, 3), (2, 1), (3, 4)])
def test_spider(legs, length):
    spider = sf.family.spider(legs="n", spring=2, pinning=1, baths={"first": (1, "T1"), "last": (3, "T2")})
    state = spider.at(n=legs, L=length).steady_state()
    assert spider.bath_flux("first").at(n=legs, L=length) == state.bath_flux("first")
    assert spider.kinetic_temperature("first").at(n=legs, L=length) == state.kinetic_temperature("first")
    with pytest.raises(NetworkError, match="several sites"):
        spider.kinetic_temperature("last")


def test_limits_and_rates():
    golden = sf.family.chain(spring=1, walls=(1, 1), baths=ONES).conductance("first", "last")
    assert sympy.simplify(golden.limit() - (3 - sympy.sqrt(5)) / 4) == 0
    assert sympy.simplify(golden.rate() - ((3 - sympy.sqrt(5)) / 2) ** 2) == 0
    several = sf.family.chain(spring=1, pinning=1, masses=(1, 2), baths=ONES).conductance("first", "last")
    assert float(several.limit()) == pytest.approx(float(several.at(N=80)), rel=1e-12)
    free = sf.family.chain(spring=1, baths=ONES).conductance("first", "last")
    assert free.limit() == sympy.Rational(1, 4) and free.rate() == 0


def test_latex_forms():
    fibonacci = sf.family.chain(spring=1, walls=(1, 1), baths=ONES).bath_flux("first")
    assert fibonacci.latex("fibonacci") == r"\frac{1}{2}\,\frac{F_{2N-2}}{F_{2N}}\,(T_1 - T_2)"
    assert r"\sinh(N-1)\alpha" in fibonacci.latex("sinh")
    assert "U_{N-2}(x/2)" in fibonacci.latex("chebyshev")
    assert r"s_{n+1} = x\,s_n - s_{n-1}" in fibonacci.latex()
    several = sf.family.chain(spring=1, pinning=1, masses=(1, 2), baths=ONES).bath_flux("first")
    assert r"\sum_{" in several.latex()
    with pytest.raises(NetworkError, match="poles"):
        several.latex("sinh")
    with pytest.raises(NetworkError, match="Fibonacci"):
        sf.family.chain(spring=1, pinning=1, baths=ONES).bath_flux("first").latex("fibonacci")


def test_derived_in_no_time_with_all_parameters_symbolic():
    begin = time.process_time()
    assert sf.family.chain(spring="k", pinning="c", walls=("a", "b"), baths=ENDS).conductance("first", "last").single
    assert time.process_time() - begin < 3  # 0.2 s alone on a machine


def test_wrong_input_is_one_line():
    one, pair = sf.chain(1, pinning=1), sf.chain(2, pinning=1, baths={1: (1, "T")})
    wrong = [
        {"cell": pair}, {"cell": sf.chain(2)}, {"spring": (1, 2)}, {"spring": 0}, {"spring": 0.5},
        {"ports": {"left": 1, "cell": (1, 1, 1)}}, {"ports": {"left": 3}}, {"ports": {"middle": 1}},
        {"left": one, "right": one, "ports": {}}, {"size": "T"}, {"ports": {"left": (1, 2)}}, {"left": 7},
    ]  # fmt: skip
    for change in wrong:
        options = {"left": pair, "cell": one, "right": pair.at({"T": 2}), "ports": {"left": 2, "right": 2}, **change}
        with pytest.raises(NetworkError) as caught:
            sf.family.segment(**options)
        assert "\n" not in str(caught.value)
    apart = sf.Network.from_edges([(1, 2, 1)], pinning=1, sites=(1, 2, 3))
    with pytest.raises(NetworkError, match="not connected"):
        ports = {"left": 2, "right": 2, "cell": (1, 3)}
        sf.family.segment(left=pair, cell=apart, right=pair, ports=ports).bath_flux(("left", 1)).at(N=2)
    chain = sf.family.chain(spring="k", baths=ONES)
    for size in (0, 1, "3/2", -4, 2.5):
        with pytest.raises(NetworkError) as caught:
            chain.bath_flux("first").at(N=size, k=1)
        assert "\n" not in str(caught.value)
    for wrong_call in (
        lambda: chain.bath_flux("middle"), lambda: chain.at(q=1), lambda: sf.family.chain(baths={"left": (1, 1)}),
        lambda: chain.conductance("first", "first"), lambda: chain.bath_flux("first").at(k=-1),
        lambda: sf.family.chain(walls=(1,), baths=ONES), lambda: sf.family.tree(branching="1/2", baths=ONES),
    ):  # fmt: skip
        with pytest.raises(NetworkError):
            wrong_call()


# signs --------------------------------------------------------------------------------------------------------


def test_signs_for_every_size():
    same = {"first": ("g", "T1"), "last": ("g", "T2")}
    chain = sf.family.chain(spring="k", pinning="c", baths=same)
    heat, conductance = chain.bath_flux("first"), chain.conductance("first", "last")
    for claim, given in [(heat > 0, ["T1 > T2"]), (heat.next() < heat, ["T1 > T2"]), (conductance < "g/2", [])]:
        outcome = sf.prove(claim, given=given)
        assert outcome.verdict == "proved"
        assert "for every number of cells >= 0" in str(outcome.certificate.check())
    free = sf.family.chain(spring="k", baths=same).conductance("first", "last")
    assert sf.prove(conductance < free).verdict == "proved"


def test_refuted_by_a_size():
    chain = sf.family.chain(spring=1, pinning=1, baths={"first": (1, 2), "last": (1, 1)})
    heat = chain.bath_flux("first")
    refuted = sf.prove(heat.next() >= heat)
    assert refuted.verdict == "refuted" and refuted.witness["N"] == 2
    third = heat.at(N=3).rational_function
    assert sf.prove(heat > third).verdict == "refuted"
    several = sf.family.chain(spring=1, pinning=1, masses=(1, 2), baths={"first": (1, 2), "last": (1, 1)}).bath_flux(
        "first"
    )
    undecided = sf.prove(several > 0)
    assert undecided.verdict == "undecided" and "linear" in undecided.reason


def test_a_claim_between_an_early_value_and_the_limit_is_not_proved():
    """The values fall from J_2 to the limit: what holds of the limit alone, or of N = 2 alone, is not proved."""
    chain = sf.family.chain(spring=1, pinning=1, baths={"first": (1, 2), "last": (1, 1)})
    heat = chain.bath_flux("first")
    assert sf.prove(heat < heat.at(N=2).rational_function).verdict == "refuted"
    assert sf.prove(heat <= heat.at(N=2).rational_function).verdict == "proved"
    low = Fraction(str(sympy.Rational(str(round(float(heat.limit()), 6))))) - Fraction(1, 10**4)
    assert sf.prove(heat > low).verdict == "proved"


# the checker --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificates():
    chain = sf.family.chain(spring="k", pinning=1, baths={"first": (1, "T1"), "last": ("g", "T2")})
    form = chain.conductance("first", "last").certificate()
    numbers = sf.family.chain(spring=1, pinning=2, masses={"bulk": 1}, baths=ONES).conductance("first", "last")
    sign = sf.prove(numbers.next() < numbers)
    assert sign.verdict == "proved"
    return [json.loads(c.text) for c in (form, sign.certificate)]


def places_of(node, found):
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        if key in ("format", "kind", "name", "verdict", "network", "real", "sample", "proof"):
            continue
        if isinstance(value, str | int) and not isinstance(value, bool):
            found.append((node, key))
        else:
            places_of(value, found)
    return found


def test_a_thousand_tampered_certificates_are_rejected(certificates):
    source, rejected, other = random.Random(11), 0, 0
    honest = [str(checker.check_family(data)) for data in certificates]
    while rejected < 1000:
        number = source.randrange(len(certificates))
        copy = json.loads(json.dumps(certificates[number]))
        node, key = source.choice(places_of(copy, []))
        old = node[key]
        node[key] = source.choice(
            [f"({old}) + 1", f"2*({old})", f"-({old})", "7", "0", "k", "t", 0, 1, 2, "first", f"({old})*k"]
        )
        if str(node[key]) == str(old) or (str(old), str(node[key])) in (("0", "-(0)"), ("0", "2*(0)"), ("0", "(0)*k")):
            continue  # nothing was changed
        try:
            found = str(checker.check_family(copy))
        except checker.Rejected:
            rejected += 1
            continue
        other += 1
        assert other < 300
        assert found != honest[number] or key == "variable", (key, old, node[key])  # a true statement about another row


def test_missing_and_surplus_entries_are_rejected(certificates):
    for data in certificates:
        for path in ("ledger", "steps"):
            copy = json.loads(json.dumps(data))
            row = copy["row"] if "row" in copy else copy["rows"][0]
            listed = row["ledger"] if path == "ledger" else copy.get("steps")
            if not listed:
                continue
            listed.append(listed[-1])
            with pytest.raises(checker.Rejected):
                checker.check_family(copy)
            del listed[-2:]
            with pytest.raises(checker.Rejected):
                checker.check_family(copy)


def test_the_checker_runs_alone(tmp_path, certificates):
    (tmp_path / "row.json").write_text(json.dumps(certificates[0]))
    command = [sys.executable, "-I", "-S", str(Path(checker.__file__)), str(tmp_path / "row.json")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("proved: conductance(1,1) = ")


def test_no_certificate_for_several_poles():
    several = sf.family.chain(spring=1, pinning=1, masses=(1, 2), baths=ONES).conductance("first", "last")
    with pytest.raises(NetworkError, match="one pole"):
        several.certificate()
    with pytest.raises(CertificateError):
        type(sf.family.chain(spring=1, baths=ONES).conductance("first", "last").certificate())({"kind": "row"}).check()
