"""The solution of b y = D e_0 without its matrix, and what it costs."""

import random

import pytest
from flint import fmpq, fmpz, fmpz_mat

import symflux as sf
from symflux.moments import first_unit, rational
from symflux.moments.first_unit import FirstUnit
from symflux.moments.poly import bezout_matrix


def parts(seed):
    """(E, O) of a polynomial of even or odd degree."""
    draw = random.Random(seed)
    size, height = draw.randint(1, 9), draw.choice((2, 50, 10**20))
    even, odd = ([fmpz(draw.randint(-height, height)) for _ in range(size)] for _ in range(2))
    lead = fmpz(draw.choice((1, -1, 3, -height, height * height)))
    return (
        ([*even, lead], [*odd, fmpz(0)]) if seed % 2 else ([*even, fmpz(draw.randint(-height, height))], [*odd, lead])
    )


@pytest.mark.parametrize("seed", range(200))
def test_the_matrix_says_so(seed):
    even, odd = parts(seed)
    size = len(even) - 1
    matrix = fmpz_mat(bezout_matrix(even, odd, fmpz(0)))
    solution = FirstUnit.of(even, odd)
    if matrix.det() == 0:
        assert solution is None
        return
    values, bottom = solution.values(size)
    assert matrix * fmpz_mat(size, 1, values) == fmpz_mat(size, 1, [bottom] + [0] * (size - 1))
    more, other_bottom = solution.values(2 * size - 1)
    assert [fmpq(v, other_bottom) for v in more[:size]] == [fmpq(v, bottom) for v in values]
    modulus = odd if odd[-1] else even
    for k in range(size, 2 * size - 1):
        assert sum(e * y for e, y in zip(modulus, more[k - size : k + 1], strict=True)) == 0


def test_all_bonds_cost_one_solution(monkeypatch):
    solved = []
    true = first_unit.inverse_modulo

    def counted(*arguments, **options):
        solved.append(arguments)
        return true(*arguments, **options)

    monkeypatch.setattr(first_unit, "inverse_modulo", counted)
    state = sf.chain(30, spring=1, pinning="1/2", baths={1: (1, 2), 7: (2, 3), 30: ("3/2", 1)}).steady_state()
    for bond in state.network.bonds:
        assert len(state.bond_flux(*bond).coefficients) == 3
    assert len(solved) == 1


def test_a_long_chain_needs_no_column(monkeypatch):
    def refused(*_):
        raise AssertionError("all sites for one bond")

    monkeypatch.setattr("symflux.moments.system.adjugate_column", refused)
    monkeypatch.setattr(rational, "sparse_determinant", refused)
    state = sf.chain(120, spring=1, pinning="1/2", masses=[1, 2] * 60, baths={1: (1, 2), 120: (1, 1)}).steady_state()
    assert 0 < float(state.bond_flux(60, 61)) < 1
    assert state.bond_flux(60, 61) == state.bond_flux(1, 2)
