"""The fluxes of the steady state: heat of baths, flux of bonds, work, conductances, entropy."""

from __future__ import annotations

from symflux.algebra import RationalFunction
from symflux.algebra.rational_function import sum_of_products
from symflux.errors import DivergenceError, NetworkError
from symflux.model.labels import Label, Site, show_label, show_site
from symflux.moments.signal import velocity
from symflux.quantities.quantity import Quantity
from symflux.quantities.result import Result
from symflux.quantities.results import Results
from symflux.steady_state.core import Core
from symflux.steady_state.flux import Flux

__all__ = ["Fluxes"]


class Fluxes(Core):
    """Heat and work; :class:`symflux.steady_state.state.SteadyState` has them all."""

    def bond_flux(self, i: Site, j: Site, *, by: str | None = None) -> Flux:
        r"""The heat flux :math:`\phi_{i\to j} = k_{ji}\langle (q_i - q_j) v_j\rangle`: the power that the bond gives j.

        That is :math:`k_{ij}\langle q_i v_j\rangle` where positions are bounded; positive from i to j. A magnetic
        field, an inerter or a bath between the two sites adds its power at j; ``by="spring"``, ``"magnetic"``,
        ``"mass"`` or ``"bath"`` asks for one of them. For a directed spring flux(i, j) + flux(j, i) is its work.
        Energy per time; the sign convention is that of :mod:`symflux.model.network` (the source paper prints the
        opposite sign). Derivations ``flux_definition`` and ``conservation``. Raises :class:`NetworkError` where no
        spring joins the two sites.

        >>> import symflux as sf
        >>> net = sf.chain(3, spring=1, pinning=1, baths={1: (1, "T1"), 3: (1, "T3")})
        >>> net.steady_state().bond_flux(2, 1).expr
        -3*T1/22 + 3*T3/22
        """
        self.network.index(i), self.network.index(j)
        if i == j or not self.powers.joins(i, j):
            pairs = self.powers.pairs()
            shown = ", ".join(f"{a}-{b}" for a, b in pairs[:20]) + (", ..." if len(pairs) > 20 else "")
            raise NetworkError(f"no bond {show_site(i)}-{show_site(j)}; bonds: {shown or 'none'}")
        terms = self.powers.delivered(i, j, by)
        if by is None:
            return self._flux("flux", (i, j), terms)
        return self._flux(f"flux_by_{by}", (i, j), terms)

    def bath_flux(self, i: Label) -> Flux:
        r"""The heat flux out of bath ``i`` into the network, :math:`\phi_i = \gamma_i(T_i/m_i - \langle v_i^2\rangle)`.

        ``i`` is the label of a bath, or a site: the sum over the baths there. On a massless site it is Sekimoto's heat,
        the power of friction and noise together. Raises :class:`NetworkError` where there is no bath at ``i``,
        :class:`DivergenceError` where two sources on one massless site exchange heat without bound.

        Energy per time, positive INTO the network. Source: the generator applied to the energy of the site.

        >>> import symflux as sf
        >>> sf.chain(3, spring=1, pinning=1, baths={1: (1, "T1"), 3: (1, "T3")}).steady_state().bath_flux(3).expr
        -3*T1/22 + 3*T3/22
        """
        return self._flux("bath_flux", (i,), self.powers.baths(self._labels(i)))

    def _labels(self, i: Label) -> list[Label]:
        """The bath of this label, or all baths at the site of this label."""
        network = self.network
        if isinstance(i, int | str) and i not in network.baths and i in network.sites:
            labels = [bath.label for bath in network.baths_at(i)]
            if labels:
                return labels
        return [network.bath(i).label]

    def bond_fluxes(self) -> dict[tuple[Site, Site], Flux]:
        """{(i, j): flux from i to j} for every bond, in the direction and order in which it was entered.

        Energy per time. A bond that does work or dissipates has an entry for (j, i) too.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_fluxes()
        {(1, 2): <flux(1, 2) = (T1 - T2)/6>}
        """
        one_way = {bond[::-1] for bond in dict(self.network.directed_items)}
        one_way |= {(bath.sites[1], bath.sites[0]) for bath in self.network.bath_items if len(bath.sites) == 2}
        found: Results[tuple[Site, Site], Flux] = Results()
        for pair in self.powers.pairs():
            found[pair] = self.bond_flux(*pair)
            if pair in one_way or pair[::-1] in one_way:
                found[pair[::-1]] = self.bond_flux(*pair[::-1])
        return found


    def bath_fluxes(self) -> dict[Label, Flux]:
        """{label: flux} for every bath, positive INTO the network.

        Energy per time.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bath_fluxes()[2]
        <bath_flux(2) = (-T1 + T2)/6>
        """
        return Results({label: self.bath_flux(label) for label in self.network.baths})

    def conductance(self, i: Label, j: Label) -> Result:
        r"""K_ij: heat per time that bath ``j`` sends into bath ``i`` per unit of temperature difference.

        The bath fluxes are :math:`\phi_i = \sum_j K_{ij}(T_i - T_j)`, with :math:`K_{ij} = K_{ji} \ge 0`
        (derivation ``landauer_conductance``); in magnetic fields K is ordered, and K_ij(w) = K_ji(-w).
        Raises :class:`NetworkError` unless i and j have two different baths.

        >>> from symflux.model.families import chain
        >>> pair = chain(2, spring="c", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
        >>> pair.steady_state().conductance(1, 2).expr
        c**2/(2*(c**2 + c + 1))
        >>> pair.steady_state().conductance(1, 3)
        Traceback (most recent call last):
          ...
        symflux.errors.NetworkError: no site 3; sites: 1, 2
        """
        other, bath = self.network.bath(j), self.network.bath(i)
        if other.label == bath.label:
            raise NetworkError(f"a conductance joins two different baths, not {show_label(i)} to itself")
        direction = self.network.linear_model().baths[self.network.bath_number(i)].direction
        signal = velocity(dict(direction))

        def value() -> RationalFunction:
            number = self.network.bath_number(j)
            try:
                return bath.friction * self.moments.mean(number, signal, signal)
            except DivergenceError as error:
                what = f"the conductance of {show_label(i)} and {show_label(j)}"
                raise DivergenceError(f"{what}: {error}", [bath.label, other.label]) from None

        return self._result(Quantity("conductance", (i, j)), value)

    def conductances(self) -> dict[tuple[Label, Label], Result]:
        """{(i, j): K_ij} for every pair of baths, i before j in site order.

        Heat per time and temperature difference, each as in :meth:`conductance`.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().conductances()
        {(1, 2): <conductance(1, 2) = 1/6>}
        """
        baths = list(self.network.baths)
        return Results({(i, j): self.conductance(i, j) for k, i in enumerate(baths) for j in baths[k + 1 :]})

    def entropy_production(self) -> Result:
        r"""The rate of entropy production, :math:`\sum_{i<j} K_{ij}(T_i - T_j)^2/(T_i T_j) \ge 0` (k_B = 1).

        Derivation ``entropy_production``.

        A pure number per time. :class:`NetworkError` where it is asked for at a temperature of zero.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).steady_state().entropy_production().expr
        1/12
        """
        baths = self.network.baths
        if not self.network.is_classic:
            return self._result(Quantity("entropy_production"), self._minus_heat_over_temperature)

        def total() -> RationalFunction:
            terms = []
            for (i, j), conductance in self.conductances().items():
                hot, cold = baths[i].temperature, baths[j].temperature
                terms.append((conductance.rational_function, (hot - cold) ** 2 / (hot * cold)))
            return sum_of_products(terms)

        return self._result(Quantity("entropy_production"), total)

    def _minus_heat_over_temperature(self) -> RationalFunction:
        """-sum of J_b/T_b: drives and feedback carry no entropy."""
        total = RationalFunction.constant(0)
        for label, bath in self.network.baths.items():
            heat = self.bath_flux(label).rational_function
            if bath.temperature.is_zero and heat:
                what = f"bath {show_label(label)} of temperature 0 takes heat"
                raise DivergenceError(f"{what}: entropy is produced without bound", [label])
            if heat:
                total = total - heat / bath.temperature
        return total

    def work(self, i: Site | None = None, j: Site | None = None) -> Flux:
        """Work per time done ON the network: by the directed bond or drive between two sites, by drives and feedback on
        one site, or by everything. The bath fluxes and ``work()`` add up to zero.

        Energy per time. Raises :class:`NetworkError` where nothing does work there.

        >>> import symflux as sf
        >>> net = sf.Network.from_edges([(1, 2, (0, 1))], pinning=1, baths={1: (1, 1), 2: (1, 1)})
        >>> ss = net.steady_state()
        >>> ss.work().expr, sum(flux.expr for flux in ss.bath_fluxes().values())
        (2/7, -2/7)
        """
        powers = self.powers
        if i is None:
            return self._flux("work", (), powers.all_work())
        self.network.index(i)
        if j is None:
            terms = [*powers.drive((i,)), *powers.feedback(i)]
            if not terms:
                raise NetworkError(f"no drive and no feedback at site {show_site(i)}")
            return self._flux("work", (i,), terms)
        self.network.index(j)
        terms = powers.drive((i, j))
        if any(set(bond) == {i, j} for bond, _ in self.network.directed_items):
            terms += powers.directed(i, j)
        if not terms:
            raise NetworkError(f"no directed spring and no drive between {show_site(i)} and {show_site(j)}")
        return self._flux("work", (i, j), terms)
