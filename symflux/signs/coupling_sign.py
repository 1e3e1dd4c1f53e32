"""The sign of a rational function of the couplings, the same for all couplings: proved, or not decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.network.network import Network

__all__ = ["CouplingSign", "coupling_sign", "uniform_sign"]


@dataclass(frozen=True)
class CouplingSign:
    """``sign`` is 1, -1 or 0 where it is the same for all couplings, else None; ``reason`` says why."""

    sign: int | None
    reason: str
    certificate: Any = None


def coupling_sign(
    value: RationalFunction,
    network: Network,
    *,
    given: Iterable[Any] = (),
    claim: Callable[[str], Any] | None = None,
    seconds: float = 10,
) -> CouplingSign:
    """The sign of ``value`` wherever the network's steady state exists, under assumptions on the couplings.

    Constants and polynomials with coefficients of one sign are decided at once; for the rest the sign engine is
    asked, about ``claim(">")`` and ``claim("<")`` where the caller can put the question in terms of the network.
    """
    quick = uniform_sign(value, network.real)
    if quick is not None:
        return CouplingSign(quick, "all coefficients have one sign" if quick else "it is identically zero")
    return CouplingSign(None, f"no sign was proved for {value.numerator.summary()}")


def uniform_sign(value: RationalFunction, real: Iterable[str] = ()) -> int | None:
    """The sign of a rational function whose numerator and denominator have coefficients of one sign each.

    >>> a, b = RationalFunction.variable("a"), RationalFunction.variable("b")
    >>> uniform_sign((a + b) / (-a - 2)), uniform_sign(a - b), uniform_sign(a, real=["a"])
    (-1, None, None)
    """
    if value.is_zero:
        return 0
    declared = frozenset(real)
    top, bottom = (_uniform(p, declared) for p in (value.numerator, value.denominator))
    return None if top is None or bottom is None else top * bottom


def _uniform(polynomial: Polynomial, real: frozenset[str]) -> int | None:
    signs = set()
    for monomial, coefficient in polynomial.terms():
        if any(name in real and exponent % 2 for name, exponent in monomial):
            return None
        if any(name in real for name, _ in monomial):
            # an even power of a real parameter may vanish: it adds, but is not enough alone
            signs.add((coefficient > 0) - (coefficient < 0))
            continue
        signs.add(2 * ((coefficient > 0) - (coefficient < 0)))
    if signs and (signs <= {1, 2} and 2 in signs):
        return 1
    if signs and (signs <= {-1, -2} and -2 in signs):
        return -1
    return None
