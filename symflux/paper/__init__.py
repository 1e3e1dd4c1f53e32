"""The source paper, reproduced: its networks (files and functions), its rows of statements, its companion document.

J.-P. Eckmann & E. Zabey, *Strange heat flux in (an)harmonic networks*, J. Stat. Phys. 114 (2004) 515.

>>> example_1().steady_state().bond_flux(2, 3).expr
1564/1457
"""

from symflux.paper.networks import (
    example_1,
    example_2,
    example_2_corrected,
    example_3,
    example_4,
    figure_1,
)

__all__ = ["example_1", "example_2", "example_2_corrected", "example_3", "example_4", "figure_1"]
