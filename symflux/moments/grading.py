"""Units: which symbols may be set to 1 without loss, and how the answer is put back.

A grading gives every symbol a weight so that all entries of M have the weight a, those of D a + b and those of V
a + 2 b (a the unit of mass, b of inverse time, and whatever else scales). A mean per unit of its source is
homogeneous then, and a symbol of weight other than 0 can be set to 1: its powers follow from the weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.linear import Echelon, null_space
from symflux.model.linear_model import LinearModel

__all__ = ["Grading", "grading_of"]

Weights = tuple[Fraction, ...]  #: by reference


@dataclass(frozen=True)
class Grading:
    """``references`` are set to 1. Weights are counted in powers of the references: ``weights`` of the other symbols,
    ``mass`` of the entries of M and ``rate`` of an inverse time."""

    references: tuple[str, ...]
    weights: Mapping[str, Weights]
    mass: Weights
    rate: Weights

    def restored(self, value: RationalFunction, mass: int, rate: int) -> RationalFunction:
        """The function of all symbols that is ``value`` where the references are 1, of the weight
        ``mass`` * self.mass + ``rate`` * self.rate; in lowest terms where ``value`` is."""
        if value.is_zero:
            return value
        top, above = self._homogeneous(value.numerator)
        bottom, below = self._homogeneous(value.denominator)
        for k, name in enumerate(self.references):
            power = mass * self.mass[k] + rate * self.rate[k] - above[k] + below[k]
            if power.denominator != 1:
                raise ArithmeticError(f"{value.summary()} is not homogeneous in {name}")
            factor = Polynomial.variable(name) ** abs(int(power))
            top, bottom = (top * factor, bottom) if power >= 0 else (top, bottom * factor)
        result = RationalFunction(top, bottom, reduce=False)
        result.is_reduced = value.is_reduced
        return result

    def _homogeneous(self, polynomial: Polynomial) -> tuple[Polynomial, Weights]:
        """The polynomial with the least powers of the references that make it homogeneous, and its weight."""
        listed = []
        for monomial, coefficient in polynomial.terms():
            weight = tuple(
                sum((self.weights[name][k] * e for name, e in monomial), Fraction(0))
                for k in range(len(self.references))
            )
            listed.append((monomial, coefficient, weight))
        top = tuple(max(weight[k] for *_, weight in listed) for k in range(len(self.references)))
        terms = []
        for monomial, coefficient, weight in listed:
            missing = [a - b for a, b in zip(top, weight, strict=True)]
            if any(power.denominator != 1 for power in missing):
                raise ArithmeticError(f"{polynomial.summary()} is not homogeneous")
            powers = tuple((n, int(p)) for n, p in zip(self.references, missing, strict=True) if p)
            terms.append(((*monomial, *powers), coefficient))
        return Polynomial.from_terms(terms), top


def grading_of(model: LinearModel) -> Grading | None:
    """A grading with as many references as there are; None where no symbol has a weight.

    >>> import symflux as sf
    >>> net = sf.chain(3, spring="k", pinning="c", masses="m", baths={1: ("g", "T")})
    >>> found = grading_of(net.linear_model())
    >>> found.references, {name: tuple(map(str, weight)) for name, weight in found.weights.items()}
    (('k', 'g'), {'c': ('1', '0'), 'm': ('-1', '2')})
    """
    names = model.parameters
    equations: list[list[Fraction]] = []
    counted = dict.fromkeys(names, 0)
    echelon = Echelon(len(names) + 2)
    for order, matrix in ((2, model.coupling), (1, model.damping), (0, model.mass)):
        entries = [entry for _, _, entry in matrix.entries()]
        entries += [bath.friction for bath in model.baths] if order == 1 else []
        for entry in entries:
            if not entry.denominator.is_constant:
                return None
            for monomial, _ in entry.numerator.terms():
                row = [Fraction(dict(monomial).get(name, 0)) for name in names] + [Fraction(-1), Fraction(-order)]
                if echelon.add(list(row)):
                    equations.append(row)
                for name, _ in monomial:
                    counted[name] += order
    basis = null_space(equations, len(names) + 2, Fraction(0), Fraction(1))
    references = _references(basis, names, counted)
    if not references:
        return None
    return _in_powers(basis, names, references)


def _references(basis: Sequence[Any], names: Sequence[str], counted: Mapping[str, int]) -> tuple[str, ...]:
    """Symbols with independent weights, those that stand in most entries of V first."""
    echelon, found = Echelon(len(basis)), list[str]()
    for name in sorted(names, key=lambda name: -counted[name]):
        if echelon.add([vector[names.index(name)] for vector in basis]):
            found.append(name)
    return tuple(found)


def _in_powers(basis: Sequence[Any], names: Sequence[str], references: tuple[str, ...]) -> Grading | None:
    """The weights w = sum of powers of the references: every column of the basis in terms of theirs."""
    places = [names.index(name) for name in references]
    columns = {name: [vector[k] for vector in basis] for k, name in enumerate([*names, "/mass", "/rate"])}

    def powers(target: Sequence[Fraction]) -> Weights | None:
        rows = [[vector[k] for k in places] + [-t] for vector, t in zip(basis, target, strict=True)]
        solutions = null_space(rows, len(places) + 1, Fraction(0), Fraction(1))
        found = next((s for s in solutions if s[-1]), None)
        return None if found is None else tuple(x / found[-1] for x in found[:-1])

    weights = {name: powers(column) for name, column in columns.items() if name not in references}
    if any(weight is None for weight in weights.values()):
        return None
    mass, rate = weights.pop("/mass"), weights.pop("/rate")
    return Grading(references, weights, mass, rate)  # type: ignore[arg-type]
