"""Decisions in few variables are right, and refused where open cells do not tell."""

import time
from fractions import Fraction
from random import Random

import pytest

from symflux.algebra import Polynomial
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.algebra.real_roots import AlgebraicNumber
from symflux.errors import SignError
from symflux.positivity.condition import Condition
from symflux.positivity.points.cad import decide
from symflux.positivity.points.decomposition import Decomposition

ORDINARY = [
    ("4*a**3 - 4*a**2*b - a*b**2 + b**3 + 2*a*b + b**2 + a*c", ">", [], "", "false"),
    ("4*a**3 - 4*a**2*b - a*b**2 + b**3 + 2*a*b + b**2 + a*c", ">", [("a-b", ">=")], "", "true"),
    ("x**4*y**2 + x**2*y**4 + 1 - 3*x**2*y**2", ">=", [], "xy", "true"),
    ("(a**2+b**2+c**2)**2 - 3*(a**3*b+b**3*c+c**3*a)", ">=", [], "abc", "true"),
    ("a**4 + b**4 + c**4 + d**4 - 4*a*b*c*d", ">=", [], "", "true"),
    ("a**4 + b**4 + c**4 + d**4 - 4*a*b*c*d - a**2*b*c/100", ">=", [], "", "false"),
    ("x*y - 1", ">", [("x", ">"), ("y", ">")], "xy", "false"),
    ("a - b", "==", [], "", "false"),
    ("a - b", "==", [("2*a-2*b", "==")], "", "true"),
    ("a + b - c", ">", [("a*b - c**2", "==")], "", "true"),
    ("a - 2*b", ">", [("a**2 - b - 1", "==")], "", "false"),
    ("a**2 - 2*a*b + 2*b**2", ">", [], "", "true"),
    ("a**2 - 2*a*b + b**2 + a", ">", [], "", "true"),
    ("a**3 - 3*a + 2", ">=", [], "", "true"),
    ("0*a + 1", "<=", [], "", "false"),
    ("x**2 + y**2", ">=", [], "xy", "true"),
]

#: where open cells alone would give the wrong answer
WALLS = [
    ("(a-b)**2", ">", [], "", "false"),  # false on the wall a = b only
    ("(a-1)**2 + (b-2)**2", ">", [], "", "false"),  # at one point
    ("x**4*y**2 + x**2*y**4 + 1 - 3*x**2*y**2", ">", [], "xy", "false"),
    ("x**2 + y**2", ">", [], "xy", "false"),
    ("a - b", ">", [("a-b", ">=")], "", "false"),  # on the wall of a closed assumption
    ("b - 1", ">=", [("2*a*c-a**2-c**2", ">=")], "", "false"),  # an assumption without inner points
    ("a - 2", "!=", [("a-1", ">=")], "", "false"),
    ("a*b - 1", ">", [("a-1", ">="), ("b-1", ">=")], "", "false"),  # at a corner
    ("a - b", ">", [("a-b-1", ">=")], "", "true"),
    ("a - b", ">=", [("a-b", "!=")], "", "false"),
    ("a - b", ">", [("a-b", ">="), ("a-b", "!=")], "", "true"),
    ("(a-b)**2", ">", [("a-b", "!=")], "", "true"),
]


def polynomial(text):
    return parse(text, CLAIM_LIMITS).numerator


def condition(text, relation):
    return Condition(polynomial(text), relation)


@pytest.mark.parametrize(("text", "relation", "given", "real", "expected"), ORDINARY + WALLS)
def test_decision(text, relation, given, real, expected):
    claim = Condition(polynomial(text), relation)
    assumptions = [Condition(polynomial(p), r) for p, r in given]
    verdict, witness = decide(claim, assumptions, real=frozenset(real))
    assert verdict == expected
    if verdict == "false":
        assert set(witness) == {n for p, _ in [claim, *assumptions] for n in p.names}
        assert not claim.holds(witness)
        assert all(assumption.holds(witness) for assumption in assumptions)
        assert all(value > 0 for name, value in witness.items() if name not in real)
    else:
        assert witness is None


def test_nothing_is_said_where_open_cells_do_not_tell():
    # zero at one point, with two irrational coordinates: neither proved nor refuted
    zero_somewhere = polynomial("(a**2 - 2)**2 + (b**3 - 3)**2")
    assert decide(Condition(zero_somewhere, ">"), seconds=2) == ("unknown", None)
    assert decide(Condition(zero_somewhere, ">="), seconds=2) == ("true", None)


def test_a_claim_in_one_variable_may_be_false_at_an_irrational_point_only():
    verdict, witness = decide(condition("(a**2 - 2)**2", ">"))
    assert verdict == "false"
    assert isinstance(witness["a"], AlgebraicNumber)
    assert witness["a"].coefficients == (-2, 0, 1)
    assert witness["a"] > 0
    assert decide(condition("(a**2 - 2)**2", ">"), [condition("a - 3/2", ">=")]) == ("true", None)
    assert decide(condition("a", ">"), [condition("a**2 - 2", "==")], real={"a"})[0] == "false"


def test_other_variables_may_be_rational_at_an_irrational_point():
    claim = condition("(a**2 - 2)**2 + (b - 2*c)**2", ">")
    verdict, witness = decide(claim, [condition("c - b", "<=")], seconds=5)
    assert verdict == "false"
    irrational = [name for name, value in witness.items() if not isinstance(value, Fraction)]
    assert irrational == ["a"]
    assert witness["a"].coefficients == (-2, 0, 1)
    assert witness["b"] == 2 * witness["c"]


def test_contradictory_assumptions_imply_everything():
    a, b = Polynomial.variable("a"), Polynomial.variable("b")
    never = Condition(Polynomial.constant(-1), ">=")
    assert decide(never, [Condition(a - b, ">"), Condition(b - a, ">")]) == ("true", None)
    assert decide(never, [Condition(a - b, ">")])[0] == "false"


def test_the_time_limit_is_honoured():
    hard = polynomial("(a**7*b**3 - c**5*a**2 + b**9 - 3*a*b*c + c**8 + a + 7)*(a**5*c - b**7 + c**6*b**2 - 5*c - 1)")
    started = time.monotonic()
    verdict, _ = decide(Condition(hard - polynomial("a**3*b**5*c**4/7"), ">="), [Condition(hard, ">")], seconds=1)
    assert verdict in ("unknown", "false")
    assert time.monotonic() - started < 5


def test_too_many_variables_are_left_open():
    terms = " + ".join(f"x{k}**2" for k in range(6))
    claim = polynomial(f"{terms} + 1 - (x0 + x1 + x2)*(x3 + x4 + x5)/2")
    assert decide(Condition(claim, ">="), seconds=0.5)[0] in ("unknown", "false")


def test_an_unknown_relation_is_refused():
    with pytest.raises(SignError, match="unknown relation"):
        decide(condition("a", "=>"))


def _to_z3(z3, p, variables):
    total = z3.RealVal(0)
    for monomial, c in p.terms():
        term = z3.RealVal(c)
        for name, exponent in monomial:
            for _ in range(exponent):
                term = term * variables[name]
        total = total + term
    return total


def random_polynomial(random, names):
    terms = [(tuple((n, e) for n in names if (e := random.choice([0, 0, 1, 2]))), random.choice([-3, -2, -1, 1, 2]))
             for _ in range(random.randint(2, 4))]  # fmt: skip
    return Polynomial.from_terms(terms)


@pytest.mark.parametrize("seed", range(60))
def test_decisions_agree_with_another_solver(seed):
    z3 = pytest.importorskip("z3")
    random = Random(seed)
    names = "xy" if seed % 3 else "xyz"
    real = frozenset(n for n in names if random.random() < 0.3)
    claim = Condition(random_polynomial(random, names), random.choice([">", ">=", "!=", ">=", ">"]))
    if random.random() < 0.3:
        claim = Condition(claim.polynomial * claim.polynomial, claim.relation)
    drawn = [(random_polynomial(random, names), random.choice([">", ">=", "=="])) for _ in range(seed % 3)]
    assumptions = [Condition(*each) for each in drawn]
    verdict, _ = decide(claim, assumptions, real=real, seconds=3)
    variables = {n: z3.Real(n) for n in names}
    relations = {">": lambda v: v > 0, ">=": lambda v: v >= 0, "==": lambda v: v == 0, "!=": lambda v: v != 0}
    solver = z3.Solver()
    solver.set("timeout", 1000)
    solver.add([variables[n] > 0 for n in names if n not in real])
    solver.add([relations[r](_to_z3(z3, p, variables)) for p, r in assumptions])
    solver.add(z3.Not(relations[claim[1]](_to_z3(z3, claim[0], variables))))
    answer = str(solver.check())
    assert (verdict, answer) not in {("true", "sat"), ("false", "unsat")}


def test_a_wrong_projection_would_be_seen(monkeypatch):
    # without discriminants the decomposition misses the fold of the triangle's boundary
    p = polynomial("4*a**3 - 4*a**2*b - a*b**2 + b**3 + 2*a*b + b**2 + a")
    monkeypatch.setattr(Decomposition, "_projection", lambda self, polynomials, name: iter(()))
    cells = list(Decomposition([p], ["a", "b"]).cells())
    assert all(p.evaluate(dict(zip("ab", cell.sample, strict=True))) > 0 for cell in cells)
    assert p.evaluate({"a": Fraction(9), "b": Fraction(13)}) < 0
