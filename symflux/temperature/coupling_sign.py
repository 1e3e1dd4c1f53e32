"""The sign of a rational function of the couplings, the same for all couplings: proved, or not decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import ExpressionError, SymfluxError
from symflux.model.network import Network
from symflux.positivity.condition import HOLDS
from symflux.signs.prove import prove_within
from symflux.temperature.space import comparisons
from symflux.work.budget import Budget, Limit

__all__ = ["CouplingSign", "coupling_sign"]

_VALUES = [Fraction(n, d) for n in (1, 2, 3, 5, 10, 30) for d in (1, 2, 5)]


@dataclass(frozen=True)
class CouplingSign:
    """``sign`` is 1, -1 or 0 where it is the same for all couplings, else None; ``reason`` says why."""

    sign: int | None
    reason: str
    certificate: Any = None


def coupling_sign(
    value: RationalFunction,
    network: Network,
    *,
    formula: str | None = None,
    given: Iterable[Any] = (),
    seconds: Limit = 10,
) -> CouplingSign:
    """The sign of ``value`` wherever the network's steady state exists, under assumptions on the couplings.

    Constants and polynomials with coefficients of one sign are decided at once. Two points with different signs
    end the question. For the rest the sign engine is asked about ``formula``, which says the same in terms of the
    network (``"flux_coefficient(1,3,1)"``), or about the value itself; only what it proves counts. ``seconds`` of
    counted work bound its search.
    """
    budget = Budget.of(seconds)
    quick = value.sign(network.real)
    if quick is not None:
        return CouplingSign(quick, "all coefficients have one sign" if quick else "it is identically zero")
    listed = list(given)
    seen = _sampled_signs(value, listed)
    shown = formula if formula is not None else value.numerator.summary()
    if {1, -1} <= set(seen):
        points = "; ".join(f"{'+' if s > 0 else '-'} at {_point_text(seen[s])}" for s in (1, -1))
        return CouplingSign(None, f"{shown} takes both signs: {points}")
    text = str(value) if formula is None else formula
    reason = f"no sign was proved for {shown}"
    signs = sorted(set(seen) - {0} or {1, -1}, reverse=True)
    for asked, sign in enumerate(signs):
        if budget.is_spent:
            return CouplingSign(None, f"{reason} in the time")
        try:
            outcome = prove_within(
                budget.part(budget.left / (len(signs) - asked)),
                f"{text} {'>' if sign > 0 else '<'} 0",
                given=listed,
                real=[name for name in network.real if name in value.names],
                network=None if formula is None else network,
            )
        except SymfluxError as error:
            return CouplingSign(None, f"{reason}: {error}")
        if outcome.verdict == "proved":
            return CouplingSign(sign, outcome.reason, outcome.certificate)
        reason = f"{reason}: {outcome.reason}"
    return CouplingSign(None, reason)


def _sampled_signs(value: RationalFunction, given: Sequence[Any]) -> dict[int, dict[str, Fraction]]:
    """{sign: a point} over some positive couplings that satisfy the assumptions."""
    conditions = [each for condition in given for each in comparisons(condition)]
    names = sorted({*value.names, *(name for each in conditions for name in each.names)})
    rng = Random(1)
    found: dict[int, dict[str, Fraction]] = {}
    for _ in range(60):
        point = {name: rng.choice(_VALUES) for name in names}
        try:
            if all(HOLDS[each.relation](each.difference.evaluate(point)) for each in conditions):
                number = value.evaluate(point)
                found.setdefault((number > 0) - (number < 0), point)
        except ExpressionError:  # no steady state there
            continue
    return found


def _point_text(point: Mapping[str, Fraction]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in point.items())
