"""symflux: exact heat fluxes in networks of harmonic oscillators: closed forms, proved signs, LaTeX.

>>> import symflux as sf
>>> net = sf.Network.from_edges([(1, 2, "k")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
>>> net.steady_state().bond_flux(1, 2).expr
k**2*(T1 - T2)/(2*(k**2 + k + 1))
"""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symflux import family, numeric, paper
    from symflux.anharmonic.rectification import rectification
    from symflux.catalogue.atlas import atlas
    from symflux.catalogue.fates import fates
    from symflux.catalogue.reverse import reverse
    from symflux.certificates.certificate import check
    from symflux.circuit.circuit import Circuit
    from symflux.crosscheck import cross_check
    from symflux.errors import (
        CertificateError,
        DivergenceError,
        InexactInputError,
        LyapunovError,
        NetworkError,
        SignError,
        StabilityError,
        SymfluxError,
        UniquenessError,
        VerificationError,
    )
    from symflux.family.conductivity import conductivity
    from symflux.model.families import chain, complete, ring, star
    from symflux.model.network import Network
    from symflux.moments.lyapunov_equation import solve_lyapunov
    from symflux.signs.design import find
    from symflux.signs.prove import prove
    from symflux.signs.region import sign_region

__version__ = "0.1.0"

__all__ = [
    "CertificateError",
    "Circuit",
    "DivergenceError",
    "InexactInputError",
    "LyapunovError",
    "Network",
    "NetworkError",
    "SignError",
    "StabilityError",
    "SymfluxError",
    "UniquenessError",
    "VerificationError",
    "atlas",
    "chain",
    "check",
    "complete",
    "conductivity",
    "cross_check",
    "family",
    "fates",
    "find",
    "numeric",
    "paper",
    "prove",
    "rectification",
    "reverse",
    "ring",
    "sign_region",
    "solve_lyapunov",
    "star",
]

#: where each name lives: it is imported when it is first asked for, so that a command starts at once
_HOMES = {
    "CertificateError": "errors",
    "Circuit": "circuit.circuit",
    "DivergenceError": "errors",
    "InexactInputError": "errors",
    "LyapunovError": "errors",
    "Network": "model.network",
    "NetworkError": "errors",
    "SignError": "errors",
    "StabilityError": "errors",
    "SymfluxError": "errors",
    "UniquenessError": "errors",
    "VerificationError": "errors",
    "atlas": "catalogue.atlas",
    "chain": "model.families",
    "check": "certificates.certificate",
    "complete": "model.families",
    "conductivity": "family.conductivity",
    "cross_check": "crosscheck",
    "family": "family",
    "fates": "catalogue.fates",
    "find": "signs.design",
    "numeric": "numeric",
    "paper": "paper",
    "prove": "signs.prove",
    "rectification": "anharmonic.rectification",
    "reverse": "catalogue.reverse",
    "ring": "model.families",
    "sign_region": "signs.region",
    "solve_lyapunov": "moments.lyapunov_equation",
    "star": "model.families",
}


def __getattr__(name: str) -> Any:
    """A public name, or a room, imported when it is first asked for."""
    if name in _HOMES:
        home = importlib.import_module(f"{__name__}.{_HOMES[name]}")
        value = home if _HOMES[name] == name else getattr(home, name)
    elif name.startswith("_") or find_spec(f"{__name__}.{name}") is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    else:
        value = importlib.import_module(f"{__name__}.{name}")
    globals()[name] = value
    return value


def load_ipython_extension(shell: Any) -> None:
    """``%load_ext symflux``: a notebook shows tuples, lists and dicts of results as formulas."""
    from symflux.show.notebook.extension import load

    load(shell)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
