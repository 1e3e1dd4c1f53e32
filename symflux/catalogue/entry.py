"""One network of the atlas: what can happen on each of its bonds, with witnesses, boundaries and proofs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sympy

from symflux.algebra import Polynomial
from symflux.algebra.parser import parse
from symflux.catalogue.fates import Fate, fates
from symflux.catalogue.quadrant import NAMES
from symflux.catalogue.reverse import reverse
from symflux.catalogue.small_networks import SmallNetwork
from symflux.errors import NetworkError, SignError
from symflux.model.labels import check_pair, show_site
from symflux.model.network import Network
from symflux.signs.outcome import Outcome
from symflux.signs.prove import prove

__all__ = ["BondFate", "Entry", "homogeneous"]

Bond = tuple[int, int]


@dataclass(frozen=True)
class BondFate(Fate):
    """What can happen on one bond of an entry.

    ``boundary`` is an expression in k, c, g, m with the sign of the flux along the bond, for a bond of kind "any" in
    the class of equal springs; ``witnesses`` are couplings at which it is "+" and "-". ``open`` holds polynomials in
    c/k and h = g^2/(k m) that are positive by decomposition, without a look at coefficients.
    """

    boundary: sympy.Expr | None = None
    witnesses: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    open: tuple[str, ...] = ()


class Entry(Mapping[Bond, BondFate]):
    """A network with baths at sites 1 and 2, T1 > T2: a mapping from its bonds to their fates, in either order.

    >>> import symflux as sf
    >>> diamond = sf.atlas(sites=4).find(sf.Network.from_edges(
    ...     [(1, 2, 1), (1, 3, 1), (1, 4, 1), (2, 3, 1), (3, 4, 1)], baths={1: (1, "T1"), 2: (1, "T2")}))[0]
    >>> print(diamond.table())
    12 13 14 23 34: baths at 1 and 2, T1 > T2; equal springs; heat circulates for some couplings
      1-2  fixed 1 -> 2
      1-3  fixed 1 -> 3
      1-4  any           sign of 6*g**2 - 7*k*m; + at k = 1, c = 1, g = 2, m = 1; - at k = 1, c = 1, g = 1, m = 1
      2-3  fixed 3 -> 2
      3-4  any           sign of -6*g**2 + 7*k*m; + at k = 1, c = 1, g = 1, m = 1; - at k = 1, c = 1, g = 2, m = 1
    >>> diamond.circulates, diamond.cycle, diamond.hidden, diamond[4, 1].kind
    ('sometimes', (1, 3, 4), 0, 'any')
    >>> diamond.key, diamond.sites, diamond.bonds[:2]
    ('12 13 14 23 34', 4, ((1, 2), (1, 3)))
    >>> diamond.rows()[2]  # diamond.to_pandas() makes a data frame of them
    {'key': '12 13 14 23 34', 'bond': '1-4', 'kind': 'any', 'direction': '', 'boundary': '6*g**2 - 7*k*m'}
    """

    def __init__(self, data: Mapping[str, Any], couplings: str = "equal"):
        self.data = data
        self.couplings = couplings
        self.graph = SmallNetwork.from_key(str(data["key"]))

    # what it is -----------------------------------------------------------------------------------------

    @property
    def key(self) -> str:
        """The bonds as text, the name of the entry."""
        return self.graph.key

    @property
    def sites(self) -> int:
        """The number of sites."""
        return self.graph.size

    @property
    def bonds(self) -> tuple[Bond, ...]:
        """The bonds."""
        return self.graph.bonds

    @property
    def hidden(self) -> int:
        """The number of motions that no bath reaches: they are taken to be at rest."""
        return int(self.data["hidden"])

    @property
    def circulates(self) -> str:
        """Whether heat runs round a cycle, over all couplings of the class: "always", "sometimes" or "never".

        "always" means round one and the same cycle. "changing": in every open cell of the couplings, round one cycle or
        another; for the entries that come with the package the tests prove it on the curves between the cells too.
        """
        return str(self.data["circulates"])

    @property
    def cycle(self) -> tuple[int, ...]:
        """A cycle round which heat runs, for all couplings or for some."""
        return tuple(self.data.get("cycle", ()))

    def network(self, at: Any = None) -> Network:
        """The network with couplings k, c, g, m (``couplings="free"``: one name each), or with values for them.

        ``at`` maps names to values, or gives k, c, g, m in this order. Temperatures are T1 and T2.

        >>> import symflux as sf
        >>> sf.atlas(sites=3)[2].network((1, 1, 1, 1)).steady_state().bond_flux(1, 2).expr
        T1/12 - T2/12
        """
        equal = self.couplings == "equal"
        named = {bond: "k" if equal else f"k{bond[0]}{bond[1]}" for bond in self.bonds}
        sites = range(1, self.sites + 1)
        net = Network.from_edges(
            [(i, j, name) for (i, j), name in named.items()],
            pinning="c" if equal else {site: f"c{site}" for site in sites},
            masses="m" if equal else {site: f"m{site}" for site in sites},
            baths={site: ("g" if equal else f"g{site}", f"T{site}") for site in (1, 2)},
            name=self.key,
        )
        if at is None:
            return net
        return net.at(at if isinstance(at, Mapping) else dict(zip(NAMES, at, strict=True)))

    # fates ----------------------------------------------------------------------------------------------

    @cached_property
    def _fates(self) -> dict[Bond, BondFate]:
        found = {}
        if self.couplings == "free":
            for (i, j), fate in fates(self.network(), order="T1 > T2").items():
                found[int(i), int(j)] = BondFate(fate.kind, fate.direction, fate.reason)
        else:
            for orbit in self.data["orbits"]:
                for i, j, turn in orbit["bonds"]:
                    found[i, j] = _equal_fate((i, j), orbit, turn)
        return {bond: found[bond] for bond in self.bonds}

    def __getitem__(self, bond: Any) -> BondFate:
        try:
            i, j = sorted(check_pair(bond))
            return self._fates[i, j]
        except (KeyError, TypeError, NetworkError):
            shown = ", ".join(f"{a}-{b}" for a, b in self.bonds)
            raise KeyError(f"no bond {show_site(bond)}; bonds: {shown}") from None

    def __iter__(self) -> Iterator[Bond]:
        return iter(self.bonds)

    def __len__(self) -> int:
        return len(self.bonds)

    def __contains__(self, bond: object) -> bool:
        try:
            return bool(self[bond])
        except KeyError:
            return False

    def witness(self, bond: Any, sign: str) -> Network:
        """A network of the class, with numbers, in which the flux along the bond as it is given has this sign.

        ``sign`` is "+" or "-". Raises :class:`SignError` where it does not occur.

        >>> import symflux as sf
        >>> sf.atlas(sites=4).where(circulates="sometimes")[0].witness((1, 3), "-").parameters
        ('T1', 'T2')
        """
        i, j = check_pair(bond)
        fate, turned = self[bond], i > j
        if sign not in ("+", "-"):
            raise SignError(f"sign = {str(sign)[:20]!r}: give '+' or '-'")
        if fate.kind == "fixed" and ((fate.direction == (i, j)) == (sign == "+")):
            ones = dict.fromkeys(self.network().coupling_parameters, 1)
            return self.network(ones)
        if fate.kind != "any":
            raise SignError(f"bond {i}-{j} is {fate}")
        if self.couplings == "free":
            ones = {name: 1 for name in self.network().coupling_parameters if name.startswith("m")}
            return reverse(self.network(ones), (i, j), order="T1 > T2", forward=sign == "+")
        return self.network(fate.witnesses["-" if (sign == "+") == turned else "+"])

    def prove(self, bond: Any, seconds: float = 60) -> Outcome:
        """The fate as a claim: proved with a certificate for "zero" and "fixed", refuted at a witness for "any".

        Where motions are hidden, the claim is about the numerator of the flux, in c/k and h = g^2/(k m).

        >>> import symflux as sf
        >>> print(sf.atlas(sites=3)[2].prove((3, 2)).claim)
        flux(3,2) > 0
        """
        fate = self[bond]
        i, j = fate.direction or check_pair(bond)
        relation = "== 0" if fate.kind == "zero" else "> 0"
        if self.hidden and self.couplings == "equal":
            from symflux.catalogue.equal_springs import EqualSprings

            numerator = EqualSprings(self.graph).numerator((int(i), int(j)))
            return prove(f"{numerator} {relation}", seconds=seconds)
        given = [] if fate.kind == "zero" else ["T1 > T2"]
        return prove(f"flux({i},{j}) {relation}", given=given, seconds=seconds, network=self.network())

    def draw(self, **options: Any) -> Any:
        """A picture, bonds coloured by fate. Options: :func:`symflux.show.pictures.fate_picture.draw_entry`.

        >>> import symflux as sf
        >>> sf.atlas(sites=3)[0].draw().svg[:4]
        '<svg'
        """
        from symflux.show.pictures.fate_picture import draw_entry

        return draw_entry(self, **options)

    def _repr_svg_(self) -> str:
        return str(self.draw().svg)

    def table(self) -> str:
        """The fates as text, a line a bond."""
        words = {"always": "for all couplings", "sometimes": "for some couplings"}
        where = f"heat circulates {words[self.circulates]}" if self.circulates in words else "heat never circulates"
        if self.circulates == "changing":
            where = "heat circulates in every cell of the couplings, round changing cycles"
        hidden = f"; {self.hidden} hidden motion{'s' * (self.hidden > 1)} at rest" if self.hidden else ""
        lines = [f"{self.key}: baths at 1 and 2, T1 > T2; {self.couplings} springs; {where}{hidden}"]
        for (i, j), fate in self.items():
            way = fate.kind + (f" {fate.direction[0]} -> {fate.direction[1]}" if fate.direction else "")
            lines.append(f"  {i}-{j}  {way:<12}  {fate.reason}".rstrip())
        return "\n".join(lines)

    def rows(self) -> list[dict[str, Any]]:
        """The fates as plain data, a row a bond."""
        return [{"key": self.key, "bond": f"{i}-{j}", **_row(fate)} for (i, j), fate in self.items()]

    def to_pandas(self) -> Any:
        """The fates as a pandas data frame, a row a bond; :class:`NetworkError` without pandas."""
        return frame(self.rows())

    def __hash__(self) -> int:
        return hash((self.key, self.couplings))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and (self.key, self.couplings) == (other.key, other.couplings)

    def __repr__(self) -> str:
        return f"<entry {self.key}: circulates {self.circulates}>"


def _row(fate: BondFate) -> dict[str, str]:
    way = f"{fate.direction[0]} -> {fate.direction[1]}" if fate.direction else ""
    return {"kind": fate.kind, "direction": way, "boundary": "" if fate.boundary is None else str(fate.boundary)}


def frame(rows: list[dict[str, Any]]) -> Any:
    """A pandas data frame of rows, or :class:`NetworkError` without pandas."""
    try:
        import pandas
    except ImportError:
        raise NetworkError("a data frame needs pandas: pip install pandas") from None
    return pandas.DataFrame(rows)


def _equal_fate(bond: Bond, orbit: Mapping[str, Any], turn: int) -> BondFate:
    i, j = bond
    kind, sign = str(orbit["kind"]), int(orbit.get("sign", 0)) * turn
    names = tuple(map(str, orbit.get("open", ())))
    if kind == "zero":
        return BondFate("zero", None, "")
    if kind == "fixed":
        reason = "positive by decomposition: " + ", ".join(names) if names else ""
        return BondFate("fixed", (i, j) if sign > 0 else (j, i), reason, open=names)
    boundary = homogeneous([parse(name).numerator for name in names]) * sign
    points = [dict(zip(NAMES, map(int, point), strict=True)) for point in orbit["points"]]
    witnesses = dict(zip("+-" if turn > 0 else "-+", points, strict=True))
    shown = "; ".join(
        f"{s} at {', '.join(f'{name} = {value}' for name, value in witnesses[s].items())}" for s in "+-"
    )
    return BondFate("any", None, f"sign of {boundary}; {shown}", boundary=boundary, witnesses=witnesses)


def homogeneous(factors: list[Polynomial]) -> sympy.Expr:
    """The product of polynomials in c/k and h = g^2/(k m), times powers of k and m, as an expression in k, c, g, m.

    >>> homogeneous([6 * Polynomial.variable("h") - 7])
    6*g**2 - 7*k*m
    """
    k, c, g, m = sympy.symbols(NAMES, positive=True)
    result = sympy.Integer(1)
    for factor in factors:
        terms = [(dict(monomial), coefficient) for monomial, coefficient in factor.terms()]
        most_k = max(e.get("c", 0) + e.get("h", 0) for e, _ in terms)
        most_m = max(e.get("h", 0) for e, _ in terms)
        result *= sympy.Add(*(
            coefficient * c ** e.get("c", 0) * g ** (2 * e.get("h", 0))
            * k ** (most_k - e.get("c", 0) - e.get("h", 0)) * m ** (most_m - e.get("h", 0))
            for e, coefficient in terms
        ))  # fmt: skip
    return result

