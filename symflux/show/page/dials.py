"""What a reader of a live page can turn: the parameters of a network with their first values.

A network whose values are all numbers, as those of a paper, gets parameters: equal springs are one parameter, and so
are equal pins and equal frictions; every bath has a temperature of its own. The numbers are their first values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError, SymfluxError
from symflux.model import builders
from symflux.model.network import Network
from symflux.moments.existence import require_steady_state
from symflux.show.pictures.plot import picture_values

__all__ = ["Dial", "dials_of", "opened"]

#: what becomes a parameter, most first: the first choice whose formulas fit the page is taken
_CHOICES = (("springs", "pins", "frictions"), ("springs",), ())


@dataclass(frozen=True)
class Dial:
    """A parameter that a reader turns, and where it stands first."""

    name: str
    value: Fraction
    is_temperature: bool = False
    is_real: bool = False


def dials_of(network: Network, at: Mapping[Any, Any] | None = None) -> list[Dial]:
    """A dial for every parameter: couplings first, then temperatures. Without a value couplings start at 1, or where
    the steady state is not unique there at different values, and temperatures fall from bath to bath.

    Raises :class:`NetworkError` where ``at`` names no parameter or gives no number.

    >>> import symflux as sf
    >>> net = sf.chain(2, spring="k", baths={1: (1, "T1"), 2: (1, "T2")})
    >>> [(dial.name, str(dial.value)) for dial in dials_of(net, {"k": 2})]
    [('k', '2'), ('T1', '2'), ('T2', '1')]
    """
    given = {name: _number(name, value) for name, value in network.point(picture_values(at)).items()}
    temperatures = [name for bath in network.bath_items for name in bath.temperature.names]
    warm = [n for n in dict.fromkeys(temperatures) if n not in network.coupling_parameters]
    couplings = [name for name in network.parameters if name not in warm]
    heat = {name: Fraction(len(warm) - k) for k, name in enumerate(warm)}
    first = next((f for f in _firsts(couplings) if _is_unique(network, {**f, **heat, **given})), _firsts(couplings)[0])
    first |= heat
    return [
        Dial(name, given.get(name, first[name]), name in warm, name in network.real) for name in (*couplings, *warm)
    ]


def _firsts(couplings: Sequence[str]) -> list[dict[str, Fraction]]:
    """Values to start from, plain ones first."""
    spread = [Fraction(0), Fraction(1, 4), Fraction(1, 7)]
    return [{name: 1 + k * step for k, name in enumerate(couplings)} for step in spread]


def _is_unique(network: Network, values: Mapping[str, Fraction]) -> bool:
    try:
        require_steady_state(network.at(values))
    except SymfluxError:
        return False
    return True


def _number(name: str, value: RationalFunction) -> Fraction:
    if not value.is_constant:
        raise NetworkError(f"{name} = {value.summary()}: a page starts from numbers")
    return value.value


def opened(network: Network) -> Iterator[tuple[Network, dict[str, Fraction]]]:
    """The network with numbers turned into parameters, and the numbers; what opens most comes first.

    >>> import symflux as sf
    >>> [net.parameters for net, _ in opened(sf.paper.example_3())]
    [('T1', 'T2', 'T3', 'c', 'g', 'k1', 'k2'), ('T1', 'T2', 'T3', 'k1', 'k2'), ('T1', 'T2', 'T3')]
    """
    for choice in _CHOICES:
        values: dict[str, Fraction] = {}
        springs = _named("k", (k for _, k in network.spring_items), values, "springs" in choice)
        pins = _named("c", network.pinning_items, values, "pins" in choice)
        frictions = _named("g", (bath.friction for bath in network.bath_items), values, "frictions" in choice)
        baths = []
        for number, bath in enumerate(network.bath_items, 1):
            name = f"T{number}" if not isinstance(bath.label, int) else f"T{bath.label}"
            opens = bath.temperature.is_constant and name not in values and name.isidentifier()
            if opens:
                values[name] = bath.temperature.value
            temperature = RationalFunction.variable(name) if opens else bath.temperature
            baths.append(replace(bath, friction=frictions(bath.friction), temperature=temperature))
        elements = replace(
            network,
            spring_items=tuple((bond, springs(k)) for bond, k in network.spring_items),
            pinning_items=tuple(map(pins, network.pinning_items)),
            bath_items=tuple(baths),
        )
        yield Network.of(builders.checked(elements)), values


def _named(
    letter: str, numbers: Iterable[RationalFunction], values: dict[str, Fraction], opens: bool
) -> Callable[[RationalFunction], RationalFunction]:
    """Positive numbers by a name each, equal ones by the same name; what the names stand for goes into ``values``."""
    distinct = list(dict.fromkeys(x for x in numbers if x.is_constant and x.value > 0)) if opens else []
    names = {x: letter if len(distinct) == 1 else f"{letter}{k}" for k, x in enumerate(distinct, 1)}
    values.update({name: x.value for x, name in names.items()})
    return lambda x: RationalFunction.variable(names[x]) if x in names else x
