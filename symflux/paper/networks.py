"""The networks of Eckmann & Zabey, *Strange heat flux in (an)harmonic networks*, J. Stat. Phys. 114 (2004) 515.

The paper never states the diagonal of V. Unit pinning at every site, V_ii = 1 + sum_j k_ij, reproduces all four
examples, and is what these networks use.

>>> example_3().steady_state().bond_flux(3, 1).expr
116325/3888694
"""

from __future__ import annotations

from importlib.resources import files

from symflux.model.files import network_from_text
from symflux.model.network import Network

__all__ = ["example_1", "example_2", "example_2_corrected", "example_3", "example_4", "figure_1"]


def _load(name: str) -> Network:
    text = files("symflux.paper").joinpath("files", f"{name}.toml").read_text(encoding="utf-8")
    return Network.of(network_from_text(text, where=name))


def example_1() -> Network:
    """Fig. 2: a 4-chain with four baths; between 2 and 3 heat runs from the colder bath to the hotter one.

    >>> example_1().steady_state().bond_flux(2, 3).expr
    1564/1457
    """
    return _load("example_1")


def example_2() -> Network:
    """Fig. 3 with the couplings as printed, k12 = 10 and k13 = k23 = 20: there is no circulation (erratum).

    >>> [float(example_2().steady_state().bond_flux(*bond)) > 0 for bond in [(1, 2), (1, 3), (3, 2)]]
    [True, True, True]
    """
    return _load("example_2")


def example_2_corrected() -> Network:
    """Fig. 3 with the couplings that give the printed numbers, k12 = k23 = 20 and k13 = 10: heat circulates.

    >>> ss = example_2_corrected().steady_state()
    >>> ss.bond_flux(1, 2).expr, ss.bond_flux(3, 1).expr
    (37400/129057, 1040/129057)
    """
    return _load("example_2_corrected")


def example_3() -> Network:
    """Fig. 4: a triangle with three baths, two of them equally warm; heat circulates.

    >>> example_3().steady_state().bond_flux(3, 1).expr
    116325/3888694
    """
    return _load("example_3")


def example_4() -> Network:
    """Fig. 5: a heat pump of two 3-chains; the lower chain carries heat from its colder to its warmer bath.

    >>> print(f"{float(example_4().steady_state().bond_flux(6, 3)):.5f}")
    0.19055
    """
    return _load("example_4")


def figure_1() -> Network:
    """Fig. 1: the square of equal springs; the steady state is not unique.

    >>> figure_1().hidden_modes()
    [(0, 0, 1, -1)]
    """
    return _load("figure_1")
