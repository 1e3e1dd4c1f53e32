"""Named rows: the chain, the spider, the Bethe tree and the strip, each for every size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from symflux.algebra import RationalFunction, exact
from symflux.errors import ExpressionError, InexactInputError, NetworkError
from symflux.family.chain_profile import Chain
from symflux.family.segment import Segment, Shape
from symflux.family.sizes import whole
from symflux.family.stars import bath_table
from symflux.model.network import Network

__all__ = ["chain", "read", "spider", "tree"]

ENDS = ("first", "last")
_NAMES = {"first": ("left", 1), "last": ("right", 1)}


def read(what: str, given: Any) -> RationalFunction:
    """An exact value, or :class:`NetworkError` that says where it stands."""
    try:
        return exact(given)
    except InexactInputError as error:
        raise InexactInputError(f"{what}: {error}") from None
    except ExpressionError as error:
        raise NetworkError(f"{what}: {error}") from None


def _pair(what: str, given: Any) -> tuple[RationalFunction, RationalFunction]:
    """One value, or two that alternate."""
    if isinstance(given, Sequence) and not isinstance(given, str):
        if len(given) != 2:
            raise NetworkError(f"{what}: one value, or two that alternate, not {len(given)}")
        return read(what, given[0]), read(what, given[1])
    value = read(what, given)
    return value, value


def chain(
    *, spring: Any = 1, pinning: Any = 0, walls: Sequence[Any] = (0, 0), baths: Mapping[Any, Any] | None = None,
    masses: Any = 1, real: Iterable[Any] = (), size: str = "N",
) -> Chain:  # fmt: skip
    r"""The chain of N >= 2 sites with baths at its ends, ``"first"`` and ``"last"``; sites are called 1, ..., N.

    ``walls`` are extra springs that hold the two ends. ``spring`` and ``masses`` are one value, or two that alternate
    (N is then even); ``masses`` may also be ``{"first": ..., "bulk": ..., "last": ...}``. Raises :class:`NetworkError`.

    With masses 1, a and b the walls, G = g1 g2, abar = (g2 a + g1 b)/(g1 + g2), a2 = (g2 a^2 + g1 b^2)/(g1 + g2), x = 2
    + (a2 + G c)/(k (k - abar + G)), eta = 1 - abar/k and s_(n+1) = x s_n - s_(n-1) the conductance is k G/((g1 + g2)(k
    - abar + G)) (s_(N-1) - eta s_(N-2))/(s_N - eta s_(N-1)). It contains Z. Rieder, J. L. Lebowitz, E. Lieb, J. Math.
    Phys. 8 (1967) 1073 (c = 0), H. Nakazawa, Prog. Theor. Phys. Suppl. 45 (1970) 231, and D. Roy, A. Dhar, J. Stat.
    Phys. 131 (2008) 535.

    >>> ends = {"first": (1, "T1"), "last": (1, "T2")}
    >>> heat = chain(spring=1, walls=(1, 1), baths=ends).bath_flux("first")
    >>> [str(heat.at(N=n).rational_function) for n in (2, 3, 4)]
    ['(T1 - T2)/6', '(3*T1 - 3*T2)/16', '(4*T1 - 4*T2)/21']
    """
    table = bath_table("chain", baths, ENDS)
    k1, k2 = _pair("spring", spring)
    pin, walls_ = read("pinning", pinning), list(walls)
    if isinstance(walls, str) or len(walls_) != 2:
        raise NetworkError('chain: walls are two extra springs, as in ("a", "b")')
    left, right = (pin + read("walls", wall) for wall in walls_)
    m_first, m1, m2, m_last = _masses(masses)
    paired = k1 != k2 or m1 != m2
    own = {name: {1: table[name]} if name in table else None for name in ENDS}
    options: dict[str, Any] = {"real": real}
    first = Network.from_edges([], pinning={1: left}, masses={1: m_first}, baths=own["first"], **options)
    last = Network.from_edges([], pinning={1: right}, masses={1: m_last}, baths=own["last"], **options)
    if paired:
        cell = Network.from_edges([(1, 2, k2)], pinning=pin, masses={1: m2, 2: m1}, **options)
        ports: tuple[Any, ...] = (1, 1, 2, 1)
    else:
        cell = Network.from_edges([], pinning={1: pin}, masses={1: m1}, **options)
        ports = (1, 1, 1, 1)

    def network(n: int, _: Any = None) -> Network:
        springs = [(i, i + 1, k1 if i % 2 else k2) for i in range(1, n)]
        inner = {i: (m1 if i % 2 else m2) for i in range(1, n + 1)}
        return Network.from_edges(
            springs, pinning={**dict.fromkeys(range(1, n + 1), pin), 1: left, n: right},
            masses={**inner, 1: m_first, n: m_last}, sites=range(1, n + 1),
            baths={s: table[name] for name, s in (("first", 1), ("last", n)) if name in table}, **options,
        )  # fmt: skip

    step = 2 if paired else 1
    kind = first.real | cell.real | last.real
    return Chain(Shape(
        first, cell, last, k1, (ports[0], ports[1], ports[2], ports[3]), kind, size, offset=2, step=step, least=2,
        names=_NAMES, labels=network, title="chain",
    ))  # fmt: skip


def _masses(masses: Any) -> tuple[RationalFunction, RationalFunction, RationalFunction, RationalFunction]:
    """(the first, those that alternate between, the last) of a chain."""
    if not isinstance(masses, Mapping):
        one, two = _pair("masses", masses)
        return one, one, two, two
    unknown = set(masses) - {"first", "bulk", "last"}
    if unknown:
        raise NetworkError(f"chain: masses of {min(map(str, unknown))}: known are first, bulk, last")
    first, bulk, last = (read("masses", masses.get(n, 1)) for n in ("first", "bulk", "last"))
    return first, bulk, bulk, last


def spider(
    *, legs: Any = "n", spring: Any = 1, pinning: Any = 0, baths: Mapping[Any, Any] | None = None, masses: Any = 1,
    real: Iterable[Any] = (), size: str = "L",
) -> Segment:  # fmt: skip
    """A hub ``"first"`` with n legs of L >= 1 sites; the bath ``"last"`` stands at the end of every leg.

    n (``legs``) may be a name. The heat is that of all legs together. Raises :class:`NetworkError`.

    >>> heat = spider(legs="n", spring="k", pinning=1, baths={"first": (1, "T1"), "last": (1, "T2")}).bath_flux("first")
    >>> str(heat.at(L=1, n=1, k=1).rational_function), str(heat.at(L=1, n=2, k=1).rational_function)
    ('(T1 - T2)/6', '(4*T1 - 4*T2)/19')
    """
    n, k, pin, mass = read("legs", legs), read("spring", spring), read("pinning", pinning), read("masses", masses)
    if n.is_constant and (n.value < 1 or n.value.denominator != 1):
        raise NetworkError(f"spider: legs = {n}: a whole number, 1 or more, or a name")
    table = bath_table("spider", baths, ENDS)
    options: dict[str, Any] = {"real": real}
    first = Network.from_edges(
        [], pinning={1: pin}, masses={1: mass}, baths={1: table["first"]} if "first" in table else None, **options
    )
    heavy = {"pinning": {1: n * pin}, "masses": {1: n * mass}, **options}
    cell = Network.from_edges([], **heavy)
    own = None
    if "last" in table:
        friction, temperature = table["last"]
        own = {1: (n * read("friction", friction), temperature)}
    last = Network.from_edges([], baths=own, **heavy)

    def network(length: int, values: Any = None) -> Network:
        number = _number("legs", n, values)
        springs: list[tuple[Any, Any, Any]] = []
        baths_ = {"first": table["first"]} if "first" in table else {}
        sites = ["first"]
        for leg in range(1, number + 1):
            names = ["first", *(f"{leg}.{i}" for i in range(1, length + 1))]
            springs += [(a, b, k) for a, b in pairwise(names)]
            sites += names[1:]
            if "last" in table:
                baths_[names[-1]] = table["last"]
        return Network.from_edges(
            springs, pinning=dict.fromkeys(sites, pin), masses=dict.fromkeys(sites, mass), sites=sites, baths=baths_,
            **options,
        )  # fmt: skip

    return Segment(Shape(
        first, cell, last, n * k, (1, 1, 1, 1), first.real | last.real, size, offset=1, least=1, names=_NAMES,
        labels=network, title="spider", whole=("first",),
    ))  # fmt: skip


def tree(
    *, branching: Any = "n", spring: Any = 1, pinning: Any = 0, baths: Mapping[Any, Any] | None = None,
    masses: Any = 1, real: Iterable[Any] = (), size: str = "L",
) -> Segment:  # fmt: skip
    """The Bethe tree of L >= 2 levels (the root is one of them): every site has n children.

    The bath ``"first"`` stands at the root, ``"last"`` at every leaf; the heat is that of all leaves together. n
    (``branching``) may be a name. Raises :class:`NetworkError`.

    >>> heat = tree(branching="n", spring=1, baths={"first": (1, "T1"), "last": (1, "T2")}).bath_flux("first")
    >>> str(heat.at(L=3, n=2).rational_function)
    '(6*T1 - 6*T2)/25'
    """
    n, k, pin, mass = (
        read("branching", branching),
        read("spring", spring),
        read("pinning", pinning),
        read("masses", masses),
    )
    if n.is_constant and (n.value < 1 or n.value.denominator != 1):
        raise NetworkError(f"tree: branching = {n}: a whole number, 1 or more, or a name")
    table = bath_table("tree", baths, ENDS)
    options: dict[str, Any] = {"real": real, "masses": {1: mass}}
    # level l of the symmetric sector, times n**(-l/2): masses 1, springs of square n k**2 between levels
    inner = pin + (n - 1) * k
    own = {name: {1: table[name]} if name in table else None for name in ENDS}
    first = Network.from_edges([], pinning={1: inner}, baths=own["first"], **options)
    cell = Network.from_edges([], pinning={1: inner}, **options)
    last = Network.from_edges([], pinning={1: pin}, baths=own["last"], **options)

    def network(levels: int, values: Any = None) -> Network:
        number = _number("branching", n, values)
        rows = [["first"]]
        for _ in range(1, levels):
            rows.append([f"{parent}.{c}".replace("first.", "") for parent in rows[-1] for c in range(1, number + 1)])
            if len(rows[-1]) > 5_000:
                raise NetworkError(f"tree: {len(rows[-1])} leaves are too many to write out")
        springs = [
            (row[c // number], child, k)
            for row, below in pairwise(rows) for c, child in enumerate(below)
        ]  # fmt: skip
        sites = [site for row in rows for site in row]
        baths_ = {"first": table["first"]} if "first" in table else {}
        if "last" in table:
            baths_ |= dict.fromkeys(rows[-1], table["last"])
        return Network.from_edges(
            springs, pinning=dict.fromkeys(sites, pin), masses=dict.fromkeys(sites, mass), sites=sites, baths=baths_,
            real=real,
        )  # fmt: skip

    return Segment(Shape(
        first, cell, last, k, (1, 1, 1, 1), first.real | last.real, size, offset=2, least=2, names=_NAMES,
        labels=network, title="tree", squared=n * k * k, whole=("first",),
    ))  # fmt: skip


def _number(what: str, n: RationalFunction, values: Any) -> int:
    n = n.substitute({name: v for name, v in (values or {}).items() if name in n.names})
    if not n.is_constant:
        raise NetworkError(f"{what} = {n}: give it a value to write out one network")
    return whole(what, n)
