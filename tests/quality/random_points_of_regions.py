"""Signs at 10,000 random rational points agree with the cells of sign regions, exactly and in mpmath.

    python tests/quality/random_points_of_regions.py [points]

The exact sign comes from the cell that holds the point (by its walls) and from the value there; the third opinion
is an independent floating-point Lyapunov solution of the network at that point.
"""

import sys
import time
from fractions import Fraction
from random import Random

import mpmath
import sympy

from symflux.model.network import Network
from symflux.signs.region import sign_region


def networks():
    """(network, bond, parameters, how many points for each asked for)."""
    triangle = [(1, 2, "a"), (1, 3, "b"), (2, 3, "b")]
    yield Network.from_edges(triangle, pinning=1, baths={1: (1, 2), 2: (1, 1)}, name="triangle"), (1, 2), "ab", 1
    complete = [(1, 2, "a"), (2, 3, "b"), (3, 4, 1), (4, 1, 2), (1, 3, 1), (2, 4, 1)]
    yield Network.from_edges(complete, pinning=1, baths={1: (1, 2), 3: (1, 1)}, name="K4"), (2, 4), "ab", 1
    tailed = [(1, 2, "a"), (1, 3, "b"), (2, 3, "b"), (3, 4, "d")]
    baths = {1: (1, 2), 4: (1, 1)}
    yield Network.from_edges(tailed, pinning=1, baths=baths, name="tail"), (1, 3), "abd", Fraction(1, 50)


def lyapunov_flux(network, bond):
    """The flux by Kronecker products: A Q + Q A^T = -B as one linear system of floats."""
    size = len(network.sites)
    number = lambda value: mpmath.mpf(value.value.numerator) / value.value.denominator  # noqa: E731
    a, b = mpmath.zeros(2 * size), mpmath.zeros(2 * size)
    for i, site in enumerate(network.sites):
        a[i, i] = -number(network.friction(site))
        a[size + i, i] = 1
        for j, entry in enumerate(network.potential_matrix()[i]):
            a[i, size + j] = -number(entry)
        if site in network.baths:
            b[i, i] = 2 * number(network.baths[site].friction) * number(network.baths[site].temperature)
    width = 2 * size
    system, right = mpmath.zeros(width * width), mpmath.zeros(width * width, 1)
    for i in range(width):
        for j in range(width):
            right[i * width + j] = -b[i, j]
            for k in range(width):
                system[i * width + j, k * width + j] += a[i, k]
                system[i * width + j, i * width + k] += a[j, k]
    q = mpmath.lu_solve(system, right)
    i, j = network.index(bond[0]), network.index(bond[1])
    return number(network.spring(*bond)) * q[(size + i) * width + j]


def main(count):
    random = Random(1)
    wrong = 0
    for network, bond, names, share in networks():
        flux = network.steady_state().bond_flux(*bond)
        started = time.monotonic()
        region = sign_region(flux, over=list(names))
        elapsed = time.monotonic() - started
        on_walls, points = 0, int(count * share)
        for k in range(points):
            point = {n: Fraction(random.randint(1, 400), random.randint(1, 40)) for n in names}
            sign, cell = region.sign_at(point), region.cell_at(point)
            if cell is None:
                on_walls += 1
            elif cell.sign != sign:
                wrong += 1
                print("cell and value disagree:", network.name, point)
            if k % (100 if count > 1000 else 10) == 0 and sign != "0":
                values = {n: sympy.Rational(v.numerator, v.denominator) for n, v in point.items()}
                flux = lyapunov_flux(network.at(values), bond)
                if (flux > 0) != (sign == "+"):
                    wrong += 1
                    print("mpmath disagrees:", network.name, point, flux)
        print(f"{network.name}: {len(region.cells)} cells in {elapsed:.2f} s; {points} points, {on_walls} on walls")
    print("0 disagreements" if not wrong else f"{wrong} disagreements")
    return 1 if wrong else 0


if __name__ == "__main__":
    mpmath.mp.dps = 30
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
