r"""Second moments whose formulas are too long to read, as determinants of small named entries.

With :math:`P(s) = \det(M s^2 + \Gamma s + V) = \sum_k p_k s^k` and the spectral form
:math:`S(z) = \sum_m s_m z^m`, :math:`z = s^2`, of what bath b drives, every coefficient is a ratio of determinants:

    kappa_b = gamma_b k N / (p_2n D),

D the Hurwitz determinant of P, of size 2n - 1 (positive wherever the steady state is unique), N the same determinant
with its first row replaced by the coefficients of S. Positions have N of size 2n, and p_0 in the denominator besides.
Derivation: ``moment_equations``. A row or column with a single entry is expanded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.model.labels import Label
from symflux.show.formula import Formula, Number, Symbol
from symflux.show.tex.names import Names, site_latex
from symflux.steady_state.state import SteadyState

__all__ = ["Block", "Determinants", "determinants_of", "expanded_rows"]

_ZERO = RationalFunction.constant(0)
Rows = tuple[tuple[str, ...], ...]
Place = tuple[str, Any]  #: "q" or "v", and a site; for positions also weights {site: number}


@dataclass(frozen=True)
class Block:
    """A named part: ``symbol = value``, a product of entries and a determinant, or a sentence about it."""

    symbol: str
    value: RationalFunction | None = None
    rows: Rows = ()
    sign: int = 1  #: of the determinant
    text: str = ""
    about: tuple[str, ...] = ()  #: the symbols that the sentence speaks of


def determinants_of(
    state: SteadyState, at: dict[str, RationalFunction], names: Names, *, letter: str = "", primes: str = ""
) -> Determinants | None:
    """The determinants of a steady state, or None where the moments have no such form.

    ``letter`` is the symbol of the Hurwitz determinant where it is a result itself.
    """
    network = state.network
    others = (network.directed_items, network.inerter_items, network.magnetic_items, network.drive_items,
              network.feedback_items)  # fmt: skip
    if any(others) or any(len(bath.sites) > 1 for bath in network.bath_items) or not network.coupling_parameters:
        return None
    found = Determinants(state, at, names, letter, primes)
    return None if found.moments.free_directions > 1 else found


class Determinants:
    """The determinants of one steady state and the entries that they are made of: each has one name."""

    def __init__(self, state: SteadyState, at: dict[str, RationalFunction], names: Names, letter: str, primes: str):
        self.network, self.at, self.primes = state.network, at, primes
        self.moments: Any = state.fast_moments
        self.size = self.moments.size
        free = {letter: names.free(letter, *others) for letter, others in
                (("p", ()), ("s", ()), ("N", ()), ("D", (r"\Delta",)))}  # fmt: skip
        self.letters = free
        self.p = [self._element(raw, self.size) for raw in self.moments.determinant]
        self.below = free["D"] + primes
        if letter and (self.p[-1] == 1 or letter == self.below):
            self.below = letter if self.p[-1] == 1 else rf"\Delta{primes}"
        self.entries: dict[str, RationalFunction] = {}
        self.shown_p = [self._entry(f"{free['p']}{primes}_{_index(k)}", value) for k, value in enumerate(self.p)]
        self._forms: dict[tuple[Any, ...], Form] = {}

    def _element(self, raw: Any, power: int) -> RationalFunction:
        scale = self.moments.scale.numerator
        return RationalFunction(Polynomial(raw), scale**power).substitute(self.at)

    def _entry(self, symbol: str, value: RationalFunction) -> str:
        """How an entry stands in the matrices: small integers as they are, everything else by its name."""
        if value.is_constant and value.value.denominator == 1 and abs(value.value) < 1000:
            return str(value.value)
        self.entries[symbol] = value
        return symbol

    # moments --------------------------------------------------------------------------------------------

    def hurwitz(self) -> list[Formula]:
        """The factors of the Hurwitz determinant as results have it."""
        return [*self._lead(), Symbol(self.below)]

    def moment(self, left: Place, right: Place, bath: Label) -> tuple[int, list[Formula], list[Formula]]:
        """(sign, factors above, factors below) of <left right> per unit of gamma_b T_b."""
        b = self.network.bath_number(bath)
        column = site_latex(self.network.bath(bath).sites[0])
        if {left[0], right[0]} == {"q", "v"}:
            (_, i), (_, j) = (left, right) if left[0] == "q" else (right, left)
            form = self.moments.antisymmetric_form(b, self.network.index(i), self.network.index(j))
            return self._ratio(form, 0, -1, _odd_text(_response(i, column), _response(j, column)))
        form = [self.moments.zero]
        for i, x in _weights(left[1]).items():
            for j, y in _weights(right[1]).items():
                more = self.moments.symmetric_form(b, self.network.index(i), self.network.index(j))
                form = [
                    (form[k] if k < len(form) else self.moments.zero) + (x * y * more[k] if k < len(more) else 0)
                    for k in range(max(len(form), len(more)))
                ]
        meaning = _even_text(_response(left[1], column), _response(right[1], column))
        if left[0] == "v":
            return self._ratio(form, 0, 1, meaning)
        return (
            self._ratio(form, 1, -1, meaning)
            if form[0]
            else self._ratio(form[1:], 0, -1, rf"\frac{{1}}{{s^2}}{meaning}")
        )

    def _ratio(
        self, form: Sequence[Any], more: int, front: int, meaning: str
    ) -> tuple[int, list[Formula], list[Formula]]:
        """``front`` times the determinant with this first row, over p_2n and D (and p_0 where it has one more row)."""
        if not any(form):
            return 0, [], []
        lead = next(c for c in reversed(list(form)) if c)
        sign = 1 if Polynomial(lead).leading_coefficient > 0 else -1
        key = (more, tuple(str(sign * c) for c in form))
        if key not in self._forms:
            number = len(self._forms) + 1
            symbol = f"{self.letters['N']}{self.primes}_{_index(number)}"
            self._forms[key] = Form(symbol, number, [sign * c for c in form], more, sign * front, sign, meaning)
        found = self._forms[key]
        below = [*self._lead(), *([_symbol(self.shown_p[0])] if more else []), Symbol(self.below)]
        return sign * front * found.front, [Symbol(found.symbol)], below

    def _row(self, form: Form) -> tuple[str, ...]:
        row = []
        for power in range(2 * self.size - 1 + form.more):
            value = self._element(form.raw[power], 2 * self.size - 2) if power < len(form.raw) else _ZERO
            row.append(self._entry(self._spectral(form, power), value))
        return tuple(reversed(row))

    def _spectral(self, form: Form, power: int) -> str:
        return f"{self.letters['s']}{self.primes}_{{{form.number},{power}}}"

    def _lead(self) -> list[Formula]:
        top = self.p[-1]
        return [] if top == 1 else [_symbol(self.shown_p[-1])]

    def _hurwitz_rows(self, width: int) -> Rows:
        p, top = self.shown_p, 2 * self.size
        return tuple(
            tuple(p[k] if 0 <= (k := top - (2 * (j + 1) - i)) < len(p) else "0" for j in range(width))
            for i in range(1, width + 1)
        )

    # what the names mean --------------------------------------------------------------------------------

    def blocks(self) -> list[Block]:
        """Every name with its meaning, in reading order; those that are not used may be left out."""
        forms = list(self._forms.values())
        width = 2 * self.size - 1
        rows = {form.symbol: (self._row(form), *self._hurwitz_rows(width + form.more)[1:]) for form in forms}
        listed = [Block(form.symbol, rows=rows[form.symbol], sign=form.front) for form in forms]
        listed.append(Block(self.below, rows=self._hurwitz_rows(width)))
        p, matrix = self.letters["p"] + self.primes, r"\bigl(M s^2 + \Gamma s + V\bigr)"
        known = rf"\det{matrix} = \sum_{{k=0}}^{{{2 * self.size}}} {p}_k s^k"
        spectral = {form.symbol: [self._spectral(form, k) for k in range(width + 1)] for form in forms}
        about = [s for s in self.shown_p if s in self.entries]
        if forms:
            known += ",\\\\\n&\\quad " + rf"A(s) = P(s)\,{matrix}^{{-1}}"
        listed.append(Block("P(s)", text=known, about=tuple(about)))
        for form in forms:
            row = rf"\sum_m {self.letters['s']}{self.primes}_{{{form.number},m}} s^{{2m}}"
            sign = "-" if form.sign < 0 else ""
            about = [s for s in spectral[form.symbol] if s in self.entries]
            listed.append(Block(f"S_{_index(form.number)}", text=f"{row} = {sign}{form.meaning}", about=tuple(about)))
        entries = [s for form in forms for s in spectral[form.symbol]] + self.shown_p
        return listed + [Block(symbol, self.entries[symbol]) for symbol in entries if symbol in self.entries]


@dataclass(frozen=True)
class Form:
    """A polynomial under the integral, and the determinant that it gives."""

    symbol: str
    number: int
    raw: list[Any]  #: its coefficients, the leading one positive
    more: int  #: 1 where the determinant has one more row
    front: int  #: the sign in front of the determinant
    sign: int  #: of the polynomial that ``meaning`` says
    meaning: str


def expanded_rows(rows: Rows) -> tuple[int, list[str], Rows]:
    """(sign, entries, rows): the determinant with the rows and columns of a single entry taken out; 0 if one is empty.

    >>> expanded_rows((("a", "0", "0"), ("x", "p", "q"), ("y", "0", "r")))
    (1, ['a', 'r', 'p'], ())
    """
    sign, factors, left = 1, [], [list(row) for row in rows]
    while left:
        single = _single(left)
        if single is None:
            break
        i, j = single
        if left[i][j] == "0":
            return 0, [], ()
        sign *= (-1) ** (i + j)
        factors.append(left[i][j])
        left = [[x for b, x in enumerate(row) if b != j] for a, row in enumerate(left) if a != i]
    return sign, [f for f in factors if f != "1"], tuple(map(tuple, left))


def _single(rows: list[list[str]]) -> tuple[int, int] | None:
    """The place of the only entry of a row or column; an empty row counts, its first place."""
    for i, row in enumerate(rows):
        filled = [j for j, x in enumerate(row) if x != "0"]
        if len(filled) < 2:
            return i, (filled or [0])[0]
    for j in range(len(rows)):
        filled = [i for i, row in enumerate(rows) if row[j] != "0"]
        if len(filled) < 2:
            return (filled or [0])[0], j
    return None


def _weights(place: Any) -> dict[Any, int]:
    return place if isinstance(place, dict) else {place: 1}


def _response(place: Any, column: str) -> list[tuple[int, str]]:
    """The entry of the response A to a bath, or the difference of two: signs and symbols."""
    found = []
    for site, weight in _weights(place).items():
        row = site_latex(site)
        comma = "" if len(row) == len(column) == 1 else ","
        found.append((weight, f"A_{{{row}{comma}{column}}}"))
    return found


def _at(response: list[tuple[int, str]], argument: str) -> str:
    text = "".join(
        f"{' - ' if w < 0 else ' + ' if k else ''}{name}({argument})" for k, (w, name) in enumerate(response)
    )
    return text if len(response) == 1 else rf"\bigl[{text}\bigr]"


def _even_text(left: list[tuple[int, str]], right: list[tuple[int, str]]) -> str:
    """The even part of left(s) right(-s)."""
    if left == right:
        return f"{_at(left, 's')} {_at(right, '-s')}"
    return rf"\frac{{1}}{{2}}\bigl[{_at(left, 's')} {_at(right, '-s')} + {_at(left, '-s')} {_at(right, 's')}\bigr]"


def _odd_text(left: list[tuple[int, str]], right: list[tuple[int, str]]) -> str:
    """The odd part of left(-s) right(s), over s."""
    return rf"\frac{{1}}{{2s}}\bigl[{_at(left, '-s')} {_at(right, 's')} - {_at(left, 's')} {_at(right, '-s')}\bigr]"


def _symbol(text: str) -> Formula:
    """An entry as a factor."""
    return Number(int(text)) if text.isdigit() else Symbol(text)


def _index(label: Any) -> str:
    return str(label) if len(str(label)) == 1 else f"{{{label}}}"
