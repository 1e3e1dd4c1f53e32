r"""Rectification at first order in eps: does the flux change by more than its sign when two baths are exchanged?

Two baths, phi(T_1, T_2) the heat that flows in from the first. A harmonic network never rectifies:
phi_0 = K (T_1 - T_2) with one conductance K. At first order, by the effective springs,

    phi_1 = 3 (T_1 - T_2) sum_e c_e (dK/dk_e) <r_e^2>_0,      <r_e^2>_0 = a_e T_1 + b_e T_2,

the sum over quartic springs and pins, so that

    phi(T_1, T_2) + phi(T_2, T_1) = eps R (T_1 - T_2)^2 + O(eps^2),    R = 3 sum_e c_e (dK/dk_e) (a_e - b_e).

See derivation ``rectification``. Where a relabelling of the sites exchanges the two baths and keeps the network,
the sum vanishes exactly, at every order and every eps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sympy

from symflux.algebra import RationalFunction
from symflux.anharmonic.first_order import stiffness_growth, stiffness_slope
from symflux.anharmonic.series import epsilon
from symflux.errors import NetworkError
from symflux.model.network import Network, Site

__all__ = ["Rectification", "exchange_symmetry", "rectification"]


@dataclass(frozen=True)
class Rectification:
    """phi(T_hot, T_cold) + phi(T_cold, T_hot) = eps R (T_hot - T_cold)^2 + O(eps^2), phi the flux from ``hot``.

    ``rational_function`` is R. ``symmetry`` maps every site to its image under a relabelling that exchanges the two
    baths and keeps the network, and is None where there is none: with one the sum vanishes at every order.

    R is heat per time and temperature squared, positive where more heat flows when ``hot`` is the hot end. Source:
    derivation ``rectification``.

    >>> import symflux as sf
    >>> pair = sf.chain(2, spring=1, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).with_quartic({}, pinning={1: 1})
    >>> answer = sf.rectification(pair, 1, 2)
    >>> answer.expr, answer.asymmetry
    (-1/36, -eps*(T1 - T2)**2/36)
    >>> answer.statement
    'rectifies at first order: more heat flows when 2 is the hot end'
    """

    network: Network
    hot: Site
    cold: Site
    rational_function: RationalFunction
    symmetry: tuple[tuple[Site, Site], ...] | None

    @property
    def expr(self) -> sympy.Expr:
        """R as a sympy expression."""
        return self.rational_function.to_sympy(self.network.real)

    @property
    def asymmetry(self) -> sympy.Expr:
        """The leading term eps R (T_hot - T_cold)^2, in the names of the bath temperatures."""
        hot, cold = (sympy.Symbol(self.network.temperature_name(s), positive=True) for s in (self.hot, self.cold))
        return epsilon * self.expr * (hot - cold) ** 2

    @property
    def statement(self) -> str:
        """What follows, in words."""
        if self.symmetry is not None:
            moved = ", ".join(f"{a} <-> {b}" for a, b in self.symmetry if str(a) < str(b))
            return f"no rectification at any order: exchanging the sites {moved} keeps the network and swaps the baths"
        if self.rational_function.is_zero:
            return "no rectification at first order; higher orders are not decided by this, and no symmetry was found"
        sign = self.rational_function.sign(self.network.real)
        if sign is None:
            return "rectifies at first order, except where the coefficient vanishes; its sign depends on parameters"
        better = self.hot if sign > 0 else self.cold
        return f"rectifies at first order: more heat flows when {better} is the hot end"

    def __str__(self) -> str:
        return f"R = {self.rational_function.summary()}: {self.statement}"


def rectification(network: Network, hot: Site, cold: Site) -> Rectification:
    """The exact first-order rectification coefficient of a network with two baths; symbolic couplings welcome.

    The temperatures of the network are not looked at: R does not depend on them.
    :class:`NetworkError` where the network does not have exactly these two baths.

    >>> from symflux.model.families import chain
    >>> pair = chain(2, spring=1, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    >>> print(rectification(pair.with_quartic({}, pinning={1: "d"}), 1, 2))
    R = -d/36: rectifies at first order: more heat flows when 2 is the hot end
    """
    if not isinstance(network, Network):
        raise NetworkError(f"rectification needs a network, not {type(network).__name__}")
    network.require_classic("rectification")
    network.bath(hot), network.bath(cold)
    if len(network.baths) != 2 or hot == cold:
        raise NetworkError(
            f"rectification is between the two baths of a network; this one has {len(network.baths)}, "
            f"asked for {hot} and {cold}"
        )
    # Stiffness growths per unit of hot minus cold temperature; what they do to the conductance is R.
    from_hot, from_cold = (stiffness_growth(_at_unit_temperatures(network, site)) for site in (hot, cold))
    growth = {element: from_hot[element] - from_cold[element] for element in from_hot}
    coefficient = stiffness_slope(network, growth, lambda state: state.conductance(hot, cold).rational_function)
    return Rectification(network, hot, cold, coefficient, exchange_symmetry(network, hot, cold))


def _at_unit_temperatures(network: Network, warm: Site) -> Network:
    """The network with temperature 1 at one bath and 0 at the other: moments are linear in the temperatures."""
    return replace(
        network,
        bath_items=tuple(
            replace(bath, temperature=RationalFunction.constant(int(bath.label == warm)))
            for bath in network.bath_items
        ),
    )


def exchange_symmetry(network: Network, first: Site, second: Site) -> tuple[tuple[Site, Site], ...] | None:
    """A relabelling of the sites that keeps everything but temperatures and exchanges two sites, as (site, image).

    Masses, pinning, springs, frictions and quartic parts must agree exactly, as rational functions. None where no
    relabelling does that.

    >>> from symflux.model.families import chain
    >>> exchange_symmetry(chain(3, baths={1: (1, 1), 3: (1, 2)}), 1, 3)
    ((1, 3), (2, 2), (3, 1))
    """
    quartic = {frozenset(bond): c for bond, c in network.quartic.items()}

    def nature(site: Site) -> tuple[object, ...]:
        return (
            network.masses[site],
            network.pinning[site],
            network.friction(site),
            site in network.baths,
            network.quartic_pinning.get(site),
        )

    def tie(i: Site, j: Site) -> tuple[object, ...]:
        return network.has_bond(i, j), network.spring(i, j), quartic.get(frozenset((i, j)))

    order = [first, second, *(site for site in network.sites if site not in (first, second))]

    def extend(images: dict[Site, Site]) -> Iterator[dict[Site, Site]]:
        if len(images) == len(order):
            yield images
            return
        site = order[len(images)]
        wanted = {first: second, second: first}.get(site)
        for image in network.sites if wanted is None else (wanted,):
            if image in images.values() or nature(image) != nature(site):
                continue
            if all(tie(site, other) == tie(image, images[other]) for other in images):
                yield from extend({**images, site: image})

    found = next(extend({}), None)
    return None if found is None else tuple((site, found[site]) for site in network.sites)
