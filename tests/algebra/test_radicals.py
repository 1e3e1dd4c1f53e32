"""Roots in a text become variables with equations that say the same, and nothing hostile costs much."""

import random
import time
from fractions import Fraction

import pytest

from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.algebra.radicals import Roots, names_in_texts, whole_root
from symflux.errors import ExpressionError, SymfluxError, TooLargeError


def value(text, point):
    """The text in floats, by Python itself."""
    return eval(text, {"sqrt": lambda x: x**0.5, "cbrt": lambda x: x ** (1 / 3), **point})


def value_written_out(text, point):
    """The text in floats, by the variables and their equations."""
    roots = Roots(names_in_texts([text]))
    written = parse(roots.written_out(text), CLAIM_LIMITS)
    values = dict(point)
    for root in roots.found:
        radicand = number(root.radicand, values)
        values[root.name] = radicand ** (1 / (root.order if root.is_positive else 2 * root.order))
    return number(written, values)


def number(function, values):
    top, bottom = (
        sum(c * _product(values[n] ** e for n, e in m) for m, c in p.terms())
        for p in (function.numerator, function.denominator)
    )
    return top / bottom


def _product(numbers):
    result = 1.0
    for x in numbers:
        result *= x
    return result


TEXTS = [
    "sqrt(a)", "sqrt(a*b) + a", "1/sqrt(a + b) - sqrt( b )", "a**(1/3)*b**(2/3)", "a**(-1/2)", "a**-0.5",
    "(a + b)**(3/2)", "sqrt(a + sqrt(b + sqrt(a)))", "2**(1/2)*a", "sqrt(8)*sqrt(2)",
    "cbrt(27*a)", "-2**(1/2) + a**2**1", "sqrt(sqrt(a))",
    "sqrt(a**2 + b)/(1 + sqrt(a**2 + b))", "a ** (5/6)", "sqrt(a)*sqrt(a)", "(sqrt(a))**(2/3)", "sqrt((a))", "a**.25",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_the_variables_and_their_equations_say_what_the_text_says(text):
    random_point = random.Random(text)
    for _ in range(5):
        point = {name: random_point.uniform(0.5, 4) for name in "ab"}
        expected = value(text, point)
        assert abs(expected - value_written_out(text, point)) < 1e-9 * max(1, abs(expected))


def test_a_root_that_may_not_be_real_is_a_square_of_a_real_variable():
    roots = Roots(real={"x"})
    assert roots.written_out("sqrt(a - b) + sqrt(x)") == "(sqrt_1**2) + (sqrt_x**2)"
    assert [root.equation for root in roots.found] == ["sqrt_1**4 == a - b", "sqrt_x**4 == x"]
    assert not any(root.is_positive for root in roots.found)


def test_equal_radicands_have_one_root_however_they_are_written():
    roots = Roots()
    assert roots.written_out("sqrt(a*b)") == roots.written_out("(b*a)**(1/2)")
    assert roots.written_out("cbrt(a*b)") != roots.written_out("sqrt(a*b)")
    assert len(roots.found) == 2


def test_roots_of_numbers_that_are_rational_are_numbers():
    assert Roots().written_out("sqrt(9/4) + cbrt(8) + 32**(2/5)") == "(3/2) + 2 + 2**2"
    assert [whole_root(n, 3) for n in (0, 1, 8, 26, 27, 10**30)] == [0, 1, 2, None, 3, 10**10]


def test_a_new_variable_has_a_name_that_nothing_has():
    text = "sqrt(a*b) + sqrt_1 + sqrt_2*sqrt(2)"
    roots = Roots(names_in_texts([text]))
    roots.written_out(text)
    assert not {root.name for root in roots.found} & {"sqrt_1", "sqrt_2", "a", "b"}


def test_a_name_that_begins_like_a_root_is_a_name():
    roots = Roots()
    assert roots.written_out("sqrtx + sqrt_a + sqrt") == "sqrtx + sqrt_a + sqrt"
    assert roots.written_out("a**(2) + b**(4/2)*c**-1") == "a**(2) + b**(4/2)*c**-1"
    assert not roots.found


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(", "sqrt()", "sqrt(a", "sqrt(-1)", "sqrt(-a - 1)", "(-8)**(1/3)", "**(1/2)", "a**(1/0)", "sqrt(a,b)",
        "a**(b/2)", "sqrt(__import__('os'))", "a**(1/25)", "a**(100001/2)", "sqrt(1/(a - a))", ")**(1/2)", "a + **0.5",
        "a**(1/2)**2", "8**(1/3) ** 2", "a**0.5**2",
    ],
)  # fmt: skip
def test_what_is_no_root_is_refused_in_one_line(text):
    with pytest.raises(SymfluxError) as caught:
        parse(Roots().written_out(text), CLAIM_LIMITS)
    assert "\n" not in str(caught.value)


HOSTILE = {
    "deep": "sqrt(" * 3000 + "a" + ")" * 3000,
    "towers": "a" + "**(1/2)" * 3000,
    "many": "+".join(f"sqrt(a + {k})" for k in range(5000)),
    "often": "+".join(["sqrt(a)"] * 30_000),
    "open": "sqrt(" * 50_000,
    "closed": "a" + ")" * 50_000 + "**(1/2)",
    "large": "sqrt((a+b+c+d+e)**100)",
    "power": "(a+b)**(1999/2)",
    "long": "sqrt(" + "9" * 100_000 + ")",
    "characters": "sqrt(a)" + " " * 400_000,
    "commas": "sqrt(a" + ",a" * 50_000 + ")",
    "stars": "a" + "**" * 50_000 + "(1/2)",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_texts_are_refused_soon(kind):
    started = time.process_time()
    with pytest.raises((ExpressionError, TooLargeError)):
        parse(Roots().written_out(HOSTILE[kind]), CLAIM_LIMITS)
    assert time.process_time() - started < 2


def test_a_long_number_is_never_turned_into_a_float():
    digits = "1" + "0" * 400
    assert Roots().written_out(f"sqrt({digits})") == str(10**200)
    assert whole_root(10**400 + 1, 2) is None
    assert Fraction(whole_root(10**400, 2)) == 10**200
