"""The atlas: every small network with two baths, and what can happen on each of its bonds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, overload

from symflux.catalogue.blocks import blocks
from symflux.catalogue.entry import Entry, frame
from symflux.catalogue.fates import KINDS
from symflux.catalogue.free_class import bathed_graph
from symflux.catalogue.settle import settle
from symflux.catalogue.small_networks import LARGEST, SmallNetwork, canonical, small_networks
from symflux.catalogue.store import Store, digest
from symflux.errors import NetworkError
from symflux.model.network import Network, Site
from symflux.work.many import Progress, each

__all__ = ["Atlas", "atlas"]

SHIPPED = "atlas.sqlite"
_CLASSES = ("equal", "free")
_KEYS = ("bonds", "circulates", "hidden", "key", "sites")


class Atlas(Sequence[Entry]):
    """Entries of an atlas, fewest bonds first.

    >>> import symflux as sf
    >>> len(sf.atlas(sites=5)), len(sf.atlas(sites=5).where(circulates="always"))
    (98, 3)
    >>> print(sf.atlas(sites=3)[:1].table())
    bonds                                          hidden  circulates  zero  fixed  any
    12 13                                               0  never          1      1    0
    >>> sf.atlas(sites=5).digest[:8]
    'c3430967'
    >>> sf.atlas(sites=3).rows()[0]  # sf.atlas(sites=3).to_pandas() makes a data frame of them
    {'key': '12 13', 'sites': 3, 'bonds': 2, 'hidden': 0, 'circulates': 'never', 'zero': 1, 'fixed': 1, 'any': 0}
    """

    def __init__(self, entries: Iterable[Entry], couplings: str = "equal"):
        self._entries = tuple(entries)
        self.couplings = couplings

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> Atlas: ...
    def __getitem__(self, index: int | slice) -> Entry | Atlas:
        found = self._entries[index]
        return found if isinstance(found, Entry) else Atlas(found, self.couplings)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def where(self, **conditions: Any) -> Atlas:
        """The entries that satisfy all conditions, each on one of bonds (their number), circulates, hidden, key, sites.

        A condition is a value, a collection of values, or a function of the value. Raises :class:`NetworkError` for
        other names.

        >>> import symflux as sf
        >>> [entry.key for entry in sf.atlas(sites=5).where(circulates="always", bonds=range(7))]
        ['12 13 24 34 35 45']
        """
        unknown = [name for name in conditions if name not in _KEYS]
        if unknown:
            raise NetworkError(f"where({unknown[0]}=...): conditions are on {', '.join(_KEYS)}")
        return Atlas((e for e in self if all(_meets(e, n, c) for n, c in conditions.items())), self.couplings)

    def find(self, network: Network) -> tuple[Entry, dict[Site, int]]:
        """The entry with the graph and bath sites of a network, whatever its couplings, and {site: site of the entry}.

        The first bath need not become site 1: look at the relabelling. Raises :class:`NetworkError` where the network
        has not two baths at two sites, or is not among the entries.

        >>> import symflux as sf
        >>> entry, relabelling = sf.atlas(sites=3).find(sf.chain(3, baths={2: (1, "T2"), 3: (1, "T3")}))
        >>> entry.key, relabelling
        ('12 13', {2: 1, 3: 2, 1: 3})
        """
        graph = bathed_graph(network)
        ends = list(dict.fromkeys(graph.baths.values()))
        if len(graph.baths) != 2 or len(ends) != 2:
            raise NetworkError(f"{network.title()} has not two baths at two sites: the atlas lists no others")
        size = len(graph.sites)
        numbered = {site: k for k, site in enumerate([*ends, *(s for s in graph.sites if s not in ends)], start=1)}
        found, relabelling = (
            canonical(size, [(numbered[i], numbered[j]) for i, j in graph.bonds])
            if 2 <= size <= LARGEST
            else (None, {})
        )
        for entry in self:
            if found is not None and entry.key == found.key:
                return entry, {site: relabelling[k] for site, k in numbered.items()}
        sizes = sorted({entry.sites for entry in self})
        raise NetworkError(f"{network.title()} is not among these entries, connected graphs of {sizes} sites")

    @property
    def digest(self) -> str:
        """SHA-256 of all fates (equal springs): the same on every machine, whatever built it."""
        return digest(entry.data for entry in self)

    def table(self) -> str:
        """A line an entry."""
        rows = self.rows()
        width = max((len(row["key"]) for row in rows), default=5)
        lines = [f"{'bonds':<{width}}  hidden  circulates  zero  fixed  any"]
        for row in rows:
            counts = f"{row['zero']:>4}  {row['fixed']:>5}  {row['any']:>3}"
            lines.append(f"{row['key']:<{width}}  {row['hidden']:>6}  {row['circulates']:<10}  {counts}")
        return "\n".join(lines)

    def rows(self) -> list[dict[str, Any]]:
        """Plain data, a row an entry, with the numbers of its bonds of each kind."""
        rows = []
        for e in self:
            kinds = {kind: sum(f.kind == kind for f in e.values()) for kind in KINDS}
            rows.append({"key": e.key, "sites": e.sites, "bonds": len(e), "hidden": e.hidden,
                         "circulates": e.circulates, **kinds})  # fmt: skip
        return rows

    def to_pandas(self) -> Any:
        """A pandas data frame, a row an entry; :class:`NetworkError` without pandas."""
        return frame(self.rows())

    def __repr__(self) -> str:
        return f"<atlas of {len(self)} networks, {self.couplings} springs>"


def _meets(entry: Entry, name: str, condition: Any) -> bool:
    value = len(entry) if name == "bonds" else getattr(entry, name)
    if callable(condition):
        return bool(condition(value))
    return value in condition if isinstance(condition, Collection) and not isinstance(condition, str) else (
        value == condition
    )  # fmt: skip


class _AtlasFunction:
    """``sf.atlas(...)`` opens an atlas, ``sf.atlas.build(...)`` makes one.

    >>> import symflux as sf
    >>> sf.atlas(sites=5).where(circulates="always")
    <atlas of 3 networks, equal springs>
    """

    def __call__(
        self, sites: int = 5, baths: int = 2, couplings: str = "equal", *, hidden: str = "rest",
        path: str | Path | None = None,
    ) -> Atlas:  # fmt: skip
        """The networks on this many sites with two baths, every bond with its fate.

        ``couplings="equal"``: one spring k, pin c, friction g and mass m for all (read from the atlas that comes with
        the package, or from ``path``). ``couplings="free"``: all couplings on their own, by theorem. Networks with
        motions that no bath reaches are treated with those at rest (``hidden="rest"``), or left out
        (``hidden="none"``). Raises :class:`NetworkError` where nothing like it is stored.

        >>> import symflux as sf
        >>> sf.atlas(sites=4)
        <atlas of 16 networks, equal springs>
        """
        _check(sites, baths, couplings, hidden)
        if couplings == "free":
            return Atlas((Entry(_free(network), "free") for network in small_networks(sites)), "free")
        rows = list(_stored(sites, path))
        if hidden == "none":
            rows = [row for row in rows if not row["hidden"]]
        return Atlas(map(Entry, rows))

    def build(
        self, sites: int = 5, baths: int = 2, couplings: str = "equal", *, executor: Any = None,
        path: str | Path, chunk: int = 1, smallest: int = 3,
    ) -> Atlas:  # fmt: skip
        """Settle every network of ``smallest`` to ``sites`` sites, and store each at once in the file ``path``.

        What the file has already is kept, so that a build that was stopped goes on. ``executor`` is anything with
        ``submit``: a process pool, ``dask.distributed.Client().get_executor()``; ``chunk`` networks travel together
        (20 for dask). Progress goes to stderr. The fates, and their digest, do not depend on any of it.

        >>> import symflux as sf, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     len(sf.atlas.build(sites=3, path=folder + "/atlas.sqlite"))
        3
        """
        _check(sites, baths, couplings, "rest")
        if couplings != "equal":
            raise NetworkError("free couplings are settled by theorem, nothing is built: use atlas(couplings='free')")
        with Store(path) as store:
            done = store.keys()
            wanted = [n.key for size in range(max(smallest, 2), sites + 1) for n in small_networks(size)]
            left = [key for key in wanted if key not in done]
            progress = Progress("atlas", len(wanted), len(wanted) - len(left))
            try:
                for _, data in each(settle, left, executor=executor, chunk=chunk):
                    store.add(data)
                    progress.step()
            finally:
                progress.end()
            return Atlas(map(Entry, list(store.rows(sites))))

    def __repr__(self) -> str:
        return "<function atlas: every small network, and which way heat can run through its bonds>"


atlas = _AtlasFunction()


def _check(sites: Any, baths: Any, couplings: Any, hidden: Any) -> None:
    if isinstance(sites, bool) or not isinstance(sites, int) or not 2 <= sites <= LARGEST:
        raise NetworkError(f"sites = {str(sites)[:20]}: the atlas lists networks of 2 to {LARGEST} sites")
    if baths != 2:
        raise NetworkError(f"baths = {str(baths)[:20]}: the atlas has networks with two baths only; ask fates(net)")
    if couplings not in _CLASSES:
        raise NetworkError(f"couplings = {str(couplings)[:20]!r}: use 'equal' or 'free'")
    if hidden not in ("rest", "none"):
        raise NetworkError(f"hidden = {str(hidden)[:20]!r}: use 'rest' or 'none'")


def _stored(sites: int, path: str | Path | None) -> Iterator[dict[str, Any]]:
    if path is not None:
        yield from _of_size(Path(path), sites)
    else:
        with as_file(files("symflux.catalogue") / SHIPPED) as shipped:
            yield from _of_size(shipped, sites)


def _of_size(path: Path, sites: int) -> list[dict[str, Any]]:
    with Store(path, readonly=True) as store:
        rows = list(store.rows(sites))
    missing = len(small_networks(sites)) - len(rows) if rows else "all"  # no need to count what is not there at all
    if missing:
        how = f"atlas.build(sites={sites}, path=...)"
        raise NetworkError(f"{path.name} lacks {missing} of the networks on {sites} sites: settle them by {how}")
    return rows


def _free(network: SmallNetwork) -> Mapping[str, Any]:
    """What an entry of free couplings needs; heat circulates on a loop that the baths reach through two sites."""
    positions = [(i - 1, j - 1) for i, j in network.bonds]
    found = blocks(network.size, positions, [1, 2] + [0] * (network.size - 2))
    loops = [block for block in found if len(block.bonds) > 1 and len(block.reached) > 1]
    circulates = "sometimes" if loops else "never"
    return {"key": network.key, "sites": network.size, "hidden": 0, "circulates": circulates, "orbits": []}

