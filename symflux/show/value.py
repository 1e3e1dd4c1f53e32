"""Results as formulas: temperatures as differences where their coefficients add up to zero, as a sum where not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.rational_function import common_denominator
from symflux.moments.existence import is_passive
from symflux.quantities.result import Result
from symflux.show.collect import Collector, Signed
from symflux.show.coordinates import Coordinates
from symflux.show.formula import Formula, Number, Power, Quotient, Sum, cost, times

__all__ = [
    "difference",
    "entropy_formula",
    "result_formula",
    "signed_factor",
    "temperature_factor",
    "vanishes_when_equal",
]

_COMMON_TERMS = 2_000  #: coefficients with more terms in all are not brought to a common denominator

Coefficients = Mapping[RationalFunction, RationalFunction]


def result_formula(
    result: Result, collector: Collector, coordinates: Coordinates | None = None, *, oriented: bool = False
) -> Signed:
    """The formula of a result.

    ``oriented`` keeps every difference of temperatures in the order of the baths, with a minus in front where needed;
    else a difference is turned round to take the minus away.
    """
    names = coordinates or Coordinates()
    form = result.linear_form
    if form is None:
        return collector.rational(names.of(result.rational_function))
    coefficients = dict(form)
    merged: dict[RationalFunction, RationalFunction] = {}
    own = None
    for site, temperature in result.temperatures.items():
        value = names.of(coefficients.get(site, RationalFunction.constant(0)))
        merged[temperature] = merged[temperature] + value if temperature in merged else value
        if result.quantity.kind == "bath_flux" and site == result.quantity.sites[0]:
            own = temperature
    if all(t.is_constant for t in merged):
        return collector.rational(names.of(result.rational_function))
    total = _total(result, merged)
    if total is None:
        return collector.rational(names.of(result.rational_function))
    kept = {t: c for t, c in merged.items() if not c.is_zero}
    if not kept:
        return 1, Number(0)
    writer = _Writer(collector, list(merged), oriented)
    if total.is_zero:
        return writer.differences(kept, own)
    return min(writer.sums(kept, total), key=lambda signed: cost(signed[1]))


def linear_formula(coefficients: Coefficients, collector: Collector) -> Signed:
    """A form in temperatures whose coefficients add up to zero, by differences."""
    kept = {t: c for t, c in coefficients.items() if not c.is_zero}
    return _Writer(collector, list(coefficients), False).differences(kept, None) if len(kept) > 1 else (1, Number(0))


def vanishes_when_equal(result: Result) -> bool:
    """Whether the coefficients are known to add up to zero: nothing flows at equal temperatures.

    One-way springs and feedback do work there: nothing is known then.
    """
    kind, sites = result.quantity.kind, result.quantity.sites
    if not is_passive(result.network):
        return False
    if kind == "covariance":
        return {sites[0][0], sites[1][0]} in ({"q", "v"}, {"q", "p"})
    return kind in ("flux", "bath_flux")


def _total(result: Result, merged: Coefficients) -> RationalFunction | None:
    """The sum of the coefficients: what is left at equal temperatures; None where finding out would take long."""
    if vanishes_when_equal(result):
        return RationalFunction.constant(0)
    if result.quantity.kind == "kinetic_temperature" and is_passive(result.network):
        return RationalFunction.constant(1)
    if sum(len(c.numerator) + len(c.denominator) for c in merged.values()) > _COMMON_TERMS:
        return None
    return sum(merged.values(), RationalFunction.constant(0))


class _Writer:
    """Linear forms in temperatures."""

    def __init__(self, collector: Collector, order: list[RationalFunction], oriented: bool):
        self.collector, self.order, self.oriented = collector, order, oriented

    def differences(self, kept: Coefficients, own: RationalFunction | None) -> Signed:
        """Coefficients that add up to zero: the differences from one temperature."""
        pivot = own if own is not None and own in kept else _pivot(kept)
        outside, rest = self._common({t: c for t, c in kept.items() if t != pivot})
        terms = [self._term(t, c, pivot) for t, c in rest.items()]
        if len(terms) == 1 and not outside:
            return terms[0]
        if len(terms) == 1:
            return terms[0][0], times([*outside, terms[0][1]])
        return 1, times([*outside, Sum(tuple(terms))])

    def sums(self, kept: Coefficients, total: RationalFunction) -> Iterator[Signed]:
        """The forms to choose from: what it is at equal temperatures and the rest, or a sum over the baths."""
        for pivot in (_pivot(kept), next(iter(kept))):
            terms = [self._heated(total, pivot)]
            outside, rest = self._common({t: c for t, c in kept.items() if t != pivot})
            inner = tuple(self._term(t, c, pivot) for t, c in rest.items())
            if outside:
                sign, body = (1, Sum(inner)) if len(inner) > 1 else inner[0]
                terms.append((sign, times([*outside, body])))
            else:
                terms += inner
            yield (1, Sum(tuple(terms))) if len(terms) > 1 else terms[0]
        outside, rest = self._common(kept)
        whole = [self._heated(c, t) for t, c in rest.items()]
        sign, body = (1, Sum(tuple(whole))) if len(whole) > 1 else whole[0]
        yield sign, times([*outside, body])

    def _heated(self, coefficient: RationalFunction, temperature: RationalFunction) -> Signed:
        if temperature.is_constant:
            return self.collector.rational(coefficient * temperature)
        sign, formula = self.collector.rational(coefficient)
        return sign, times([formula, *temperature_factor(temperature, self.collector)])

    def _term(self, temperature: RationalFunction, coefficient: RationalFunction, pivot: RationalFunction) -> Signed:
        sign, formula = self.collector.rational(coefficient)
        if self.oriented:
            turned = self.order.index(temperature) > self.order.index(pivot)
            pair = (pivot, temperature) if turned else (temperature, pivot)
            other, heat = difference(*pair, 1, self.collector)
            return (-sign if turned else sign) * other, times([formula, heat])
        sign, heat = difference(temperature, pivot, sign, self.collector)
        return sign, times([formula, heat])

    def _common(self, rest: Coefficients) -> tuple[list[Formula], Coefficients]:
        """One denominator and the common factors of the numerators, put in front where that is shorter."""
        collector = self.collector
        terms = sum(len(c.numerator) + len(c.denominator) for c in rest.values())
        if len(rest) < 2 or collector.expanded or terms > _COMMON_TERMS:
            return [], rest
        bottom = common_denominator(rest.values())
        tops = {t: (c * bottom).numerator for t, c in rest.items()}
        shared = Polynomial.constant(0)
        for top in tops.values():
            shared = shared.gcd(top)
        factor = RationalFunction(shared, bottom)
        inner = {t: RationalFunction(top.exact_quotient(shared)) for t, top in tops.items()}
        sign, formula = collector.rational(factor)
        apart = sum(cost(collector.rational(c)[1]) for c in rest.values())
        together = cost(formula) + sum(cost(collector.rational(c)[1]) for c in inner.values())
        return ([], rest) if sign < 0 or formula == Number(1) or together >= apart else ([formula], inner)


def _pivot(kept: Coefficients) -> RationalFunction:
    """The temperature all others are compared with: the one with the longest coefficient, the last of equals."""
    lengths = {t: len(c.numerator) for t, c in kept.items()}
    longest = max(lengths.values())
    return [t for t, length in lengths.items() if length == longest][-1]


def signed_factor(signed: Signed) -> Formula:
    """A signed formula as a factor of a product."""
    sign, formula = signed
    return formula if sign > 0 else Sum(((-1, formula),))


def temperature_factor(temperature: RationalFunction, collector: Collector) -> list[Formula]:
    """A temperature as the last factor of a product."""
    return [signed_factor(collector.rational(temperature))]


def difference(first: RationalFunction, second: RationalFunction, sign: int, collector: Collector) -> Signed:
    """``sign * (first - second)``, turned round where the sign is negative."""
    if sign < 0:
        first, second = second, first
    if first.is_zero or second.is_zero or (first.is_constant and second.is_constant):
        return collector.rational(first - second)
    if all(len(t.numerator) == 1 and t.denominator.is_constant for t in (first, second)):
        parts = [(s, collector.rational(t)) for s, t in ((1, first), (-1, second))]
        return 1, Sum(tuple((s * own, formula) for s, (own, formula) in parts))
    return collector.rational(first - second)


def entropy_formula(
    terms: list[tuple[Signed, RationalFunction, RationalFunction]], collector: Collector
) -> Signed | None:
    """The sum over pairs of baths, K (T_i - T_j)^2/(T_i T_j), of (K, T_i, T_j); None where there are no pairs."""
    parts: list[tuple[int, Formula]] = []
    for (sign, conductance), hot, cold in terms:
        top = Power(difference(hot, cold, 1, collector)[1], 2)
        bottom = times([*temperature_factor(hot, collector), *temperature_factor(cold, collector)])
        parts.append((sign, times([conductance, Quotient(top, bottom)])))
    if not parts:
        return None
    return (1, Sum(tuple(parts))) if len(parts) > 1 else parts[0]
