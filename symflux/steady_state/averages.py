"""Averages of the steady state: kinetic temperatures, covariances, energy."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import sympy

from symflux.algebra import RationalFunction
from symflux.algebra.linear import null_space
from symflux.errors import DivergenceError, NetworkError
from symflux.model.labels import Site
from symflux.moments.signal import position, velocity
from symflux.quantities.quantity import Quantity
from symflux.quantities.result import Result
from symflux.quantities.results import Results
from symflux.steady_state.core import Core
from symflux.steady_state.powers import Power

__all__ = ["Averages", "Coordinate", "coordinate_of"]

_ZERO = RationalFunction.constant(0)
_ONE = RationalFunction.constant(1)

Coordinate = tuple[str, Site]


class Averages(Core):
    """Second moments and what follows from them; :class:`symflux.steady_state.state.SteadyState` has them all."""

    def kinetic_temperatures(self) -> dict[Site, Result]:
        """{site: kinetic temperature} for every site with a mass, energies.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().kinetic_temperatures()[1]
        <kinetic_temperature(1) = (5*T1 + T2)/6>
        """
        return Results({site: self.kinetic_temperature(site) for site, mass in self.network.masses.items() if mass})

    def kinetic_temperature(self, i: Site) -> Result:
        r"""The kinetic temperature :math:`m_i\langle v_i^2\rangle` of a site (k_B = 1).

        An energy; the common temperature where all baths have one. Raises :class:`NetworkError` for an unknown
        site, :class:`DivergenceError` for one without mass.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().kinetic_temperature(1).expr
        5*T1/6 + T2/6
        """
        return self._linear("kinetic_temperature", (i,), self.kinetic_terms(i))

    def kinetic_terms(self, i: Site) -> list[Power]:
        """The mean that the kinetic temperature of a site is: an energy, as m <v v>.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> len(ss.kinetic_terms(1))
        1
        """
        k, mass = self.network.index(i), self.network.masses[i]
        if mass.is_zero:
            raise DivergenceError(f"the kinetic temperature of site {i} is not defined: it has no mass; give it one")
        return [Power(mass, velocity({k: 1}), velocity({k: 1}))]

    def covariance(self, left: Coordinate, right: Coordinate) -> Result:
        """The covariance of two coordinates, each ``("q", site)``, ``("v", site)`` or ``("p", site)``.

        Raises :class:`NetworkError` where it diverges because V has a kernel.

        p = m v; <q_i v_j> is antisymmetric in i and j. Derivation ``stationary_covariance``.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> ss.covariance(("q", 1), ("v", 2)).expr, ss.covariance(("q", 1), ("q", 1)).expr
        (T1/6 - T2/6, T1/2 + T2/6)
        """
        first, second = coordinate_of(left), coordinate_of(right)
        factor, signals = _ONE, []
        for kind, site in (first, second):
            k = self.network.index(site)
            if kind == "q":
                self._require_bounded({k: 1}, f"q{site}")
            factor = factor * self.network.masses[site] if kind == "p" else factor
            signals.append(position({k: 1}) if kind == "q" else velocity({k: 1}))
        self._require_a_mass(first, second)
        return self._linear("covariance", (left, right), [Power(factor, *signals)])

    def _require_a_mass(self, first: Coordinate, second: Coordinate) -> None:
        """<v v> of two massless sites depends on how their masses go to zero: it is refused."""
        if "q" in (first[0], second[0]) or any(self.network.masses[site] for _, site in (first, second)):
            return
        sites = " and ".join(dict.fromkeys((str(first[1]), str(second[1]))))
        raise DivergenceError(
            f"the velocities at {sites} have no covariance without a mass: it depends on how the masses go to zero; "
            "give these sites a mass"
        )

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
        terms = [Power(_ONE, position(weights), position(weights))] if weights else []
        return self._linear("position_difference", (i, j), terms)

    def energy(self) -> Result:
        r"""The mean energy, :math:`\sum_i m_i\langle v_i^2\rangle/2 + \langle(q, V q)\rangle/2`.

        An energy; N T for N pinned sites whose baths have one temperature T. Raises :class:`NetworkError` where a
        spring's length diffuses, and with directed springs. Massless sites have no kinetic energy here.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().energy().expr
        T1 + T2
        """
        network = self.network
        if network.directed_items:
            raise NetworkError("directed springs have no potential energy: ask for covariances")
        index, half = network.index, RationalFunction.constant(1) / 2
        stretched = [({index(i): 1, index(j): -1}, f"q{i} - q{j}", k) for (i, j), k in network.springs.items() if k]
        stretched += [({index(i): 1}, f"q{i}", pin) for i, pin in network.pinning.items() if pin]
        for weights, name, _ in stretched:
            self._require_bounded(weights, name)
        terms = [Power(half * k, position(w), position(w)) for w, _, k in stretched]
        moving: list[tuple[dict[int, int], RationalFunction]] = [({index(i): 1}, m) for i, m in network.masses.items()]
        moving += [({index(i): 1, index(j): -1}, m) for (i, j), m in network.inerter_items]
        terms += [Power(half * m, velocity(w), velocity(w)) for w, m in moving if m]
        return self._linear("energy", (), terms)

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
        ) and not network.directed_items and all(k.value >= 0 for _, k in network.spring_items):  # fmt: skip
            return []
        return null_space(network.linear_model().coupling.dense(), len(network.sites), _ZERO, _ONE)

    def _require_bounded(self, weights: Mapping[int, int], name: str) -> None:
        for direction in self.kernel:
            if sum((direction[k] * w for k, w in weights.items()), _ZERO):
                shown = ", ".join(str(entry) for entry in direction[:8]) + (", ..." if len(direction) > 8 else "")
                raise DivergenceError(
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
            return self.fast_moments.hurwitz_determinant()

        return self._result(Quantity("hurwitz_determinant"), value)


def coordinate_of(given: Any) -> Coordinate:
    """The coordinate that a user names, or :class:`NetworkError`."""
    if not isinstance(given, tuple) or len(given) != 2 or given[0] not in ("q", "v", "p"):
        raise NetworkError('a coordinate is ("q", site), ("v", site) or ("p", site)')
    return given[0], given[1]
