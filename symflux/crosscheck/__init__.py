"""Independent checks in floating point: they import the network only, never the exact solvers, and never feed back.

The same fluxes by the Lyapunov equation and by the frequency integral of the transmission, both in mpmath at any
precision, and simulations in numpy.
"""

from symflux.crosscheck.report import Agreement, CrossCheck, cross_check
from symflux.crosscheck.signs import flux_signs

__all__ = ["Agreement", "CrossCheck", "cross_check", "flux_signs"]
