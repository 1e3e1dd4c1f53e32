"""Formulas as they are written: the same number as the checker reads, printed and reified without simplification."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symflux.algebra import exact
from symflux.certificates.core import Algebra
from symflux.certificates.rocq.formula import read_formula
from symflux.errors import CertificateError

NAMES = {name: name for name in "abc"}


def value(node, parts):
    """What a tree denotes, in exact algebra."""
    if node.kind in ("Num", "Var"):
        return exact(node.number if node.kind == "Num" else node.name)
    if node.kind == "Opp":
        return -parts[0]
    if node.kind == "Pow":
        return parts[0] ** node.number
    left, right = parts
    return {"Add": lambda: left + right, "Sub": lambda: left - right, "Mul": lambda: left * right}.get(
        node.kind, lambda: left / right
    )()


@st.composite
def formulas(draw, depth=3):
    kind = draw(st.sampled_from(["atom", "sign", "binary", "power"])) if depth else "atom"
    if kind == "atom":
        return draw(st.sampled_from(["a", "b", "c", "1", "2", "0.5", "30"]))
    first = draw(formulas(depth - 1))
    if kind == "sign":
        return draw(st.sampled_from(["-{}", "+{}", "-({})"])).format(first)
    if kind == "power":
        return f"({first})**{draw(st.sampled_from(['2', '-1', '(1+1)', '3', '0']))}"
    second = draw(formulas(depth - 1))
    return draw(st.sampled_from(["{}+{}", "{}-({})", "({})*({})", "{}*{}", "{}/({})", "({})/({})"])).format(
        first, second
    )


@given(formulas())
def test_the_tree_denotes_what_the_exact_parser_reads(text):
    try:
        expected = exact(text)
        found = read_formula(text).fold(value)
    except (ArithmeticError, CertificateError, ValueError):
        return
    except Exception as error:
        assert "zero" in str(error)
        return
    assert expected == found


@given(formulas())
def test_the_printed_formula_is_read_back_as_the_same_tree(text):
    try:
        tree = read_formula(text)
    except CertificateError:
        return
    assert tree == read_formula(tree.text(NAMES).replace("^", "**"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a-b-c", "a - b - c"),
        ("a-(b-c)", "a - (b - c)"),
        ("a/(b*c)", "a / (b * c)"),
        ("-a**2", "- a ^ 2"),
        ("(-a)**2", "(- a) ^ 2"),
        ("a**-2", "(1 / a) ^ 2"),
        ("0.25*a", "25 / 100 * a"),
        ("a**2**3", "a ^ 8"),
        ("-2*a", "-2 * a"),
        ("a - -2", "a - -2"),
    ],
)
def test_formulas_are_printed_with_few_parentheses(text, shown):
    assert shown == read_formula(text).text(NAMES)


def test_division_is_kept_as_it_is_written():
    formula = read_formula("a/(b+c) + 1/(a/b) + 1/2")
    assert [d.text(NAMES) for d in formula.denominators()] == ["b + c", "b", "a / b"]
    assert formula.term({"a": 1, "b": 2, "c": 3}).count("Div") == 4


def test_a_numeral_zero_below_a_fraction_is_a_denominator():
    assert [d.text({}) for d in read_formula("1/0").denominators()] == ["0"]


@pytest.mark.parametrize(
    "text", ["", "a+", "a b", "2a", "(a", "a)", "a**b", "a**0.5", "a^2", "a;b", "(" * 200 + "a" + ")" * 200]
)
def test_what_is_no_formula_is_refused(text):
    with pytest.raises(CertificateError):
        read_formula(text)


def test_a_long_sum_needs_no_deep_stack():
    text = "+".join(["a"] * 5000)
    formula = read_formula(text)
    assert formula.term({"a": 1}).count("Add") == 4999
    assert formula.text({"a": "a"}) == " + ".join(["a"] * 5000)


def test_an_exponent_is_the_integer_that_the_checker_reads():
    for text in ("a**(6/3)", "a**-(1+1)", "a**(2*3-1)", "a**+2"):
        top, bottom = Algebra().parse(text)
        tree = read_formula(text)
        assert tree.kind == "Pow"
        degree = max((m for p in (top, bottom) for m in p), default=0)
        assert Fraction(tree.number) == degree
