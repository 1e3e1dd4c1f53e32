"""What is asked of a network, and answered in other rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from symflux.anharmonic.expansion import AnharmonicSeries
    from symflux.family.symmetry import SymmetryLaw
    from symflux.model.network import Network
    from symflux.steady_state.state import SteadyState

__all__ = ["Questions"]


class Questions:
    """The doors of a network; :class:`symflux.model.network.Network` has them all."""

    def steady_state(self, *, method: str = "auto") -> SteadyState:
        """The exact Gaussian steady state; ``method`` is ``"auto"``, ``"lyapunov"`` or ``"moments"``.

        Raises :class:`NetworkError` without a bath, :class:`UniquenessError` where some motion is reached by none.

        >>> import symflux as sf
        >>> net = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
        >>> net.steady_state(method="lyapunov").bond_flux(1, 2) == net.steady_state().bond_flux(1, 2)
        True
        """
        from symflux.steady_state.state import solve

        return solve(cast("Network", self), method=method)

    def symmetry_laws(self) -> list[SymmetryLaw]:
        """Linear laws of the fluxes from repeated frequencies; empty where there are none.

        Raises :class:`NetworkError` for elements other than springs, pins, masses and baths. Derivation
        ``symmetry_laws``.

        >>> import symflux as sf
        >>> sf.ring(3, spring="k", baths={1: ("g1", "T1"), 2: ("g2", "T2")}).symmetry_laws()
        [<(g1 + g2)*flux(1,2) + g2*flux(2,3) + g1*flux(3,1) == 0>]
        """
        from symflux.family.symmetry import symmetry_laws

        return symmetry_laws(cast("Network", self))

    def anharmonic_series(
        self, *, order: int = 2, seconds: float | None = None, memory: int = 2 * 10**9
    ) -> AnharmonicSeries:
        """The exact Taylor series of every flux in the strength eps of the quartic springs and pins.

        ``order`` is the highest power of eps; ``seconds`` and ``memory`` (bytes) are limits. Raises
        :class:`NetworkError` for a network without steady state and :class:`TooLargeError` or :class:`TimeLimitError`
        over the limits. Source: the stationary moment equations; order 1 is a theorem (Isserlis).

        >>> import symflux as sf
        >>> pair = sf.chain(2, spring=1, pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1})
        >>> print(pair.anharmonic_series(order=1).bond_flux(1, 2))
        1/6 + 1/2*eps + O(eps**2)
        """
        from symflux.anharmonic.expansion import anharmonic_series

        return anharmonic_series(cast("Network", self), order=order, seconds=seconds, memory=memory)

    def draw(self, ss: Any = None, **options: Any) -> Any:
        """The network as a picture; with a steady state, heat as arrows.

        Options: :func:`symflux.show.pictures.diagram.draw`. Raises :class:`NetworkError` where arrows are asked for and
        parameters have no value; give them with ``at=``.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).draw().svg[:4]
        '<svg'
        """
        from symflux.show.pictures.diagram import draw

        return draw(cast("Network", self), ss, **options)

    def _repr_svg_(self) -> str | None:
        from symflux.show.pictures.diagram import network_svg

        return network_svg(cast("Network", self))
