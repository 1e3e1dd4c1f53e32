"""The Wick-ordered route and the raw moments agree as fractions."""

import random
from fractions import Fraction

import pytest

from symflux.algebra import RationalFunction
from symflux.anharmonic.quartic_model import Coupling, QuarticModel
from symflux.anharmonic.raw_moments import raw_moments
from symflux.anharmonic.wick import WickMoments
from symflux.errors import NetworkError


def random_model(sites: int, rng: random.Random, *, pinned: bool = True, tree: bool = False) -> QuarticModel:
    def number() -> Fraction:
        return Fraction(rng.randint(1, 9), rng.randint(1, 4))

    bonds = [(i, j) for i in range(sites) for j in range(i + 1, sites) if not tree or j == i + 1]
    potential = [[Fraction(0)] * sites for _ in range(sites)]
    for i, j in bonds:
        spring = number()
        for a, b, sign in ((i, i, 1), (j, j, 1), (i, j, -1), (j, i, -1)):
            potential[a][b] += sign * spring
    for i in range(sites):
        potential[i][i] += number() if pinned else 0
    couplings = [Coupling(i, j, RationalFunction.constant(number())) for i, j in bonds]
    if pinned:
        couplings.append(Coupling(0, None, RationalFunction.constant(number())))
    frictions = [number() for _ in range(sites)]
    if sites > 2:
        frictions[-1] = Fraction(0)
    return QuarticModel(
        tuple(number() for _ in range(sites)),
        tuple(map(tuple, potential)),
        tuple(frictions),
        tuple(RationalFunction.constant(number()) for _ in range(sites)),
        tuple(couplings),
    )


@pytest.mark.parametrize(
    ("sites", "order", "pinned", "seed"),
    [(1, 3, True, 1), (2, 2, True, 2), (2, 3, True, 3), (2, 3, False, 4), (3, 1, True, 5), (3, 2, True, 6),
     (3, 2, False, 7)],
)  # fmt: skip
def test_both_routes_give_the_same_fractions(sites, order, pinned, seed):
    model = random_model(sites, random.Random(seed), pinned=pinned)
    raw, wick = raw_moments(model, order), WickMoments(model, order)
    size = len(model.drift())
    units = [{a: Fraction(1)} for a in range(size)]
    compared = 0
    for k in range(order + 1):
        for a in range(size):
            for b in range(size):
                word = [(i == a) + (i == b) for i in range(size)]
                assert raw[k][tuple(word)] == wick.second(units[a], units[b], k).value
                if k < order:
                    fourth = [3 * (i == a) + (i == b) for i in range(size)]
                    assert raw[k][tuple(fourth)] == wick.cubic(units[a], units[b], k).value
                    compared += 1
    assert compared


def test_single_oscillator_follows_the_gibbs_integral():
    """<q^2> of exp(-q^2/2 - eps q^4/4), from the Gaussian moments 1, 3, 15, ... (2n-1)!!."""
    one = RationalFunction.constant(1)
    model = QuarticModel((Fraction(1),), ((Fraction(1),),), (Fraction(3),), (one,), (Coupling(0, None, one),))
    order = 6
    moments, factorial = [Fraction(1)], Fraction(1)
    for n in range(1, 4 * order + 3):
        moments.append(moments[-1] * (2 * n - 1))
    above, below = [], []
    for k in range(order + 1):
        factorial = factorial * k if k else Fraction(1)
        weight = Fraction(-1, 4) ** k / factorial
        above.append(weight * moments[2 * k + 1])
        below.append(weight * moments[2 * k])
    expected: list[Fraction] = []
    for k in range(order + 1):
        expected.append(above[k] - sum((below[j] * expected[k - j] for j in range(1, k + 1)), Fraction(0)))
    wick = WickMoments(model, order)
    assert expected == [wick.second({0: Fraction(1)}, {0: Fraction(1)}, k).value for k in range(order + 1)]


def test_symbolic_temperatures_and_quartic_springs_agree_with_numbers():
    rng = random.Random(11)
    model = random_model(2, rng)
    names = {f"T{i}": model.temperatures[i] for i in range(2)} | {"c": model.couplings[0].coefficient}
    symbolic = QuarticModel(
        model.masses, model.potential, model.frictions,
        tuple(RationalFunction.variable(f"T{i}") for i in range(2)),
        (model.couplings[0]._replace(coefficient=RationalFunction.variable("c")), *model.couplings[1:]),
    )  # fmt: skip
    numbers, formulas = WickMoments(model, 2), WickMoments(symbolic, 2)
    for k in range(3):
        for a in range(4):
            for b in range(4):
                left, right = {a: Fraction(1)}, {b: Fraction(1)}
                assert numbers.second(left, right, k) == formulas.second(left, right, k).substitute(names)


def test_diffusing_positions_with_a_quartic_pin_are_refused():
    model = random_model(2, random.Random(3), pinned=False)
    pin = Coupling(0, None, RationalFunction.constant(1))
    with pytest.raises(NetworkError, match="pin it harmonically"):
        QuarticModel(model.masses, model.potential, model.frictions, model.temperatures, (*model.couplings, pin))


def test_single_positions_of_a_free_network_are_refused():
    with pytest.raises(NetworkError, match="only their differences"):
        random_model(2, random.Random(3), pinned=False).position(0)
