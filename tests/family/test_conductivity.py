"""The conductivity of the self-consistent chain: the published value, quadrature, and long finite chains."""

import mpmath
import pytest
import sympy

import symflux as sf
from symflux.errors import NetworkError


def by_quadrature(springs, pinning, friction):
    def band(t):
        return pinning + sum(2 * k * (1 - mpmath.cos(r * t)) for r, k in springs.items())

    def slope(t):
        return sum(2 * k * r * mpmath.sin(r * t) for r, k in springs.items())

    mean = mpmath.quad(lambda t: slope(t) ** 2 / band(t), mpmath.linspace(0, mpmath.pi, 9)) / mpmath.pi
    return mean / (4 * friction)


def test_bonetto_lebowitz_lukkarinen():
    c, k, g = sympy.symbols("c k g", positive=True)
    found = sf.conductivity(springs={1: "k"}, pinning="c", friction="g")
    assert sympy.simplify(found.expr - (c + 2 * k - sympy.sqrt(c * (c + 4 * k))) / (4 * g)) == 0
    assert found.state == "infinite volume" and "infinite volume" in repr(found)


@pytest.mark.parametrize("springs", [{1: 1}, {1: 1, 2: 1}, {2: 3}, {1: 2, 3: 1}, {1: 1, 2: 1, 3: 2, 4: 1}])
def test_any_range_equals_the_integral(springs):
    found = sf.conductivity(springs=springs, pinning=2, friction=3)
    assert float(found.value()) == pytest.approx(float(by_quadrature(springs, 2, 3)), rel=1e-10)


def test_symbols_of_range_two_equal_the_numbers():
    found = sf.conductivity(springs={1: "k", 2: "l"}, pinning="c", friction="g").expr
    put = found.subs({s: {"k": 1, "l": 2, "c": 3, "g": 1}[s.name] for s in found.free_symbols})
    assert float(sympy.re(put.evalf(30))) == pytest.approx(float(by_quadrature({1: 1, 2: 2}, 3, 1)), rel=1e-10)


@pytest.mark.parametrize(
    "wrong",
    [
        {"springs": {}}, {"springs": {0: 1}}, {"springs": {"1": 1}}, {"springs": {1: 0}}, {"springs": {1: 0.5}},
        {"pinning": 0}, {"friction": -1}, {"masses": 2}, {"springs": [1]},
    ],
)  # fmt: skip
def test_wrong_input(wrong):
    with pytest.raises(NetworkError) as caught:
        sf.conductivity(**{"springs": {1: 1}, "pinning": 1, "friction": 1, **wrong})
    assert "\n" not in str(caught.value)
