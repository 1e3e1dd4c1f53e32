"""Small points to try before anything else: where a claim is false, one of them often shows it at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import count
from random import Random

from symflux.algebra import RationalFunction
from symflux.certificates.check import HURWITZ
from symflux.errors import UniquenessError
from symflux.positivity.condition import HOLDS
from symflux.quantities.claim import Claim
from symflux.quantities.quantity import quantity

__all__ = ["holds_at", "small_points"]

_SIMPLE = [Fraction(n, d) for n in (1, 2, 3, 5, 10, 20) for d in (1, 2, 3, 10)]


def small_points(
    names: Sequence[str], real: Collection[str], temperatures: Collection[str], *, seed: int
) -> Iterator[dict[str, Fraction]]:
    """Points without end: all ones, then random small numbers; every eighth time all baths are equally warm.

    Without differences of temperature no heat flows: strict claims often fail there. Names in ``real`` take
    either sign.

    >>> points = small_points(["T1", "T2", "k"], (), ("T1", "T2"), seed=1)
    >>> next(points) == {"T1": 1, "T2": 1, "k": 1}
    True
    >>> second = next(points)
    >>> second["T1"] == second["T2"] == 1
    True
    """
    random = Random(seed)
    for attempt in count():
        point = {name: random.choice(_SIMPLE) for name in names}
        if attempt == 0:
            point = dict.fromkeys(names, Fraction(1))
        elif attempt % 8 == 1:
            point |= dict.fromkeys(temperatures, Fraction(1))
        for name in names:
            if name in real:
                point[name] *= random.choice((-1, 1))
        yield point


def holds_at(claim: Claim, point: Mapping[str, Fraction]) -> bool:
    """Whether the claim holds at a point, its network solved there in numbers.

    Raises :class:`UniquenessError` where it has no unique steady state and the claim is not on that alone.
    """
    value = claim.formal_difference
    if claim.network is not None and claim.quantities:
        network = claim.network.at({n: x for n, x in point.items() if n in claim.network.parameters})
        try:
            state = network.steady_state()
        except UniquenessError:
            if set(claim.quantities) != {HURWITZ}:
                raise
            value = value.substitute({HURWITZ: RationalFunction.constant(0)})  # P has two opposite roots
        else:
            value = value.substitute({atom: quantity(state, atom).rational_function for atom in claim.quantities})
    return HOLDS[claim.relation](value.evaluate(point))
