"""The source paper's examples with a quartic part on every spring: exact coefficients, and what persists.

The coefficients stand in the text file beside this one; ``python -m derivations.p16_anharmonic_examples`` prints them.
"""

from fractions import Fraction
from pathlib import Path

import sympy

from derivations.entry import Entry
from symflux import paper
from symflux.anharmonic.expansion import anharmonic_series
from symflux.anharmonic.moment_tables import model_of
from symflux.anharmonic.raw_moments import raw_moments

harmonic, first, direction = sympy.symbols("harmonic first direction", real=True)
TABLE = Path(__file__).with_suffix(".txt")
ORDERS = {"example_1": 3, "example_2": 3, "example_2_corrected": 3, "example_3": 3, "example_4": 2}
#: the directions in which heat flows, as the paper has them; (2, 3) of example 1 and (5, 6) of example 4 included
DIRECTIONS = {
    "example_1": [(1, 2), (2, 3), (3, 4)],
    "example_2": [(1, 2), (1, 3), (3, 2)],
    "example_2_corrected": [(1, 2), (2, 3), (3, 1)],
    "example_3": [(1, 2), (2, 3), (3, 1)],
    "example_4": [(1, 5), (5, 2), (5, 6), (6, 3), (4, 6)],
}


def anharmonic(name):
    net = getattr(paper, name)()
    return net.with_quartic(dict.fromkeys(net.bonds, 1))


def computed():
    """(example, bond, order, coefficient), bonds in the direction of the harmonic flux."""
    for name, order in ORDERS.items():
        series = anharmonic_series(anharmonic(name), order=order)
        for bond in DIRECTIONS[name]:
            for k, value in enumerate(series.bond_flux(*bond).numbers):
                yield name, bond, k, value


def stored():
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, i, j, k, value = line.split()
            yield name, (int(i), int(j)), int(k), Fraction(value)


def proof():
    table = {(name, bond, k): value for name, bond, k, value in stored()}
    found = {(name, bond, k): value for name, bond, k, value in computed()}
    yield "coefficients in the table", len(found) - len(table)
    for (name, bond, k), value in found.items():
        yield f"{name}, bond {bond[0]}-{bond[1]}, order {k}", value - table[name, bond, k]
    # The triangles once more from the plain moment equations, to order 2.
    for name in ("example_2_corrected", "example_3"):
        net = anharmonic(name)
        moments = raw_moments(model_of(net)[0], 2)
        for i, j in DIRECTIONS[name]:
            for k in range(3):
                value = net.spring(i, j).value * power(moments[k], net, i, j, 1)
                if k:
                    value += power(moments[k - 1], net, i, j, 3)
                yield f"{name}, bond {i}-{j}, order {k}, plain equations", value - table[name, (i, j), k]


def power(moments, net, i, j, degree):
    """<(q_i - q_j)^degree v_j> from a table of raw moments."""
    a, b, n = net.index(i), net.index(j), len(net.sites)
    total = Fraction(0)
    for m in range(degree + 1):
        word = [0] * (2 * n)
        word[a] += degree - m
        word[b] += m
        word[n + b] += 1
        total += int(sympy.binomial(degree, m)) * (-1) ** m * moments[tuple(word)]
    return total


def instances():
    table = {(name, bond, k): value for name, bond, k, value in stored()}
    for name, bonds in DIRECTIONS.items():
        for bond in bonds:
            yield {harmonic: table[name, bond, 0], first: table[name, bond, 1], direction: 1}


ENTRY = Entry(
    id="anharmonic_examples",
    title="The paper's heat currents keep their directions under weak quartic springs",
    variables={
        harmonic: "the coefficient of eps^0 in the flux along a bond of an example",
        first: "the coefficient of eps^1",
        direction: "the direction of the current, 1 along the bond as listed",
    },
    statement=sympy.Or(
        direction * harmonic > 0, sympy.And(sympy.Eq(harmonic, 0), direction * first > 0)
    ),
    assumptions=(),
    argument="""
Every bond of every example has a harmonic flux that is not zero, and its sign is that of the flux for all eps small
enough. In examples 1 and 3, which have a bath at every site, that is a theorem (derivation bounded_moments); in
examples 2 and 4 it holds provided the stationary moments stay bounded as eps goes to 0. How small is small is not said:
the series is asymptotic, and where its truncation changes sign nothing follows. In example 4 the flux through bond 5-6
is a hundred times smaller than the others, and its first coefficient has the other sign; at eps near 1.8 the Galerkin
computation, which is not perturbative, has it reversed.
""",
    proof=proof,
    instances=instances,
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515, last section",),
)


if __name__ == "__main__":
    print("# example, bond, order in eps, exact coefficient of the flux along the bond")
    for name, (i, j), k, value in computed():
        print(name, i, j, k, value)
