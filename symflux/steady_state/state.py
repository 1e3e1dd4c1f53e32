"""The steady state: the object at the centre. Solving makes it, signs read it, printing shows it.

Everything is lazy: asking for one flux does not compute all covariances.
"""

from __future__ import annotations

from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.model.labels import Label, Site, show_site
from symflux.model.network import Network
from symflux.moments.existence import require_steady_state, stability_polynomials
from symflux.moments.signal import Signal, position, velocity
from symflux.quantities.result import Result
from symflux.steady_state.averages import Averages, Coordinate, coordinate_of
from symflux.steady_state.correlation import Correlation, correlation
from symflux.steady_state.fluctuations import Diffusion, covariance_of_heat, uncertainty_ratio
from symflux.steady_state.flux import Flux
from symflux.steady_state.fluxes import Fluxes
from symflux.steady_state.questions import Questions
from symflux.steady_state.spectra import PowerSpectrum, power_spectrum

__all__ = ["Flux", "Result", "SteadyState", "solve"]

METHODS = ("auto", "lyapunov", "moments")


def solve(network: Network, *, method: str = "auto") -> SteadyState:
    """The steady state of a network; see :meth:`Network.steady_state`."""
    if method not in METHODS:
        raise NetworkError(f"method {show_site(method)}: use one of {', '.join(METHODS)}")
    route = "moments" if method == "auto" else method
    states: dict[str, SteadyState] = network.__dict__.setdefault("_states", {})  # one solver for all who ask
    if route not in states:
        require_steady_state(network)
        states[route] = SteadyState(network, route)
    return states[route]


class SteadyState(Fluxes, Averages, Questions):
    """The exact Gaussian steady state of a network.

    >>> from symflux.model.families import chain
    >>> ss = chain(3, spring=1, pinning=1, baths={1: ("g", "T1"), 3: ("g", "T3")}).steady_state()
    >>> ss.bond_flux(1, 2).expr
    (T1 - T3)*(2*g**3 + g)/(2*(5*g**4 + 5*g**2 + 1))
    >>> ss.bath_flux(1) == ss.bond_flux(1, 2)
    True
    """

    def stability_conditions(self) -> list[Any]:
        """Inequalities of the couplings that hold exactly where the steady state exists; none for passive networks.

        Factors that are positive for all positive parameters are left out. Source: Hermite; Lienard and Chipart.

        >>> import symflux as sf
        >>> ring = [(1, 2, (0, "k")), (2, 3, (0, "k")), (3, 1, (0, "k"))]
        >>> net = sf.Network.from_edges(ring, pinning="c", baths={i: ("g", f"T{i}") for i in (1, 2, 3)})
        >>> net.steady_state().stability_conditions()
        [4*c*g**2 + 6*g**2*k - 3*k**2 > 0]
        """
        return [polynomial.to_sympy(self.network.real) > 0 for polynomial in stability_polynomials(self.network)]

    def diffusion(self, i: Site, j: Site) -> Diffusion:
        """lim Var(Q_t)/(2 t) of the heat through a bond: ``bond_flux(i, j).diffusion()``, as claims name it.

        Raises as these do.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> ss.diffusion(1, 2) > 0
        Claim(diffusion(1,2) > 0)
        """
        return self.bond_flux(i, j).diffusion()

    def bath_diffusion(self, label: Label) -> Diffusion:
        """lim Var(Q_t)/(2 t) of the heat of a bath: ``bath_flux(label).diffusion()``, as claims name it.

        Raises as these do.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> ss.bath_diffusion(1) == ss.diffusion(1, 2)
        True
        """
        self.network.bath(label)
        return self.bath_flux(label).diffusion()

    def covariance_of_heat(self, first: Result, second: Result) -> Diffusion:
        """lim Cov(Q_t, R_t)/(2 t) of two heats or works: a quadratic form in the temperatures.

        Energy squared per time. Raises :class:`NetworkError` where one is no flux or work of this state. Derivation
        ``heat_fluctuations``.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> ss.covariance_of_heat(ss.bath_flux(1), ss.bath_flux(2)) == -ss.bath_flux(1).diffusion()
        True
        """
        return covariance_of_heat(self, first, second)

    def uncertainty_ratio(self, flux: Flux) -> Result:
        """D sigma/J^2: at least 1 between two baths (a theorem), not in magnetic fields with three.

        A pure number; sigma is the entropy production. Derivation ``uncertainty_relation``.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).steady_state()
        >>> ss.uncertainty_ratio(ss.bond_flux(1, 2)).expr
        7/6
        """
        return uncertainty_ratio(self, flux)

    def power_spectrum(self, first: Coordinate, second: Coordinate) -> PowerSpectrum:
        """The power spectrum of two coordinates, rational in the angular frequency; its integral is the covariance.

        Two-sided: <x y> = (1/2 pi) Int S_xy dw. Coordinates as in :meth:`covariance`, ``("q", site)`` or
        ``("v", site)``. Raises :class:`DivergenceError` for a coordinate that diffuses.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).steady_state()
        >>> spectrum = ss.power_spectrum(("v", 1), ("v", 1))
        >>> spectrum.expr.subs(spectrum.frequency, 0), len(spectrum.maxima)
        (0, 1)
        """
        return power_spectrum(self, *map(self._signal, (first, second)))

    def correlation(self, first: Coordinate, second: Coordinate) -> Correlation:
        """C(t) = <x(t) y(0)>: its Laplace transform is rational in s; in time a sum of exponentials.

        Raises as :meth:`power_spectrum` does, and for the velocity of a site without mass with itself.

        >>> import symflux as sf
        >>> ss = sf.Network.from_edges([], sites=[1], pinning=2, baths={1: (3, "T")}).steady_state()
        >>> ss.correlation(("q", 1), ("q", 1)).in_time("t", at={"T": 1})
        exp(-t) - exp(-2*t)/2
        """
        return correlation(self, *map(self._signal, (first, second)))

    def _signal(self, given: Coordinate) -> Signal:
        kind, site = coordinate_of(given)
        if kind == "p":
            raise NetworkError('spectra are of ("q", site) and ("v", site); p is m v')
        k = self.network.index(site)
        return position({k: 1}) if kind == "q" else velocity({k: 1})

    # moments by bath, as the Lyapunov equation has them ----------------------------------------------------

    def _position_velocity(self, i: Site, j: Site) -> dict[Label, RationalFunction]:
        a, b = self.network.index(i), self.network.index(j)
        return {label: self.moments.position_velocity(n, a, b) for n, label in enumerate(self.network.baths)}

    def _velocity_velocity(self, i: Site, j: Site) -> dict[Label, RationalFunction]:
        a, b = sorted((self.network.index(i), self.network.index(j)))
        return {label: self.moments.velocity_velocity(n, a, b) for n, label in enumerate(self.network.baths)}

    def __str__(self) -> str:
        from symflux.show.text.tables import state_text

        return state_text(self)

    def _repr_html_(self) -> str:
        from symflux.show.notebook.displays import state_html

        return state_html(self)

    def __repr__(self) -> str:
        return f"<SteadyState of {self.network!r} by {self.method}>"
