"""symflux: exact heat fluxes in networks of harmonic oscillators: closed forms, proved signs, LaTeX.

>>> import symflux as sf
>>> net = sf.Network.from_edges([(1, 2, "k")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
>>> net.steady_state().bond_flux(1, 2).expr
k**2*(T1 - T2)/(2*(k**2 + k + 1))
"""

from symflux import family, paper
from symflux.anharmonic.rectification import rectification
from symflux.catalogue.atlas import atlas
from symflux.catalogue.fates import fates
from symflux.catalogue.reverse import reverse
from symflux.certificates.certificate import check
from symflux.crosscheck import cross_check
from symflux.errors import (
    CertificateError,
    InexactInputError,
    LyapunovError,
    NetworkError,
    SignError,
    SymfluxError,
    UniquenessError,
    VerificationError,
)
from symflux.model.families import chain, complete, ring, star
from symflux.model.network import Network
from symflux.moments.lyapunov_equation import solve_lyapunov
from symflux.signs.design import find
from symflux.signs.prove import prove
from symflux.signs.region import sign_region

__version__ = "0.1.0"

__all__ = [
    "CertificateError",
    "InexactInputError",
    "LyapunovError",
    "Network",
    "NetworkError",
    "SignError",
    "SymfluxError",
    "UniquenessError",
    "VerificationError",
    "atlas",
    "chain",
    "check",
    "complete",
    "cross_check",
    "family",
    "fates",
    "find",
    "paper",
    "prove",
    "rectification",
    "reverse",
    "ring",
    "sign_region",
    "solve_lyapunov",
    "star",
]
