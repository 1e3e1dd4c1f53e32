"""Every sign pattern of a list of linear forms on a cone, and a minimal reason for each pattern that is missing.

The forms cut the cone into cells (all signs + or -) and faces (some signs 0). They are found by adding one form
at a time: a cell either lies on one side of the new form or is cut by it, so the work goes with the number of
cells and not with 3**m. Every cell comes with an exact point. Where a sign does not occur, a signed circuit of
the forms says why: a few signs that contradict each other, with multipliers. A pattern that is not listed
contains such a circuit; circuits already known are looked up before any linear program is solved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from symflux.polyhedra.linear_program import Farkas, Relation, Row, Vector, primitive_factor, solve_rows
from symflux.polyhedra.small_point import small_point

__all__ = ["Arrangement", "Cell", "Circuit", "arrange"]

Signs = tuple[int, ...]
_RELATION: dict[int, tuple[int, Relation]] = {1: (1, ">"), -1: (-1, ">"), 0: (1, "==")}


@dataclass(frozen=True)
class Cell:
    """One sign pattern that occurs, with a point where it does."""

    signs: Signs
    point: Vector


@dataclass(frozen=True)
class Circuit:
    """Signs of a few forms that contradict each other.

    ``sum multiplier * sign * form  +  sum multiplier * row = 0`` (a form of sign 0 enters with its plain form
    and a multiplier of any sign), where the rows are those of the cone; multipliers of inequalities are > 0.
    """

    signs: dict[int, int]  #: {form: sign}
    multipliers: dict[int, Fraction]  #: {form: multiplier}
    cone: dict[int, Fraction]  #: {row of the cone: multiplier}
    strict_cone: bool = False  #: whether one of those rows of the cone is strict

    def mirrored(self) -> Circuit:
        """The same contradiction between the opposite signs, on a cone cut out by equations."""
        return Circuit(
            {k: -s for k, s in self.signs.items()},
            {k: y if self.signs[k] else -y for k, y in self.multipliers.items()},
            {k: -y for k, y in self.cone.items()},
            self.strict_cone,
        )

    def rules_out(self, signs: Sequence[int]) -> bool:
        """Whether a pattern (of the first forms, or of all) contains this contradiction.

        A zero in place of a sign drops its term, and what is left is still a contradiction as long as a strict
        term remains. Equations must be equations in the pattern too.
        """
        strict = self.strict_cone
        for form, sign in self.signs.items():
            if form >= len(signs) or (signs[form] and signs[form] != sign):
                return False
            strict = strict or (signs[form] == sign and sign != 0)
        return strict

    def rows(self, forms: Sequence[Vector], cone: Sequence[Row]) -> tuple[list[Row], list[Fraction]]:
        """The contradictory conditions as rows, and their multipliers."""
        rows, multipliers = [], []
        for form, sign in self.signs.items():
            rows.append(_signed_row(forms[form], sign))
            multipliers.append(self.multipliers[form])
        for k, y in self.cone.items():
            rows.append(cone[k])
            multipliers.append(y)
        return rows, multipliers


@dataclass(frozen=True)
class Arrangement:
    """All cells (and faces, if asked for), and the circuits that rule out everything else."""

    cells: tuple[Cell, ...]
    circuits: tuple[Circuit, ...]

    def why_not(self, signs: Sequence[int]) -> Circuit | None:
        """A circuit that rules this pattern out; None for a pattern that occurs."""
        return next((c for c in self.circuits if c.rules_out(signs)), None)


def arrange(
    forms: Sequence[Vector], cone: Sequence[Row] = (), *, faces: bool = False, unit: int | None = None
) -> Arrangement:
    """The sign patterns of the forms on the cone {x: every row of ``cone`` holds}, in lexicographic order.

    With ``faces`` the patterns with zeros too. ``unit`` is the coordinate that stands for 1, if one does; the
    points are then small with respect to it.

    >>> one, zero = Fraction(1), Fraction(0)
    >>> found = arrange([(one, -one, zero), (zero, one, -one), (one, zero, -one)])
    >>> [cell.signs for cell in found.cells]
    [(1, 1, 1), (1, -1, 1), (1, -1, -1), (-1, 1, 1), (-1, 1, -1), (-1, -1, -1)]
    >>> found.why_not((1, 1, -1)).multipliers == {0: 1, 1: 1, 2: 1}
    True
    """
    search = _Search(forms, cone, faces, unit)
    cells = search.run()
    cells.sort(key=lambda cell: tuple(-s for s in cell.signs))
    return Arrangement(tuple(cells), tuple(search.circuits))


class _Search:
    """The incremental construction, in coordinates where the forms have full rank and small integers."""

    def __init__(self, forms: Sequence[Vector], cone: Sequence[Row], faces: bool, unit: int | None):
        self.forms, self.cone, self.faces, self.unit = forms, cone, faces, unit
        self.size = len(forms[0]) if forms else len(cone[0].vector) if cone else 0
        vectors = [_scaled(form) for form in forms] + [_scaled(row.vector) for row in cone]
        # coordinates that are combinations of the others may be put to zero: no row can tell
        self.kept = _independent_columns([v for v, _ in vectors], self.size)
        self.scaled_forms = [tuple(v[j] for j in self.kept) for v, _ in vectors[: len(forms)]]
        self.scaled_cone = [
            Row(tuple(v[j] for j in self.kept), row.relation)
            for (v, _), row in zip(vectors[len(forms) :], cone, strict=True)
        ]
        self.form_scales = [s for _, s in vectors[: len(forms)]]
        self.cone_scales = [s for _, s in vectors[len(forms) :]]
        # x -> -x maps the cone to itself when it is cut out by equations: then patterns come in pairs
        self.paired = all(row.relation == "==" for row in cone)
        self.open = all(row.relation != ">=" for row in cone)
        self.circuits: list[Circuit] = []
        self._by_last: list[list[Circuit]] = [[] for _ in forms]

    def run(self) -> list[Cell]:
        start = solve_rows(self.scaled_cone)
        if isinstance(start, Farkas):
            self.circuits.append(self._circuit((), start))
            return []
        level: list[tuple[Signs, Vector]] = [((), start or (Fraction(0),) * len(self.kept))]
        for k in range(len(self.forms)):
            following = []
            for signs, point in level:  # of a mirrored pair only one is followed
                following += self._extend(signs, point, k, half=self.paired and not any(signs))
            level = following
        cells = [Cell(signs, self._lift(signs, point)) for signs, point in level]
        if self.paired:
            cells += [
                Cell(tuple(-s for s in cell.signs), tuple(-x for x in cell.point)) for cell in cells if any(cell.signs)
            ]
        return cells

    def _extend(self, signs: Signs, point: Vector, k: int, half: bool) -> list[tuple[Signs, Vector]]:
        """The cells of the first k+1 forms inside one cell of the first k."""
        form = self.scaled_forms[k]
        if not any(form):
            self._zero_form(k)
            return [((*signs, 0), point)]
        here = _sign(form, point)
        if half and here < 0:
            here, point = 1, tuple(-x for x in point)
        found: dict[int, Vector] = {}
        if here or self.faces:
            found[here] = point
        # half: a cell of zeros only is its own mirror image, so + stands for - as well
        for sign in (1,) if half else (1, -1):
            if sign not in found:
                other = self._point((*signs, sign))
                if other is not None:
                    found[sign] = other
        if self.faces and 0 not in found:
            if self.open and not half:
                # the cell is convex and open in its flat: both sides occur, or only one and then no zero
                if len(found) == 2:
                    found[0] = _crossing(form, found[1], found[-1])
            else:
                other = self._point((*signs, 0))
                if other is not None:
                    found[0] = other
        if not found:  # the form vanishes in all of the cell
            return [((*signs, 0), point)]
        return [((*signs, sign), found[sign]) for sign in (1, 0, -1) if sign in found and (sign or self.faces)]

    def _point(self, signs: Signs) -> Vector | None:
        """A point with these signs; None where a circuit, known or now found, rules them out."""
        k = len(signs) - 1
        for circuit in self._by_last[k]:
            if circuit.rules_out(signs):
                return None
        rows = [_signed_row(form, sign) for form, sign in zip(self.scaled_forms, signs, strict=False)]
        answer = solve_rows(rows + self.scaled_cone)
        if not isinstance(answer, Farkas):
            return answer
        circuit = self._circuit(signs, answer)
        self._remember(circuit)
        if self.paired:
            self._remember(circuit.mirrored())
        return None

    def _remember(self, circuit: Circuit) -> None:
        self.circuits.append(circuit)
        self._by_last[max(circuit.signs)].append(circuit)

    def _zero_form(self, k: int) -> None:
        if not self._by_last[k]:
            for sign in (1, -1):
                self._remember(Circuit({k: sign}, {k: Fraction(1)}, {}))

    def _circuit(self, signs: Signs, farkas: Farkas) -> Circuit:
        """The contradiction in terms of the forms and rows as they were given, smallest integers."""
        count = len(signs)
        multipliers = {
            k: y * (self.form_scales[k] if k < count else self.cone_scales[k - count])
            for k, y in enumerate(farkas.multipliers)
            if y
        }
        factor = primitive_factor(tuple(multipliers.values()))
        multipliers = {k: y * factor for k, y in multipliers.items()}
        return Circuit(
            {k: signs[k] for k in multipliers if k < count},
            {k: y for k, y in multipliers.items() if k < count},
            {k - count: y for k, y in multipliers.items() if k >= count},
            any(k >= count and self.cone[k - count].relation == ">" for k in multipliers),
        )

    def _lift(self, signs: Signs, point: Vector) -> Vector:
        """A small integer multiple, rounded where rounding keeps every sign; all coordinates back."""
        rows = [_signed_row(form, sign) for form, sign in zip(self.scaled_forms, signs, strict=True)]
        unit = self.kept.index(self.unit) if self.unit is not None else None
        small = small_point(rows + self.scaled_cone, point, unit)
        full = [Fraction(0)] * self.size
        for j, value in zip(self.kept, small, strict=True):
            full[j] = value
        return tuple(full)


def _scaled(vector: Vector) -> tuple[Vector, Fraction]:
    """The primitive integer vector along ``vector``, and the positive factor that made it so."""
    factor = primitive_factor(vector)
    return tuple(a * factor for a in vector), factor


def _independent_columns(vectors: Sequence[Vector], size: int) -> list[int]:
    """Positions of columns that span the column space (the first ones that do)."""
    remaining = [list(v) for v in vectors]
    kept = []
    for j in range(size):
        pivot = next((row for row in remaining if row[j]), None)
        if pivot is None:
            continue
        kept.append(j)
        remaining = [row for row in remaining if row is not pivot]
        for row in remaining:
            if row[j]:
                factor = row[j] / pivot[j]
                for i in range(j, size):
                    row[i] -= factor * pivot[i]
    return kept


def _signed_row(form: Vector, sign: int) -> Row:
    factor, relation = _RELATION[sign]
    return Row(form if factor > 0 else tuple(-a for a in form), relation)


def _sign(form: Vector, point: Vector) -> int:
    value = sum((a * x for a, x in zip(form, point, strict=True)), Fraction(0))
    return (value > 0) - (value < 0)


def _crossing(form: Vector, plus: Vector, minus: Vector) -> Vector:
    """The point of the segment between two points where the form vanishes."""
    up = sum((a * x for a, x in zip(form, plus, strict=True)), Fraction(0))
    down = sum((a * x for a, x in zip(form, minus, strict=True)), Fraction(0))
    return tuple(up * m - down * p for p, m in zip(plus, minus, strict=True))
