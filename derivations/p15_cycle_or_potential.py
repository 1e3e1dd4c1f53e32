"""Either potentials fall along every flux, or heat circulates: never both, never neither."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction

import sympy

from derivations.entry import Entry, Residual
from symflux import paper
from symflux.model.network import Network
from symflux.temperature.circulation import circulations, loop_law, potential

n, i = sympy.symbols("n i", integer=True, positive=True)
U = sympy.IndexedBase("U")
around = sympy.Sum(U[i] - U[sympy.Mod(i, n) + 1], (i, 1, n))


def proof() -> Iterator[Residual]:
    for length in (3, 4, 7):
        levels = sympy.symbols(f"U1:{length + 1}")
        yield f"a cycle of {length}", sum(a - b for a, b in zip(levels, (*levels[1:], levels[0]), strict=True))
    # the construction: no directed cycle leaves levels that fall along every arrow
    rng = random.Random(0)
    seen = {True: 0, False: 0}
    for _ in range(12):
        bonds = rng.sample(list(itertools.combinations(range(1, 6), 2)), 8)
        net = Network.from_edges(
            [(a, b, rng.randint(1, 40)) for a, b in bonds],
            pinning=1,
            baths={site: (1, rng.randint(1, 9)) for site in (1, 2, 3)},
            sites=range(1, 6),
        )
        if net.hidden_modes():
            continue
        ss = net.steady_state()
        answer = potential(ss)
        seen[answer.exists] += 1
        yield "exactly one of the two", Fraction(answer.exists - (not circulations(ss)))
        rising = 0
        for a, b in net.bonds:
            value = ss.bond_flux(a, b).rational_function.value
            if answer.potentials is not None and value:
                rising += (int(answer.potentials[a]) - int(answer.potentials[b])) * value <= 0
        yield "potentials fall along every flux", Fraction(rising)
    yield "both cases occur", Fraction(0) if all(seen.values()) else Fraction(1)
    # where heat circulates, Ohm's law fails for every choice of conductances: the defect is a sum of positive terms
    ss = paper.example_3().steady_state()
    x, y, z = sympy.symbols("x y z", positive=True)
    law = loop_law(ss, {(1, 2): x, (2, 3): y, (1, 3): z})
    fluxes = [ss.bond_flux(*bond).expr for bond in ((1, 2), (2, 3), (3, 1))]
    yield "the defect of the loop law", law.defect - fluxes[0] / x - fluxes[1] / y - fluxes[2] / z
    yield "its terms are positive", Fraction(sum(bool(flux <= 0) for flux in fluxes))


ENTRY = Entry(
    id="cycle_or_potential",
    title="No local temperature explains fluxes that circulate, and only circulation forbids one",
    variables={n: "number of sites on a cycle", i: "a site on the cycle", U: "potentials of its sites"},
    statement=sympy.Eq(around, 0),
    assumptions=(n > 1,),
    argument=(
        "Draw an arrow i -> j for each bond that carries heat from i to j. If U_i > U_j along every arrow, then U "
        "falls at each step of a directed cycle, while around the cycle the differences U_i - U_j add up to zero: "
        "so there is no directed cycle. Conversely, without a directed cycle every path of arrows is finite; put "
        "U_i = length of the longest path that starts at i. An arrow i -> j followed by the longest path from j is "
        "a path from i, so U_i >= U_j + 1. Hence exactly one of the two exists: potentials, or a cycle along which "
        "heat circulates. If heat circulates, no definition of local temperature whatever makes it flow from hot to "
        "cold, nor are there conductances g_ij > 0 with phi_ij = g_ij (U_i - U_j): around the cycle the terms "
        "phi_ij/g_ij are all positive."
    ),
    proof=proof,
    instances=(
        {n: 3, U[1]: 5, U[2]: 3, U[3]: 4},
        {n: 4, U[1]: 1, U[2]: sympy.Rational(1, 2), U[3]: 7, U[4]: -2},
    ),
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515",),
)
