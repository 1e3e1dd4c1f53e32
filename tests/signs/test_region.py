"""Sign regions: the reference cells, boundary and critical values, and agreement with signs at random points."""

import pickle
import time
from fractions import Fraction
from random import Random

import pytest
import sympy

from symflux.algebra import exact
from symflux.algebra.real_roots import AlgebraicNumber
from symflux.errors import NetworkError, SignError, TimeLimitError
from symflux.model.network import Network
from symflux.signs.region import sign_region


@pytest.fixture(scope="module")
def triangle():
    springs = [(1, 2, "a"), (1, 3, "b"), (2, 3, "b")]
    return Network.from_edges(springs, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()


def signs_and_samples(region):
    return [(cell.sign, *cell.values) for cell in region.cells]


def test_the_triangle(triangle):
    region = sign_region(triangle.bond_flux(1, 2).coefficient(1), over=["a", "b"])
    assert signs_and_samples(region) == [("+", 1, 1), ("+", 9, 1), ("-", 9, 13), ("+", 9, 17)]
    a, b = sympy.symbols("a b", positive=True)
    (boundary,) = region.boundary
    assert sympy.expand(boundary - (4*a**3 - 4*a**2*b - a*b**2 + b**3 + 2*a*b + b**2 + a)) == 0  # fmt: skip
    assert region.without_sign_change == ()
    (critical,) = region.critical
    assert isinstance(critical, AlgebraicNumber)
    assert critical.coefficients == (-4, 25, -192, 296, -912, 144)
    assert critical.interval == (4, 8)
    assert region.signs == {"+", "-"}
    assert region.cells[2].sample == {"a": 9, "b": 13}
    assert all(isinstance(value, sympy.Rational) for cell in region.cells for value in cell.sample.values())


def test_values_may_be_given_for_the_rest(triangle):
    at = {"T1": 2, sympy.Symbol("T2"): 1}
    region = sign_region(triangle.bond_flux(1, 2), over=sympy.symbols("a b"), at=at)
    assert signs_and_samples(region) == [("+", 1, 1), ("+", 9, 1), ("-", 9, 13), ("+", 9, 17)]
    reverse = sign_region(triangle.bond_flux(2, 1), over=["a", "b"], at=at)
    assert [cell.sign for cell in reverse.cells] == ["-", "-", "+", "-"]


def test_two_temperatures_may_be_left_open(triangle):
    flux = triangle.bond_flux(1, 2)
    region = sign_region(flux, over=["a", "b"])
    assert signs_and_samples(region) == [("+", 1, 1), ("+", 9, 1), ("-", 9, 13), ("+", 9, 17)]
    assert region.meaning == "T1 > T2"
    assert str(region).startswith("for T1 > T2:\n+ ")
    reverse = sign_region(flux, over=["a", "b"], given=["T1 < T2", "b > a"])
    assert reverse.meaning == "T2 > T1"
    assert reverse.sign_at({"a": 9, "b": 13}) == "+"
    warm = sign_region(triangle.kinetic_temperature(3), over=["a", "b"], at={"T1": 1, "T2": 2})
    assert warm.signs == {"+"}
    assert warm.meaning == ""
    with pytest.raises(SignError, match="T2: neither varied"):
        sign_region(flux, over=["a", "b"], at={"T1": 1})


def test_the_order_names_the_base(triangle):
    region = sign_region(triangle.bond_flux(1, 2).coefficient(1), over=["b", "a"])
    assert all(list(cell.sample) == ["b", "a"] for cell in region.cells)
    assert region.signs == {"+", "-"}


def test_temperatures_may_be_varied(triangle):
    region = sign_region(triangle.bond_flux(1, 2), over=["T1", "T2"], at={"a": 1, "b": 1})
    assert signs_and_samples(region) == [("-", 1, 2), ("+", 1, Fraction(1, 2))][::-1]
    assert [str(p) for p in region.boundary] == ["T1 - T2"]


def test_the_complete_graph_has_thirty_cells():
    springs = [(1, 2, "a"), (2, 3, "b"), (3, 4, 1), (4, 1, 2), (1, 3, 1), (2, 4, 1)]
    network = Network.from_edges(springs, pinning=1, baths={1: (1, 2), 3: (1, 1)})
    flux = network.steady_state().bond_flux(2, 4)
    assert flux.numerator
    started = time.monotonic()
    region = sign_region(flux, over=["a", "b"])
    assert time.monotonic() - started < 3
    assert len(region.cells) == 30
    assert region.signs == {"+", "-"}
    assert len(region.boundary) == 2


def test_one_parameter_has_exact_roots_and_intervals():
    region = sign_region("(x - 1)**2*(x**2 - 2)*(3 - x)/(x - 5)", over=["x"])
    assert [cell.sign for cell in region.cells] == ["+", "+", "-", "+", "-"]
    assert [cell.sample["x"] for cell in region.cells][2:] == [2, Fraction(7, 2), 7]
    assert [str(p) for p in region.without_sign_change] == ["x - 1"]
    assert sorted(str(p) for p in region.boundary) == ["x - 3", "x - 5", "x**2 - 2"]
    assert [round(float(c), 6) for c in region.critical] == [1, 1.414214, 3, 5]
    assert region.cells[1].description == "1 < x < 1.41421"
    assert region.cells[4].description == "x > 5"


def test_a_denominator_that_no_theorem_covers_is_a_wall():
    region = sign_region("(a**2 + b**2 - 3*a*b + 1)/(a - 2*b)", over=["a", "b"])
    assert {str(p) for p in region.boundary} == {"a - 2*b", "a**2 - 3*a*b + b**2 + 1"}
    check_random_points(region, 100, 9)


def test_a_sample_where_uniqueness_is_lost_is_avoided():
    springs = [(1, 2, "a"), (2, 3, 1), (3, 4, "b"), (4, 1, 1)]
    network = Network.from_edges(springs, pinning=1, baths={1: (1, 2), 3: (1, 1)})
    region = sign_region(network.steady_state().bond_flux(1, 2), over=["a", "b"])
    assert region.cells
    check_random_points(region, 50, 4)


def test_three_parameters():
    region = sign_region("a*b - c**2 + (a - b)*c", over=["a", "b", "c"])
    assert region.signs == {"+", "-"}
    check_random_points(region, 200, 3)


def check_random_points(region, count, seed):
    """Every random point lies in exactly one cell, of its sign."""
    random = Random(seed)
    for _ in range(count):
        point = {n: Fraction(random.randint(1, 60), random.randint(1, 12)) for n in region.names}
        if region.value.denominator.evaluate(point) == 0:
            continue
        sign, cell = region.sign_at(point), region.cell_at(point)
        assert cell is None or cell.sign == sign
        if sign == "0":
            assert cell is None


@pytest.mark.parametrize("order", [["a", "b"], ["b", "a"]])
def test_signs_at_random_points_agree_with_the_cells(triangle, order):
    region = sign_region(triangle.bond_flux(1, 2).coefficient(1), over=order)
    check_random_points(region, 300, 1)


def test_assumptions_cut_cells_away(triangle):
    flux = triangle.bond_flux(1, 2).coefficient(1)
    assert sign_region(flux, over=["a", "b"], given=["a > b"]).signs == {"+"}
    assert sign_region(flux, over=["a", "b"], given="2*a > b > a").signs == {"+", "-"}
    region = sign_region(flux, over=["a", "b"], given=[sympy.Symbol("b") > 20])
    assert all(cell.sample["b"] > 20 for cell in region.cells)
    with pytest.raises(SignError, match="outside the region"):
        region.sign_at({"a": 1, "b": 1})


def test_sign_at_a_point(triangle):
    region = sign_region(triangle.bond_flux(1, 2).coefficient(1), over=["a", "b"])
    assert region.sign_at({"a": 9, "b": 13}) == "-"
    assert region.sign_at({sympy.Symbol("a"): "1/7", "b": 2}) == "+"
    assert sign_region("a - b", over=["a", "b"]).sign_at({"a": 3, "b": 3}) == "0"
    with pytest.raises(SignError, match="no value there"):
        sign_region("1/(a - b)", over=["a", "b"]).sign_at({"a": 3, "b": 3})
    with pytest.raises(SignError, match="outside the region"):
        region.sign_at({"a": -1, "b": 1})
    with pytest.raises(SignError, match="b: no value given"):
        region.sign_at({"a": 1})


def test_real_parameters_take_both_signs():
    region = sign_region("x*y - 1", over=["x", "y"], real=["x", "y"])
    assert [cell.sign for cell in region.cells].count("+") == 2
    assert region.sign_at({"x": -2, "y": -1}) == "+"


def test_a_real_spring_keeps_the_potential_positive_definite():
    network = Network.from_edges([(1, 2, "k"), (2, 3, 1)], pinning=1, baths={1: (1, 2), 3: (1, 1)}, real=["k"])
    region = sign_region(network.steady_state().bond_flux(1, 2), over=["k"])
    assert region.signs == {"+"}
    # det V = (2 + 5 k)/..., so k > -3/5: below it nothing is stable
    assert min(cell.sample["k"] for cell in region.cells) > Fraction(-3, 5)
    with pytest.raises(SignError, match="outside the region"):
        region.sign_at({"k": -1})


def test_any_exact_function_has_a_region():
    y = sympy.Symbol("y", real=True)
    assert [cell.sign for cell in sign_region(y**2 - 2, over=[y]).cells] == ["+", "-", "+"]
    x = sympy.Symbol("x")
    for function in ("x**2 - 2", x**2 - 2, exact("x**2 - 2")):
        assert [cell.sign for cell in sign_region(function, over=[x]).cells] == ["-", "+"]
    assert [cell.sign for cell in sign_region(5, over=["x"]).cells] == ["+"]


def test_a_region_can_be_pickled_and_printed(triangle):
    region = sign_region(triangle.bond_flux(1, 2).coefficient(1), over=["a", "b"])
    again = pickle.loads(pickle.dumps(region))
    assert again.cells == region.cells
    assert str(region).splitlines()[0] == "+  0 < a < 6.02827, b > 0  (sample a=1, b=1)"
    assert "critical a: 6.02827" in str(region)


def test_questions_without_an_answer(triangle):
    flux = triangle.bond_flux(1, 2)
    with pytest.raises(SignError, match=r"b: neither varied .over. nor given a value; add at=."):
        sign_region(flux, over=["a", "T1", "T2"])
    with pytest.raises(SignError, match="no parameter q; the network has"):
        sign_region(flux, over=["a", "q"])
    with pytest.raises(SignError, match="one, two or three"):
        sign_region(flux, over=[])
    with pytest.raises(SignError, match="one, two or three"):
        sign_region(flux, over=["a", "a"])
    with pytest.raises(SignError, match="both varied"):
        sign_region(flux, over=["a"], at={"a": 1})
    with pytest.raises(SignError, match="identically zero"):
        sign_region(flux, over=["a", "b"], at={"T1": 1, "T2": 1})
    with pytest.raises(SignError, match="no open region"):
        sign_region(flux.coefficient(1), over=["a", "b"], given=["a == b"])
    with pytest.raises(NetworkError):
        sign_region(flux, over=["a", "b"], at={"nothing": 1})


def test_the_time_limit_is_an_error():
    hard = "(a**7*b**3 - c**5*a**2 + b**9 - 3*a*b*c + c**8 + a + 7)*(a**5*c - b**7 + c**6*b**2 - 5*c - 1)"
    with pytest.raises(TimeLimitError, match="sign region"):
        sign_region(hard, over=["a", "b", "c"], seconds=0.5)


def test_solving_the_network_is_inside_the_limit():
    flux = complete_of_five().steady_state().bond_flux(2, 4)
    values = {name: 1 for name in flux.network.parameters if name not in ("k12", "k13")}
    started = time.monotonic()
    with pytest.raises(TimeLimitError, match="sign region"):
        sign_region(flux, over=["k12", "k13"], at=values, seconds=0.3)
    assert time.monotonic() - started < 2.3


def complete_of_five():
    springs = [(i, j, f"k{i}{j}") for i in range(1, 6) for j in range(i + 1, 6)]
    return Network.from_edges(springs, pinning="c", baths={1: ("g1", "T1"), 3: ("g3", "T3")})


def test_a_sweep_gives_the_same_regions_on_any_executor():
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

    net = Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning="c", baths={1: (1, 2), 2: (1, 1)})
    flux, values = net.steady_state().bond_flux(1, 2), [{"c": 1}, {"c": "1/2"}, {"c": 0}]
    alone = sign_region(flux, over=["a", "b"], at=values)
    assert alone == [sign_region(flux, over=["a", "b"], at=one) for one in values]
    for kind in (ProcessPoolExecutor, ThreadPoolExecutor):
        with kind(2) as pool:
            assert sign_region(flux, over=["a", "b"], at=values, executor=pool) == alone


def test_a_point_on_a_wall_is_in_no_cell():
    region = sign_region("a - 2", over=["a"])
    assert region.cell_at({"a": 2}) is None and region.sign_at({"a": 2}) == "0"
    assert region.cell_at({"a": "199/100"}).sign == "-" and region.cell_at({"a": "201/100"}).sign == "+"


def test_a_region_says_itself_in_one_line():
    assert repr(sign_region("a - b", over=["a", "b"])) == "<sign region over a, b: 2 cells, signs +, ->"
