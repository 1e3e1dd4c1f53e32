"""Curves and turned symbols: polynomials come back, whatever point the curve passes through."""

import random

import pytest

import symflux as sf
from symflux.algebra.ring import ring
from symflux.moments import kronecker
from symflux.moments.curve import Curve
from symflux.moments.kronecker import solve_first_unit
from symflux.moments.orientation import Orientation
from symflux.moments.poly import bezout_matrix
from symflux.moments.symbolic import SymbolicMoments


def random_system(seed, names):
    draw = random.Random(seed)
    context = ring(names)

    def polynomial():
        terms = {}
        for _ in range(draw.randint(1, 3)):
            terms[tuple(draw.randint(0, 2) for _ in names)] = draw.randint(-4, 4)
        return context.from_dict(terms)

    size = draw.randint(2, 4)
    even, odd = [polynomial() for _ in range(size)], [polynomial() for _ in range(size)]
    return context, [*even, context.constant(1)], [*odd, context.constant(0)]


@pytest.mark.parametrize("seed", range(80))
def test_solutions_satisfy_their_equation_in_lowest_terms(seed):
    context, even, odd = random_system(seed, (["x"], ["x", "y"])[seed % 2])
    matrix = bezout_matrix(even, odd, context.constant(0))
    found = solve_first_unit(even, odd, context, max_bits=60_000)
    if found is None:
        assert seed % 2 or not any(p.total_degree() > 0 for p in [*even, *odd] if p) or singular(matrix, context)
        return
    y, D = found
    for i, row in enumerate(matrix):
        assert sum((a * b for a, b in zip(row, y, strict=True)), context.constant(0)) == (0 if i else D)
    common = D
    for value in y:
        common = common.gcd(value)
    assert common.is_constant()


def singular(matrix, context):
    from symflux.algebra.determinant import sparse_determinant

    rows = [{k: e for k, e in enumerate(row) if e} for row in matrix]
    return not sparse_determinant(rows, context.constant(1))


def test_most_systems_in_two_symbols_are_solved():
    solved = sum(
        solve_first_unit(even, odd, context, max_bits=60_000) is not None
        for context, even, odd in (random_system(seed, ["x", "y"]) for seed in range(1, 60, 2))
    )
    assert solved > 22


@pytest.mark.parametrize("seed", range(40))
def test_a_turned_system_has_the_turned_solution(seed):
    context, even, odd = random_system(seed, ["x"])
    if not kronecker._used([*even, *odd], context):
        return
    forced = Orientation(context, {0: (9, 8)})
    solution = solve_first_unit(even, odd, context, max_bits=60_000)
    turned = solve_first_unit(forced.turned(even, odd=False), forced.turned(odd, odd=True), context, max_bits=60_000)
    assert (solution is None) == (turned is None)
    if solution is not None:
        values, bottom = forced.back([v.to_dict() for v in turned[0]], turned[1].to_dict())
        for left, right in zip(values, solution[0], strict=True):
            assert context.from_dict(left) * solution[1] == right * context.from_dict(bottom)


def test_a_chain_is_turned():
    moments = SymbolicMoments(sf.chain(8, spring="k", pinning=1, baths={1: (1, 1), 8: (1, 1)}).linear_model())
    orientation = Orientation.of(*moments._system, [0], moments.context)
    assert max(int(p.degrees()[0]) for p in orientation.turned(moments._system[0], odd=False) if p) == 2


def test_a_lost_power_is_seen_by_the_gap():
    context = ring(["x", "y"])
    x, y = context.gens()
    curve = Curve([0, 1], 5, -1)
    polynomials = [x * x + y**3, x * y**2]
    packed = [curve.packed(p).right_shift(2) for p in polynomials]
    read = [[context.from_dict(terms) for terms in found] for found in curve.unpacked(packed, 2)]
    assert polynomials in read


def test_the_check_refuses_what_is_almost_right():
    moments = SymbolicMoments(sf.chain(5, spring="k", pinning="c", baths={1: (1, 1), 5: (2, 1)}).linear_model())
    even, odd = moments._system
    names = kronecker._used([*even, *odd], moments.context)
    y, D = moments.cofactors if not moments.shift else solve_first_unit(even, odd, moments.context)
    assert kronecker._holds(even, odd, names, y, D)
    k = moments.context.gen(names[-1])
    for number in range(len(y)):
        for change in (1, k, k**40):
            assert not kronecker._holds(even, odd, names, [v + change * (i == number) for i, v in enumerate(y)], D)
    assert not kronecker._holds(even, odd, names, y, D + 1)
