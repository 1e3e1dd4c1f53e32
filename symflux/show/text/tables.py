"""A steady state as a table of its fluxes, for people: what ``print`` and the command line show."""

from __future__ import annotations

from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import DivergenceError
from symflux.model.labels import show_label
from symflux.quantities.result import Result
from symflux.show.collect import Collector
from symflux.show.order import Order
from symflux.show.text.formula import formula_text
from symflux.show.text.result_text import quantity_text, shared_factors
from symflux.steady_state.state import SteadyState

__all__ = ["state_text"]

_LONG = 60  #: characters: shorter formulas are repeated


def _tables(state: SteadyState) -> list[tuple[str, list[tuple[str, Result]]]]:
    return [
        (
            "bond fluxes (positive from the first site to the second)",
            [(f"{i} -> {j}", flux) for (i, j), flux in state.bond_fluxes().items()],
        ),
        (
            "bath fluxes (positive into the network)",
            [(f"bath {show_label(label)}", flux) for label, flux in state.bath_fluxes().items()],
        ),
        ("work (positive onto the network)", _works(state)),
        (
            "conductances",
            [(f"K({show_label(i)}, {show_label(j)})", value) for (i, j), value in _conductances(state)],
        ),
        (
            "kinetic temperatures",
            [(f"site {site}", value) for site, value in state.kinetic_temperatures().items()],
        ),
    ]


def _works(state: SteadyState) -> list[tuple[str, Result]]:
    """The work of every place where something does work, and the whole where there are several."""
    network = state.network
    places = [bond for bond, _ in network.directed_items] + [drive.sites for drive in network.drive_items]
    places += [(on,) for (on, _), _ in network.feedback_items]
    distinct = {frozenset(place): place for place in places}
    rows: list[tuple[str, Result]] = [("-".join(map(str, place)), state.work(*place)) for place in distinct.values()]
    return rows if len(rows) < 2 else [*rows, ("all", state.work())]


def _conductances(state: SteadyState) -> list[tuple[tuple[Any, Any], Result]]:
    """Every pair of baths, in both orders where these may differ."""
    network, found = state.network, state.conductances()
    if not (network.directed_items or network.magnetic_items or network.feedback_items):
        return list(found.items())
    return [(pair, state.conductance(*pair)) for i, j in found for pair in ((i, j), (j, i))]


def state_text(state: SteadyState) -> str:
    """The network, and its fluxes, conductances and kinetic temperatures in one table.

    >>> import symflux as sf
    >>> print(state_text(sf.chain(2, baths={1: (1, 2), 2: (1, 1)}).steady_state()))
    network of 2 sites, 1 spring, 2 baths
      spring 1-2: 1
      bath at 1: friction 1, temperature 2
      bath at 2: friction 1, temperature 1
    <BLANKLINE>
    bond fluxes (positive from the first site to the second)
      1 -> 2  1/4 = 0.25
    <BLANKLINE>
    bath fluxes (positive into the network)
      bath 1  1/4 = 0.25
      bath 2  -1/4 = -0.25
    <BLANKLINE>
    conductances
      K(1, 2)  1/4 = 0.25
    <BLANKLINE>
    kinetic temperatures
      site 1  7/4 = 1.75
      site 2  5/4 = 1.25
    """
    lines = [str(state.network)]
    tables = _tables(state)
    infinite = {id(value): str(error) for _, rows in tables for _, value in rows if (error := _divergence(value))}
    finite = [value for _, rows in tables for _, value in rows if id(value) not in infinite]
    names = shared_factors(value.rational_function for value in finite)
    collector = Collector(str, Order(state.network))
    said: list[tuple[RationalFunction, str, str]] = []  # (value, long formula, what it is of): not said again
    for title, rows in tables:
        if not rows:
            continue
        lines += ["", title]
        width = max(len(label) for label, _ in rows)
        for label, value in rows:
            if id(value) in infinite:
                text = f"infinite: {infinite[id(value)]}"
            else:
                text = _once(value.rational_function, quantity_text(value, names), label, said)
            lines.append(f"  {label:<{width}}  {text}")
    if names:
        lines += ["", "where"]
        for factor, name in names.items():
            sign, formula = collector.polynomial(factor)
            lines.append(f"  {name} = {formula_text(formula, sign)}")
    return "\n".join(lines)


def _divergence(value: Result) -> DivergenceError | None:
    try:
        _ = value.rational_function
    except DivergenceError as error:
        return error
    return None


def _once(value: RationalFunction, text: str, label: str, said: list[tuple[RationalFunction, str, str]]) -> str:
    """A long formula whose value stands above already, by the name of what it is of.

    Very large values are only described, and unlike ones may be described alike: the values are compared too.
    """
    if len(text) <= _LONG:
        return text
    opposite = text[1:] if text.startswith("-") else f"-{text}"
    for known, formula, name in said:
        if text == formula and value == known:
            return f"the same as {name}"
        if formula in (text, opposite) and value == -known:
            return f"minus the same as {name}"
    said.append((value, text, label))
    return text
