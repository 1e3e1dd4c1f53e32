"""What is asked of a steady state as a whole, and answered in other rooms."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symflux.model.labels import Site

if TYPE_CHECKING:
    from symflux.show.notebook.explore import Explorer
    from symflux.steady_state.floating import SelfConsistent
    from symflux.steady_state.verification import Verification
    from symflux.temperature.circulation import LoopLaw, Potential
    from symflux.temperature.gradient import AgainstGradient
    from symflux.temperature.patterns import SignPatterns

__all__ = ["Questions"]


class Questions:
    """The doors of a steady state; :class:`symflux.steady_state.state.SteadyState` has them all."""

    def verify(self) -> Verification:
        """Put the solution back into its defining equations; raise :class:`VerificationError` if any fails.

        >>> from symflux.model.families import chain
        >>> print(chain(2, pinning=1, baths={1: (1, "T1"), 2: ("g", "T2")}).steady_state().verify())
        Lyapunov equation, momenta: residual is identically zero (2 baths, 3 entries each)
        Lyapunov equation, positions: residual is identically zero (2 baths, 1 entry each)
        conservation at every site: holds identically (2 sites)
        equal temperatures: every flux vanishes identically (1 bond, 2 baths)
        conductance matrix: symmetric
        covariance: positive definite at g=2, T1=1, T2=2
        """
        from symflux.steady_state.verification import verify

        return verify(self)

    def sign_patterns(self, bonds: Any = None, given: Any = (), zeros: bool = False) -> SignPatterns:
        """Every sign pattern of the bond fluxes that occurs for positive temperatures, each with temperatures.

        Signs as in :meth:`bond_flux`, bonds in the direction they are named. Raises :class:`SignError` where
        couplings are not numbers, and where ``given`` holds nowhere. Source: a hyperplane arrangement.

        >>> import symflux as sf
        >>> ss = sf.chain(3, pinning=1, baths={s: (1, f"T{s}") for s in (1, 2, 3)}).steady_state()
        >>> [str(pattern) for pattern in ss.sign_patterns(given=["T1 > T2", "T2 > T3"])]
        ['1->2 +, 2->3 + at T1 = 3, T2 = 2, T3 = 1']
        """
        from symflux.temperature.patterns import sign_patterns

        return sign_patterns(self, bonds=bonds, given=given, zeros=zeros)

    def against_gradient(self, bond: Any, given: Any = (), seconds: float = 20) -> AgainstGradient:
        """Whether heat can flow through a bond from the colder to the hotter of its two sites: witness or proof.

        Raises :class:`NetworkError` or :class:`SignError` where there is no such bond or ``given`` holds nowhere.

        >>> import symflux as sf
        >>> print(sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().against_gradient((1, 2)))
        heat on 1-2 against the temperatures: bath: impossible, kinetic: impossible, both: impossible
        """
        from symflux.temperature.gradient import against_gradient

        return against_gradient(self, bond, given=given, seconds=seconds)

    def circulations(self, at: Mapping[Any, Any] | None = None) -> list[list[Site]]:
        """The directed cycles along which heat flows all the way round.

        Each is a list of sites, in the direction of the heat. Raises :class:`SignError` where a flux depends on
        parameters that ``at`` gives no value.

        >>> import symflux as sf
        >>> sf.paper.example_2_corrected().steady_state().circulations()
        [[1, 2, 3]]
        """
        from symflux.temperature.circulation import circulations

        return circulations(self, at=at)

    def potential(self, at: Mapping[Any, Any] | None = None) -> Potential:
        """Whether potentials exist that every bond flux runs down, or the cycle that forbids them.

        Raises :class:`SignError` as :meth:`circulations` does. Derivation ``cycle_or_potential``.

        >>> import symflux as sf
        >>> sf.paper.example_1().steady_state().potential().potentials
        {1: 3, 2: 2, 3: 1, 4: 0}
        """
        from symflux.temperature.circulation import potential

        return potential(self, at=at)

    def loop_law(self, conductances: Mapping[Any, Any], at: Mapping[Any, Any] | None = None) -> LoopLaw:
        """Whether phi_ij = g_ij (U_i - U_j) for these bond conductances g: Kirchhoff's loop law, tested exactly.

        g is {bond: positive number}, heat per time and unit of potential. Derivation ``cycle_or_potential``.

        >>> import symflux as sf
        >>> triangle = sf.paper.example_2().steady_state()
        >>> triangle.loop_law({bond: 1 for bond in triangle.network.bonds}).exists
        False
        """
        from symflux.temperature.circulation import loop_law

        return loop_law(self, conductances, at=at)

    def self_consistent(self, sites: Any) -> SelfConsistent:
        """The steady state in which the baths at these sites adjust until they carry no net heat.

        Raises :class:`NetworkError` where a site has no bath or no bath is left. Derivation ``kron_reduction``.

        >>> import symflux as sf
        >>> ss = sf.chain(3, pinning=1, baths={1: (1, "T1"), 2: (1, 1), 3: (1, "T3")}).steady_state()
        >>> ss.self_consistent([2]).temperatures[2].expr
        T1/2 + T3/2
        """
        from symflux.steady_state.floating import self_consistent

        return self_consistent(self, sites)  # type: ignore[arg-type]

    # to be looked at ----------------------------------------------------------------------------------------

    def explore(self, *, at: Mapping[Any, Any] | None = None) -> Explorer:
        """Sliders for the parameters in a notebook, with the picture and the exact fluxes at the point under them.

        ``at`` says where they stand first; a network of numbers gets parameters. Raises :class:`NetworkError` without
        ipywidgets (``pip install 'symflux[notebook]'``), and where ``at`` names no parameter.
        """
        from symflux.show.notebook.explore import explore

        return explore(self, at=at)  # type: ignore[arg-type]

    def page(self, path: str | Path, **options: Any) -> Path:
        """Write a live page about this network: one HTML file with dials for its parameters (docs/live-page.md).

        Picture, fluxes from their exact formulas, sign map, formulas, statements with certificates. Options as in
        :func:`symflux.show.page.live.live_page`. Returns the path; raises :class:`NetworkError` where it cannot be
        written.

        >>> import symflux as sf, tempfile
        >>> ss = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     ss.page(folder + "/page.html").name
        'page.html'
        """
        from symflux.show.page.live import save_page

        return save_page(self, path, **options)  # type: ignore[arg-type]
