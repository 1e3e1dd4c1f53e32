"""What a network's axes of temperature are: its baths, and the strengths of its drives; forms on that space.

A drive counts as a bath of infinite temperature and no friction: heats and works are linear in its strength E as they
are in a temperature. It is known as ``("drive", its label)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import SignError
from symflux.model.labels import check_pair, show_label
from symflux.model.network import Network, Site
from symflux.moments.existence import is_passive
from symflux.steady_state.terms import source_form

__all__ = [
    "bond_pairs",
    "checked_bonds",
    "form_of",
    "require_one_current",
    "sources_of",
    "vanishes_at_equal_temperatures",
    "wanted_name",
]


def sources_of(network: Network) -> dict[Any, RationalFunction]:
    """{source: its temperature or strength} as the network has it: the baths, then the drives.

    >>> import symflux as sf
    >>> net = sf.Network.from_edges([], sites=[1], pinning=1, baths={1: (1, "T")}, drives={1: "E"})
    >>> {source: str(value) for source, value in sources_of(net).items()}
    {1: 'T', ('drive', 1): 'E'}
    """
    found: dict[Any, RationalFunction] = {label: bath.temperature for label, bath in network.baths.items()}
    return found | {("drive", drive.label): drive.strength for drive in network.drive_items}


def wanted_name(network: Network, source: Any) -> str:
    """The name of its temperature or strength: the user's where that is a plain parameter, else ``T1`` or ``E1``."""
    if source in network.baths:
        return network.temperature_name(source)
    strength = sources_of(network)[source]
    names = strength.names
    is_plain = len(names) == 1 and strength == RationalFunction.variable(names[0])
    return names[0] if is_plain else f"E{show_label(source[1])}"


def form_of(result: Any) -> dict[Any, RationalFunction]:
    """{source: coefficient} of a result that is linear in temperatures and strengths, in the order of the axes."""
    found = source_form(result)
    return {source: found[source] for source in sources_of(result.network)}


def vanishes_at_equal_temperatures(network: Network) -> bool:
    """Whether every flux vanishes where all temperatures are equal: nothing works on the network.

    In a field an inerter lets a current run round that carries no heat: <v_1 v_2> is not zero in Gibbs's state there.

    >>> import symflux as sf
    >>> vanishes_at_equal_temperatures(sf.Network.from_edges([(1, 2, (0, 1))], pinning=1, baths={1: (1, 1)}))
    False
    """
    circles = network.magnetic_items and network.inerter_items
    return is_passive(network) and not network.drive_items and not circles


def bond_pairs(network: Network) -> tuple[tuple[Site, Site], ...]:
    """Every pair of sites that an element joins, springs first: the bonds of a picture of the current."""
    if network.is_classic:
        return network.bonds
    return tuple(network.steady_state().powers.pairs())


def checked_bonds(network: Network, bonds: Iterable[Any] | None) -> tuple[tuple[Site, Site], ...]:
    """The bonds asked about, all of them by default; :class:`SignError` where nothing joins the two sites."""
    known = bond_pairs(network)
    listed = known if bonds is None else tuple(check_pair(bond) for bond in bonds)
    for i, j in listed:
        if (i, j) not in known and (j, i) not in known:
            raise SignError(f"no bond {i}-{j}; bonds: {', '.join(f'{a}-{b}' for a, b in known)}")
    return listed


def require_one_current(network: Network, what: str) -> None:
    """:class:`SignError` where a bond gives to one end not what it takes from the other."""
    directed = [f"{i}-{j}" for (i, j), _ in network.directed_items]
    between = [show_label(bath.label) for bath in network.bath_items if len(bath.sites) == 2]
    if directed:
        raise SignError(f"{what}: the directed spring {directed[0]} does work, so no one current runs along it")
    if between:
        raise SignError(f"{what}: the bath {between[0]} takes heat out of the bond, so no one current runs along it")
