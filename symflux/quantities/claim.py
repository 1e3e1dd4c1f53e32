"""A claim: two exact expressions and a relation between them, perhaps about quantities of a network.

In ``left`` and ``right`` a quantity of the network is a variable named by a formula such as ``flux(1,2)``; what it
is equal to follows from the network alone, for the checker as for :meth:`Claim.difference`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import sympy
from sympy.core.relational import Relational

from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.algebra.numerals import without_exponents
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.certificates import format as table
from symflux.certificates.check import QUANTITIES
from symflux.errors import ExpressionError, NetworkError, SignError
from symflux.model.network import Network, Site

if TYPE_CHECKING:
    from symflux.steady_state.state import Result, SteadyState

__all__ = ["Claim", "as_claim", "compare", "network_table"]

_RELATION = re.compile(r"<=|>=|==|!=|<|>|=")
_QUANTITY = re.compile(rf"\b(?:{'|'.join(sorted(QUANTITIES))}) *\([^()]*\)")
_WRITTEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?: *\([A-Za-z0-9_., -]*\))?")
_SYMPY_RELATIONS = {
    sympy.StrictGreaterThan: ">",
    sympy.GreaterThan: ">=",
    sympy.StrictLessThan: "<",
    sympy.LessThan: "<=",
    sympy.Equality: "==",
    sympy.Unequality: "!=",
}
_SUFFIX = "_coefficient"


@dataclass(frozen=True)
class Claim:
    """``left relation right``, for all positive values of the variables (real ones where so declared).

    >>> claim = Claim.from_text("a**2 + b**2 >= 2*a*b")
    >>> claim.relation, str(claim.difference), claim.text, claim.sides
    ('>=', 'a**2 - 2*a*b + b**2', 'a**2 + b**2 >= 2*a*b', ('a**2 + b**2', '2*a*b'))
    >>> claim.statement()
    {'left': 'a**2 + b**2', 'relation': '>=', 'right': '2*a*b'}
    >>> Claim.from_sympy(sympy.Symbol("x", real=True) < 1).real
    frozenset({'x'})

    On a network the quantities are variables of the claim as it is written, functions of the parameters in its value:

    >>> net = Network.from_edges([(1, 2, "k")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    >>> claim = net.steady_state().bond_flux(1, 2) > 0
    >>> claim.quantities, claim.written_names, str(claim.formal_difference)
    (('flux(1,2)',), ('flux(1,2)',), 'flux(1,2)')
    >>> str(claim.difference)
    '(T1*k**2 - T2*k**2)/(2*k**2 + 2*k + 2)'
    >>> bool(claim)
    Traceback (most recent call last):
    ...
    symflux.errors.SignError: a claim is neither true nor false until it is proved: use prove(claim)
    """

    left: RationalFunction
    relation: str
    right: RationalFunction
    network: Network | None = None
    real: frozenset[str] = frozenset()
    texts: tuple[str, str] | None = field(default=None, compare=False)  #: both sides as the user wrote them

    # construction ---------------------------------------------------------------------------------------

    @staticmethod
    def from_text(text: str, network: Network | None = None) -> Claim:
        """A claim as written: ``"flux(1,2) > 0"`` with a network, ``"a**2 + b**2 >= 2*a*b"`` without.

        Raises :class:`ExpressionError` for anything else; nothing is evaluated as code.

        >>> Claim.from_text("flux(1,2) > 0")
        Traceback (most recent call last):
        ...
        symflux.errors.ExpressionError: 'flux(1,2)' is a quantity of a network, and none was given: add network=
        """
        found = list(_RELATION.finditer(text))
        if len(found) != 1 or found[0][0] == "=":
            several = "several relations, write them one by one"
            what = several if len(found) > 1 else "write == for equality" if found else "no relation"
            example = "a**2 + b**2 >= 2*a*b" if network is None else "flux(1,2) > 0"
            raise ExpressionError(f"{text[:60]!a}: {what}; a claim is like '{example}'")
        before, after = text[: found[0].start()].strip(" "), text[found[0].end() :].strip(" ")
        sides = without_exponents(before), without_exponents(after)
        functions = QUANTITIES if network is not None else ()
        if network is None and (named := _QUANTITY.search(text)):
            raise ExpressionError(f"{named[0]!a} is a quantity of a network, and none was given: add network=")
        left, right = (parse(side, CLAIM_LIMITS, functions) for side in sides)
        return Claim(left, found[0][0], right, network, frozenset(), sides)

    @staticmethod
    def from_sympy(relation: Any) -> Claim:
        """A sympy relation. Symbols that are declared real in sympy and not positive are real here."""
        symbol = _SYMPY_RELATIONS.get(type(relation))
        if symbol is None:
            raise ExpressionError(f"{type(relation).__name__} is no relation: use >, >=, <, <=, Eq or Ne")
        real = {s.name for s in relation.free_symbols if s.is_real and not s.is_positive}
        left, right = (exact(side, CLAIM_LIMITS) for side in (relation.lhs, relation.rhs))
        return Claim(left, symbol, right, None, frozenset(real))

    # reading --------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The claim in the grammar of :meth:`from_text`."""
        left, right = self.sides
        return f"{left} {self.relation} {right}"

    @property
    def sides(self) -> tuple[str, str]:
        """Both sides as text."""
        return self.texts or (str(self.left), str(self.right))

    @property
    def quantities(self) -> tuple[str, ...]:
        """The quantities of the network that the claim speaks of."""
        return tuple(name for name in self.written_names if "(" in name)

    @cached_property
    def written_names(self) -> tuple[str, ...]:
        """Variables and quantities as they stand in the claim, those that cancel included, as the checker sees them."""
        if self.texts is None:
            return tuple(dict.fromkeys((*self.left.names, *self.right.names)))
        found = [match[0].replace(" ", "") for side in self.texts for match in _WRITTEN.finditer(side)]
        return tuple(dict.fromkeys(found))

    @property
    def formal_difference(self) -> RationalFunction:
        """left - right, with the quantities as variables."""
        return self.left - self.right

    @cached_property
    def difference(self) -> RationalFunction:
        """left - right as a function of the parameters alone: the claim is ``difference relation 0``."""
        formal = self.formal_difference
        if not self.quantities:
            return formal
        assert self.network is not None
        state = self.network.steady_state()
        return formal.substitute({atom: quantity(state, atom).rational_function for atom in self.quantities})

    def statement(self) -> dict[str, Any]:
        """The claim as it stands in a certificate."""
        left, right = self.sides
        return table.statement(left, self.relation, right)

    def __bool__(self) -> NoReturn:
        raise SignError("a claim is neither true nor false until it is proved: use prove(claim)")

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        shown = self.text if len(self.text) <= 100 else f"{self.formal_difference.summary()} {self.relation} 0"
        return f"Claim({shown})"


def as_claim(value: Any, network: Network | None = None) -> Claim:
    """What a user may write for a claim, as a claim."""
    if isinstance(value, Claim):
        return value
    if isinstance(value, str):
        return Claim.from_text(value, network)
    if isinstance(value, Relational):
        return Claim.from_sympy(value)
    if value in (sympy.true, sympy.false) and not isinstance(value, int):  # sympy has looked at signs already
        one, zero = RationalFunction.constant(1), RationalFunction.constant(0)
        return Claim(one, ">", zero) if value == sympy.true else Claim(zero, ">", one)
    if isinstance(value, bool):
        raise ExpressionError(f"{value} is no claim: Python has compared two numbers; write the claim as a string")
    kind = type(value).__name__
    raise ExpressionError(f"{kind} is no claim: use a comparison of results, a string or a sympy relation")


def compare(left: Any, relation: str, right: Any) -> Claim:
    """The claim that two values, one of them a result of a network at least, stand in this relation."""
    results = [side for side in (left, right) if _is_result(side)]
    networks = {result.network for result in results}
    if len(networks) > 1:
        raise NetworkError("a claim speaks of one network, not of two: compare values by sympy instead")
    point = dict(results[0].quantity.at)
    network = networks.pop()
    try:
        one = all(dict(result.quantity.at) == point for result in results)
        network_there = network.at(point) if point and one else network
    except NetworkError:  # a limit, such as a bath of temperature 0: no network has it
        one = False
    if not one:  # values at different points: a claim on the values alone
        left, right = (side.rational_function if _is_result(side) else side for side in (left, right))
        return Claim(exact(left, CLAIM_LIMITS), relation, exact(right, CLAIM_LIMITS), None, network.real)
    network = network_there
    sides = [_formal(side, network) if _is_result(side) else exact(side, CLAIM_LIMITS) for side in (left, right)]
    return Claim(sides[0], relation, sides[1], network)


def _is_result(value: Any) -> bool:
    return hasattr(value, "quantity") and hasattr(type(value), "rational_function")  # on the value it would be computed


def _formal(result: Result, network: Network) -> RationalFunction:
    """The result as a variable named by its formula; its value where the checker knows no such quantity."""
    what = result.quantity
    if what.kind == "entropy_production":
        total = RationalFunction.constant(0)
        baths = list(network.baths.items())
        for k, (i, hot) in enumerate(baths):
            for j, cold in baths[k + 1 :]:
                drop = (hot.temperature - cold.temperature) ** 2 / (hot.temperature * cold.temperature)
                total = total + RationalFunction.variable(f"conductance({i},{j})") * drop
        return total
    name = what.kind if what.bath is None else what.kind + _SUFFIX
    if name not in QUANTITIES:
        return result.rational_function
    sites = what.sites if what.bath is None else (*what.sites, what.bath)
    return RationalFunction.variable(f"{name}({','.join(map(str, sites))})")


def quantity(state: SteadyState, atom: str) -> Result:
    """The result that a formula such as ``flux(1,2)`` names."""
    name, _, inside = atom[:-1].partition("(")
    labels: Mapping[str, Site] = {str(site): site for site in state.network.sites}
    sites = []
    for label in inside.split(",") if inside else ():
        if label not in labels:
            raise NetworkError(f"{atom}: no site {label}; sites: {', '.join(labels)}")
        sites.append(labels[label])
    if name not in QUANTITIES or len(sites) != len(QUANTITIES[name]):
        raise NetworkError(f"{atom}: expected {len(QUANTITIES[name])} sites, as in {_example(name)}")
    bath = sites.pop() if name.endswith(_SUFFIX) else None
    method = {"flux": "bond_flux"}.get(name.removesuffix(_SUFFIX), name.removesuffix(_SUFFIX))
    result: Result = getattr(state, method)(*sites)
    return result if bath is None else result.coefficient(bath)


def _example(name: str) -> str:
    return f"{name}({','.join('123'[: len(QUANTITIES[name])])})"


def network_table(network: Network) -> dict[str, Any]:
    """The network as it stands in a certificate: polynomials, over the least common multiple of the denominators."""
    entries = [*network.masses.values(), *network.pinning.values(), *network.springs.values()]
    entries += [bath.friction for bath in network.baths.values()]
    over = Polynomial.constant(1)
    for entry in entries:
        if not entry.denominator.is_constant:
            over = over * entry.denominator.exact_quotient(over.gcd(entry.denominator))
    scaled = {entry: entry * over for entry in entries}
    return table.network_table(
        network.sites,
        [scaled[network.masses[site]] for site in network.sites],
        [scaled[network.pinning[site]] for site in network.sites],
        [(i, j, scaled[k]) for (i, j), k in network.springs.items()],
        [(site, scaled[bath.friction], bath.temperature) for site, bath in network.baths.items()],
        over,
    )


def real_names(claims: Collection[Claim], declared: Collection[str]) -> frozenset[str]:
    """Every variable of either sign: declared, declared by the network, or real in sympy."""
    names = set(declared)
    for claim in claims:
        names |= claim.real
        if claim.network is not None:
            names |= claim.network.real
    return frozenset(names)
