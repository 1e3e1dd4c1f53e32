"""A quantity of a family of copies: a combination of quantities of its sectors, and claims about it for every count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sympy

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError, SymfluxError
from symflux.family.certificate import FamilyCertificate
from symflux.family.claims import SizeClaim, listed, require_known, told
from symflux.family.copies_table import copies_table
from symflux.family.parts import baths_at
from symflux.family.sizes import read_values
from symflux.family.value import Value, value_of
from symflux.model.labels import Site
from symflux.model.network import Network
from symflux.quantities.claim import Claim
from symflux.quantities.quantity import quantity
from symflux.signs.outcome import Outcome
from symflux.signs.prove import prove

if TYPE_CHECKING:
    from symflux.family.copies import Copies

__all__ = ["CopiesClaim", "CopiesResult"]

_ZERO, _ONE = RationalFunction.constant(0), RationalFunction.constant(1)
_FEW = 2  #: the sizes that are tried where the search for all sizes was undecided
_SIZES = 8  #: the sizes up to which a refutation by a whole number of copies is looked for


def _atom(kind: str, *sites: Site) -> RationalFunction:
    return RationalFunction.variable(f"{kind}({','.join(map(str, sites))})")


def translation(family: Copies, kind: str, sites: tuple[Site, ...]) -> tuple[RationalFunction, tuple[str, ...]]:
    """(the quantity by quantities of the sectors, the sectors that it needs); derivation ``equal_copies``."""
    i, j = sites[0], sites[-1]
    part, other, n = family.part_of(i), family.part_of(j), family.count(i)
    own = (1 - 1 / n) if part is not None else RationalFunction.constant(0)
    twins = tuple(family.twin(s) for s in sites)
    standard = () if part is None else (part.name,)
    if kind == "flux_apart":
        assert part is not None
        k = part.mutual[i, j]
        inside = family.sectors[part.name]
        total = _ZERO
        if i != j:
            total = k * _atom("flux", i, j) / family.sectors["symmetric"].spring(i, j)
            total = total - k / n * _atom("flux", *twins) / inside.spring(*twins)
        return total, ("symmetric", *standard) if i != j else ()
    if kind == "conductance" and (part is None or part is not other):
        return _atom(kind, i, j) / n, ("symmetric",)
    if kind == "flux" and part is not other:
        return _atom(kind, i, j) / (n * family.count(j)), ("symmetric",)
    if kind == "flux" and part is not None and (i, j) in part.mutual:
        k, inside = family.network.spring(i, j), family.sectors[part.name]
        spring = family.sectors["symmetric"].spring(i, j)
        return k * _atom(kind, i, j) / spring + own * k * _atom(kind, *twins) / inside.spring(*twins), (
            "symmetric", *standard,
        )  # fmt: skip
    mean = _atom(kind, *sites) / n
    if part is None:
        return mean, ("symmetric",)
    return mean + own * _atom(kind, *twins), ("symmetric", *standard)


class CopiesResult:
    """One quantity for every number of copies: exact, a rational function of the counts and all other parameters.

    >>> import symflux as sf
    >>> net = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    >>> heat = sf.family.copies(net, {"legs": ("N", [2])}).bond_flux(1, 2)
    >>> heat.at(N=3, k=1), heat.rational_function.names
    (<flux(1, 2) at N=3, k=1 = (T1 - T2)/14>, ('N', 'T1', 'T2', 'k'))
    """

    def __init__(self, family: Copies, kind: str, sites: tuple[Site, ...], factor: RationalFunction):
        self.family, self.kind, self.sites, self.factor = family, kind, sites, factor
        self.formal, self.needs = translation(family, kind, sites)
        for sector in self.needs:
            family.require_unique(sector)

    def __repr__(self) -> str:
        return f"<{self.text} = {self.rational_function.summary()}>"

    @property
    def text(self) -> str:
        """What it is, in words."""
        factor = str(self.factor) if len(self.factor.numerator) == 1 else f"({self.factor})"
        times = "" if self.factor == _ONE else f"{factor}*"
        return f"{times}{self.kind}({', '.join(map(str, self.sites))})"

    @cached_property
    def rational_function(self) -> RationalFunction:
        """The value, counts and temperatures included."""
        states = {name: self.family.sectors[name].steady_state() for name in self.needs}
        values = {}
        for atom in self.formal.names:
            if "(" in atom:
                inside = set(atom[:-1].partition("(")[2].split(","))
                state = next(s for s in states.values() if inside <= set(map(str, s.network.sites)))
                values[atom] = quantity(state, atom).rational_function
        return self.factor * self.formal.substitute(values)

    @property
    def expr(self) -> sympy.Expr:
        """The value as a sympy expression; the counts are positive symbols."""
        return self.rational_function.to_sympy(self.family.real)

    def latex(self, **options: Any) -> str:
        """The value as LaTeX; options as in :func:`symflux.show.tex.latex.latex`."""
        from symflux.show.tex.latex import latex

        return latex(self.rational_function, **options)

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"

    def at(self, values: Mapping[Any, Any] | None = None, **named: Any) -> CopiesResult | Value:
        """The value where counts and parameters have values; a family's result again where a count is left out.

        Raises :class:`NetworkError` for a count that is not whole or less than 1, and for names it does not have.
        """
        family = self.family
        put = read_values(values, named, family.parameters, family.real)
        sizes = {name: value for name, value in put.items() if name in family.sizes}
        for site in family.network.sites:  # the counts are asked for before anything is computed
            part = family.part_of(site)
            if part is not None and set(part.count.names) <= set(sizes):
                family.at(sizes)
                break
        if not set(family.sizes) <= set(put):
            smaller = family.at(put)
            return CopiesResult(smaller, self.kind, self.sites, self.factor.substitute(put))  # type: ignore[arg-type]
        try:
            value = self.rational_function.substitute(put)
        except SymfluxError as error:
            raise NetworkError(f"{self.text} has no value there: {error}") from None
        what = f"{self.text} at {', '.join(f'{k}={v}' for k, v in put.items())}"
        return Value(what, value, lambda: family.at(put), family.real)  # type: ignore[arg-type, return-value]

    def __eq__(self, other: object) -> bool:
        try:
            return self.rational_function == value_of(other)
        except SymfluxError:
            return NotImplemented

    def __hash__(self) -> int:
        return hash(self.rational_function)

    def _sympy_(self) -> sympy.Expr:
        return self.expr

    def __lt__(self, other: Any) -> CopiesClaim:
        return CopiesClaim(self, "<", other)

    def __le__(self, other: Any) -> CopiesClaim:
        return CopiesClaim(self, "<=", other)

    def __gt__(self, other: Any) -> CopiesClaim:
        return CopiesClaim(self, ">", other)

    def __ge__(self, other: Any) -> CopiesClaim:
        return CopiesClaim(self, ">=", other)


class CopiesClaim(SizeClaim):
    """A claim about a quantity of a family, for every whole number of copies from 1 on.

    >>> import symflux as sf
    >>> net = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    >>> claim = sf.family.copies(net, {"legs": ("N", [2])}).bond_flux(1, 2) > 0
    >>> claim, [str(each) for each in claim.assumptions]
    (Claim(flux(1, 2) > 0), ['N >= 1'])
    """

    def __init__(self, left: CopiesResult, relation: str, right: Any):
        self.left, self.relation, self.right = left, relation, right
        self.family = left.family
        if isinstance(right, CopiesResult) and (
            right.family.network != self.family.network or right.family.parts != self.family.parts
        ):
            raise NetworkError("a claim speaks of one family, not of two")

    @property
    def text(self) -> str:
        """The claim in words."""
        right = self.right.text if isinstance(self.right, CopiesResult) else str(value_of(self.right))
        return f"{self.left.text} {self.relation} {right}"

    @cached_property
    def assumptions(self) -> list[Claim]:
        """Every count is 1 or more."""
        counts = [part.count for part in self.family.parts if not part.count.is_constant]
        return [Claim(count, ">=", _ONE) for count in dict.fromkeys(counts)]

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The sectors that the claim speaks of."""
        right = self.right.needs if isinstance(self.right, CopiesResult) else ()
        return tuple(dict.fromkeys((*self.left.needs, *right)))

    def network_at(self, sizes: Mapping[str, RationalFunction]) -> Network:
        """The sectors side by side, one network that falls apart."""
        parts = [self.family.sectors[name] for name in self.needs]
        whole = Network.from_edges(
            [(i, j, k) for part in parts for (i, j), k in part.springs.items()],
            pinning={site: pin for part in parts for site, pin in part.pinning.items()},
            masses={site: mass for part in parts for site, mass in part.masses.items()},
            baths={site: (b.friction, b.temperature) for part in parts for site, b in baths_at(part, "copies").items()},
            sites=[site for part in parts for site in part.sites],
            real=self.family.real,
        )
        return whole.at(sizes) if sizes else whole

    def reduced(self, sizes: Mapping[str, RationalFunction] | None = None) -> Claim:
        """The claim about the reduced network."""
        sides = []
        for side in (self.left, self.right):
            value = side.factor * side.formal if isinstance(side, CopiesResult) else value_of(side)
            sides.append(value.substitute(sizes) if sizes else value)
        network = self.network_at(sizes or {})
        return Claim(sides[0], self.relation, sides[1], network, self.family.real)

    def outcome_of(self, given: Iterable[Any] = (), real: Iterable[Any] = (), seconds: float = 60) -> Outcome:
        """The answer for every size; refuted only by whole numbers of copies."""
        more = listed(given, self.network_at({}))
        require_known(more, self.family.parameters, real)
        found = prove(self.reduced(), given=[*self.assumptions, *more], real=real, seconds=seconds)
        if found.verdict == "proved":
            return told(found, claim=self, reason=f"for every size; {found.reason}", certificate=self._certified(found))
        for size in range(1, _SIZES + 1):
            if found.verdict == "undecided" and size > _FEW:
                break
            refuted = self._refuted_at(dict.fromkeys(self.family.sizes, _ONE * size), more, real, seconds / _SIZES)
            if refuted is not None:
                return refuted
        why = found.reason
        if found.verdict == "refuted":
            why = f"{why}, but that is no whole number of copies, and no whole one up to {_SIZES} refutes it"
        return told(found, verdict="undecided", claim=self, reason=why, certificate=None, witness=None)

    def _refuted_at(
        self, sizes: Mapping[str, RationalFunction], more: list[Claim], real: Iterable[Any], seconds: float
    ) -> Outcome | None:
        """Refuted where every size has this value, or None."""
        if any(part.count.substitute(sizes).value < 1 for part in self.family.parts):
            return None
        claim = self.reduced(sizes)
        given = [Claim(c.left.substitute(sizes), c.relation, c.right.substitute(sizes), claim.network) for c in more]
        found = prove(claim, given=given, real=real, seconds=seconds)
        if found.verdict != "refuted":
            return None
        shown = ", ".join(f"{name} = {value}" for name, value in sizes.items())
        witness = {**{name: sympy.Integer(int(value.value)) for name, value in sizes.items()}, **(found.witness or {})}
        return told(found, claim=self, reason=f"at {shown}: {found.reason}", witness=witness)

    def _certified(self, found: Outcome) -> FamilyCertificate:
        assert found.certificate is not None
        return FamilyCertificate(copies_table(self, found.certificate.data))
