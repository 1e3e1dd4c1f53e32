"""Moves of the sites that leave a network as it is, for proofs by symmetry: found here, checked by the checker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, product

from symflux.algebra import RationalFunction
from symflux.model.labels import Site
from symflux.model.network import Network

__all__ = ["Move", "reversals", "symmetries"]

Move = tuple[tuple[Site, Site], ...]  #: (site, where it goes), sites that stay left out
_MOST, _SITES = 12, 16
_Entry = Callable[[int, int], tuple[RationalFunction, ...]]


def symmetries(network: Network) -> list[Move]:
    """Exchanges of sites that leave M, D and V as they are, baths going to baths: at most a dozen.

    >>> import symflux as sf
    >>> symmetries(sf.chain(3, pinning=1, baths={1: (1, "T1"), 3: (1, "T3")}))
    [((1, 3), (3, 1))]
    """
    return [move for move in _moves(network, turned=False) if move]


def reversals(network: Network) -> list[Move]:
    """Exchanges of sites that transpose M, D and V, as turning every field round does: at most a dozen."""
    return list(_moves(network, turned=True)) if network.magnetic_items else []


def _moves(network: Network, *, turned: bool) -> Iterator[Move]:
    size, sites = len(network.sites), network.sites
    if size > _SITES:
        return
    model = network.linear_model()
    matrices = (model.mass, model.damping, model.coupling)
    entries = {(i, j): tuple(matrix[i, j] for matrix in matrices) for i, j in product(range(size), repeat=2)}
    baths = [
        frozenset((tuple(sorted(x for x, _ in b.direction)), b.friction) for b in model.baths if i in dict(b.direction))
        for i in range(size)
    ]
    kinds = [tuple(sorted((str(friction), len(place)) for place, friction in each)) for each in baths]

    def fits(i: int, k: int, chosen: list[int]) -> bool:
        if kinds[i] != kinds[k] or entries[i, i] != entries[k, k]:
            return False
        return all(
            (entries[k, b], entries[b, k])
            == ((entries[a, i], entries[i, a]) if turned else (entries[i, a], entries[a, i]))
            for a, b in enumerate(chosen)
        )

    def extended(chosen: list[int]) -> Iterator[list[int]]:
        i = len(chosen)
        if i == size:
            yield chosen
            return
        for k in range(size):
            if k not in chosen and fits(i, k, chosen):
                yield from extended([*chosen, k])

    for chosen in islice(extended([]), _MOST):
        yield tuple((sites[i], sites[k]) for i, k in enumerate(chosen) if i != k)
