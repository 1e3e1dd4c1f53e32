"""Two baths tuned to one frequency and weakly attached: the share of the heat on a bond tends to n_e/n."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from derivations.networks import determinant, simple_paths
from symflux.algebra import RationalFunction
from symflux.model.network import Bond, Network

OMEGA = Fraction(20)
share, limit, distance, epsilon = sympy.symbols("share limit distance epsilon", real=True)
Springs = dict[Bond, Any]


def network_at(springs: Springs, shifts: dict[Any, Any], eps: Any) -> Network:
    """Baths at a and b with V_aa = V_bb = Omega and friction eps^2; springs times eps for each end at a bath."""
    scaled = {bond: k * eps ** len({"a", "b"} & set(bond)) for bond, k in springs.items()}
    pull: dict[Any, Any] = dict.fromkeys([*shifts, "a", "b"], 0)
    for bond, k in scaled.items():
        for site in bond:
            pull[site] = pull[site] + k
    pins = {site: OMEGA + shifts.get(site, 0) - total for site, total in pull.items()}
    return sf.Network.from_edges(
        [(i, j, k) for (i, j), k in scaled.items()], pinning=pins, sites=["a", "b", *shifts],
        baths={"a": (eps**2, "Ta"), "b": (eps**2, "Tb")},
    )  # fmt: skip


def ratios(springs: Springs, shifts: dict[Any, Any]) -> dict[Bond, Fraction]:
    """{bond: n_e/n} by sums over paths with D = V_RR - Omega."""
    net = network_at(springs, shifts, Fraction(1, 100))
    total, sums = Fraction(0), dict.fromkeys(springs, Fraction(0))
    for path in simple_paths(net, "a", "b"):
        off = [site for site in shifts if site not in path]
        rows = [
            [RationalFunction.wrap(shifts[r] if r == c else -springs.get((r, c), springs.get((c, r), 0))) for c in off]
            for r in off
        ]
        weight = determinant(rows).value
        steps = list(pairwise(path))
        for i, j in steps:
            weight *= springs.get((i, j), springs.get((j, i), 0))
        total += weight
        for i, j in steps:
            sums[(i, j) if (i, j) in springs else (j, i)] += weight if (i, j) in springs else -weight
    return {bond: value / total for bond, value in sums.items()}


def lowest(polynomial: Any, name: str) -> tuple[int, Fraction]:
    """The lowest power of a parameter and its coefficient."""
    for power, coefficient in enumerate(polynomial.coefficients_in(name)):
        if not coefficient.is_zero:
            return power, Fraction(coefficient.constant_value)
    raise ValueError("zero")


TRIANGLE: tuple[Springs, dict[Any, Any]] = (
    {("a", "b"): Fraction(1), ("a", "3"): Fraction(1), ("3", "b"): Fraction(2)}, {"3": Fraction(-1)}
)  # fmt: skip
SQUARE: tuple[Springs, dict[Any, Any]] = (
    {("a", "b"): Fraction(1), ("a", "3"): Fraction(1), ("3", "4"): Fraction(1), ("4", "b"): Fraction(1)},
    {"3": Fraction(2), "4": Fraction(1, 4)},
)  # fmt: skip


def proof() -> Iterator[Residual]:
    eps = sympy.Symbol("eps", positive=True)
    for name, (springs, shifts) in (("triangle", TRIANGLE), ("square", SQUARE)):
        exact = {bond: sympy.Rational(k.numerator, k.denominator) for bond, k in springs.items()}
        moved = {site: sympy.Rational(d.numerator, d.denominator) for site, d in shifts.items()}
        net = network_at(exact, moved, eps)
        ss = net.steady_state()
        total = ss.bath_flux("a").coefficient("a").rational_function
        for bond, expected in ratios(springs, shifts).items():
            quotient = ss.bond_flux(*bond).coefficient("a").rational_function / total
            (top, value), (bottom, below) = (lowest(p, "eps") for p in (quotient.numerator, quotient.denominator))
            yield f"{name}: the series of {bond} has no pole at eps = 0", 0 if top >= bottom else 1
            found = value / below if top == bottom else Fraction(0)
            yield f"{name}: share of {bond} at eps = 0", found - expected
    value, ratio = resonances_that_coincide()
    yield "n_e/n where D has a double eigenvalue", ratio + Fraction(1, 10)
    yield "the share there is another", 0 if abs(value - Fraction(318, 1000)) < Fraction(1, 1000) else 1


def instances() -> Iterator[Instance]:
    for springs, shifts in (TRIANGLE, SQUARE):
        for power in (5, 7):
            eps = Fraction(1, 2**power)
            ss = network_at(springs, shifts, eps).steady_state()
            total = ss.bath_flux("a").coefficient("a").rational_function.value
            for bond, expected in ratios(springs, shifts).items():
                value = ss.bond_flux(*bond).coefficient("a").rational_function.value / total
                yield {share: value, limit: expected, distance: abs(value - expected), epsilon: eps}


def resonances_that_coincide() -> tuple[Fraction, Fraction]:
    """(share of 2-3 at a small eps, n_e/n) where D has a double eigenvalue, so that the theorem says nothing."""
    springs: Springs = {("2", "3"): 1, ("3", "4"): 1, ("2", "4"): 1, ("a", "2"): 1, ("a", "3"): 2, ("b", "3"): 1,
                        ("b", "4"): 3}  # fmt: skip
    whole = {bond: Fraction(k) for bond, k in springs.items()}
    shifts: dict[Any, Any] = dict.fromkeys("234", Fraction(1))
    net = network_at(whole, shifts, Fraction(1, 256))
    ss = net.steady_state()
    flux, total = (r.coefficient("a").rational_function.value for r in (ss.bond_flux("2", "3"), ss.bath_flux("a")))
    return Fraction(flux / total), ratios(whole, shifts)["2", "3"]


ENTRY = Entry(
    id="resonance_limit",
    title="Weakly attached baths of one frequency: a bond's share of the heat tends to n_e/n",
    variables={
        share: "flux of a bond over the heat that the hot bath gives",
        limit: "n_e/n, sums over simple paths of the springs along times det D off the path",
        distance: "their distance",
        epsilon: "strength of the attachment",
    },
    statement=distance <= 40 * epsilon,
    assumptions=(epsilon > 0, sympy.Eq(distance, sympy.Abs(share - limit))),
    argument=(
        "R is the network without the sites of the baths a, b. Springs k_rs in R, eps k_ar, eps k_br, eps^2 k_ab, "
        "V_RR = Omega + D with an arbitrary real diagonal of D (pins are positive for large Omega), V_aa = V_bb = "
        "Omega, frictions eps^2, unit masses. Let det D != 0, n != 0, the eigenvalues of D be simple and every "
        "eigenvector meet k_a. or k_b.; with generic diagonals that holds if every part of R is attached. In "
        "derivation path_formula put w^2 = Omega + x: K_0 has the blocks D - x and eps^2 times a 2 x 2 matrix after a "
        "Schur complement, N = eps^2 n(x), N_e = eps^2 n_e(x), polynomials with n(0) = n and n_e(0) = n_e. For |x| of "
        "the order eps^2 the two baths are a problem of width eps^2 whose integral contributes in the order eps^2 "
        "with the constant factors n and n_e; near the eigenvalues of D, simple and damped in the order eps^2, "
        "resonances contribute in the order eps^4, everything else eps^8. So flux_e/total -> n_e/n. Without 'simple' "
        "it is false: for springs 23 = 34 = 24 = 1, a2 = 1, a3 = 2, b3 = 1, b4 = 3 and diagonal (1, 1, 1), n_e/n = "
        "-1/10 on 2-3, but the limit is positive and grows with Omega (0.318 at Omega = 20): the modes that coincide "
        "carry as much as the resonance of the baths. Construction: a cycle through e with two disjoint leads, arms "
        "of r bonds (with e) and s bonds, all other springs small. Then n_e/n -> A1/(A1 + A2), A1 = w1 det D[inside "
        "of arm 2], A2 = w2 det D[inside of arm 1], and one detuned site sets any ratio: with springs 1 and diagonal "
        "2 inside the arms the determinants are r and s; with one diagonal (s - 5/2)/(s - 1) inside arm 2 its "
        "determinant is -1/2, for s = 1 one diagonal (r - 4)/(r - 1) inside arm 1 gives -2: backward. The share is "
        "continuous in that diagonal while the state is unique, so every real share is reached."
    ),
    proof=proof,
    instances=instances,
)
