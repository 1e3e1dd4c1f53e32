"""Floats for sweeps: the same steady states for many points at once, in double precision, with an error estimate.

Nothing here feeds back into the exact side; :mod:`symflux.crosscheck`, which checks the exact side, shares no code with
it.

>>> import symflux as sf
>>> float(sf.numeric.fluxes(sf.chain(2, pinning=1, baths={1: (1, 3), 2: (1, 1)}))["flux(1,2)"].round(6))
0.333333
"""

from symflux.numeric.sweep import Sweep, conductances, covariance, fluxes

__all__ = ["Sweep", "conductances", "covariance", "fluxes"]
