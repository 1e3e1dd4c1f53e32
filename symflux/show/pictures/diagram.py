"""The network as a picture: sites, springs, baths coloured by temperature, heat as arrows.

An arrow's direction is the exact sign of the flux and its width is proportional to the flux; a bond that carries
nothing is dashed. Arrows that close a circle are marked, and the circle is drawn inside. No text lies on another, on
an arrow or on a site: a picture in which one would is drawn larger.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError, SignError
from symflux.model.labels import Label
from symflux.model.network import Network, Site
from symflux.show.pictures.geometry import Point
from symflux.show.pictures.picture import Picture
from symflux.show.pictures.plot import picture_values
from symflux.show.pictures.scene import Scene, Shape
from symflux.show.pictures.site_layout import joined_pairs, positions_of
from symflux.show.pictures.writing import note
from symflux.temperature.circulation import circulations

__all__ = ["LABELS", "draw", "fitted", "network_svg", "resized"]

LABELS = ("both", "flux", "spring", "none")  #: what may stand beside the bonds
_LABELLED = 60  #: bonds; pictures of more have no numbers at the bonds, and say so
_SHOWN = 60  #: sites of a network that a notebook draws unasked
#: (without "phi =", written along the bonds, times the usual length of bonds): until everything has its place
_STAGES = (
    (False, False, (1.0, 1.12, 1.25, 1.4)),
    (True, False, (1.0, 1.15, 1.3, 1.5, 1.75, 2.0)),
    (True, True, (1.3, 1.6, 2.0, 2.5)),
)


def draw(
    network: Network,
    ss: Any = None,
    *,
    at: Mapping[Any, Any] | None = None,
    positions: Mapping[Site, Sequence[Any]] | None = None,
    names: Mapping[Any, str] | None = None,
    labels: str = "both",
    fates: Any = None,
) -> Scene:
    """The picture of a network; with its steady state ``ss``, the heat that flows, at the values ``at``.

    ``labels`` says what stands beside the bonds: ``"flux"``, ``"spring"``, ``"both"`` or ``"none"``. A long formula
    stands below, under a symbol. ``fates=True``, or what :func:`symflux.fates` gave, colours the bonds by what heat can
    do on them instead.

    The result shows itself in a notebook; ``.svg`` and ``.tikz`` are its texts, ``.save("net.pdf")`` writes a file.
    ``positions`` maps every site to (x, y). Raises :class:`NetworkError` where fluxes have no number yet.

    >>> from symflux.paper import example_2_corrected
    >>> picture = draw(example_2_corrected(), example_2_corrected().steady_state())
    >>> picture.svg[:4], picture.tikz.splitlines()[0]
    ('<svg', '\\\\begin{tikzpicture}[x=1cm,y=1cm]')
    """
    if labels not in LABELS:
        raise NetworkError(f"labels={labels!r}: one of {', '.join(LABELS)}")
    at = picture_values(at)
    shown = network.at(at) if at else network
    if fates:
        from symflux.show.pictures.fate_picture import draw_fates

        return draw_fates(shown, fates, positions=positions, names=names, labels=labels)
    fluxes = _fluxes(shown, ss, at) if ss is not None else {}
    placed = positions_of(shown, positions)
    cycles = _cycles(ss, at) if ss is not None else []

    def make(size: float, wanted: str) -> Picture:
        return Picture(shown, resized(placed, size), fluxes, names, wanted, cycles)

    return Scene(fitted(make, labels, len(joined_pairs(shown)), bool(fluxes)), shown.title())


def fitted(make: Callable[[float, str], Picture], labels: str, bonds: int, has_fluxes: bool) -> tuple[Shape, ...]:
    """The shapes of the smallest picture in which every text has a place.

    Where there is none, fewer texts stand at the bonds, and the picture says so.
    """
    fewer = "flux" if has_fluxes and labels == "both" else "none"
    wanted = (labels, fewer, "none") if bonds <= _LABELLED else ("none",)

    def shapes_of(kind: str, brief: bool, turned: bool, size: float) -> tuple[tuple[Shape, ...], int]:
        picture = make(size, kind)
        picture.turned, picture.writer.brief = turned, brief and kind != "none"
        if kind != labels:
            picture.notes.append(note(_missing(labels, kind, bonds)))
        return picture.compose()

    shapes: tuple[Shape, ...] = ()
    for kind in dict.fromkeys(wanted):
        for brief, turned, sizes in _STAGES:
            if kind != "none" and shapes_of(kind, brief, turned, sizes[-1])[1]:
                continue  # the largest has no place for everything: the others have none either
            for size in sizes:
                shapes, faults = shapes_of(kind, brief, turned, size)
                if not faults:
                    return shapes
    return shapes


def resized(placed: Mapping[Site, Point], size: float) -> dict[Site, Point]:
    """Positions of a larger picture."""
    return {site: (x * size, y * size) for site, (x, y) in placed.items()}


def _missing(asked: str, kind: str, bonds: int) -> str:
    if kind == "none":
        return f"{bonds} bonds: too many for texts beside them"
    return "the springs are not written here: labels='spring' shows them"


def network_svg(network: Network) -> str | None:
    """The picture that a notebook shows of a network: SVG text, or None (the text then) for more than 60 sites."""
    return draw(network).svg if 0 < len(network.sites) <= _SHOWN else None


def _fluxes(network: Network, ss: Any, at: Mapping[Any, Any] | None) -> dict[tuple[Label, ...], Fraction]:
    """{(i, j): flux along the bond, (i,): flux out of the bath}."""
    wanted: dict[tuple[Label, ...], Any] = {(i, j): ss.bond_flux(i, j) for i, j in network.bonds}
    wanted |= {(i,): ss.bath_flux(i) for i in network.baths}
    result = {}
    for key, flux in wanted.items():
        value: RationalFunction = (flux.at(at) if at else flux).rational_function
        if not value.is_constant:
            raise NetworkError(
                f"arrows need numbers: {flux.quantity} depends on {', '.join(value.names)}; give them with at="
            )
        result[key] = value.value
    return result


def _cycles(ss: Any, at: Mapping[Any, Any] | None) -> list[tuple[Site, ...]]:
    """A few short cycles round which heat flows."""
    try:
        return [tuple(cycle) for cycle in sorted(circulations(ss, at=at), key=len)[:3]]
    except SignError:  # too many to list: the arrows are still marked
        return []
