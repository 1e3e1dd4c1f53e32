r"""From exact polynomials and rational functions to formulas: factored and collected where that is shorter.

The one collector behind LaTeX, text and MathML. A polynomial is first factored. What does not factor is grouped: by
powers of all frictions together, of one parameter, of the springs, and so on; each group is factored and collected in
its turn, which brings out squares and differences of squares, and the shortest of the forms stays. Every formula
equals the polynomial it was made from; nothing is rounded, cancelled or dropped.

What a form costs is counted in symbols, and the work in terms, never by the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.polynomial import Monomial
from symflux.show.formula import Formula, Number, Power, Quotient, Sum, Symbol, cost, times
from symflux.show.order import DIAGONAL, FRICTION, MASS, PINNING, SPRING, Order

__all__ = ["Collector", "Signed", "is_difference"]

Signed = tuple[int, Formula]

_FACTOR_TERMS = 1_500  #: beyond this no factors are searched
_TURNED_TERMS = 4  #: a longer sum keeps its order, and the minus in front
_COLLECT_TERMS = 400  #: beyond this no collected form is searched
_WHOLE_TERMS = 4  #: a shorter sum is left as it is
_SHORTER = 0.85  #: a collected form costs at most this share of the plain sum
_BY_FRICTION = 0.8  #: a form by powers of the frictions may cost more than another by this
_TRIED = 3  #: groupings of one polynomial that are worked out
_WORK = 60_000  #: terms handed to the factoring of one collector before it stops looking for shorter forms


class Collector:
    """Makes formulas of exact values, for one notation and one order.

    ``shown`` gives the symbol of a parameter in the notation of the writer, ``named`` those of whole factors.
    ``expanded`` multiplies everything out.

    >>> from symflux.show.tex.formula import latex_of
    >>> from symflux.algebra import exact
    >>> value = exact("(a - b)**2*c + c**2*(a**2 - b**2)")
    >>> sign, formula = Collector(str, Order()).rational(value)
    >>> latex_of(formula, sign)
    'c (a - b) (a c + b c + a - b)'
    """

    def __init__(
        self,
        shown: Callable[[str], str],
        order: Order,
        *,
        named: Mapping[Polynomial, str] | None = None,
        expanded: bool = False,
    ):
        self.shown = shown
        self.named = dict(named or {})
        self.order = order
        self.expanded = expanded
        self._work = 0
        self._formulas: dict[Polynomial, Signed] = {}
        self._factored: dict[Polynomial, tuple[int, list[tuple[Polynomial, int]]]] = {}

    # rational functions ---------------------------------------------------------------------------------

    def rational(self, value: RationalFunction) -> Signed:
        """A quotient of products; differences of temperatures stand behind it."""
        if value.is_zero:
            return 1, Number(0)
        sign, top = self.factors(value.numerator)
        other, bottom = self.factors(value.denominator)
        heats = []
        if not self.expanded:
            while len(top) > 1 and isinstance(top[-1], Sum) and self._is_heat(top[-1], value):
                heats.append(top.pop())
        below = times(bottom)
        front = times(top) if below == Number(1) else Quotient(times(top), below)
        return sign * other, times([front, *reversed(heats)])

    def _is_heat(self, formula: Sum, value: RationalFunction) -> bool:
        shown = {self.shown(name) for name in value.names if self.order.is_temperature(name)}
        return is_difference(formula) and all(isinstance(t, Symbol) and t.text in shown for _, t in formula.terms)

    # signed formulas of polynomials ---------------------------------------------------------------------

    def polynomial(self, polynomial: Polynomial) -> Signed:
        """(sign, formula) with polynomial = sign * formula; the formula's leading term is positive."""
        if polynomial.is_zero:
            return 1, Number(0)
        if self.expanded or len(polynomial) > _FACTOR_TERMS:
            return self._positive(polynomial)
        sign, factors = self.factors(polynomial)
        return sign, times(factors)

    def factors(self, polynomial: Polynomial) -> tuple[int, list[Formula]]:
        """(sign, factors): the number, then single parameters, then sums, then differences of temperatures."""
        if polynomial.is_constant:
            value = polynomial.constant_value
            return (-1 if value < 0 else 1), [Number(abs(value))]
        if self.expanded or len(polynomial) > _FACTOR_TERMS:
            sign, formula = self._positive(polynomial)
            return sign, [formula]
        content, listed = self._factor(polynomial)
        sign = -1 if content < 0 else 1
        singles: list[tuple[Any, Formula]] = []
        sums: list[tuple[Polynomial, int, Formula]] = []
        heats: list[tuple[Polynomial, int, Formula]] = []
        for factor, exponent in listed:
            if factor in self.named:
                sums.append((factor, exponent, Symbol(self.named[factor])))
                continue
            if len(factor) == 1:
                ((monomial, _),) = factor.terms()
                name = monomial[0][0]
                singles.append((self.order.key(name), self._power(Symbol(self.shown(name)), exponent)))
                continue
            flipped, formula = self._irreducible(factor)
            sign *= flipped**exponent
            is_heat = all(self.order.is_temperature(name) for name in factor.names)
            (heats if is_heat else sums).append((factor, exponent, formula))
        sign = self._absorb(sign, heats) if heats else self._absorb(sign, sums)
        ordered = [formula for _, formula in sorted(singles, key=lambda item: item[0])]
        sums.sort(key=lambda item: (len(item[0]), cost(item[2]), _pluses(item[2])))
        for group in (sums, heats):
            ordered += [self._power(formula, exponent) for _, exponent, formula in group]
        number = [] if abs(content) == 1 and ordered else [Number(abs(content))]
        return sign, number + ordered

    def _factor(self, polynomial: Polynomial) -> tuple[int, list[tuple[Polynomial, int]]]:
        if polynomial not in self._factored:
            self._work += len(polynomial)
            self._factored[polynomial] = polynomial.factor()
        return self._factored[polynomial]

    def _absorb(self, sign: int, group: list[tuple[Polynomial, int, Formula]]) -> int:
        """Turn a - b into b - a (or a short sum with both signs likewise) where that takes a minus off the front."""
        if sign > 0:
            return sign
        for k, (factor, exponent, formula) in enumerate(group):
            if exponent % 2 and isinstance(formula, Sum) and len(formula.terms) <= _TURNED_TERMS:
                turned = [(-s, term) for s, term in formula.terms]
                positive = [term for term in turned if term[0] > 0]
                if positive:
                    negative = [term for term in turned if term[0] < 0]
                    group[k] = (factor, exponent, Sum((*positive, *negative)))
                    return 1
        return sign

    def _positive(self, polynomial: Polynomial) -> Signed:
        """The sum of its terms, leading term positive."""
        terms = self.order.terms(polynomial)
        sign = 1 if terms[0][1] > 0 else -1
        parts = tuple((sign if c > 0 else -sign, self._term(monomial, abs(c))) for monomial, c in terms)
        return (sign, parts[0][1]) if len(parts) == 1 else (sign, Sum(parts))

    def _term(self, monomial: Monomial, coefficient: int) -> Formula:
        powers = [self._power(Symbol(self.shown(name)), exponent) for name, exponent in monomial]
        return times([Number(coefficient), *powers])

    @staticmethod
    def _power(base: Formula, exponent: int) -> Formula:
        return base if exponent == 1 else Power(base, exponent)

    # what does not factor -------------------------------------------------------------------------------

    def _irreducible(self, polynomial: Polynomial) -> Signed:
        """The expanded sum, or a collected one where that is clearly shorter."""
        if polynomial not in self._formulas:
            self._formulas[polynomial] = self._shortest(polynomial)
        return self._formulas[polynomial]

    def _shortest(self, polynomial: Polynomial) -> Signed:
        plain = self._positive(polynomial)
        if not _WHOLE_TERMS <= len(polynomial) <= _COLLECT_TERMS or self._work > _WORK:
            return plain
        listed = sorted(self._groupings(polynomial), key=lambda item: item[0] * self._rough(item[1]))
        best, least = plain, _SHORTER * cost(plain[1])
        for weight, groups in listed[:_TRIED]:
            found = self._collected(groups)
            price = weight * cost(found[1])
            if price < least:
                best, least = found, price
        return best

    def _groupings(self, polynomial: Polynomial) -> Iterator[tuple[float, list[Polynomial]]]:
        """(weight, groups): the ways to gather the terms by a power, the groups by falling powers."""
        terms = list(polynomial.terms())
        of_kind = {
            kind: frozenset(name for name in polynomial.names if self.order.kind(name) == kind)
            for kind in (FRICTION, DIAGONAL, SPRING, PINNING, MASS)
        }
        frictions = of_kind[FRICTION]
        sets: list[tuple[float, frozenset[str]]] = [(_BY_FRICTION, frictions)]
        sets += [(1.0, frozenset({name})) for name in sorted(polynomial.names, key=self.order.key)]
        sets += [(1.0, names) for kind, names in of_kind.items() if kind != FRICTION and len(names) > 1]
        seen: set[frozenset[str]] = set()
        for weight, names in sets:
            if names and names not in seen:
                seen.add(names)
                groups = _gathered(terms, lambda m, among: sum(e for name, e in m if name in among), names)
                if 1 < len(groups) < len(terms):
                    yield weight, groups
        if len(frictions) > 1:
            groups = _gathered(
                terms, lambda m, among: tuple(dict(m).get(n, 0) for n in sorted(among, key=self.order.key)), frictions
            )
            if 1 < len(groups) < len(terms):
                yield 1.0, groups

    def _rough(self, groups: Sequence[Polynomial]) -> int:
        """About what the collected form costs: the groups factored, their factors expanded."""
        total = 0
        for group in groups:
            content, listed = self._factor(group)
            total += 1 if abs(content) == 1 else 2
            for factor, _ in listed:
                plain = sum(2 * len(m) + 1 + (abs(c) != 1) for m, c in factor.terms())
                total += 2 if len(factor) == 1 else 1 + plain
        return total

    def _collected(self, groups: Sequence[Polynomial]) -> Signed:
        terms: list[tuple[int, Formula]] = []
        for group in groups:
            sign, factors = self.factors(group)
            if len(factors) == 1 and isinstance(factors[0], Sum):
                terms += [(sign * s, f) for s, f in factors[0].terms]
            else:
                terms.append((sign, times(factors)))
        if terms[0][0] < 0:  # once more with the signs turned, so that each term finds its best form
            turned = [-group for group in groups]
            if self.factors(turned[0])[0] > 0:
                return -1, self._collected(turned)[1]
            return -1, Sum(tuple((-sign, term) for sign, term in terms))
        return 1, Sum(tuple(terms))


def _gathered(
    terms: Sequence[tuple[Monomial, int]], power: Callable[[Monomial, frozenset[str]], Any], among: frozenset[str]
) -> list[Polynomial]:
    """The terms with the same power of the names, highest powers first."""
    rows: dict[Any, list[tuple[Monomial, int]]] = {}
    for monomial, coefficient in terms:
        rows.setdefault(power(monomial, among), []).append((monomial, coefficient))
    return [Polynomial.from_terms(rows[key]) for key in sorted(rows, reverse=True)]


def _pluses(formula: Formula) -> int:
    """How many terms are added: of sums that are as long, the difference stands first."""
    return sum(sign for sign, _ in formula.terms) if isinstance(formula, Sum) else 0


def is_difference(formula: Formula) -> bool:
    """Whether the formula is a difference of two symbols, as of temperatures."""
    return isinstance(formula, Sum) and len(formula.terms) == 2 and all(isinstance(t, Symbol) for _, t in formula.terms)
