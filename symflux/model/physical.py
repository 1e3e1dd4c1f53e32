"""Whether elements are physical: masses and temperatures not negative, frictions positive, energy bounded below."""

from __future__ import annotations

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.linear import negative_direction
from symflux.errors import NetworkError
from symflux.model.elements import Elements
from symflux.model.labels import show_label
from symflux.model.linear_model import linear_model
from symflux.model.problems import Problems

__all__ = ["checked", "definite_minors", "is_always_bounded", "is_never_positive", "negative_everywhere", "pieces"]

MAX_SITES_SIGNED = 128  #: where springs or pins are negative, definiteness has to be decided by elimination


def is_never_positive(value: RationalFunction, real: frozenset[str]) -> bool:
    """Whether no positive parameters can make the value positive, as far as coefficients alone show."""
    return value.is_zero or is_negative(value, real)


def is_negative(value: RationalFunction, real: frozenset[str]) -> bool:
    """Whether positive parameters make the value negative, as far as coefficients alone show."""
    if value.is_zero or set(value.names) & real:
        return False
    return (-value.numerator).has_positive_coefficients() and value.denominator.has_positive_coefficients()


def checked(elements: Elements) -> Elements:
    """The elements themselves, if they are physical; :class:`NetworkError` with every reason why not."""
    problems, real = Problems(), elements.real
    for site, mass in elements.masses.items():
        if is_negative(mass, real):
            problems.add(f"mass of site {site}: {mass.summary()} is not positive (0 is an overdamped site)")
    for (i, j), mass in elements.inerter_items:
        if is_never_positive(mass, real):
            problems.add(f"mass between {i} and {j}: {mass.summary()} is not positive")
    for bath in elements.bath_items:
        where = f"bath at {show_label(bath.label)}"
        if is_never_positive(bath.friction, real):
            problems.add(f"{where}, friction: {bath.friction.summary()} is not positive")
        if is_negative(bath.temperature, real):
            problems.add(f"{where}, temperature: {bath.temperature.summary()} is not positive")
    for drive in elements.drive_items:
        if is_negative(drive.strength, real):
            problems.add(f"drive at {show_label(drive.label)}: {drive.strength.summary()} is negative")
    labels = {bath.label for bath in elements.bath_items}
    for drive in elements.drive_items:
        if ("drive", drive.label) in labels:
            problems.add(f"bath {show_label(('drive', drive.label))} and the drive at {drive.label}: rename the site")
    problems.raise_if_any()
    if not elements.directed_items:
        _require_bounded_energy(elements)
    return elements


def _require_bounded_energy(elements: Elements) -> None:
    values = [k for _, k in elements.spring_items] + list(elements.pinning_items)
    if not any(v.is_constant and v.value < 0 for v in values) or not all(v.is_constant for v in values):
        return
    if len(elements.sites) > MAX_SITES_SIGNED:
        raise NetworkError(
            f"negative springs or pins on {len(elements.sites)} sites; the limit there is {MAX_SITES_SIGNED}"
        )
    matrix = [[entry.value for entry in row] for row in linear_model(elements).coupling.dense()]
    direction = negative_direction(matrix)
    if direction is not None:
        shown = ", ".join(map(str, direction))
        raise NetworkError(f"the potential energy is not bounded below: it is negative along q = ({shown})")


def is_always_bounded(elements: Elements) -> bool:
    """Whether no values of the parameters make V indefinite, as far as the signs of springs and pins alone show.

    >>> import symflux as sf
    >>> baths = {1: (1, "T1")}
    >>> is_always_bounded(sf.chain(2, spring="k", pinning="c", baths=baths))
    True
    >>> is_always_bounded(sf.chain(2, spring="k", pinning="c - 1", baths=baths))
    False
    """
    if elements.directed_items or elements.feedback_items:
        return False
    values = [k for _, k in elements.spring_items] + list(elements.pinning_items)
    return all(value.sign(elements.real, strict=False) in (0, 1) for value in values)


def negative_everywhere(elements: Elements) -> str | None:
    """A direction along which the potential energy is negative whatever the parameters are, in words; or None.

    Tried are each site, each pair and each connected piece moved as one. There is no steady state then.

    >>> import symflux as sf
    >>> negative_everywhere(sf.chain(2, spring="k", pinning="-c", baths={1: (1, "T1")}))
    'the potential energy is negative along q = (1, 1) for all values of the parameters, so V is never ...'
    """
    if elements.directed_items or elements.feedback_items or elements.magnetic_items or is_always_bounded(elements):
        return None
    rows = linear_model(elements).coupling.dense()
    size = range(len(rows))
    directions = [{i} for i in size] + [{i, j} for i in size for j in size if i < j] + pieces(rows)
    for moved in directions:
        energy = sum((rows[i][j] for i in moved for j in moved), RationalFunction.constant(0))
        if energy.sign(elements.real) == -1:
            shown = ", ".join("1" if i in moved else "0" for i in size)
            return (
                f"the potential energy is negative along q = ({shown}) for all values of the parameters, "
                "so V is never positive definite"
            )
    return None


def definite_minors(elements: Elements) -> list[Polynomial]:
    """The leading principal minors of V: all positive exactly where V is positive definite (Sylvester).

    A piece that no pin holds moves freely, for all parameters: V is as good there if it is definite with one site held.
    """
    full = linear_model(elements).coupling.dense()
    held = {
        min(piece) for piece in pieces(full) if all(sum(full[i], RationalFunction.constant(0)).is_zero for i in piece)
    }
    kept = [i for i in range(len(full)) if i not in held]
    rows = [[full[i][j] for j in kept] for i in kept]
    minors, minor = [], RationalFunction.constant(1)
    for k in range(len(rows)):  # elimination without exchanges: pivots are quotients of leading minors
        pivot = rows[k][k]
        minor = minor * pivot
        minors.append(minor.numerator * minor.denominator)
        if pivot.is_zero:
            break
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / pivot
            for j in range(k, len(rows)):
                rows[i][j] = rows[i][j] - factor * rows[k][j]
    return minors


def pieces(rows: list[list[RationalFunction]]) -> list[set[int]]:
    """The connected pieces, as sets of site numbers."""
    found: list[set[int]] = []
    left = set(range(len(rows)))
    while left:
        piece, queue = set[int](), [left.pop()]
        while queue:
            i = queue.pop()
            piece.add(i)
            near = {j for j in left if rows[i][j]}
            left -= near
            queue += near
        found.append(piece)
    return found
