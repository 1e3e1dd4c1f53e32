"""Signs in few variables, decided by cylindrical decomposition. An answer here is not a certificate.

A claim is false where its negation holds together with the assumptions. If that set is open, it is empty exactly when
no open cell lies in it. Where the set has points on walls only (a strict claim, a closed assumption), open cells alone
do not tell, and the answer is "unknown" unless one of the arguments below closes the gap.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from random import Random

from flint import fmpq, fmpq_mat, fmpz_mat

from symflux.algebra import Polynomial
from symflux.algebra.real_roots import AlgebraicNumber, real_roots, simplest_between
from symflux.algebra.ring import name_key
from symflux.errors import WorkerError
from symflux.positivity.condition import HOLDS, Condition
from symflux.positivity.points.decomposition import Decomposition, has_one_sign
from symflux.positivity.points.witness import find_point, on_line
from symflux.work import child
from symflux.work.budget import Budget, Limit, Spent

__all__ = ["Decision", "decide"]

Witness = dict[str, Fraction | AlgebraicNumber]
Decision = tuple[str, Witness | None]

_UNKNOWN: Decision = ("unknown", None)
_VARIABLES = 4  # more are hopeless


def decide(
    claim: Condition,
    assumptions: Sequence[Condition] = (),
    *,
    real: Collection[str] = frozenset(),
    seconds: Limit = 10.0,
) -> Decision:
    """("true", None), ("false", witness) or ("unknown", None): does the claim follow?

    Variables are positive, except those in ``real``. The witness is rational, or has an algebraic coordinate where
    a claim in one variable is false at irrational points only. A claim whose assumptions contradict each other is
    "true". Runs in a child process; "unknown" when the work, ``seconds`` by the count, is done.

    >>> a, b = Polynomial.variable("a"), Polynomial.variable("b")
    >>> decide(Condition(a * a - 3 * a * b + 2 * b * b, ">="), [Condition(a - 2 * b, ">=")])
    ('true', None)
    >>> decide(Condition(a * a - 3 * a * b + 2 * b * b, ">="))
    ('false', {'a': Fraction(1, 1), 'b': Fraction(2, 3)})
    """
    system = [*(each.upright for each in assumptions), claim.negated.upright]
    budget = Budget.of(seconds)
    try:
        found: Decision = child.run_counted(
            _decide, system, frozenset(real), budget=budget, label="cylindrical decomposition"
        )
        return found
    except WorkerError:
        return _UNKNOWN


def _decide(system: list[Condition], real: frozenset[str], budget: Budget) -> Decision:
    names = sorted({n for p, _ in system for n in p.names}, key=name_key)
    try:
        verdict, witness = _search(system, real, budget.part(0.9 * budget.left))
    except Spent:
        verdict, witness = _UNKNOWN
    if verdict == "unknown":
        verdict, witness = _from_search(system, real, budget)
    if verdict == "unknown":
        verdict, witness = _from_lines(system, names, real, budget)
    if witness is None:
        return verdict, None
    full: Witness = {name: witness.get(name, Fraction(0 if name in real else 1)) for name in names}
    rational = {n: v for n, v in full.items() if isinstance(v, Fraction)}
    if len(rational) == len(full) and not all(condition.holds(rational) for condition in system):
        return _UNKNOWN  # cannot be: a point of an open cell, or an exact root
    return verdict, full


def _search(system: list[Condition], real: frozenset[str], budget: Budget) -> Decision:
    """Is there a point that satisfies the whole system? "false" with the point, "true" if certainly not."""
    pieces: list[Condition] = []
    for condition in system:
        reduced = _reduced(condition, real)
        if reduced is None:
            return "true", None
        pieces += reduced
    fixed = _scaled_to_one(pieces, real)
    ones = {name: Polynomial.constant(1) for name in fixed}
    pieces = [Condition(p.compose(ones), relation) for p, relation in pieces]
    names = {n for p, _ in pieces for n in p.names}
    if len(names) <= 1:
        return _on_a_line(pieces, real)
    if len(names) > _VARIABLES:
        return _UNKNOWN
    if any(relation == "==" for _, relation in pieces):
        return _with_equality(pieces, real, budget)
    return _in_open_cells(pieces, names, real, budget)


def _reduced(condition: Condition, real: frozenset[str]) -> list[Condition] | None:
    """The condition without its factors of one sign; [] where it always holds, None where it never does.

    Squares are taken out of strict inequalities, as conditions that they do not vanish.
    """
    if condition.truth is not None:
        return [] if condition.truth else None
    relation = condition.relation
    constant, factors = condition.polynomial.factor()
    sign = 1 if constant > 0 else -1
    open_factors: list[tuple[Polynomial, int]] = []
    for factor, exponent in factors:
        if has_one_sign(factor, real):
            sign *= (1 if factor.leading_coefficient > 0 else -1) ** exponent
        else:
            open_factors.append((factor, exponent))
    odd = Polynomial.constant(sign)
    for factor, exponent in open_factors:
        if relation in ("==", "!=") or exponent % 2:
            odd = odd * factor
    even = [f for f, exponent in open_factors if exponent % 2 == 0 and relation in (">", ">=")]
    if relation == ">=" and odd.is_constant and odd.constant_value > 0:
        return []
    if relation == ">=" and even:  # {odd >= 0} and more, where a square vanishes: leave it as it is
        rest = Polynomial.constant(sign)
        for factor, exponent in open_factors:
            rest = rest * factor**exponent
        return [Condition(rest, relation)]
    left = Condition(odd, relation)
    if left.truth is False:
        return None
    return [*([] if left.truth else [left]), *(Condition(f, "!=") for f in even)]


def _scaled_to_one(pieces: list[Condition], real: frozenset[str]) -> list[str]:
    """Positive variables that may be set to 1, because some rescaling of all variables changes no sign.

    x_i -> t^w_i x_i multiplies every polynomial by a power of t if w is orthogonal to the differences of its
    exponents. A homogeneous problem has w = (1, ..., 1).
    """
    names = sorted({n for p, _ in pieces for n in p.names}, key=lambda n: (n in real, name_key(n)))
    rows: list[list[int]] = []
    for p, _ in pieces:
        exponents = [[dict(monomial).get(n, 0) for n in names] for monomial, _ in p.terms()]
        rows += [[x - y for x, y in zip(row, exponents[0], strict=True)] for row in exponents[1:]]
    if not rows or not names:
        return []
    kernel, nullity = fmpz_mat(rows).nullspace()
    if not nullity:
        return []
    vectors = [[fmpq(kernel[i, j]) for i in range(len(names))] for j in range(nullity)]
    echelon, rank = fmpq_mat(vectors).rref()
    pivots = [next(c for c in range(len(names)) if echelon[r, c] != 0) for r in range(rank)]
    return [names[c] for c in pivots if names[c] not in real]


def _on_a_line(pieces: list[Condition], real: frozenset[str]) -> Decision:
    """One variable: every root and every gap between roots is looked at, exactly."""
    names = {n for p, _ in pieces for n in p.names}
    if not names:
        return ("false", {}) if all(piece.truth for piece in pieces) else ("true", None)
    (name,) = names
    product = Polynomial.constant(1)
    for p, _ in pieces:
        if not p.is_constant:
            product = product * p
    roots = real_roots(product, positive=name not in real)
    for value in [*_gaps(roots, name in real), *(root.low for root in roots if root.is_rational)]:
        if all(piece.holds({name: value}) for piece in pieces):
            return "false", {name: value}
    for root in roots:
        if all(HOLDS[r](root.sign_of(_coefficients(p))) for p, r in pieces):
            return "false", {name: root}
    return "true", None


def _coefficients(polynomial: Polynomial) -> list[int]:
    result = [0] * (polynomial.total_degree + 1)
    for monomial, c in polynomial.terms():
        result[monomial[0][1] if monomial else 0] = c
    return result


def _gaps(roots: list[AlgebraicNumber], is_real: bool) -> Iterator[Fraction]:
    """A rational in every gap between the roots, and beside the outermost."""
    if not roots:
        yield Fraction(1)
        return
    if is_real:
        yield Fraction(0) if roots[0].low > 0 else -simplest_between(-roots[0].low, None)
    else:
        yield simplest_between(Fraction(0), roots[0].low)
    for left, right in zip(roots, [*roots[1:], None], strict=True):
        yield simplest_between(left.high, None if right is None else right.low)


def _with_equality(pieces: list[Condition], real: frozenset[str], budget: Budget) -> Decision:
    """An equality that gives one variable as a quotient with a denominator of one sign is put into the rest."""
    for k, (p, relation) in enumerate(pieces):
        linear = [n for n in p.names if p.degree(n) == 1] if relation == "==" else []
        if linear:
            name = min(linear, key=lambda n: len(p.coefficients_in(n)[1]))
            constant, bottom = p.coefficients_in(name)
            rest = pieces[:k] + pieces[k + 1 :]
            answers = [_solved(rest, name, -constant, bottom, real, budget)]
            if answers[0][0] != "false" and not has_one_sign(bottom, real):
                answers.append(_search([*rest, Condition(bottom, "=="), Condition(constant, "==")], real, budget))
            return _any(answers)
    return _from_search(pieces, real, budget)


def _solved(
    pieces: list[Condition], name: str, top: Polynomial, bottom: Polynomial, real: frozenset[str], budget: Budget
) -> Decision:
    """The system on the graph name = top / bottom, where the denominator does not vanish."""
    system = [Condition(bottom, "!="), *([] if name in real else [Condition(top * bottom, ">")])]
    for p, wanted in pieces:
        degree = p.degree(name)
        cleared = Polynomial.constant(0)
        for power, c in enumerate(p.coefficients_in(name)):
            cleared = cleared + c * top**power * bottom ** (degree + degree % 2 - power)
        system.append(Condition(cleared, wanted))
    verdict, found = _search(system, real, budget)
    if found is None:
        return verdict, None
    point = {n: Fraction(0 if n in real else 1) for q, _ in system for n in q.names}
    point.update({n: v for n, v in found.items() if isinstance(v, Fraction)})
    if not all(isinstance(v, Fraction) for v in found.values()) or bottom.evaluate(point) == 0:
        return _UNKNOWN
    return "false", {**point, name: top.evaluate(point) / bottom.evaluate(point)}


def _any(answers: Sequence[Decision]) -> Decision:
    """The answer for a union of sets, from those for its parts."""
    for verdict, found in answers:
        if verdict == "false":
            return verdict, found
    return _UNKNOWN if any(verdict == "unknown" for verdict, _ in answers) else ("true", None)


def _from_search(pieces: list[Condition], real: frozenset[str], budget: Budget) -> Decision:
    """Where no argument decides, a witness still refutes."""
    found = None if budget.is_spent else find_point(pieces, real=real, seconds=budget.part(1.0))
    return _UNKNOWN if found is None else ("false", dict(found))


def _from_lines(system: list[Condition], names: Sequence[str], real: frozenset[str], budget: Budget) -> Decision:
    """Lines on which all variables but one are simple numbers: each is decided completely, irrational points too."""
    random = Random(1729)
    for attempt in range(100):
        pool = [Fraction(1), Fraction(2), Fraction(1, 2), Fraction(3), Fraction(0), Fraction(-1)][: 1 + attempt // 4]
        point = {n: random.choice([v for v in pool if v > 0 or n in real]) for n in names}
        name = names[attempt % len(names)]
        if budget.is_spent:
            break
        budget.charge(500 + 10 * sum(len(p) for p, _ in system))
        verdict, found = _on_a_line([Condition(on_line(p, name, point), relation) for p, relation in system], real)
        if found is not None:
            return verdict, {**point, **found}
    return _UNKNOWN


def _in_open_cells(pieces: list[Condition], names: set[str], real: frozenset[str], budget: Budget) -> Decision:
    order = _projection_order([p for p, _ in pieces], names)
    interior = [Condition(p, ">" if relation == ">=" else relation) for p, relation in pieces]
    closed = [p for p, relation in pieces if relation == ">="]
    has_interior = False
    for cell in Decomposition([p for p, _ in pieces], order, real=real, budget=budget).cells():
        point = dict(zip(order, cell.sample, strict=True))
        if all(condition.holds(point) for condition in interior):
            return "false", dict(point)
        has_interior = has_interior or all(p.evaluate(point) > 0 for p in closed)
    if _is_closure_of_interior(closed, real, has_interior):
        return "true", None
    # what is left has one of the closed conditions at equality
    verdict, found = _any(
        [
            _search([*pieces[:k], Condition(factor, "=="), *pieces[k + 1 :]], real, budget)
            for k, (p, relation) in enumerate(pieces)
            if relation == ">="
            for factor, _ in p.factor()[1]
        ]
    )
    if verdict == "unknown" and pieces[-1].relation == ">=":
        for margin in _with_margins(pieces[-1].polynomial, real):
            if budget.is_spent:
                break
            if _search([*pieces[:-1], Condition(margin, ">")], real, budget)[0] == "true":
                return "true", None
    return verdict, found


def _with_margins(polynomial: Polynomial, real: frozenset[str]) -> Iterator[Polynomial]:
    """64 q plus some of the terms that q lacks: polynomials that are positive wherever q >= 0.

    Where one of them is never positive, q is negative, and not only because its zeros lie on walls.
    """
    lacking = []
    for monomial, c in polynomial.terms():
        in_real = [exponent for name, exponent in monomial if name in real]
        if c < 0 and not any(exponent % 2 for exponent in in_real):
            lacking.append(Polynomial.from_terms([(monomial, -c)]))
    positive = [p for p in lacking if has_one_sign(p, real)]
    if positive:
        yield sum(lacking, 64 * polynomial)
        lowest_first = sorted(positive, key=lambda p: (p.total_degree, str(p)))
        yield from (64 * polynomial + p for p in lowest_first[:20])


def _is_closure_of_interior(closed: Sequence[Polynomial], real: frozenset[str], has_interior: bool) -> bool:
    """Whether {all >= 0} is surely the closure of {all > 0}, so that open cells tell all about an open part of it.

    Half-spaces whose intersection has inner points; or polynomials that all grow, or all fall, with one variable.
    """
    if not closed or (has_interior and all(p.total_degree == 1 for p in closed)):
        return True
    for name in closed[0].names:
        slopes = [p.derivative(name) for p in closed]
        if all(not s.is_zero and has_one_sign(s, real) for s in slopes) and (
            len({s.leading_coefficient > 0 for s in slopes}) == 1
        ):
            return True
    return False


def _projection_order(polynomials: Sequence[Polynomial], names: set[str]) -> list[str]:
    """Base first; eliminated first, so named last, is the variable of lowest degree (Brown 2004)."""

    def weight(name: str) -> tuple[int, int, int, str]:
        having = [dict(m) for p in polynomials for m, _ in p.terms() if dict(m).get(name)]
        highest = max(m[name] for m in having)
        return (highest, max(sum(m.values()) for m in having), len(having), name)

    return sorted(names, key=weight, reverse=True)
