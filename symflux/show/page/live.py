"""A live page of one network: a single HTML file that needs no server and fetches nothing.

The formulas are exact and travel with the page; the reader's browser puts the values of the dials into them with
integers of any length, so that nothing cancels. A network whose formulas are too long travels as a grid of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError, TooLargeError, WorkerError
from symflux.model.network import Network
from symflux.show.page.content import Content, content_of, flux_list
from symflux.show.page.dials import Dial, dials_of, opened
from symflux.show.page.frame import page_text
from symflux.show.page.grid import grid_data
from symflux.show.page.layout import layout_of, written
from symflux.show.page.pack import Pack
from symflux.show.page.plane import first_plane
from symflux.show.page.statements import Statement, directions, is_rational, known
from symflux.steady_state.state import SteadyState
from symflux.work import child

__all__ = ["live_page", "save_page"]

_FORMULAS = 140_000  #: characters of exact formulas
_MEMORY = 2e9  #: bytes for making them


def save_page(ss: SteadyState, path: str | Path, **options: Any) -> Path:
    """Write :func:`live_page` to a file; :class:`NetworkError` where that cannot be written."""
    text = live_page(ss, **options)
    try:
        Path(path).write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise NetworkError(f"cannot write {repr(str(path))[:80]}: {getattr(error, 'strerror', error)}") from None
    return Path(path)


def live_page(
    ss: SteadyState | Network,
    *,
    at: Mapping[Any, Any] | None = None,
    proofs: Iterable[Any] = (),
    seconds: float = 20,
) -> str:
    """The text of the page.

    ``at`` says where the dials stand first. A network without parameters gets some: its springs, pins, frictions and
    temperatures, as far as the formulas fit. ``proofs`` are outcomes, certificates or paths of their files that the
    page hands out besides its own; ``seconds`` bounds the formulas, and the search for each proof. Raises
    :class:`NetworkError` where the steady state has no flux, and :class:`CertificateError` for a proof that is none.

    >>> import symflux as sf
    >>> text = live_page(sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}))
    >>> text[:15], "src=" in text or "https:" in text, len(text) < 60_000
    ('<!DOCTYPE html>', False, True)
    """
    network = ss if isinstance(ss, Network) else ss.network
    statements = known(proofs)
    if not network.baths:
        raise NetworkError("a page shows heat: this network has no bath")
    chosen, dials, content = _chosen(network, at, seconds)
    if content is None:
        data, notes = _grid(chosen, dials)
        content = Content(data, "", notes)
    elif "polynomials" in content.data:
        statements += directions(chosen.steady_state(), dials, seconds=min(seconds, 10))
    data = {
        "dials": [_dial(dial, statements) for dial in dials],
        "layout": layout_of(chosen),
        "plane": first_plane(chosen, dials, _moving(content.data)),
        **content.data,
    }
    return page_text(chosen, dials, data, content, _once(statements))


def _chosen(
    network: Network, at: Mapping[Any, Any] | None, seconds: float
) -> tuple[Network, list[Dial], Content | None]:
    """What the page is about: the network, its dials, and the exact content, if that fits."""
    choices: list[tuple[Network, Mapping[Any, Any]]] = [(network, at or {})]
    if not network.parameters:
        choices = [(net, {**values, **(at or {})}) for net, values in opened(network)]
    for choice, values in choices:
        dials = dials_of(choice, values)
        try:
            content = child.run(_content, choice, dials, seconds=seconds, label="formulas", memory=_MEMORY)
            return choice, dials, content
        except (TooLargeError, WorkerError):
            continue
    return choices[0][0], dials_of(*choices[0]), None


def _content(network: Network, dials: Sequence[Dial]) -> Content:
    return content_of(network.steady_state(), dials, most=_FORMULAS)


def _grid(network: Network, dials: list[Dial]) -> tuple[dict[str, Any], list[str]]:
    """Numbers in place of formulas; the couplings that are no axis of the grid are dials no more."""
    grid = grid_data(network, dials)
    held = [dial for dial in dials if not dial.is_temperature and dial.name not in grid["names"]]
    dials[:] = [dial for dial in dials if dial not in held]
    pack = Pack([dial.name for dial in dials], most=_FORMULAS)
    names = {dial.name for dial in dials}
    if any(set(bath.temperature.names) - names for bath in network.bath_items):
        raise NetworkError("the formulas are too long for a page, and temperatures that are couplings have no grid")
    data = {
        "fluxes": flux_list(network),
        "grid": grid,
        "temperatures": [pack.value(bath.temperature) for bath in network.bath_items],
        "polynomials": pack.polynomials,
    }
    notes = []
    if held:
        fixed = ", ".join(f"{dial.name} = {dial.value}" for dial in held)
        notes.append(f"Held fixed on the grid: {fixed}.")
    return data, notes


def _moving(data: Mapping[str, Any]) -> list[str]:
    """The names of the fluxes; nothing for one that is zero everywhere."""
    values = data.get("values")
    return [
        flux["name"] if values is None or values[flux["value"][1]][0] != "0" else "" for flux in data["fluxes"]
    ]


def _dial(dial: Dial, statements: Iterable[Statement]) -> dict[str, Any]:
    """A dial as data; ``seen`` are its values at the points of refuted statements, which it must reach."""
    values = [s.witness[dial.name] for s in statements if dial.name in s.witness]
    seen = [value for value in dict.fromkeys(values) if is_rational(value)]
    shown: dict[str, Any] = {
        "name": dial.name, "text": written(RationalFunction.variable(dial.name)), "value": str(dial.value)
    }  # fmt: skip
    if seen and not dial.is_temperature:
        shown["seen"] = seen
    return shown | ({"warm": True} if dial.is_temperature else {}) | ({"real": True} if dial.is_real else {})


def _once(statements: Iterable[Statement]) -> list[Statement]:
    return list({(s.verdict, s.claim, s.certificate): s for s in statements}.values())
