"""Text to exact values: right where it is a formula, a SymfluxError where it is not, and never for long."""

import time
from fractions import Fraction

import pytest
import sympy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from symflux.algebra.parser import CLAIM_LIMITS, is_name, parse
from symflux.errors import ExpressionError, InexactInputError, SymfluxError, TooLargeError

names = st.sampled_from(["a", "b", "k12", "lambda", "E", "I", "beta", "gamma", "S", "pi", "_x", "N"])


@st.composite
def formulas(draw, depth=3):
    """(text, the same as a sympy expression)."""
    if depth == 0 or draw(st.booleans()):
        if draw(st.booleans()):
            name = draw(names)
            return name, sympy.Symbol(name)
        number = draw(st.integers(0, 30))
        return (f"{number}.5", sympy.Rational(2 * number + 1, 2)) if draw(st.booleans()) else (str(number), number)
    left, one = draw(formulas(depth - 1))
    kind = draw(st.sampled_from(["+", "-", "*", "/", "**", "neg"]))
    if kind == "neg":
        return f"-({left})", -one
    if kind == "**":
        power = draw(st.integers(0, 3))
        return f"({left})**{power}", sympy.sympify(one) ** power
    right, other = draw(formulas(depth - 1))
    if kind == "/":
        if sympy.cancel(other) == 0:
            return left, one
        return f"({left})/({right})", one / sympy.sympify(other)
    return f"({left}) {kind} ({right})", {"+": one + other, "-": one - other, "*": one * other}[kind]


@given(formulas())
def test_formulas_mean_what_sympy_says(pair):
    text, expected = pair
    symbols = {n: sympy.Symbol(n) for n in parse(text).names}
    assert sympy.cancel(parse(text).to_sympy(symbols=symbols) - expected) == 0


@given(formulas())
def test_printing_and_parsing_again_gives_the_same(pair):
    value = parse(pair[0])
    assert (parse(str(value)), hash(parse(str(value)))) == (value, hash(value))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.1", Fraction(1, 10)), (".5", Fraction(1, 2)), ("2.", 2), ("1/3", Fraction(1, 3)), ("-2**2", -4),
     ("2**-1", Fraction(1, 2)), ("2**3**2", 512), ("1 - 1 - 1", -1), ("8/4/2", 1), ("--1", 1), ("0**0", 1)],
)  # fmt: skip
def test_numbers(text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", ExpressionError), (" ", ExpressionError), ("1 2", ExpressionError), ("a b", ExpressionError),
        ("a^2", ExpressionError), ("a=1", ExpressionError), ("a\n", ExpressionError), ("a\t+b", ExpressionError),
        ("a(b)", ExpressionError), ("a.b", ExpressionError), ("a[0]", ExpressionError), ("'a'", ExpressionError),
        ("1e5", ExpressionError), ("0x10", ExpressionError), ("a**b", ExpressionError), ("a**(1/2)", ExpressionError),
        ("1/0", ExpressionError), ("1/(a-a)", ExpressionError), ("0**-1", ExpressionError), ("nan", InexactInputError),
        ("1+inf", InexactInputError), ("Infinity", InexactInputError), ("α", ExpressionError), ("１", ExpressionError),
        ("a**1001", TooLargeError), ("9**9**9", TooLargeError), ("(a+b+c+d+e+f+g)**40", TooLargeError),
        ("(" * 101 + "a" + ")" * 101, TooLargeError), ("-" * 200 + "a", TooLargeError), ("a" * 101, TooLargeError),
        ("9" * 5001, TooLargeError), ("a+" * 5001 + "a", TooLargeError), ("a**(1/3**900)", ExpressionError),
        ("*".join(["(a + (2**999)**19)"] * 100), TooLargeError), (")", ExpressionError), ("(", ExpressionError),
        ("(a**999-b**999)*(c**999-d**999)/(a**998-b**998)/(c-d)", TooLargeError), ("a**-", ExpressionError),
    ],
)  # fmt: skip
def test_refusals(text, error):
    started = time.monotonic()
    with pytest.raises(error) as caught:
        parse(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200
    assert time.monotonic() - started < 2


def test_depth_below_the_limit_fits_the_stack():
    assert parse("(" * 90 + "a" + ")" * 90) == parse("a")


def test_a_deep_stack_of_the_caller_is_refused_politely():
    def deeper(levels):
        return parse("(" * 95 + "a" + ")" * 95) if levels == 0 else deeper(levels - 1)

    with pytest.raises(TooLargeError, match="nested too deep"):
        deeper(700)


def test_calls_are_parameters_only_where_listed():
    assert parse("flux(1, 2) - a", CLAIM_LIMITS, functions=("flux",)).names == ("a", "flux(1,2)")
    with pytest.raises(ExpressionError, match="not understood here; known: flux"):
        parse("system(1)", CLAIM_LIMITS, functions=("flux",))


tokens = st.sampled_from(
    ["a", "b", "k1", "1", "2", "0", "0.5", "999", "+", "-", "*", "/", "**", "(", ")", " ", ",", "."]
)


@settings(max_examples=300)
@given(st.one_of(st.lists(tokens, max_size=25).map("".join), st.text(max_size=60)))
@example("__import__('os').system('true')")
@example("().__class__")
@example("a" * 10_001)
@example("\ud800")
def test_fuzzed_texts_give_a_value_or_a_symflux_error(text):
    started = time.monotonic()
    try:
        value = parse(text)
    except SymfluxError as error:
        assert "\n" not in str(error)
        assert len(str(error)) < 300
    else:
        assert parse(str(value)) == value
    assert time.monotonic() - started < 3


@given(st.text(max_size=20))
def test_names_are_ascii_words(text):
    if is_name(text):
        assert text.isascii()
        assert text.isidentifier()
        assert parse(text).names == (text,)


@pytest.mark.parametrize(
    "text",
    [
        "+".join(["a"] * 150_001),
        "*".join(["(a+b+1)"] * 30_000),
        "+".join(f"1/(a+{k})" for k in range(1, 20_000)),
        "+".join(f"1/(a+b*{k}+c)" for k in range(1, 15_000)),
        "(123456789*a+987654321*b+1)**400",
    ],
    ids=["length", "product", "sum of fractions", "more variables", "long numbers"],
)
def test_a_text_that_would_take_long_is_refused_soon(text):
    started = time.process_time()
    with pytest.raises(TooLargeError):
        parse(text, CLAIM_LIMITS)
    assert time.process_time() - started < 4
