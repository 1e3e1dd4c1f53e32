"""Every open cell has one sample, off every wall, and signs are constant on cells."""

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from symflux.algebra import Polynomial
from symflux.algebra.parser import parse
from symflux.algebra.real_roots import real_roots
from symflux.errors import SignError
from symflux.positivity.points.decomposition import Decomposition, has_one_sign

a, b, c = (Polynomial.variable(name) for name in "abc")


def random_polynomial(random, names, degree=3, terms=5):
    def monomial():
        left, result = degree, []
        for name in names:
            exponent = random.randint(0, left)
            left -= exponent
            if exponent:
                result.append((name, exponent))
        return tuple(result)

    return Polynomial.from_terms((monomial(), random.choice([-3, -2, -1, 1, 2, 3])) for _ in range(terms))


def test_the_triangle_has_four_cells():
    p = parse("4*a**3 - 4*a**2*b - a*b**2 + b**3 + 2*a*b + b**2 + a").numerator
    decomposition = Decomposition([p], ["a", "b"])
    cells = list(decomposition.cells())
    assert [cell.sample for cell in cells] == [(1, 1), (9, 1), (9, 13), (9, 17)]
    assert [p.evaluate(dict(zip("ab", cell.sample, strict=True))) > 0 for cell in cells] == [True, True, False, True]
    wall = cells[0].bounds[0][1]
    assert wall.polynomial == 144 * a**5 - 912 * a**4 + 296 * a**3 - 192 * a**2 + 25 * a - 4
    assert (wall.index, wall.interval) == (0, (4, 8))
    assert [cell.bounds[1][0] and cell.bounds[1][0].index for cell in cells] == [None, None, 0, 1]


@pytest.mark.parametrize(
    "polynomials",
    [
        [b**3 - 8 * b**2 - 306 * b + 2925],  # (8, 12) and (12, 16) touch
        [b**3 - 8 * b**2 - 306 * b + 2925, b - 12],  # and another polynomial has its root where they do
        [b - 1, b - 2, 2 * b - 3, b * b - 2],
        [(b - 1) * (1000 * b - 1001) * (1000 * b - 999), b - 3],
    ],
)
def test_no_sample_is_a_root_where_intervals_touch(polynomials):
    cells = list(Decomposition(polynomials, ["b"]).cells())
    product = polynomials[0]
    for p in polynomials[1:]:
        product = product * p
    roots = real_roots(product, positive=True)
    assert len(cells) == len(roots) + 1
    for cell, (lower, upper) in zip(cells, pairwise([None, *roots, None]), strict=True):
        assert product.evaluate({"b": cell.sample[0]}) != 0
        assert lower is None or lower < cell.sample[0]
        assert upper is None or upper > cell.sample[0]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("real", ["", "x", "xy"])
def test_samples_lie_off_every_wall(seed, real):
    random = Random(seed)
    decomposition = Decomposition([random_polynomial(random, "xy") for _ in range(2)], ["x", "y"], real=real)
    walls = [p for level in decomposition.levels for p in level]
    count = 0
    for cell in decomposition.cells():
        point = dict(zip("xy", cell.sample, strict=True))
        assert all(p.evaluate(point) != 0 for p in walls)
        assert all(point[n] > 0 for n in "xy" if n not in real)
        count += 1
    assert count >= 1


def in_bounds(decomposition, cell, point):
    """Whether a point lies in a cell, decided from the cell's walls alone."""
    so_far = {}
    for name, (lower, upper) in zip(decomposition.names, cell.bounds, strict=True):
        for wall, side in ((lower, 1), (upper, -1)):
            if wall is None:
                continue
            on_line = wall.polynomial
            values = [coefficient.evaluate(so_far) for coefficient in on_line.coefficients_in(name)]
            scale = 1
            for value in values:
                scale *= value.denominator
            line = Polynomial.from_terms((((name, k),) if k else (), int(v * scale)) for k, v in enumerate(values) if v)
            roots = real_roots(line, positive=name not in decomposition.real)
            if wall.index >= len(roots) or roots[wall.index].compare(point[name]) * side >= 0:
                return False
        so_far[name] = point[name]
    return True


@pytest.mark.parametrize("seed", range(6))
def test_each_point_off_the_walls_lies_in_one_cell_with_its_sign(seed):
    random = Random(100 + seed)
    real = "y" if seed % 2 else ""
    polynomials = [random_polynomial(random, "xy") for _ in range(2)]
    decomposition = Decomposition(polynomials, ["x", "y"], real=real)
    cells = list(decomposition.cells())
    walls = [p for level in decomposition.levels for p in level]
    for _ in range(20):
        point = {n: Fraction(random.randint(-60 if n in real else 1, 60), random.randint(1, 20)) for n in "xy"}
        if any(p.evaluate(point) == 0 for p in walls):
            continue
        inside = [cell for cell in cells if in_bounds(decomposition, cell, point)]
        assert len(inside) == 1
        sample = dict(zip("xy", inside[0].sample, strict=True))
        assert all((p.evaluate(point) > 0) == (p.evaluate(sample) > 0) for p in polynomials)


def test_three_variables():
    p = a * b + b * c + c * a - a * b * c - a * a
    decomposition = Decomposition([p, a + b - c], ["a", "b", "c"])
    signs = set()
    for cell in decomposition.cells():
        point = dict(zip("abc", cell.sample, strict=True))
        signs.add((p.evaluate(point) > 0, (a + b - c).evaluate(point) > 0))
    assert len(signs) == 4


def test_visible_signs():
    assert has_one_sign(a * b + a)
    assert has_one_sign(-a * b - 1)
    assert not has_one_sign(a - b)
    assert not has_one_sign(a * b + a, real="a")
    assert not has_one_sign(a * a + b * b, real="ab")
    assert has_one_sign(a * a + b * b + 1, real="ab")
    assert not has_one_sign(a - a)


def test_an_unknown_variable_is_refused():
    with pytest.raises(SignError, match="c: neither"):
        Decomposition([a + c], ["a", "b"])
