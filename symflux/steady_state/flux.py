"""A heat flux: a result that can also be asked about frequencies, temperatures and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symflux.quantities.result import Result

if TYPE_CHECKING:
    from symflux.steady_state.fluctuations import Cumulant, Diffusion
    from symflux.steady_state.spectrum import Spectrum
    from symflux.temperature.region import TemperatureRegion

__all__ = ["Flux"]


class Flux(Result):
    """A heat flux: through a bond, positive from i to j, or out of a bath, positive INTO the network.

    Energy per time.

    >>> import symflux as sf
    >>> heat = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
    >>> isinstance(heat, Flux), heat
    (True, <flux(1, 2) = (T1 - T2)/6>)
    """

    def spectrum(self) -> Spectrum:
        """The flux resolved by frequency: which frequencies carry it, and where the current turns round.

        Signs as those of the flux; derivation ``moment_equations``.

        >>> import symflux as sf
        >>> heat = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
        >>> heat.spectrum().weight(1)
        1
        """
        from symflux.steady_state.spectrum import spectrum

        return spectrum(self)

    def diffusion(self) -> Diffusion:
        """lim Var(Q_t)/(2 t) of the heat Q_t that has passed until t: a quadratic form in the temperatures.

        Energy squared per time. Raises :class:`DivergenceError` where white noise reaches the current unfiltered.
        Source: Isserlis' and Wiener and Khinchin's theorems; derivation ``heat_fluctuations``.

        >>> import symflux as sf
        >>> heat = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
        >>> heat.diffusion().expr, heat.diffusion().at({"T1": 1, "T2": 1}).expr
        (T1**2/18 + T1*T2/18 + T2**2/18, 1/6)
        """
        from symflux.steady_state.fluctuations import diffusion

        return diffusion(self)

    def cumulant(self, order: int) -> Cumulant:
        """lim kappa_n(Q_t)/t, the rate at which the cumulant of this order of the heat grows; at most the eighth.

        Energy to the power n per time: the mean for n = 1, twice the diffusion for n = 2. Raises
        :class:`DivergenceError` as :meth:`diffusion` does. Derivation ``heat_cumulants``.

        >>> import symflux as sf
        >>> heat = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
        >>> heat.cumulant(1) == heat, heat.cumulant(2) == 2*heat.diffusion()
        (True, True)
        >>> heat.cumulant(3).expr.factor()
        (T1 - T2)*(37*T1**2 + 70*T1*T2 + 37*T2**2)/216
        """
        from symflux.steady_state.fluctuations import cumulant

        return cumulant(self, order)

    def temperature_region(self, given: Any = (), seconds: float = 20) -> TemperatureRegion:
        """Its sign over all bath temperatures: form, signs, witnesses, thresholds.

        ``given`` holds linear conditions, ``seconds`` bounds proofs on symbolic couplings. Raises
        :class:`SignError` where ``given`` is not linear in the temperatures, or holds nowhere.

        >>> import symflux as sf
        >>> heat = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
        >>> print(heat.temperature_region(given=["T1 > T2"]).signs)
        frozenset({'+'})
        """
        from symflux.temperature.region import temperature_region

        return temperature_region(self, given=given, seconds=seconds)

    def plot(self, over: Any, *, between: tuple[Any, Any], **options: Any) -> Any:
        """The flux against one parameter, its zeros exact (needs matplotlib).

        ``between`` holds the two ends. Raises :class:`NetworkError` where other parameters have no value.

        >>> import symflux as sf
        >>> heat = sf.chain(2, spring="k", pinning=1, baths={1: (1, 2), 2: (1, 1)}).steady_state().bond_flux(1, 2)
        >>> type(heat.plot("k", between=(0, 5))).__name__
        'Plot'
        """
        from symflux.show.pictures.flux_plot import flux_plot

        return flux_plot(self, over, between=between, **options)
