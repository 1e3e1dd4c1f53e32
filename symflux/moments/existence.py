"""When a linear model has a steady state: no motion grows, none goes on for ever, and no massless limit is hidden.

With P = det K = s^r P~ the steady state (modulo the free motions s^r) is unique iff P~ is Hurwitz. Where couplings are
passive (V = V^T >= 0, M >= 0, velocity couplings antisymmetric but for the baths) no motion grows, and P~ is Hurwitz
iff det b is not zero, iff no motion x exp(i w t) with real w != 0 moves no bath. Otherwise it is Hurwitz iff all
coefficients of P~ and all trailing minors of its Bezout matrix b are positive (Hermite; Lienard and Chipart).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.linear import Echelon, null_space
from symflux.errors import NetworkError, StabilityError, UniquenessError
from symflux.model.elements import Elements
from symflux.model.linear_model import LinearModel, linear_model
from symflux.model.massless import idealisations
from symflux.model.uniqueness import require_unique
from symflux.moments.route import moments_of
from symflux.moments.signal import velocity
from symflux.moments.state_space import StateSpace

__all__ = ["is_passive", "require_steady_state", "stability_polynomials", "undamped_motions"]

_ZERO = RationalFunction.constant(0)
_ONE = RationalFunction.constant(1)


def is_passive(elements: Elements) -> bool:
    """Whether nothing can feed energy into the motion: no directed spring and no feedback."""
    return not elements.directed_items and not elements.feedback_items


def require_steady_state(elements: Elements, *, ideal_joints: bool = False) -> None:
    """:class:`NetworkError` where there is no steady state, in words that say why.

    :class:`UniquenessError` with the undamped motions, :class:`StabilityError` with the inequalities that fail. Sites
    without mass at which M = 0 is not the limit of small masses are refused unless ``ideal_joints``, as in circuits.
    """
    if elements.is_classic:
        require_unique(elements)
        return
    if not elements.bath_items and not elements.drive_items:
        raise NetworkError(f"{elements.title()} has no bath, so it has no steady state: add one to a site")
    model = linear_model(elements)
    if not ideal_joints and (problems := idealisations(model)):
        raise NetworkError("\n".join(problems), problems)
    moments = moments_of(model)
    if not any(moments.determinant):
        loose = "some coordinate has neither mass nor friction nor spring, or ideal elements form a loop"
        raise UniquenessError(f"{elements.title()}: det K(s) is zero: {loose}", [])
    if not is_passive(elements):
        _require_stable(elements, moments)
    elif moments.is_undamped:
        _refuse_undamped(elements, model)


def _refuse_undamped(elements: Elements, model: LinearModel) -> None:
    motions = undamped_motions(model)
    where = " for any values of its parameters" if elements.coupling_parameters else ""
    shown = "; ".join(_motion_text(model, *motion) for motion in motions[:3]) or "some motion is undamped"
    raise UniquenessError(f"{elements.title()} has no unique steady state{where}: {shown}: no bath reaches it", motions)


def _motion_text(model: LinearModel, positions: Sequence[Any], velocities: Sequence[Any]) -> str:
    def listed(letter: str, values: Sequence[Any]) -> str:
        return ", ".join(f"{letter}{site} = {x}" for site, x in zip(model.sites, values, strict=True) if x != 0)

    return f"the motion through {'; '.join(filter(None, (listed('q', positions), listed('v', velocities))))} goes on"


def undamped_motions(model: LinearModel) -> list[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """(positions, velocities) of motions that never move a bath: the largest invariant subspace on which all u_b . v
    vanish, without its free motions. Generic where parameters are symbolic."""
    space = StateSpace(model)
    size = space.size
    rows = [space.expression(velocity(dict(bath.direction))).state for bath in model.baths]
    echelon = Echelon(size)
    waiting = [list(row) for row in rows]
    while waiting:
        row = waiting.pop()
        if echelon.add(list(row)):
            waiting.append([sum((row[k] * space.A[k][j] for k in range(size) if row[k]), _ZERO) for j in range(size)])
    hidden = null_space(list(echelon.rows.values()), size, _ZERO, _ONE)
    moving = Echelon(size)
    for vector in hidden:
        for _ in range(2):  # A^2 kills what is free: a coordinate at rest, or one that drifts
            vector = [sum((a * x for a, x in zip(row, vector, strict=True) if a and x), _ZERO) for row in space.A]
        moving.add(vector)
    result = []
    for vector in moving.rows.values():
        values = [_shown(entry) for entry in vector]
        heavy, n = space.heavy, len(space.heavy)
        coordinates = dict(zip([*heavy, *space.light], values[n:], strict=True))
        speeds = dict(zip(heavy, values[:n], strict=True))
        result.append((_lifted(space, coordinates), _lifted(space, speeds)))
    return result


def _shown(value: RationalFunction) -> Any:
    return value.to_sympy()


def _lifted(space: StateSpace, coordinates: dict[int, Any]) -> tuple[Any, ...]:
    total = sympy.S.Zero
    return tuple(
        sympy.cancel(sum((x.to_sympy() * coordinates.get(i, 0) for i, x in enumerate(row) if x), total))
        for row in space.transform
    )


# stability ---------------------------------------------------------------------------------------------


def stability_polynomials(elements: Elements) -> list[Polynomial]:
    """Polynomials that are all positive exactly where P~ is Hurwitz, in lowest terms; empty for passive networks.

    Factors that are positive for all positive parameters, and squares, are dropped; what always holds is left out.
    """
    if is_passive(elements):
        return []
    found: dict[Polynomial, None] = {}
    for value in _hermite(moments_of(linear_model(elements))):
        reduced = _without_positive_factors(value, elements.real)
        if not (reduced.is_constant and reduced.constant_value > 0):
            found.setdefault(reduced)
    return sorted(found, key=lambda p: (p.total_degree, len(p), str(p)))


def _hermite(moments: Any) -> list[RationalFunction]:
    """The coefficients of P~, the sign of the leading one made positive, and the trailing minors of b."""
    lead = _value(moments, moments.damped[-1])
    coefficients = [_value(moments, p) * lead for p in moments.damped[:-1]]
    return [*coefficients, *_trailing_minors(moments)]


def _value(moments: Any, entry: Any) -> RationalFunction:
    """An element of the solver's ring as a rational function; its units are positive powers, and do not matter."""
    symbolic = bool(moments.model.parameters)
    return RationalFunction.wrap(Polynomial(entry)) if symbolic else RationalFunction.constant(int(entry))


def _trailing_minors(moments: Any) -> list[RationalFunction]:
    matrix = moments.bezout
    size = len(matrix)
    return [
        _determinant([[_value(moments, entry) for entry in row[size - k :]] for row in matrix[size - k :]])
        for k in range(1, size + 1)
    ]


def _determinant(matrix: list[list[RationalFunction]]) -> RationalFunction:
    """Fraction-free elimination (Bareiss); a zero pivot is exchanged."""
    rows, previous, sign = [list(row) for row in matrix], _ONE, 1
    for k in range(len(rows) - 1):
        pivot = next((i for i in range(k, len(rows)) if rows[i][k]), None)
        if pivot is None:
            return _ZERO
        if pivot != k:
            rows[k], rows[pivot], sign = rows[pivot], rows[k], -sign
        for i in range(k + 1, len(rows)):
            for j in range(k + 1, len(rows)):
                rows[i][j] = (rows[i][j] * rows[k][k] - rows[i][k] * rows[k][j]) / previous
        previous = rows[k][k]
    return rows[-1][-1] * sign if rows else _ONE


def _without_positive_factors(value: RationalFunction, real: frozenset[str]) -> Polynomial:
    if value.is_zero:
        return Polynomial.constant(0)
    content, factors = value.numerator.factor()
    result = Polynomial.constant(1 if content > 0 else -1)
    for factor, exponent in factors:
        sign = factor.sign(real)
        if sign is None:
            result = result * (factor if exponent % 2 else factor * factor)
        elif sign < 0 and exponent % 2:
            result = -result
    return result


def _require_stable(elements: Elements, moments: Any) -> None:
    """:class:`StabilityError` where numbers make some condition fail; symbols leave it open."""
    if moments.model.parameters:
        if any(p.is_constant and p.constant_value <= 0 for p in stability_polynomials(elements)):
            raise StabilityError(f"{elements.title()} has no steady state: some motion grows for all parameters", ())
        return
    failing = [_named(k, moments.degree) for k, value in enumerate(_hermite(moments)) if value.value <= 0]
    if failing:
        what = "some motion grows or goes on for ever"
        raise StabilityError(f"{elements.title()} has no steady state, {what}: {failing[0]} > 0 fails", failing)


def _named(number: int, degree: int) -> str:
    """The coefficients of P~ come first, then the trailing minors of b, Hurwitz determinants."""
    if number < degree:
        return f"coefficient of s^{number} in det K"
    return f"Hurwitz determinant of order {2 * (number - degree) + 1 + (degree % 2)} of det K"
