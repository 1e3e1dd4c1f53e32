r"""Every quantity that a steady state has, in one table: its name, its arguments, its LaTeX, who computes it.

Claims, files, certificates, the command line and LaTeX read this table, so a new quantity is one entry here, a method
of the steady state, and a rule by which the checker rebuilds it (``certificates/check.py`` runs alone and keeps a
table of its own; a test holds the two equal).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["COEFFICIENT", "FUNCTIONS", "QUANTITIES", "Kind", "kind_of"]

#: behind the name of a quantity: the coefficient of the bath that is its last argument
COEFFICIENT = "_coefficient"


@dataclass(frozen=True)
class Kind:
    r"""One kind of quantity.

    ``arguments`` are "site", "bath" (by its label) or "coordinate" (``q1``: q, v or p and a site). ``latex`` is a
    template for the arguments as they are typeset; ``latex_equal`` holds where both are the same, ``latex_unit`` where
    the mass of the site is 1, ``letters`` are the symbols to choose from for a quantity without arguments.

    >>> QUANTITIES["flux"].arguments, QUANTITIES["flux"].method, QUANTITIES["flux"].example
    (('site', 'site'), 'bond_flux', 'flux(1,2)')
    """

    name: str
    arguments: tuple[str, ...]
    method: str  #: of the steady state
    is_linear: bool  #: a linear form in the bath temperatures, which has coefficients
    meaning: str
    latex: str = ""
    latex_equal: str = ""
    latex_unit: str = ""
    letters: tuple[str, ...] = ()

    @property
    def example(self) -> str:
        """How it is written, for messages."""
        shown = {"site": "123", "bath": "123", "coordinate": ("q1", "v2")}
        return f"{self.name}({','.join(shown[kind][k] for k, kind in enumerate(self.arguments))})"


_SITES, _COORDINATES = ("site", "site"), ("coordinate", "coordinate")
_KINDS = (
    Kind("flux", _SITES, "bond_flux", True, "heat per time from i to j", latex=r"\phi_{{{0}\to {1}}}"),
    Kind("bath_flux", ("bath",), "bath_flux", True, "heat per time from a bath INTO the network",
         latex=r"\phi_{{{0}}}"),
    Kind("conductance", ("bath", "bath"), "conductance", False,
         "heat per time between two baths, per difference of their temperatures", latex="K_{{{pair}}}"),
    Kind("kinetic_temperature", ("site",), "kinetic_temperature", True, "m <v^2> of a site",
         latex=r"m_{{{0}}}\langle v_{{{0}}}^2\rangle", latex_unit=r"\langle v_{{{0}}}^2\rangle"),
    Kind("covariance", _COORDINATES, "covariance", True, "the mean product of two coordinates",
         latex=r"\langle {0} {1}\rangle", latex_equal=r"\langle {0}^2\rangle"),
    Kind("position_difference", _SITES, "position_difference", True, "the mean square of q_i - q_j",
         latex=r"\langle (q_{{{0}}} - q_{{{1}}})^2\rangle"),
    Kind("energy", (), "energy", True, "the mean energy, kinetic and potential",
         letters=("E", r"\mathcal{E}", r"\langle H\rangle")),
    Kind("entropy_production", (), "entropy_production", False, "the rate at which entropy is produced",
         letters=(r"\sigma", r"\dot S")),
    Kind("diffusion", _SITES, "diffusion", False, "lim Var(Q_t)/(2 t) of the heat from i to j",
         latex=r"D_{{{0}\to {1}}}"),
    Kind("bath_diffusion", ("bath",), "bath_diffusion", False, "lim Var(Q_t)/(2 t) of the heat from a bath",
         latex="D_{{{0}}}"),
    Kind("hurwitz_determinant", (), "hurwitz_determinant", False,
         "the denominator of all fluxes; positive where the steady state is unique",
         letters=("D", r"\mathcal{D}", r"\Delta")),
)  # fmt: skip

#: {name: kind}
QUANTITIES: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _KINDS})

#: the names that may stand before a parenthesis in a claim, those of coefficients included
FUNCTIONS: tuple[str, ...] = tuple(
    name for kind in _KINDS for name in ((kind.name, kind.name + COEFFICIENT) if kind.is_linear else (kind.name,))
)


def kind_of(function: str) -> tuple[Kind, bool]:
    """The kind that a name in :data:`FUNCTIONS` speaks of, and whether it is a coefficient of it.

    >>> kind_of("flux_coefficient")[0].name, kind_of("flux_coefficient")[1]
    ('flux', True)
    """
    name = function.removesuffix(COEFFICIENT)
    return QUANTITIES[name], name != function
