"""The source paper's last claim, weak anharmonicity, as a row: exact coefficients and what persists."""

from __future__ import annotations

from symflux import paper
from symflux.anharmonic.expansion import anharmonic_series
from symflux.anharmonic.series import Series
from symflux.model.network import Network, Site
from symflux.paper.row import Item, Row

__all__ = ["weak_anharmonicity"]

Bond = tuple[Site, Site]

#: (name, network, order, bonds in the directions of the paper's currents)
_EXAMPLES: tuple[tuple[str, Network, int, tuple[Bond, ...]], ...] = (
    ("Ex. 1", paper.example_1(), 3, ((1, 2), (2, 3), (3, 4))),
    ("Ex. 2, corrected", paper.example_2_corrected(), 3, ((1, 2), (2, 3), (3, 1))),
    ("Ex. 3", paper.example_3(), 3, ((1, 2), (2, 3), (3, 1))),
    ("Ex. 4", paper.example_4(), 2, ((1, 5), (5, 2), (5, 6), (6, 3), (4, 6))),
)


def weak_anharmonicity() -> Row:
    """P16, with a quartic part of coefficient 1 on every spring."""
    items: list[Item] = []
    checks: list[tuple[str, bool]] = []
    for name, network, order, bonds in _EXAMPLES:
        series = anharmonic_series(network.with_quartic(dict.fromkeys(network.bonds, 1)), order=order)
        for i, j in bonds:
            items.append(Item(f"{name}, phi_{i}{j}", _rounded(series.bond_flux(i, j))))
        keeps = all(series.direction(bond).sign == 1 and series.direction(bond).order == 0 for bond in bonds)
        how = "a theorem" if series.is_asymptotic else "if moments stay bounded"
        checks.append((f"{name}: every current keeps its direction for small enough eps ({how})", keeps))
        if order == 2:
            first = series.bond_flux(5, 6).numbers[1]
            checks.append((f"{name}: the small current 5-6 weakens at first order", first < 0))
    return Row(
        "P16",
        "weak quartic springs, eps/4 sum (q_i - q_j)^4: directions persist",
        items=tuple(items),
        checks=tuple(checks),
        note="proved where every site has a bath; elsewhere provided the stationary moments stay bounded as eps goes "
        "to 0. The series is asymptotic, and no bound on eps is given. Coefficients are shown rounded; symflux series "
        "prints them exactly",
    )


def _rounded(flux: Series) -> str:
    """The series with six digits of each coefficient."""
    terms = []
    for k, value in enumerate(flux.numbers):
        power = ("", " eps", f" eps^{k}")[min(k, 2)]
        terms.append((" - " if value < 0 else " + ") + f"{float(abs(value)):.6g}" + power)
    return "".join(terms).removeprefix(" + ") + " + ..."
