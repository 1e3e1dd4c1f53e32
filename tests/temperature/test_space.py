"""Names and assumptions in temperature space."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

import symflux as sf
from symflux.errors import SignError, SymfluxError
from symflux.temperature.space import TemperatureSpace, near_equilibrium


def three(*temperatures: object) -> sf.Network:
    return sf.chain(3, pinning="c", baths={s + 1: (1, t) for s, t in enumerate(temperatures)})


def test_a_bath_keeps_the_users_name_and_gets_one_where_there_is_none() -> None:
    assert TemperatureSpace.of(three("hot", "3/2", "2*x")).names == ("hot", "T2", "T3")


def test_baths_that_share_a_name_are_free_of_each_other() -> None:
    assert TemperatureSpace.of(three("T", "T", "u")).names == ("T1", "T2", "u")


def test_a_name_that_a_coupling_has_is_not_used_for_a_temperature() -> None:
    net = sf.chain(2, spring="T2", pinning=1, baths={1: (1, "T1"), 2: (1, 3)})
    names = TemperatureSpace.of(net).names
    assert names[1] != "T2"
    assert len(set(names)) == 2


def test_labels_that_are_no_names_give_names() -> None:
    net = sf.Network.from_edges([("a.b", "c-d", 1)], pinning=1, baths={"a.b": (1, 1), "c-d": (1, 2)})
    assert TemperatureSpace.of(net).names == ("Ta_b", "Tc_d")


def test_conditions_may_be_chained_and_turned() -> None:
    space = TemperatureSpace.of(three("T1", "T2", "T3"), ["T1 > T2 >= T3", "T1 < 2*T2"])
    assert [a.relation for a in space.assumptions] == [">", ">=", ">"]
    assert space.assumptions[2].row[:-1] == (-1, 2, 0)
    assert not space.is_shift_invariant


def test_a_sympy_relation_is_a_condition() -> None:
    one, two = sympy.symbols("T1 T2", positive=True)
    assert TemperatureSpace.of(three("T1", "T2", "T3"), [one > two]).assumptions[0].row[:-1] == (1, -1, 0)


def test_a_number_in_a_condition_is_kept() -> None:
    space = TemperatureSpace.of(three("T1", "T2", "T3"), ["T1 > 3/2"])
    assert space.has_unit and space.assumptions[0].row[-1] == Fraction(-3, 2)


def test_conditions_on_couplings_pass_through() -> None:
    space = TemperatureSpace.of(three("T1", "T2", "T3"), ["c > 1", "T1 > T2"])
    assert space.coupling_assumptions == ("c > 1",)
    assert len(space.assumptions) == 1


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("T1 > c*T2", "stands beside temperatures"),
        ("T1*T2 > 1", "not linear"),
        ("T1/T2 > 1", "not linear"),
        ("T1 = T2", "write =="),
        ("T1 != T2", "two questions"),
        ("T1", "not a comparison"),
        ("T1 >", "given 'T1 >': 'T1 >': nothing stands after >"),
        ("T1 > T2 and T3", "write them one by one"),
        ("T9 > 1", "nothing is called T9"),
        (True, "write the comparison as a string"),
        (7, "not a comparison"),
    ],
)
def test_a_condition_that_cannot_be_used_is_refused(condition: object, words: str) -> None:
    with pytest.raises(SignError, match=words):
        TemperatureSpace.of(three("T1", "T2", "T3"), [condition])


def test_a_condition_that_is_code_is_refused() -> None:
    with pytest.raises(SymfluxError):
        TemperatureSpace.of(three("T1", "T2", "T3"), ["__import__('os') > T1"])


def test_contradictory_conditions_are_named() -> None:
    space = TemperatureSpace.of(three("T1", "T2", "T3"), ["T1 > T2", "T3 > T1", "T2 >= T3"])
    with pytest.raises(SignError, match=r"no positive temperatures satisfy T1 > T2, T3 > T1, T2 >= T3"):
        space.check_not_empty()


def test_near_equilibrium_stays_within_the_width_and_keeps_the_shape() -> None:
    close = near_equilibrium({1: 100, 2: 2, 3: 20, 4: 2}, temperature=5, width=sympy.Rational(1, 10))
    assert close == {1: sympy.Rational(51, 10), 2: 5, 3: 5 + sympy.Rational(18, 980), 4: 5}


def test_near_equilibrium_takes_symbols() -> None:
    width = sympy.Symbol("epsilon", positive=True)
    assert near_equilibrium({1: 3, 2: 1}, temperature="T", width=width)[1] == sympy.Symbol("T", positive=True) + width
