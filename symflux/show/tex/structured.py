r"""The structured form of a flux whose numerator is too long to read: determinants of small blocks.

With :math:`P(s) = \det(M s^2 + \Gamma s + V) = \sum_k p_k s^k` and the spectral form
:math:`S_b(z) = \sum_m s_{b,m} z^m`, :math:`z = s^2`, of the current that bath b drives, every coefficient is a
ratio of two determinants of size 2n - 1:

    kappa_b = gamma_b k N_b / (p_2n D),

D the Hurwitz determinant of P (positive wherever the steady state is unique), N_b the same determinant with its first
row replaced by the coefficients of S_b. Derivation: ``moment_equations``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.model.labels import Label
from symflux.moments.route import moments_of
from symflux.quantities.result import Result
from symflux.show.formula import Formula, Quotient, Symbol, times
from symflux.show.tex.names import Names, site_latex

__all__ = ["Block", "Structure", "structure_of"]

_ZERO = RationalFunction.constant(0)


@dataclass(frozen=True)
class Block:
    """A named part: ``symbol = value``, where the value is a rational function or a determinant of symbols."""

    symbol: str
    value: RationalFunction | None = None
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Structure:
    """The coefficient of each bath as a formula in blocks, and the blocks in reading order."""

    coefficients: dict[Label, tuple[int, Formula]]  #: with signs
    blocks: tuple[Block, ...]
    about: tuple[tuple[str, str], ...]  #: (left, right) of the equations that say what the blocks mean


def structure_of(result: Result, formula_of: Any, names: Names, letter: str) -> Structure | None:
    """The structured form, or None for a quantity that has none (positions, entropy, values without a network).

    ``formula_of`` makes a formula of a rational function; ``letter`` names the determinant in the denominator.
    """
    quantity, network = result.quantity, result.network
    if quantity.kind not in ("flux", "bath_flux", "conductance", "kinetic_temperature", "hurwitz_determinant"):
        return None
    moments = moments_of(network.linear_model())
    if moments.free_directions > 1 or not network.coupling_parameters:
        return None
    values = dict(quantity.at)
    size, scale = moments.size, moments.scale.numerator

    def element(raw: Any, power: int) -> RationalFunction:
        return RationalFunction(Polynomial(raw), scale**power).substitute(values)

    p = [element(raw, size) for raw in moments.determinant]
    letters = names.free("p"), names.free("s"), names.free("N")
    blocks: list[Block] = []
    shown_p = [_entry(f"{letters[0]}_{_index(k)}", value, blocks) for k, value in enumerate(p)]
    width = 2 * size - 1
    rows = [[_at(shown_p, 2 * size - (2 * (j + 1) - i)) for j in range(width)] for i in range(1, width + 1)]
    determinant = Block(letter, rows=tuple(map(tuple, rows)))
    about = [
        ("P(s)", rf"\det\bigl(M s^2 + \Gamma s + V\bigr) = \sum_{{k=0}}^{{{2 * size}}} {letters[0]}_k s^k"),
    ]
    lead = formula_of(p[-1])
    below = times([*lead, Symbol(letter)])
    if quantity.kind == "hurwitz_determinant":
        return Structure({network.sites[0]: (1, below)}, (determinant, *blocks), tuple(about))
    i = network.index(quantity.sites[0])
    j = network.index(quantity.sites[-1])
    wanted = list(network.baths) if quantity.bath is None else [quantity.bath]
    if quantity.kind == "conductance":
        wanted = [quantity.sites[1]]
    coefficients: dict[Label, tuple[int, Formula]] = {}
    determinants: list[Block] = []
    spectra: list[Block] = []
    for bath in wanted:
        if quantity.kind == "bath_flux" and bath == quantity.sites[0]:
            continue
        b = network.bath_number(bath)
        if quantity.kind == "flux":
            form = [-1 * c for c in moments.antisymmetric_form(b, i, j)]
        else:
            form = list(moments.symmetric_form(b, i, i))
        row = []
        for power in range(width):
            value = element(form[power], 2 * size - 2) if power < len(form) else _ZERO
            row.append(_entry(f"{letters[1]}_{{{site_latex(bath)},{power}}}", value, spectra))
        row.reverse()
        if all(entry == "0" for entry in row):
            continue
        symbol = f"{letters[2]}_{_index(site_latex(bath))}"
        determinants.append(Block(symbol, rows=(tuple(row), *map(tuple, rows[1:]))))
        friction = network.bath(bath).friction.substitute(values)
        outer = {
            "flux": network.spring(*quantity.sites[:2]) if quantity.kind == "flux" else _ZERO,
            "kinetic_temperature": network.masses[quantity.sites[0]],
        }.get(quantity.kind, network.friction(quantity.sites[0]))
        front = friction * outer.substitute(values) / p[-1]
        top, bottom = (formula_of(RationalFunction(part)) for part in (front.numerator, front.denominator))
        sign = -1 if quantity.kind == "bath_flux" else 1
        coefficients[bath] = sign, Quotient(times([*top, Symbol(symbol)]), times([*bottom, Symbol(letter)]))
    about.append((f"S_{_index('b')}(z)", rf"\sum_m {letters[1]}_{{b,m}} z^m, \qquad z = s^2"))
    return Structure(coefficients, (*determinants, determinant, *spectra, *blocks), tuple(about))


def _entry(symbol: str, value: RationalFunction, blocks: list[Block]) -> str:
    """How an entry stands in the matrices: small integers as they are, everything else by a block."""
    if value.is_constant and value.value.denominator == 1 and abs(value.value) < 1000:
        return str(value.value)
    blocks.append(Block(symbol, value))
    return symbol


def _index(label: Any) -> str:
    return str(label) if len(str(label)) == 1 else f"{{{label}}}"


def _at(entries: Sequence[str], k: int) -> str:
    return entries[k] if 0 <= k < len(entries) else "0"
