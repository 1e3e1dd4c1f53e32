"""The profile of the uniform chain for every size: against networks, beyond the sizes of the proof, and its formula."""

import pytest

import symflux as sf
from symflux.algebra import RationalFunction

X = RationalFunction.variable
ENDS = {"first": ("g", "T1"), "last": ("h", "T2")}


def compare(family, n):
    found, state = family.kinetic_temperatures(N=n), family.network(n).steady_state()
    assert list(found) == list(range(1, n + 1))
    for i, value in found.items():
        assert value.rational_function == state.kinetic_temperature(i).rational_function


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6, 7, 12, 25, 40])
def test_walls_and_frictions_that_differ(n):
    compare(sf.family.chain(spring=2, pinning="1/2", walls=(3, "1/3"), baths={"first": (1, 5), "last": ("3/2", 2)}), n)


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_with_symbols(n):
    compare(sf.family.chain(spring="k", pinning=1, walls=("a", 0), baths={"first": (1, "T1"), "last": (2, "T2")}), n)


def test_free_chains_and_other_masses():
    compare(sf.family.chain(spring=1, baths={"first": (1, 3), "last": (2, 1)}), 6)
    compare(sf.family.chain(spring=1, pinning=1, masses=3, baths={"first": (1, 3), "last": (2, 1)}), 7)
    compare(sf.family.chain(spring=1, walls=(3, 3), pinning=1, baths={"first": (1, 3), "last": (1, 1)}), 7)


def test_where_the_formula_divides_by_zero_the_network_answers():
    """k - abar + G = 0."""
    compare(sf.family.chain(spring=1, walls=(2, 2), pinning=1, baths={"first": (1, 3), "last": (1, 1)}), 5)


def test_equal_walls_and_frictions():
    """Result: T_i = mean - (T1 - T2) k/(2 (k - a + g^2)) (1 - eta x + eta^2) s_(N+1-2i)/(s_N - eta s_(N-1))."""
    k, a, c, g, n = 2, RationalFunction.constant(1) / 2, 3, 1, 9
    chain = sf.family.chain(spring=k, walls=(a, a), pinning=c, baths={"first": (g, "T1"), "last": (g, "T2")})
    x, eta = 2 + (a * a + g * g * c) / (k * (k - a + g * g)), 1 - a / k
    s = [RationalFunction.constant(0), RationalFunction.constant(1)]
    while len(s) <= n:
        s.append(x * s[-1] - s[-2])
    T1, T2 = X("T1"), X("T2")
    for i, value in chain.kinetic_temperatures(N=n).items():
        if 2 <= i <= n - 1:
            m = n + 1 - 2 * i
            odd = s[m] if m >= 0 else -s[-m]
            wanted = k * (1 - eta * x + eta * eta) * odd / (2 * (k - a + g * g) * (s[n] - eta * s[n - 1]))
            assert value.rational_function == (T1 + T2) / 2 - (T1 - T2) * wanted


def test_a_long_chain_is_answered_at_once():
    chain = sf.family.chain(spring=1, pinning=1, walls=(1, 0), baths={"first": (1, 2), "last": (3, 1)})
    found = chain.kinetic_temperatures(N=300)
    heat = chain.bath_flux("first").at(N=300).rational_function
    assert found[1].rational_function == 2 - heat and found[300].rational_function == 1 + heat / 3


@pytest.mark.parametrize(
    ("options", "size", "words"),
    [
        ({"masses": (1, 2)}, {"N": 4}, "uniform chain"),
        ({"masses": {"first": 2}}, {"N": 4}, "uniform chain"),
        ({"spring": (1, 2)}, {"N": 4}, "uniform chain"),
        ({"baths": {"first": (1, 2)}}, {"N": 4}, "both baths"),
        ({}, {}, "needs a size"),
        ({}, {"N": 1}, "N"),
        ({}, {"N": 4, "q": 1}, "q"),
    ],
)
def test_wrong_input(options, size, words):
    given = {"spring": 1, "baths": {"first": (1, 2), "last": (1, 1)}} | options
    with pytest.raises(sf.NetworkError, match=words):
        sf.family.chain(**given).kinetic_temperatures(**size)
