"""The families every paper starts with: chain, ring, star, complete. Sites are 1..n; the star's centre is 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from symflux.errors import NetworkError
from symflux.model.builders import MAX_SITES, MAX_SPRINGS, build
from symflux.model.labels import Site, show_site
from symflux.model.network import Bond, Network

__all__ = ["chain", "complete", "ring", "star"]


def chain(
    n: int, *, spring: Any = 1, pinning: Any = 0, baths: Mapping[Site, Any] | None = None, masses: Any = None,
    real: Iterable[Any] = (), name: str | None = None,
) -> Network:  # fmt: skip
    """The open chain 1-2-...-n; ``spring`` is one value, or a list of one value a bond.

    >>> chain(3, spring=["a", "b"]).bonds
    ((1, 2), (2, 3))
    """
    _size("chain", n, 1)
    return _family([(i, i + 1) for i in range(1, n)], n, spring, pinning, baths, masses, real, name)


def ring(
    n: int, *, spring: Any = 1, pinning: Any = 0, baths: Mapping[Site, Any] | None = None, masses: Any = None,
    real: Iterable[Any] = (), name: str | None = None,
) -> Network:  # fmt: skip
    """The closed chain 1-2-...-n-1 (n >= 3); the last bond is (n, 1).

    >>> ring(3).bonds
    ((1, 2), (2, 3), (3, 1))
    """
    _size("ring", n, 3)
    return _family([(i, i % n + 1) for i in range(1, n + 1)], n, spring, pinning, baths, masses, real, name)


def star(
    n: int, *, spring: Any = 1, pinning: Any = 0, baths: Mapping[Site, Any] | None = None, masses: Any = None,
    real: Iterable[Any] = (), name: str | None = None,
) -> Network:  # fmt: skip
    """n sites, of which site 1 is the centre joined to all others.

    >>> star(4).bonds
    ((1, 2), (1, 3), (1, 4))
    """
    _size("star", n, 1)
    return _family([(1, i) for i in range(2, n + 1)], n, spring, pinning, baths, masses, real, name)


def complete(
    n: int, *, spring: Any = 1, pinning: Any = 0, baths: Mapping[Site, Any] | None = None, masses: Any = None,
    real: Iterable[Any] = (), name: str | None = None,
) -> Network:  # fmt: skip
    """Every pair of the n sites joined; bonds in the order (1,2), (1,3), ..., (n-1,n).

    >>> complete(3).bonds
    ((1, 2), (1, 3), (2, 3))
    """
    _size("complete", n, 1)
    if n * (n - 1) // 2 > MAX_SPRINGS:
        raise NetworkError(f"complete({n}) has {n * (n - 1) // 2} springs; the limit is {MAX_SPRINGS}")
    bonds: list[Bond] = [(i, j) for i in range(1, n + 1) for j in range(i + 1, n + 1)]
    return _family(bonds, n, spring, pinning, baths, masses, real, name)


def _size(family: str, n: Any, least: int) -> None:
    if isinstance(n, bool) or not isinstance(n, int) or n < least or n > MAX_SITES:
        raise NetworkError(f"{family}: the number of sites is an int from {least} to {MAX_SITES}, not {str(n)[:20]}")


def _family(
    bonds: Sequence[Bond], n: int, spring: Any, pinning: Any, baths: Any, masses: Any, real: Any, name: Any
) -> Network:
    if isinstance(spring, Mapping):
        missing = [bond for bond in bonds if bond not in spring and bond[::-1] not in spring]
        if missing:
            raise NetworkError(f"spring: no value for bond {missing[0]}")
        known = {*bonds, *((j, i) for i, j in bonds)}
        unknown = [bond for bond in spring if bond not in known]
        if unknown:
            raise NetworkError(f"spring: {show_site(unknown[0])} is not a bond of this network")
        values = [spring[bond] if bond in spring else spring[bond[::-1]] for bond in bonds]
    elif isinstance(spring, Sequence) and not isinstance(spring, str):
        if len(spring) != len(bonds):
            raise NetworkError(f"spring: {len(spring)} values for {len(bonds)} bonds")
        values = list(spring)
    else:
        values = [spring] * len(bonds)
    springs = [(i, j, k) for (i, j), k in zip(bonds, values, strict=True)]
    return Network.of(build(
        springs=springs, pinning=_listed(pinning, n), baths=baths, masses=_listed(masses, n),
        sites=range(1, n + 1), real=real, name=name,
    ))  # fmt: skip


def _listed(given: Any, n: int) -> Any:
    """A list of one value a site, made a table."""
    if isinstance(given, Sequence) and not isinstance(given, str):
        if len(given) != n:
            raise NetworkError(f"{len(given)} values for {n} sites")
        return dict(zip(range(1, n + 1), given, strict=True))
    return given
