"""A quantity: what a result is, apart from its value. An object; its text is for people, files and the checker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symflux.algebra import RationalFunction
from symflux.algebra.parser import call_arguments
from symflux.errors import NetworkError
from symflux.model.labels import Label, find_label, label_text
from symflux.model.network import Network
from symflux.quantities.registry import COEFFICIENT, FUNCTIONS, QUANTITIES, kind_of

if TYPE_CHECKING:
    from symflux.quantities.result import Result
    from symflux.steady_state.state import SteadyState

__all__ = ["Quantity", "quantity"]


@dataclass(frozen=True)
class Quantity:
    """What a result is, apart from its value: enough to compute it again, or to state a claim about it.

    >>> flux = Quantity("flux", (1, "B.2"))
    >>> str(flux), flux.atom, flux.is_known
    ('flux(1, B.2)', 'flux(1,B.2)', True)
    """

    kind: str  #: a name in the registry, "expression", or a name that no claim knows
    sites: tuple[Any, ...] = ()
    bath: Label | None = None  #: the bath whose coefficient this is, None for the whole
    at: tuple[tuple[str, RationalFunction], ...] = ()  #: values put in for parameters
    expression: RationalFunction | None = None  #: of a combination of quantities: its formula over their atoms

    @staticmethod
    def of_atom(atom: str, network: Network) -> Quantity:
        """The quantity that a formula such as ``flux(1,2)`` names in a network.

        Raises :class:`NetworkError` for another name, another number of arguments, or labels the network does not have.

        >>> import symflux as sf
        >>> Quantity.of_atom("covariance(q1,v2)", sf.chain(2))
        Quantity(kind='covariance', sites=(('q', 1), ('v', 2)), bath=None, at=(), expression=None)
        """
        function, _, inside = atom.partition("(")
        if function not in FUNCTIONS:
            raise NetworkError(f"{atom}: no quantity is called {function}; known: {', '.join(FUNCTIONS)}")
        kind, is_coefficient = kind_of(function)
        wanted = (*kind.arguments, *(("bath",) * is_coefficient))
        given = call_arguments(inside.removesuffix(")"))
        if len(given) != len(wanted):
            example = kind.example if not is_coefficient else f"{function}(...,b) with the label of a bath last"
            raise NetworkError(f"{atom}: expected {_arguments_text(wanted)}, as in {example}")
        found = [_argument(atom, what, text, network) for what, text in zip(wanted, given, strict=True)]
        bath = found.pop() if is_coefficient else None
        return Quantity(kind.name, tuple(found), bath)

    @property
    def is_known(self) -> bool:
        """Whether the registry has it, so that claims can speak of it."""
        return self.kind in QUANTITIES

    @property
    def is_linear(self) -> bool:
        """Whether it is a linear form in the bath temperatures, with coefficients; a coefficient itself is none."""
        return self.is_known and self.bath is None and QUANTITIES[self.kind].is_linear

    @property
    def atom(self) -> str:
        """Its formula as claims and certificates write it, without the values of parameters."""
        name = self.kind if self.bath is None else self.kind + COEFFICIENT
        kinds = QUANTITIES[self.kind].arguments
        texts = [
            f"{site[0]}{label_text(site[1])}" if kind == "coordinate" else label_text(site)
            for kind, site in zip(kinds, self.sites, strict=True)
        ]
        return f"{name}({','.join(texts if self.bath is None else [*texts, label_text(self.bath)])})"

    def of(self, state: SteadyState) -> Result:
        """The result that it is in a steady state, whole, for the parameters as they are there."""
        result: Result = getattr(state, QUANTITIES[self.kind].method)(*self.sites)
        return result if self.bath is None else result.coefficient(self.bath)

    def __str__(self) -> str:
        text = f"{self.kind}({', '.join(map(str, self.sites))})" if self.expression is None else str(self.expression)
        if self.bath is not None:
            text = f"coefficient of bath {self.bath} in {text}"
        if self.at:
            text += f" at {', '.join(f'{name}={value}' for name, value in self.at)}"
        return text


def quantity(state: SteadyState, atom: str) -> Result:
    """The result that a formula such as ``flux(1,2)`` names.

    >>> import symflux as sf
    >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    >>> quantity(ss, "covariance(q1,v2)").expr
    T1/6 - T2/6
    """
    return Quantity.of_atom(atom, state.network).of(state)


def _arguments_text(wanted: Iterable[str]) -> str:
    listed = list(wanted)
    words = [f"{listed.count(what)} {what}{'s' * (listed.count(what) > 1)}" for what in dict.fromkeys(listed)]
    return " and ".join(words) or "nothing between the parentheses"


def _argument(atom: str, what: str, text: str, network: Network) -> Any:
    if what == "coordinate":
        if text[:1] not in ("q", "v", "p"):
            raise NetworkError(f"{atom}: a coordinate is q, v or p and a site, as in q1")
        return text[0], find_label(text[1:], network.sites, atom)
    if what == "bath":
        return find_label(text, tuple(network.baths), atom, "bath")
    return find_label(text, network.sites, atom)
