"""Which signs the bond fluxes of a network can have together, over all bath temperatures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy

from symflux.certificates.certificate import Certificate
from symflux.errors import SignError
from symflux.model.labels import Label, show_label
from symflux.model.network import Bond
from symflux.polyhedra.arrangement import Arrangement, Circuit, arrange
from symflux.polyhedra.linear_program import Vector
from symflux.temperature.linear_condition import LinearCondition
from symflux.temperature.region import SIGNS, label_of, numeric_form
from symflux.temperature.sources import checked_bonds, form_of
from symflux.temperature.space import TemperatureSpace, rational

__all__ = ["Contradiction", "Pattern", "SignPatterns", "sign_patterns"]

_TEXT = {1: "+", 0: "0", -1: "-"}
_RELATION = {1: ">", 0: "==", -1: "<"}


@dataclass(frozen=True)
class Pattern:
    """Signs of the bond fluxes that occur together, and temperatures at which they do.

    >>> import symflux as sf
    >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    >>> pattern = ss.sign_patterns()[0]
    >>> dict(pattern.signs), pattern.witness
    ({(1, 2): '+'}, {1: 2, 2: 1})
    """

    signs: Mapping[Bond, str]  #: {(i, j): "+", "-" or "0"}: the sign of the flux from i to j
    witness: Mapping[Label, sympy.Rational]  #: {bath: temperature}

    def __str__(self) -> str:
        signs = ", ".join(f"{i}->{j} {sign}" for (i, j), sign in self.signs.items())
        return f"{signs} at {', '.join(f'{_axis(b)} = {t}' for b, t in self.witness.items())}"


def _axis(source: Any) -> str:
    is_drive = isinstance(source, tuple) and source[0] == "drive"
    return f"E{show_label(source[1])}" if is_drive else f"T{show_label(source)}"


@dataclass(frozen=True)
class Contradiction:
    """A few signs that never occur together, no smaller set among them, and the multipliers that prove it.

    Each condition stands with its multiplier; multiplied (a condition ``< 0`` by minus it) and added they cancel.

    >>> import symflux as sf
    >>> ss = sf.chain(3, pinning=1, baths={s: (1, f"T{s}") for s in (1, 2, 3)}).steady_state()
    >>> contradiction = ss.sign_patterns(given=["T1 > T2", "T2 > T3"]).contradictions[0]
    >>> dict(contradiction.signs), contradiction.multipliers
    ({(1, 2): '-'}, {'flux(1,2) < 0': 1064, 'T1 > T2': 151, 'T2 > T3': 39})
    >>> contradiction.certificate().check().verdict
    'proved'
    """

    signs: Mapping[Bond, str]
    multipliers: Mapping[str, sympy.Rational]  #: {"flux(1,2) > 0": multiplier, ...}, assumptions included
    _space: TemperatureSpace = field(repr=False, compare=False)
    _rows: tuple[tuple[LinearCondition, Fraction], ...] = field(repr=False, compare=False)
    _cone: Mapping[int, Fraction] = field(repr=False, compare=False)

    def certificate(self) -> Certificate:
        """The certificate, for the independent checker: the opposite of the first sign, given the others."""
        return self._space.certificate(self._space.network, self._rows, self._cone)

    def __str__(self) -> str:
        return "never together: " + ", ".join(self.multipliers)


class SignPatterns(list[Pattern]):
    """The patterns that occur, as a list, with a reason for every pattern that does not.

    ``contradictions`` are minimal; a pattern that is not in the list contains one of them. (A plain list plus
    this: patterns are listed, counted and filtered.)

    >>> import symflux as sf
    >>> ss = sf.chain(3, pinning=1, baths={s: (1, f"T{s}") for s in (1, 2, 3)}).steady_state()
    >>> patterns = ss.sign_patterns(given=["T1 > T2", "T2 > T3"])
    >>> len(patterns), len(patterns.contradictions)
    (1, 2)
    >>> print(patterns.why_not({(1, 2): "+", (2, 3): "-"}))
    never together: flux(1,2) > 0, flux(2,3) < 0, T2 > T3
    """

    def __init__(
        self,
        patterns: Iterable[Pattern],
        bonds: tuple[Bond, ...],
        forms: Sequence[Vector],
        space: TemperatureSpace,
        found: Arrangement,
    ):
        super().__init__(patterns)
        self.bonds = bonds
        self._forms, self._space, self._found = forms, space, found

    @property
    def contradictions(self) -> list[Contradiction]:
        """Why the patterns that do not occur cannot: one contradiction for each minimal conflict."""
        return [self._contradiction(circuit) for circuit in self._found.circuits]

    def why_not(self, signs: Mapping[Bond, str]) -> Contradiction | None:
        """The contradiction in a pattern that does not occur; None for one that occurs.

        ``signs`` gives every bond a sign; a bond may be named in either direction.
        """
        chosen = []
        for i, j in self.bonds:
            sign = signs.get((i, j), _TURNED.get(signs.get((j, i), "")))
            if sign not in SIGNS:
                raise SignError(f"no sign '+', '-' or '0' is given for the bond {i}-{j}")
            chosen.append(SIGNS[sign])
        circuit = self._found.why_not(chosen)
        if circuit is None and not any(dict(p.signs) == self._named(chosen) for p in self):
            raise SignError("patterns with zeros were not asked for: sign_patterns(..., zeros=True) knows about them")
        return None if circuit is None else self._contradiction(circuit)

    def _repr_html_(self) -> str:
        from symflux.show.notebook.displays import patterns_html

        return patterns_html(self)

    def _named(self, signs: list[int]) -> dict[Bond, str]:
        return {bond: _TEXT[s] for bond, s in zip(self.bonds, signs, strict=True)}

    def _contradiction(self, circuit: Circuit) -> Contradiction:
        texts = self._space.row_texts
        rows = tuple((self._condition(k, sign), circuit.multipliers[k]) for k, sign in circuit.signs.items())
        multipliers = {str(condition): rational(y) for condition, y in rows}
        multipliers |= {texts[k]: rational(y) for k, y in circuit.cone.items()}
        signs = {self.bonds[k]: _TEXT[sign] for k, sign in circuit.signs.items()}
        return Contradiction(signs, multipliers, self._space, rows, circuit.cone)

    def _condition(self, k: int, sign: int) -> LinearCondition:
        i, j = self.bonds[k]
        row = tuple(-c for c in self._forms[k]) if sign < 0 else self._forms[k]
        return LinearCondition(f"flux({i},{j})", _RELATION[sign], (*row, Fraction(0)))


_TURNED = {"+": "-", "-": "+", "0": "0"}


def sign_patterns(
    ss: Any, *, bonds: Iterable[Bond] | None = None, given: Any = (), zeros: bool = False
) -> SignPatterns:
    """Every sign pattern of the bond fluxes that occurs at positive bath temperatures, each with temperatures.

    ``bonds`` defaults to all bonds of the network, in its order and directions (of a directed spring (i, j) the heat
    that it gives to j; (j, i) may be asked as well); ``given`` restricts the
    temperatures as in :func:`~symflux.temperature.region.temperature_region`; ``zeros`` asks for the patterns in
    which some flux vanishes as well. Couplings must be numbers. A pattern that is not listed is impossible, for one
    of the ``contradictions`` of the list. Without ``given`` patterns come in pairs: T -> constant - T turns every
    flux.

    >>> from symflux.model.families import chain
    >>> net = chain(3, pinning=1, baths={1: (1, "T1"), 2: (1, "T2"), 3: (1, "T3")})
    >>> patterns = sign_patterns(net.steady_state(), given=["T1 > T2 > T3"])
    >>> [dict(p.signs) for p in patterns]
    [{(1, 2): '+', (2, 3): '+'}]
    >>> print(patterns.why_not({(1, 2): "-", (2, 3): "+"}))
    never together: flux(1,2) < 0, T1 - T2 > 0, T2 - T3 > 0
    """
    network = ss.network
    listed = checked_bonds(network, bonds)
    space = TemperatureSpace.of(network, given)
    space.check_not_empty()
    forms = []
    for i, j in listed:
        flux = ss.bond_flux(i, j)
        forms.append(numeric_form(form_of(flux), label_of(flux)))
    unit = len(space.baths) if space.has_unit else None
    if not listed:
        return SignPatterns([Pattern({}, space.some())], listed, [], space, Arrangement((), ()))
    found = arrange([space.lifted(form) for form in forms], space.cone, faces=zeros, unit=unit)
    patterns = [
        Pattern(
            {bond: _TEXT[s] for bond, s in zip(listed, cell.signs, strict=True)},
            space.witness(cell.point),
        )
        for cell in found.cells
    ]
    return SignPatterns(patterns, listed, forms, space, found)
