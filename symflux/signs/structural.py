"""Claims that follow from what the network is, before any polynomial is expanded.

Conductances between baths are positive (Landauer), a bath's own coefficient stays below its friction, bridges carry
sums of conductances, a bond that one site cuts off from all baths carries nothing, and the Hurwitz determinant is
positive where the baths bring every site to rest. A flux has the sign of its spectral density where that has one sign
at every frequency.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from symflux.algebra import RationalFunction
from symflux.certificates import format as rules
from symflux.certificates.check import FREQUENCY
from symflux.certificates.core import Rejected
from symflux.model.network import Network, Site
from symflux.positivity.proofs.factors import prove_goal
from symflux.positivity.proofs.goal import Goal, Node
from symflux.positivity.proofs.opening import opening
from symflux.signs.balances import prove_balanced
from symflux.signs.symmetries import reversals, symmetries
from symflux.work.budget import Budget, Limit, Spent

__all__ = ["forcing_moves", "hurwitz", "prove_by_spectrum", "prove_from_structure"]

_FEW = 12  #: sites up to which the balance of power at each of them is written down


def prove_from_structure(
    template: Mapping[str, Any], network: Network, *, seconds: Limit, sample: Mapping[str, Fraction] | None
) -> Node | None:
    """A proof by what theorems say of conductances and coefficients, or None."""
    budget = Budget.of(seconds)
    for first in _first_steps(str(template["claim"]), network):
        try:
            goal, denominator = opening(template, first, budget)
        except (Rejected, Spent):
            continue
        if denominator is not None:
            return None
        node = prove_balanced(goal, partial(_proved, budget, sample))
        if node is not None:
            return {**first, "then": node}
    return None


def _proved(budget: Budget, sample: Mapping[str, Fraction] | None, goal: Goal, one_step: bool) -> Node | None:
    return prove_goal(goal, seconds=budget, sample=sample, one_step=one_step)


def _first_steps(claim: str, network: Network) -> Iterator[Node]:
    """What is tried, the simplest first."""
    moves = forcing_moves(network) if "hurwitz" in claim else None
    if moves is not None:
        yield rules.network_step("conductances", {}, moves)
    yield rules.network_step("conductances", {})
    if "flux" in claim and len(network.sites) <= _FEW:
        yield rules.network_step("conductances", {}, sites=network.sites)
    exchanged, turned = symmetries(network), reversals(network)
    if exchanged or turned:
        yield rules.network_step("conductances", {}, symmetries=exchanged, reversals=turned)


def prove_by_spectrum(template: Mapping[str, Any], sample: Mapping[str, Fraction], seconds: Limit) -> Node | None:
    """A proof that the spectral density of a sum of fluxes has one sign, or is zero, at every frequency; or None.

    The density is a polynomial in the squared frequency with far fewer terms than its integral has.
    """
    budget = Budget.of(seconds)
    first = rules.network_step("spectrum", {})
    try:
        goal, denominator = opening(template, first, budget)
    except (Rejected, Spent):
        return None
    if denominator is not None or (goal.relation == "==" and not goal.polynomial.is_zero):
        return None
    nonzero = None
    if goal.is_strict:  # the density may have zeros, if it is not zero at all frequencies
        coefficients = goal.polynomial.coefficients_in(FREQUENCY)
        for power in dict.fromkeys((0, len(coefficients) - 1)):
            one = goal.with_polynomial(coefficients[power], ">")
            proof = prove_goal(one, seconds=budget.part(0.2 * budget.left), sample=sample)
            if proof is not None:
                nonzero, goal = (power, proof), goal.with_polynomial(goal.polynomial, ">=")
                break
    node = prove_goal(goal, seconds=budget, sample=sample)
    return None if node is None else rules.network_step("spectrum", node, nonzero=nonzero)


def forcing_moves(network: Network) -> list[tuple[Site, Site]] | None:
    """Moves by which the baths bring every site to rest (a zero-forcing set), or None.

    A site at rest with one moving neighbour forces that neighbour to rest: the spring between them must not pull.

    >>> from symflux.model.families import chain, ring
    >>> forcing_moves(chain(3, baths={1: (1, "T1")}))
    [(1, 2), (2, 3)]
    >>> forcing_moves(ring(4, baths={1: (1, "T1"), 3: (1, "T3")})) is None
    True
    """
    near: dict[Site, set[Site]] = {site: set() for site in network.sites}
    for i, j in network.bonds:
        if not network.spring(i, j).is_zero:
            near[i].add(j)
            near[j].add(i)
    resting, moves = set(network.baths), list[tuple[Site, Site]]()
    changed = True
    while changed:
        changed = False
        for site in network.sites:
            moving = near[site] - resting
            if site in resting and len(moving) == 1:
                other = moving.pop()
                moves.append((site, other))
                resting.add(other)
                changed = True
    return moves if len(resting) == len(network.sites) else None


def hurwitz(network: Network) -> RationalFunction:
    """The Hurwitz determinant, which is positive exactly where a stable network has a unique steady state."""
    return network.steady_state().hurwitz_determinant().rational_function
