"""One answer for every size N: copies of a part, chains of equal cells, laws of symmetric networks, profiles.

Four theorems do the work, and none needs a guess: orbits of equal copies (``copies``), a residue formula for equal
cells in a row (``segment`` and the named families), linear laws from repeated frequencies (``symmetry``), and
identities of rational functions for the profiles. What is only conjectured says so.

>>> import symflux as sf
>>> star = sf.family.star(spring="k", pinning=1, baths={"first": (1, "T1"), "last": (1, "T2")})
>>> star.bond_flux("first", "last").expr
2*(T1*k**2 - T2*k**2)/(N**2*k**2 + 2*N*k + 4)
"""

from symflux.family.chains import chain, spider, tree
from symflux.family.conductivity import Conductivity, conductivity
from symflux.family.copies import Copies, copies
from symflux.family.rings import Ring, ring
from symflux.family.segment import Segment, segment
from symflux.family.stars import complete, star
from symflux.family.strips import Strip, strip
from symflux.family.symmetry import SymmetryLaw, symmetry_laws

__all__ = [
    "Conductivity", "Copies", "Ring", "Segment", "Strip", "SymmetryLaw", "chain", "complete", "conductivity", "copies",
    "ring", "segment", "spider", "star", "strip", "symmetry_laws", "tree",
]  # fmt: skip
