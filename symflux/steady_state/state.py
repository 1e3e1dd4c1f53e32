"""The steady state: the object at the centre. Solving makes it, signs read it, printing shows it.

Everything is lazy: asking for one flux does not compute all covariances.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import sympy

from symflux.algebra import RationalFunction
from symflux.algebra.linear import null_space
from symflux.algebra.rational_function import sum_of_products
from symflux.errors import NetworkError
from symflux.model.labels import Label, Site, show_site
from symflux.model.network import Network
from symflux.model.uniqueness import require_unique
from symflux.moments.lyapunov import LyapunovMoments
from symflux.moments.route import Moments, moments_of
from symflux.quantities.quantity import Quantity
from symflux.quantities.result import Result
from symflux.steady_state.flux import Flux
from symflux.steady_state.questions import Questions

__all__ = ["Flux", "Result", "SteadyState", "solve"]

_ZERO = RationalFunction.constant(0)
_ONE = RationalFunction.constant(1)
METHODS = ("auto", "lyapunov", "moments")

Coordinate = tuple[str, Site]


def solve(network: Network, *, method: str = "auto") -> SteadyState:
    """The steady state of a network; see :meth:`Network.steady_state`."""
    if method not in METHODS:
        raise NetworkError(f"method {show_site(method)}: use one of {', '.join(METHODS)}")
    route = "moments" if method == "auto" else method
    states: dict[str, SteadyState] = network.__dict__.setdefault("_states", {})  # one solver for all who ask
    if route not in states:
        require_unique(network)
        states[route] = SteadyState(network, route)
    return states[route]


class SteadyState(Questions):
    """The exact Gaussian steady state of a network.

    >>> from symflux.model.families import chain
    >>> ss = chain(3, spring=1, pinning=1, baths={1: ("g", "T1"), 3: ("g", "T3")}).steady_state()
    >>> ss.bond_flux(1, 2).expr
    (T1 - T3)*(2*g**3 + g)/(2*(5*g**4 + 5*g**2 + 1))
    >>> ss.bath_flux(1) == ss.bond_flux(1, 2)
    True
    """

    def __init__(self, network: Network, method: str):
        self.network = network
        self.method = method
        self._known: dict[Any, Any] = {}

    @cached_property
    def moments(self) -> Moments | LyapunovMoments:
        """The solver behind: second moments per unit of each bath's temperature.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> ss.moments.velocity_velocity(0, 0, 0)
        RationalFunction(5/6)
        """
        model = self.network.linear_model()
        return moments_of(model) if self.method == "moments" else LyapunovMoments(model)

    def __reduce__(self) -> tuple[Any, ...]:
        return SteadyState, (self.network, self.method)

    # the building blocks: {bath: moment per unit of its temperature} ------------------------------------

    def _per_bath(self, key: tuple[Any, ...], moment: Any) -> dict[Label, RationalFunction]:
        if key not in self._known:
            self._known[key] = {label: moment(number) for number, label in enumerate(self.network.baths)}
        return dict(self._known[key])

    def _position_velocity(self, i: Site, j: Site) -> dict[Label, RationalFunction]:
        a, b = self.network.index(i), self.network.index(j)
        if a > b:
            return {site: -value for site, value in self._position_velocity(j, i).items()}
        return self._per_bath(("qv", a, b), lambda bath: self.moments.position_velocity(bath, a, b))

    def _velocity_velocity(self, i: Site, j: Site) -> dict[Label, RationalFunction]:
        a, b = sorted((self.network.index(i), self.network.index(j)))
        return self._per_bath(("vv", a, b), lambda bath: self.moments.velocity_velocity(bath, a, b))

    def _position_position(self, left: Mapping[int, int], right: Mapping[int, int]) -> dict[Label, RationalFunction]:
        key = ("qq", tuple(sorted(left.items())), tuple(sorted(right.items())))
        return self._per_bath(key, lambda bath: self.moments.position_position(bath, left, right))

    def _linear(
        self, kind: str, sites: Sequence[Any], parts: Callable[[], dict[Label, RationalFunction]],
        of: type[Result] = Result,
    ) -> Any:  # fmt: skip
        return of(self, Quantity(kind, tuple(sites)), coefficients=parts)

    # fluxes ---------------------------------------------------------------------------------------------

    def bond_flux(self, i: Site, j: Site) -> Flux:
        r"""The heat flux :math:`\phi_{i\to j} = k_{ij}\langle q_i v_j\rangle`, positive from ``i`` to ``j``.

        Energy per time; the sign convention is that of :mod:`symflux.model.network` (the source paper prints the
        opposite sign). Derivations ``flux_definition`` and ``conservation``. Raises :class:`NetworkError` where no
        spring joins the two sites.

        >>> import symflux as sf
        >>> net = sf.chain(3, spring=1, pinning=1, baths={1: (1, "T1"), 3: (1, "T3")})
        >>> net.steady_state().bond_flux(2, 1).expr
        -3*T1/22 + 3*T3/22
        """
        network = self.network
        if not network.has_bond(i, j):
            shown = ", ".join(f"{a}-{b}" for a, b in network.bonds[:20]) + (", ..." if len(network.bonds) > 20 else "")
            raise NetworkError(f"no bond {show_site(i)}-{show_site(j)}; bonds: {shown or 'none'}")
        spring = network.spring(i, j)

        def parts() -> dict[Label, RationalFunction]:
            return {site: spring * value for site, value in self._position_velocity(i, j).items()}

        return self._linear("flux", (i, j), parts, Flux)  # type: ignore[no-any-return]

    def bath_flux(self, i: Label) -> Flux:
        r"""The heat flux out of bath ``i`` into the network, :math:`\phi_i = \gamma_i(T_i/m_i - \langle v_i^2\rangle)`.

        Raises :class:`NetworkError` where there is no bath at ``i``.

        Energy per time, positive INTO the network. Source: the generator applied to the energy of the site.

        >>> import symflux as sf
        >>> sf.chain(3, spring=1, pinning=1, baths={1: (1, "T1"), 3: (1, "T3")}).steady_state().bath_flux(3).expr
        -3*T1/22 + 3*T3/22
        """
        bath = self.network.bath(i)
        (site,) = bath.sites

        def parts() -> dict[Label, RationalFunction]:
            found = {label: -bath.friction * value for label, value in self._velocity_velocity(site, site).items()}
            found[bath.label] = bath.friction / self.network.masses[site] + found[bath.label]
            return found

        return self._linear("bath_flux", (i,), parts, Flux)  # type: ignore[no-any-return]

    def bond_fluxes(self) -> dict[tuple[Site, Site], Flux]:
        """{(i, j): flux from i to j} for every bond, in the direction and order in which it was entered.

        Energy per time.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_fluxes()
        {(1, 2): <flux(1, 2) = (T1 - T2)/6>}
        """
        return {bond: self.bond_flux(*bond) for bond in self.network.bonds}

    def bath_fluxes(self) -> dict[Label, Flux]:
        """{label: flux} for every bath, positive INTO the network.

        Energy per time.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bath_fluxes()[2]
        <bath_flux(2) = (-T1 + T2)/6>
        """
        return {label: self.bath_flux(label) for label in self.network.baths}

    def kinetic_temperatures(self) -> dict[Site, Result]:
        """{site: kinetic temperature} for every site, energies.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().kinetic_temperatures()[1]
        <kinetic_temperature(1) = (5*T1 + T2)/6>
        """
        return {site: self.kinetic_temperature(site) for site in self.network.sites}

    def conductance(self, i: Label, j: Label) -> Result:
        r"""K_ij: heat per time that bath ``j`` sends into bath ``i`` per unit of temperature difference.

        The bath fluxes are :math:`\phi_i = \sum_j K_{ij}(T_i - T_j)`, with :math:`K_{ij} = K_{ji} \ge 0`
        (derivation ``landauer_conductance``). Raises :class:`NetworkError` unless i and j have two different baths.

        >>> from symflux.model.families import chain
        >>> pair = chain(2, spring="c", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
        >>> pair.steady_state().conductance(1, 2).expr
        c**2/(2*(c**2 + c + 1))
        >>> pair.steady_state().conductance(1, 3)
        Traceback (most recent call last):
          ...
        symflux.errors.NetworkError: no site 3; sites: 1, 2
        """
        self.network.bath(j)
        bath = self.network.bath(i)
        if i == j:
            raise NetworkError(f"a conductance joins two different baths, not {show_site(i)} to itself")
        (site,) = bath.sites

        def value() -> RationalFunction:
            return bath.friction * self._velocity_velocity(site, site)[j]

        return Result(self, Quantity("conductance", (i, j)), value)

    def conductances(self) -> dict[tuple[Label, Label], Result]:
        """{(i, j): K_ij} for every pair of baths, i before j in site order.

        Heat per time and temperature difference, each as in :meth:`conductance`.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().conductances()
        {(1, 2): <conductance(1, 2) = 1/6>}
        """
        baths = list(self.network.baths)
        return {(i, j): self.conductance(i, j) for k, i in enumerate(baths) for j in baths[k + 1 :]}

    def entropy_production(self) -> Result:
        r"""The rate of entropy production, :math:`\sum_{i<j} K_{ij}(T_i - T_j)^2/(T_i T_j) \ge 0` (k_B = 1).

        Derivation ``entropy_production``.

        A pure number per time. :class:`NetworkError` where it is asked for at a temperature of zero.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).steady_state().entropy_production().expr
        1/12
        """
        baths = self.network.baths

        def total() -> RationalFunction:
            terms = []
            for (i, j), conductance in self.conductances().items():
                hot, cold = baths[i].temperature, baths[j].temperature
                terms.append((conductance.rational_function, (hot - cold) ** 2 / (hot * cold)))
            return sum_of_products(terms)

        return Result(self, Quantity("entropy_production"), total)

    def energy(self) -> Result:
        r"""The mean energy, :math:`\sum_i m_i\langle v_i^2\rangle/2 + \langle(q, V q)\rangle/2`.

        An energy; N T for N pinned sites whose baths have one temperature T. Raises :class:`NetworkError` where a
        spring's length diffuses.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().energy().expr
        T1 + T2
        """
        network = self.network
        index = network.index
        stretched = [({index(i): 1, index(j): -1}, f"q{i} - q{j}", k) for (i, j), k in network.springs.items() if k]
        stretched += [({index(i): 1}, f"q{i}", pin) for i, pin in network.pinning.items() if pin]
        for weights, name, _ in stretched:
            self._require_bounded(weights, name)

        def parts() -> dict[Label, RationalFunction]:
            pieces = [(mass, self._velocity_velocity(i, i)) for i, mass in network.masses.items()]
            pieces += [(constant, self._position_position(w, w)) for w, _, constant in stretched]
            half = RationalFunction.constant(1) / 2
            return {b: sum_of_products((half, factor, moment[b]) for factor, moment in pieces) for b in network.baths}

        return self._linear("energy", (), parts)  # type: ignore[no-any-return]

    # moments --------------------------------------------------------------------------------------------

    def kinetic_temperature(self, i: Site) -> Result:
        r"""The kinetic temperature :math:`m_i\langle v_i^2\rangle` of a site (k_B = 1).

        An energy; the common temperature where all baths have one. Raises :class:`NetworkError` for an unknown site.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().kinetic_temperature(1).expr
        5*T1/6 + T2/6
        """
        self.network.index(i)
        mass = self.network.masses[i]

        def parts() -> dict[Label, RationalFunction]:
            return {site: mass * value for site, value in self._velocity_velocity(i, i).items()}

        return self._linear("kinetic_temperature", (i,), parts)  # type: ignore[no-any-return]

    def covariance(self, left: Coordinate, right: Coordinate) -> Result:
        """The covariance of two coordinates, each ``("q", site)``, ``("v", site)`` or ``("p", site)``.

        Raises :class:`NetworkError` where it diverges because V has a kernel.

        p = m v; <q_i v_j> is antisymmetric in i and j. Derivation ``stationary_covariance``.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> ss.covariance(("q", 1), ("v", 2)).expr, ss.covariance(("q", 1), ("q", 1)).expr
        (T1/6 - T2/6, T1/2 + T2/6)
        """
        first, second = _coordinate(left), _coordinate(right)
        for kind, site in (first, second):
            self.network.index(site)
            if kind == "q":
                self._require_bounded({self.network.index(site): 1}, f"q{site}")
        return self._linear("covariance", (left, right), lambda: self._covariance(first, second))  # type: ignore[no-any-return]

    def _covariance(self, left: Coordinate, right: Coordinate) -> dict[Label, RationalFunction]:
        (a, i), (b, j) = left, right
        if a == "p" or b == "p":
            factor = (self.network.masses[i] if a == "p" else _ONE) * (self.network.masses[j] if b == "p" else _ONE)
            inner = self._covariance(("v" if a == "p" else a, i), ("v" if b == "p" else b, j))
            return {site: factor * value for site, value in inner.items()}
        if (a, b) == ("v", "q"):
            return self._covariance(right, left)
        if (a, b) == ("q", "q"):
            return self._position_position({self.network.index(i): 1}, {self.network.index(j): 1})
        return self._velocity_velocity(i, j) if (a, b) == ("v", "v") else self._position_velocity(i, j)

    def position_difference(self, i: Site, j: Site) -> Result:
        """The mean square of q_i - q_j, defined also where single positions diffuse (a kernel of V).

        Raises :class:`NetworkError` where the difference itself diffuses.

        A length squared.

        >>> import symflux as sf
        >>> sf.chain(2, spring="k", baths={1: (1, "T"), 2: (1, "T")}).steady_state().position_difference(1, 2).expr
        T/k
        """
        a, b = self.network.index(i), self.network.index(j)
        weights = {a: 1, b: -1} if a != b else {}
        self._require_bounded(weights, f"q{i} - q{j}")
        return self._linear("position_difference", (i, j), lambda: self._position_position(weights, weights))  # type: ignore[no-any-return]

    @cached_property
    def kernel(self) -> list[list[RationalFunction]]:
        """A basis of the kernel of V: the directions in which the network moves freely and diffuses.

        >>> import symflux as sf
        >>> sf.chain(2, baths={1: (1, "T")}).steady_state().kernel
        [[RationalFunction(1), RationalFunction(1)]]
        """
        network = self.network
        if not network.coupling_parameters and network.pinning_items and all(
            pin.value > 0 for pin in network.pinning_items
        ) and all(k.value >= 0 for _, k in network.spring_items):  # fmt: skip
            return []
        return null_space(network.linear_model().coupling.dense(), len(network.sites), _ZERO, _ONE)

    def _require_bounded(self, weights: Mapping[int, int], name: str) -> None:
        for direction in self.kernel:
            if sum((direction[k] * w for k, w in weights.items()), _ZERO):
                shown = ", ".join(str(entry) for entry in direction[:8]) + (", ..." if len(direction) > 8 else "")
                raise NetworkError(
                    f"{name} diffuses, its variance diverges: nothing holds the network along q = ({shown}); "
                    "pin a site, or ask for position_difference"
                )

    @property
    def Q(self) -> sympy.Matrix:
        """The covariance matrix over (p_1, ..., p_n, q_1, ..., q_n), sites in ``network.sites`` order.

        Raises :class:`NetworkError` where a position diffuses. Derivation ``stationary_covariance``.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, "T"), 2: (1, "T")}).steady_state().Q
        Matrix([
        [T, 0,     0,     0],
        [0, T,     0,     0],
        [0, 0, 2*T/3,   T/3],
        [0, 0,   T/3, 2*T/3]])
        """
        coordinates = [(kind, site) for kind in ("p", "q") for site in self.network.sites]
        size = len(coordinates)
        matrix = sympy.zeros(size, size)
        for row, left in enumerate(coordinates):
            for column in range(row, size):
                matrix[row, column] = self.covariance(left, coordinates[column]).expr
                matrix[column, row] = matrix[row, column]
        return matrix

    def hurwitz_determinant(self) -> Result:
        """The common denominator of all fluxes before reduction, a Hurwitz determinant of det(M s^2 + Gamma s + V).

        Positive wherever the steady state is unique, zero where it is not.

        Derivation ``moment_equations``.

        >>> import symflux as sf
        >>> pair = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
        >>> pair.steady_state().hurwitz_determinant().expr
        4*k**2 + 4*k + 4
        """

        def value() -> RationalFunction:
            known = self.moments
            moments = known if isinstance(known, Moments) else moments_of(self.network.linear_model())
            return moments.hurwitz_determinant()

        return Result(self, Quantity("hurwitz_determinant"), value)

    def __str__(self) -> str:
        from symflux.show.text.tables import state_text

        return state_text(self)

    def __repr__(self) -> str:
        return f"<SteadyState of {self.network!r} by {self.method}>"


def _coordinate(given: Any) -> Coordinate:
    if not isinstance(given, tuple) or len(given) != 2 or given[0] not in ("q", "v", "p"):
        raise NetworkError('a coordinate is ("q", site), ("v", site) or ("p", site)')
    return given[0], given[1]
