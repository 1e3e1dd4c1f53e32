"""Every way to the means of symbolic models gives the same objects: minors, whole numbers, units, V_ii."""

import random

import pytest

import symflux as sf
from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.ring import ring
from symflux.errors import DivergenceError
from symflux.moments import kronecker, symbolic
from symflux.moments.grading import grading_of
from symflux.moments.kronecker import solve_first_unit
from symflux.moments.reduced import OwnDiagonalMoments, UnitMoments, own_diagonal, units_removed
from symflux.moments.route import moments_of
from symflux.moments.signal import acceleration, force_of, position, velocity
from symflux.moments.symbolic import SymbolicMoments


class ByMinors(SymbolicMoments):
    """The plain expansion: no shift, no whole numbers."""

    @property
    def shift(self):
        return self.zero

    def _prefers_numbers(self, size):
        return False


class ByNumbers(SymbolicMoments):
    """Whole numbers whatever the size."""

    def _prefers_numbers(self, size):
        return True


def outcome(moments, source, left, right):
    try:
        return moments.mean(source, left, right)
    except DivergenceError as error:
        return str(error)


def same_everywhere(first, second, draw, questions=3):
    """Both solvers give equal objects for some means of every kind; how many were finite."""
    model, finite = first.model, 0
    sites = range(model.size)
    kinds = [
        lambda: position({draw.choice(sites): 1}),
        lambda: velocity({draw.choice(sites): 1}),
        lambda: position(dict(zip(draw.sample(sites, 2), (1, -1), strict=True))),
        lambda: acceleration({draw.choice(sites): 1}),
        lambda: force_of(draw.randrange(len(model.baths) + len(model.drives))),
    ]
    for _ in range(questions):
        source = draw.randrange(len(model.baths) + len(model.drives))
        left, right = draw.choice(kinds)(), draw.choice(kinds[:3])()
        a, b = outcome(first, source, left, right), outcome(second, source, left, right)
        assert a == b, (left, right)
        if isinstance(a, RationalFunction):
            finite += 1
            if a.is_reduced and b.is_reduced:
                assert (a.numerator, a.denominator) == (b.numerator, b.denominator)
    i, j = draw.sample(sites, 2)
    assert first.position_velocity(0, i, j) == second.position_velocity(0, i, j)
    return finite


def network(draw, names, *, size=None, masses=True):
    """A random connected network whose couplings are drawn from ``names`` and numbers."""
    size = max(size or draw.randint(2, 4), 2)

    def coupling():
        return draw.choice([*names, *names, "2", "1/3", f"3*{names[0]}", f"{names[0]}+{names[-1]}"])

    sites = range(1, size + 1)
    springs = {(draw.randint(1, j - 1), j): coupling() for j in sites if j > 1}
    if size > 2 and draw.random() < 0.6:
        springs.setdefault((1, size), coupling())
    common = coupling()
    pinning = common if draw.random() < 0.5 else {i: coupling() for i in sites if draw.random() < 0.7 or i == 1}
    options = {}
    if masses and draw.random() < 0.4:
        options["masses"] = {i: draw.choice(["1", "m", "2"]) for i in sites}
    if draw.random() < 0.2:
        options["magnetic"] = {next(iter(springs)): coupling()}
    if draw.random() < 0.2:
        options["drives"] = {size: "D"}
    return sf.Network.from_edges(
        [(i, j, k) for (i, j), k in springs.items()],
        pinning=pinning,
        baths={i: (coupling(), f"T{i}") for i in sites if i == 1 or draw.random() < 0.7},
        **options,
    )


def with_one_steady_state(seed, names, **options):
    draw = random.Random(seed)
    while True:
        net = network(draw, names, **options)
        try:
            net.steady_state()
        except sf.UniquenessError:
            continue
        return net.linear_model(), draw


FINITE: dict[str, list[int]] = {"numbers": [], "route": []}  # means of each network


@pytest.mark.parametrize("seed", range(120))
def test_whole_numbers_and_minors_give_the_same_objects(seed):
    names = (["k"], ["k", "g"])[seed % 2]
    model, draw = with_one_steady_state(seed, names, masses=False, size=2 + seed % (4 - len(names)))
    FINITE["numbers"].append(same_everywhere(ByNumbers(model), ByMinors(model), draw))


@pytest.mark.parametrize("seed", range(120))
def test_the_chosen_route_and_minors_give_the_same_objects(seed, monkeypatch):
    monkeypatch.setattr("symflux.moments.route.NUMBERS_FROM", {1: 1, 2: 2})
    monkeypatch.setattr(symbolic, "NUMBERS_FROM", {1: 1, 2: 2})
    names = (["k"], ["k", "g"], ["k", "c", "g"])[seed % 3]
    model, draw = with_one_steady_state(seed + 1000, names, size=4 - len(names), masses=seed % 2)
    FINITE["route"].append(same_everywhere(moments_of(model), ByMinors(model), draw))


def test_most_of_these_means_were_finite():
    for means in FINITE.values():  # of the networks that this process was given
        assert len(means) < 20 or sum(means) > 1.5 * len(means)


def pure(seed, *, masses):
    """A network whose couplings are single symbols, so that its units can be removed."""
    draw = random.Random(seed)
    size = draw.randint(2, 4)
    names = ["k", "c", "l"]
    springs = [(draw.randint(1, j - 1), j, draw.choice(names)) for j in range(2, size + 1)]
    return sf.Network.from_edges(
        springs,
        pinning={i: draw.choice(names) for i in range(1, size + 1)},
        masses="m" if masses else 1,
        baths={i: (draw.choice(["g", "h"]), f"T{i}") for i in range(1, size + 1) if i < 2 or draw.random() < 0.8},
        drives={size: "D"},
    ), draw


@pytest.mark.parametrize("seed", range(60))
def test_units_come_back(seed):
    net, draw = pure(seed, masses=seed % 2)
    model = net.linear_model()
    grading, without = units_removed(model)
    assert len(grading.references) == 1 + seed % 2
    assert set(grading.references).isdisjoint(without.parameters)
    same_everywhere(UnitMoments(model, grading, lambda: SymbolicMoments(without)), ByMinors(model), draw)


@pytest.mark.parametrize("size", [2, 3])
def test_a_symbol_for_each_diagonal_entry(size):
    net = sf.chain(
        size,
        spring=[f"k{i}" for i in range(1, size)],
        pinning=[f"c{i}" for i in range(1, size + 1)],
        baths={1: ("g1", "T1"), size: ("g2", "T2")},
    )
    model = net.linear_model()
    sums, diagonal = own_diagonal(model)
    assert len(sums) == size
    way = OwnDiagonalMoments(model, sums, lambda: SymbolicMoments(diagonal))
    same_everywhere(way, ByMinors(model), random.Random(size))


def test_a_network_without_units_has_no_grading():
    assert grading_of(sf.chain(2, spring="k", pinning=1, baths={1: (1, 1)}).linear_model()) is None
    assert units_removed(sf.chain(2, spring="k", pinning="c+1", baths={1: (1, 1)}).linear_model()) is None


def test_a_wrong_solution_is_never_returned(monkeypatch):
    """The identity b y = D e_0 decides: a reader that guesses gets nothing through."""
    moments = SymbolicMoments(sf.chain(4, spring="k", pinning=1, baths={1: (1, 1), 4: (1, 1)}).linear_model())
    even, odd = moments._system
    good = solve_first_unit(even, odd, moments.context)
    assert good is not None
    true_read = kronecker._read

    def wrong(*arguments):
        found = true_read(*arguments)
        return found and [found[0] + 1, *found[1:]]

    monkeypatch.setattr(kronecker, "_read", wrong)
    assert solve_first_unit(even, odd, moments.context, max_bits=20_000) is None
    assert moments.unit_solution == (moments.cofactors, moments.bezout_determinant) or moments.shift


@pytest.mark.parametrize("coefficients", [[0], [5], [-5, 3, -1], [0, 0, 1], [2**60, -(2**60)], [-1] * 40])
def test_digits_are_the_coefficients(coefficients):
    base = 2**64 + 4391
    value = sum(c * base**k for k, c in enumerate(coefficients))
    found = kronecker._digits(kronecker.fmpz(value), base)
    assert found == kronecker.fmpz_poly(coefficients)


def test_three_symbols_are_no_case_for_whole_numbers():
    context = ring(["a", "b", "c"])
    a, b, c = context.gens()
    assert solve_first_unit([a, b, c], [a, c, b], context) is None


def test_shift_is_the_common_pinning():
    moments = SymbolicMoments(sf.chain(4, spring="k", pinning="c", baths={1: ("g", 1)}).linear_model())
    assert Polynomial(moments.shift) == Polynomial.variable("c")
    walls = sf.chain(4, spring="k", pinning={1: "k", 4: "k"}, baths={1: ("g", 1)})
    assert not SymbolicMoments(walls.linear_model()).shift
    heavy = sf.chain(4, spring="k", pinning="c", masses=2, baths={1: ("g", 1)})
    assert not SymbolicMoments(heavy.linear_model()).shift


def test_a_chain_of_sixteen_sites_with_one_symbol_takes_no_minors(monkeypatch):
    def refused(*_):
        raise AssertionError("minors of sixteen rows")

    monkeypatch.setattr(symbolic, "first_row_cofactors", refused)
    net = sf.chain(16, spring="k", pinning=1, baths={1: (1, "T1"), 16: (1, "T2")})
    flux = net.steady_state().bond_flux(1, 2)
    assert flux.denominator.degree("k") == 30
    exact = net.at({"k": "2/3"}).steady_state().bond_flux(1, 2)
    assert flux.at({"k": "2/3"}) == exact


def test_many_symbols_take_the_diagonal_and_few_do_not():
    many = sf.chain(
        4, spring=["a", "b", "d"], pinning=["c1", "c2", "c3", "c4"], baths={1: ("g1", "T1"), 4: ("g4", "T4")}
    )
    assert isinstance(moments_of(many.linear_model()), OwnDiagonalMoments)
    few = sf.chain(4, spring="k", pinning="c", baths={1: ("g", "T1"), 4: ("g", "T4")})
    assert type(moments_of(few.linear_model())) is SymbolicMoments
    long = sf.chain(12, spring="k", pinning="c", baths={1: ("g", "T1"), 12: ("g", "T4")})
    assert isinstance(moments_of(long.linear_model()), UnitMoments)


@pytest.mark.parametrize("kind", ["chain", "ring", "minors"])
def test_all_bonds_cost_one_solution(kind, monkeypatch):
    solved = []

    def counted(true):
        def watched(*arguments, **options):
            solved.append(true.__name__)
            return true(*arguments, **options)

        return watched

    for name in ("solve_first_unit", "first_row_cofactors"):
        monkeypatch.setattr(symbolic, name, counted(getattr(symbolic, name)))
    net = {
        "chain": lambda: sf.chain(12, spring="k", pinning=1, baths={1: (1, "T1"), 5: (2, "T2"), 12: (1, "T3")}),
        "ring": lambda: sf.ring(9, spring="k", pinning=[1, 2, 3, 4, 5, 6, 7, 8, 9], baths={1: (1, "T1"), 4: (1, "T2")}),
        "minors": lambda: sf.chain(4, spring="k", pinning="c", baths={1: ("g", "T1"), 4: ("h", "T2")}),
    }[kind]()
    state = net.steady_state()
    for bond in net.bonds:
        assert state.bond_flux(*bond).coefficients
    assert solved == ["first_row_cofactors" if kind == "minors" else "solve_first_unit"]
