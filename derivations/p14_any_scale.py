"""Every sign pattern occurs at any temperature and for arbitrarily small temperature differences."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import sympy

from derivations.entry import Entry, Residual
from symflux import paper
from symflux.algebra import RationalFunction, exact
from symflux.temperature.patterns import sign_patterns
from symflux.temperature.space import near_equilibrium

n, b = sympy.symbols("n b", integer=True, positive=True)
c, W = sympy.IndexedBase("c"), sympy.IndexedBase("W")
T, eps, low, high = sympy.symbols("T epsilon low high", positive=True)
squeezed = sympy.Sum(c[b] * (T + eps * (W[b] - low) / (high - low)), (b, 1, n))


def proof() -> Iterator[Residual]:
    # for n baths, with symbols: sum c_b = 0 eliminates the last coefficient
    for count in (2, 3, 5):
        coefficients = sympy.symbols(f"c1:{count}")
        coefficients = (*coefficients, -sum(coefficients))
        heights = sympy.symbols(f"W1:{count + 1}")
        at_scale = sum(k * (T + eps * (w - low) / (high - low)) for k, w in zip(coefficients, heights, strict=True))
        plain = sum(k * w for k, w in zip(coefficients, heights, strict=True))
        yield f"{count} baths", at_scale - eps / (high - low) * plain
    # every pattern of the paper's networks, at 300 and within a symbolic width
    for network in (paper.example_1(), paper.example_3(), paper.example_4()):
        ss = network.steady_state()
        for pattern in sign_patterns(ss):
            close = near_equilibrium(pattern.witness, temperature=300, width=eps)
            spread = max(pattern.witness.values()) - min(pattern.witness.values())
            for bond in pattern.signs:
                form = ss.bond_flux(*bond).coefficients
                small, plain = _value(form, close), _value(form, pattern.witness)
                yield f"{network.name}, {bond}: {pattern}", small - plain * exact(eps / spread)


def _value(form: object, temperatures: object) -> RationalFunction:
    total = RationalFunction.constant(0)
    for site, coefficient in form.items():  # type: ignore[attr-defined]
        total = total + coefficient * exact(temperatures[site])  # type: ignore[index]
    return total


def instances() -> Iterator[dict[object, object]]:
    form = paper.example_1().steady_state().bond_flux(2, 3).coefficients
    for width in (Fraction(1), Fraction(1, 10**9)):
        point: dict[object, object] = {n: 4, T: 2, eps: width, low: 2, high: 100}
        for k, height in enumerate((100, 2, 20, 2), start=1):
            point[c[k]], point[W[k]] = form[k].value, height
        yield point


ENTRY = Entry(
    id="any_scale",
    title="Every pattern of signs occurs within any distance of any common temperature",
    variables={
        n: "number of baths",
        b: "a bath",
        c: "coefficients of a flux, adding up to zero",
        W: "temperatures at which the pattern occurs",
        T: "any temperature",
        eps: "any width, however small",
        low: "the lowest of the W",
        high: "the highest of the W",
    },
    statement=sympy.Eq(squeezed * (high - low), eps * sympy.Sum(c[b] * W[b], (b, 1, n))),
    assumptions=(sympy.Eq(sympy.Sum(c[b], (b, 1, n)), 0), high > low),
    argument=(
        "Fluxes are linear in the bath temperatures, and vanish where these are equal: their coefficients add up to "
        "zero. Put T_b = T + epsilon (W_b - low)/(high - low), which lies in [T, T + epsilon] for every bath. The "
        "constants T - epsilon low/(high - low) drop out, and every flux at these temperatures is epsilon/(high - "
        "low) > 0 times the same flux at W: all signs are those at W."
    ),
    proof=proof,
    instances=instances,
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515",),
)
