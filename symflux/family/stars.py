"""Named families of copies: the star, and the complete graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.family.copies import Copies
from symflux.family.repeated_part import Part
from symflux.family.sizes import read_size
from symflux.model.labels import show_site
from symflux.model.network import Network

__all__ = ["bath_table", "complete", "star"]


def bath_table(family: str, baths: Any, known: tuple[str, ...]) -> dict[Any, Any]:
    """The baths of a named family by the names of their sites; :class:`NetworkError` for other names."""
    if baths is None:
        return {}
    if not isinstance(baths, Mapping):
        raise NetworkError(f'{family}: baths are given as {{"{known[0]}": (friction, temperature), ...}}')
    for name in baths:
        if name not in known:
            raise NetworkError(f"{family}: no site {show_site(name)} for a bath; sites: {', '.join(known)}")
    return dict(baths)


def star(
    *, spring: Any = 1, pinning: Any = 0, baths: Mapping[Any, Any] | None = None, masses: Any = 1,
    real: Iterable[Any] = (), size: str = "N",
) -> Copies:  # fmt: skip
    """The star of N >= 2 sites: the hub ``"first"``, and N - 1 equal leaves ``"last"`` joined to it.

    ``pinning`` and ``masses`` are one value, or ``{"first": ..., "last": ...}``. Units and signs as everywhere; raises
    :class:`NetworkError` for other names. The flux per leaf; ``total=True`` asks for all of them.

    >>> legs = star(spring="k", pinning="c", baths={"first": ("g1", "T1"), "last": ("g2", "T2")})
    >>> heat = legs.bond_flux("first", "last")
    >>> heat.at({"g1": 1, "g2": 1, "T1": 2, "T2": 1}).expr
    2*k**2/(N**2*k**2 + 2*N*k + 4*c)
    """
    network = Network.from_edges(
        [("first", "last", spring)], pinning=pinning, masses=masses, real=real,
        baths=bath_table("star", baths, ("first", "last")), sites=("first", "last"), name="star",
    )  # fmt: skip
    return Copies(network, (Part("leaves", read_size("star", f"{size} - 1"), ("last",), {}),))


def complete(
    *, spring: Any = 1, pinning: Any = 0, baths: Mapping[Any, Any] | None = None, masses: Any = 1,
    real: Iterable[Any] = (), size: str = "N",
) -> Copies:  # fmt: skip
    """The complete graph of N >= 3 sites: ``"first"``, ``"last"``, and N - 2 equal others, each called ``"rest"``.

    Baths at ``"first"``, ``"last"`` and (the same at each of the others) ``"rest"``. Units and signs as everywhere;
    raises :class:`NetworkError` for other names.

    >>> everywhere = {"first": ("g", "T1"), "last": ("g", "T2"), "rest": ("g", "T")}
    >>> complete(spring="k", pinning="c", baths=everywhere).conductance("first", "last").expr
    2*g*k**2/(N**2*k**2 + 2*N*g**2*k + 4*c*g**2)
    """
    sites = ("first", "last", "rest")
    bonds = [("first", "last", spring), ("first", "rest", spring), ("last", "rest", spring)]
    network = Network.from_edges(
        bonds, pinning=pinning, masses=masses, real=real,
        baths=bath_table("complete", baths, sites), sites=sites, name="complete",
    )  # fmt: skip
    mutual: dict[tuple[Any, Any], RationalFunction] = {("rest", "rest"): network.spring("first", "last")}
    return Copies(network, (Part("rest", read_size("complete", f"{size} - 2"), ("rest",), mutual),))
