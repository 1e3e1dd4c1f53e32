"""A claim: two exact expressions and a relation between them, perhaps about quantities of a network.

In ``left`` and ``right`` a quantity of the network is a variable named by a formula such as ``flux(1,2)``; what it
is equal to follows from the network alone, for the checker as for :meth:`Claim.difference`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.hints import quoted
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.certificates import format as table
from symflux.errors import ExpressionError, SignError
from symflux.model.labels import label_text
from symflux.model.network import Network
from symflux.positivity.condition import Condition, cleared, negation
from symflux.quantities.comparison import Comparison, names_in, read_sympy, read_text
from symflux.quantities.derived import expanded
from symflux.quantities.quantity import quantity
from symflux.quantities.registry import FUNCTIONS

if TYPE_CHECKING:
    from symflux.steady_state.state import SteadyState

__all__ = ["Claim", "network_table", "real_names"]


@dataclass(frozen=True)
class Claim:
    """``left relation right``, for all positive values of the variables (real ones where so declared).

    >>> claim = Claim.from_text("a**2 + b**2 >= 2*a*b")
    >>> claim.relation, str(claim.difference), claim.text, claim.sides
    ('>=', 'a**2 - 2*a*b + b**2', 'a**2 + b**2 >= 2*a*b', ('a**2 + b**2', '2*a*b'))
    >>> claim.negated().text, claim.state
    Traceback (most recent call last):
    ...
    symflux.errors.SignError: a**2 + b**2 >= 2*a*b: it speaks of no network
    >>> claim.negated().text
    'a**2 + b**2 < 2*a*b'
    >>> claim.statement()
    {'left': 'a**2 + b**2', 'relation': '>=', 'right': '2*a*b'}
    >>> import sympy
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
    def of(comparison: Comparison, network: Network | None = None) -> Claim:
        """The claim that a comparison makes, about a network where one is given.

        >>> Claim.of(read_text("a > b")[0])
        Claim(a > b)
        """
        c = comparison
        if network is not None:
            written = c.texts or (str(c.left), str(c.right))
            texts = expanded(written[0], network), expanded(written[1], network)
            if texts != written:  # certificates have the sums
                left, right = (parse(text, CLAIM_LIMITS, FUNCTIONS) for text in texts)
                return Claim(left, c.relation, right, network, c.real, texts)
        return Claim(c.left, c.relation, c.right, network, c.real, c.texts)

    @staticmethod
    def from_text(text: str, network: Network | None = None) -> Claim:
        """A claim as written: ``"flux(1,2) > 0"`` with a network, ``"a**2 + b**2 >= 2*a*b"`` without.

        Raises :class:`ExpressionError` for anything else; nothing is evaluated as code.

        >>> Claim.from_text("flux(1,2) > 0")
        Traceback (most recent call last):
        ...
        symflux.errors.ExpressionError: 'flux(1,2)' is a quantity of a network, and none was given: add network=
        """
        found = read_text(text, quantities=network is not None)
        if len(found) != 1:
            raise ExpressionError(f"{quoted(text, 60)}: several relations, write them one by one")
        return Claim.of(found[0], network)

    @staticmethod
    def from_sympy(relation: Any) -> Claim:
        """A sympy relation. Symbols that are declared real in sympy and not positive are real here."""
        return Claim.of(read_sympy(relation))

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
            sides = (self.left.numerator, self.left.denominator, self.right.numerator, self.right.denominator)
            return tuple(dict.fromkeys(name for side in sides for name in side.names))
        return tuple(dict.fromkeys(name for side in self.texts for name in names_in(side)))

    @property
    def formal_difference(self) -> RationalFunction:
        """left - right, with the quantities as variables."""
        return self.left - self.right

    @cached_property
    def difference(self) -> RationalFunction:
        """left - right as a function of the parameters alone: the claim is ``difference relation 0``."""
        if not self.quantities:
            return self.formal_difference
        assert self.network is not None
        values = {atom: quantity(self.state, atom).rational_function for atom in self.quantities}
        try:
            return self.left.substitute(values) - self.right.substitute(values)
        except ExpressionError:
            raise SignError(f"{self.text}: it divides by what is zero for all parameters") from None

    @property
    def state(self) -> SteadyState:
        """The steady state that the quantities belong to; its solver is built once for all that share it."""
        if self.network is None:
            raise SignError(f"{self.text}: it speaks of no network")
        return self.network.steady_state()

    def conditions(self, real: Collection[str] = ()) -> list[Condition]:
        """The claim as conditions on polynomials of the parameters, denominators cleared.

        >>> [(str(p), relation) for p, relation in Claim.from_text("a/b > 1").conditions()]
        [('a*b - b**2', '>')]
        """
        return cleared(self.difference, self.relation, {*real, *self.real})

    def negated(self) -> Claim:
        """The claim that holds exactly where this one does not."""
        return replace(self, relation=negation(self.relation))

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


def network_table(network: Network) -> dict[str, Any]:
    """The network as it stands in a certificate: polynomials, over the least common multiple of the denominators.

    >>> net = Network.from_edges([(1, 2, "k")], masses={2: 0}, baths={1: ("g", "T1"), 2: ("h/2", "T2")})
    >>> found = network_table(net)
    >>> found["masses"], found["springs"], found["baths"]
    (['1', None], [[1, 2, 'k']], [[1, 'g', 'T1'], [2, 'h/2', 'T2']])
    """
    over = Polynomial.constant(1)
    for entry in (*network.coupling_values, *(drive.strength for drive in network.drive_items)):
        if not entry.denominator.is_constant:
            over = over * entry.denominator.exact_quotient(over.gcd(entry.denominator))
    baths = network.bath_items
    return table.network_table(
        network.sites,
        [mass * over if mass else None for mass in network.mass_items],
        [pin * over for pin in network.pinning_items],
        [(i, j, k * over) for (i, j), k in network.spring_items],
        [(_place(bath.sites), bath.friction * over, bath.temperature) for bath in baths],
        over,
        labels=None if all(b.label == _place(b.sites) for b in baths) else [label_text(b.label) for b in baths],
        inerters=[(i, j, m * over) for (i, j), m in network.inerter_items],
        directed=[(i, j, a * over, b * over) for (i, j), (a, b) in network.directed_items],
        magnetic=[(i, j, w * over) for (i, j), w in network.magnetic_items],
        drives=[(_place(drive.sites), drive.strength * over) for drive in network.drive_items],
        feedback=[(on, sender, h * over) for (on, sender), h in network.feedback_items],
    )


def _place(sites: tuple[Any, ...]) -> Any:
    return sites[0] if len(sites) == 1 else tuple(sites)


def real_names(claims: Collection[Claim], declared: Collection[str]) -> frozenset[str]:
    """Every variable of either sign: declared, declared by the network, or real in sympy."""
    names = set(declared)
    for claim in claims:
        names |= claim.real
        if claim.network is not None:
            names |= claim.network.real
    return frozenset(names)
