"""The section of a report on what the graph alone decides: which way heat can run through each bond."""

from __future__ import annotations

from symflux.catalogue.fates import Fates, fates
from symflux.errors import NetworkError, SignError
from symflux.model.network import Network
from symflux.show.tex.document import Document
from symflux.show.tex.names import site_latex

__all__ = ["add_fates"]

_SHOWN = 40  #: bonds of one kind in a sentence


def add_fates(network: Network, page: Document) -> None:
    """A sentence for each kind of bond, where the theorems speak of the network and heat can flow at all.

    >>> import symflux as sf
    >>> page = Document("lollipop", "article")
    >>> add_fates(sf.chain(3, baths={1: (1, "T1"), 2: (1, "T2")}), page)
    >>> "Bonds $2$--$3$ never carry heat" in str(page), "Bonds $1$ to $2$ carry heat this way only" in str(page)
    (True, True)
    """
    try:
        found = fates(network)
    except (NetworkError, SignError):
        return
    if not found or len(network.baths) < 2:
        return
    page.section("What the graph decides")
    page.add(
        "Let all springs, pins ($> 0$) and frictions vary freely; the masses are any fixed numbers. By the blocks of "
        f"the graph and the temperatures ({_temperatures(found)}):"
    )
    kinds = {
        "zero": "never carry heat: no simple path between baths at different temperatures runs through them.",
        "fixed": "carry heat this way only: they are the one way from the hotter side to the colder.",
        "any": "carry heat either way and any share of it, as the couplings (or temperatures left free) say.",
    }
    page.items(
        f"{_bonds(found, kind)} {words}" for kind, words in kinds.items() if any(f.kind == kind for f in found.values())
    )


def _temperatures(found: Fates) -> str:
    if found.order.is_assumed:
        return "the first bath taken to be the hotter one"
    return "as given" if found.order.ranks is not None else "left free"


def _bonds(found: Fates, kind: str) -> str:
    shown = []
    for (i, j), fate in found.items():
        if fate.kind == kind:
            start, end = fate.direction or (i, j)
            between = r"$ to $" if fate.direction else "$--$"
            shown.append(f"${site_latex(start)}{between}{site_latex(end)}$")
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return f"Bonds {', '.join(shown[:_SHOWN])}{more}"
