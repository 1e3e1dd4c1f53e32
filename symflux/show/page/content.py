"""What a live page calculates with and shows: the fluxes of a network as exact data, and as typeset formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from symflux.algebra import RationalFunction, exact
from symflux.errors import DivergenceError, NetworkError, TooLargeError
from symflux.model.labels import show_label
from symflux.model.network import Network
from symflux.moments.existence import stability_polynomials
from symflux.quantities.result import Result
from symflux.show.page.dials import Dial
from symflux.show.page.pack import Pack
from symflux.show.page.typeset import Typesetter, bath_symbol, bond_symbol
from symflux.steady_state.state import SteadyState

__all__ = ["Content", "content_of", "flux_list"]

_LONGEST = 20_000  #: characters of one formula
_ALL = 90_000  #: characters of all formulas


@dataclass
class Content:
    """``data`` for the script, ``formulas`` and ``notes`` as HTML."""

    data: dict[str, Any]
    formulas: str = ""
    notes: list[str] = field(default_factory=list)


def flux_list(network: Network) -> list[dict[str, Any]]:
    """The fluxes of a page without their values: bonds and then baths, each with its name and symbol.

    >>> import symflux as sf
    >>> [flux["name"] for flux in flux_list(sf.chain(2, baths={1: (1, 2)}))]
    ['flux(1,2)', 'bath_flux(1)']
    """
    listed: list[dict[str, Any]] = [
        {"name": f"flux({i},{j})", "from": network.index(i), "to": network.index(j), "text": f"{i} → {j}"}
        for i, j in network.bonds
    ]
    listed += [
        {"name": f"bath_flux({show_label(label)})", "bath": number, "text": f"bath {show_label(label)}"}
        for number, label in enumerate(network.baths)
    ]
    return listed


def content_of(ss: SteadyState, dials: Sequence[Dial], *, most: int) -> Content:
    """The exact content; :class:`TooLargeError` where the formulas take more than ``most`` characters.

    >>> import symflux as sf
    >>> from symflux.show.page.dials import dials_of
    >>> net = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    >>> content = content_of(net.steady_state(), dials_of(net), most=1000)
    >>> [(flux["name"], flux["value"]) for flux in content.data["fluxes"]]
    [('flux(1,2)', [1, 0]), ('bath_flux(1)', [1, 0]), ('bath_flux(2)', [-1, 0])]
    """
    network = ss.network
    pack = Pack([dial.name for dial in dials], most=most)
    values: list[RationalFunction] = []
    packed: list[Any] = []
    fluxes, notes = [], []
    shown: dict[int, list[tuple[int, str, Result]]] = {}
    for entry, symbol, result in _results(ss):
        try:
            value = result.rational_function
        except DivergenceError as error:
            notes.append(escape(f"{entry['text']}: infinite, {error}"))
            continue
        sign = 1
        if value not in values and -value in values:
            sign, value = -1, -value
        if value not in values:
            values.append(value)
            packed.append(pack.value(value))
        place = values.index(value)
        fluxes.append({**entry, "value": [sign, place]})
        shown.setdefault(place, []).append((sign, symbol, result))
    if pack.size > most:
        raise TooLargeError(f"the formulas need more than {most} characters")
    data = {
        "values": packed,
        "fluxes": fluxes,
        "stability": [pack.polynomial(p) for p in stability_polynomials(network)],
        "exceptional": _exceptional(network, pack),
        "temperatures": [pack.value(bath.temperature) for bath in network.bath_items],
        "polynomials": pack.polynomials,
    }
    return Content(data, _formulas(network, list(shown.values())), notes)


def _exceptional(network: Network, pack: Pack) -> list[int]:
    """Polynomials at whose common zeros the steady state is not unique; none where that never is, or is not known."""
    try:
        found = [exact(polynomial).numerator for polynomial in network.exceptional_set()]
    except NetworkError:  # too many minors
        return []
    return [] if any(p.is_constant for p in found) else [pack.polynomial(p) for p in found]


def _results(ss: SteadyState) -> list[tuple[dict[str, Any], str, Result]]:
    """The fluxes, bonds that are not reciprocal from both sides."""
    network = ss.network
    found: list[tuple[dict[str, Any], str, Result]] = []
    for (i, j), flux in ss.bond_fluxes().items():
        entry = {"name": f"flux({i},{j})", "from": network.index(i), "to": network.index(j), "text": f"{i} → {j}"}
        found.append((entry, bond_symbol(i, j), flux))
    for entry, (label, flux) in zip(flux_list(network)[len(network.bonds) :], ss.bath_fluxes().items(), strict=True):
        found.append((entry, bath_symbol(label), flux))
    return found


# formulas ---------------------------------------------------------------------------------------------------


def _formulas(network: Network, groups: Sequence[Sequence[tuple[int, str, Result]]]) -> str:
    """Each value once, with the symbols of all fluxes that have it, and the names that it uses."""
    typesetter = Typesetter(network, [group[0][2] for group in groups])
    parts, room = [], _ALL
    for group in groups:
        lefts = "<mo>=</mo>".join(("<mo>&#8722;</mo>" if sign < 0 else "") + symbol for sign, symbol, _ in group)
        text = typesetter.formula(group[0][2])
        if text is None or len(text) > min(_LONGEST, room):
            value = group[0][2].rational_function
            size = f"{len(value.numerator):,} terms over {len(value.denominator):,}"
            parts.append(f'<p class="long"><math>{lefts}</math>: {size}, too long to read</p>')
            continue
        room -= len(text)
        parts.append(f'<div class="formula"><math display="block"><mrow>{lefts}<mo>=</mo>{text}</mrow></math></div>')
    definitions = typesetter.definitions()
    if definitions:
        parts.append('<p class="where">where</p>')
    long = []
    for symbol, lines, terms in definitions:
        if not lines or sum(map(len, lines)) > min(_LONGEST, room):
            long.append(f"<math>{symbol}</math> ({terms:,} terms)")
            continue
        room -= sum(map(len, lines))
        rows = "".join(
            f"<mtr><mtd>{'' if k else symbol + '<mo>=</mo>'}</mtd><mtd>{line}</mtd></mtr>"
            for k, line in enumerate(lines)
        )
        parts.append(f'<div class="formula"><math display="block"><mtable>{rows}</mtable></math></div>')
    if long:
        what = "are polynomials too long to read" if len(long) > 1 else "is a polynomial too long to read"
        parts.append(f'<p class="long">{", ".join(long)} {what}; they are in the data of this page.</p>')
    return typesetter.settled("\n".join(parts))
