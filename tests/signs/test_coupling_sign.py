"""Signs of rational functions for all couplings."""

from __future__ import annotations

import symflux as sf
from symflux.algebra import exact
from symflux.signs.coupling_sign import coupling_sign, uniform_sign

NET = sf.chain(2, spring="k", pinning="c", baths={1: ("g", 1), 2: ("g", 2)})


def test_coefficients_of_one_sign_decide() -> None:
    assert uniform_sign(exact("(a + b)/(a*b + 1)")) == 1
    assert uniform_sign(exact("-a - b**2")) == -1
    assert uniform_sign(exact("0")) == 0
    assert uniform_sign(exact("a - b")) is None


def test_a_real_parameter_counts_only_squared_and_never_alone() -> None:
    assert uniform_sign(exact("x**2 + 1"), ["x"]) == 1
    assert uniform_sign(exact("x**2"), ["x"]) is None
    assert uniform_sign(exact("x + 1"), ["x"]) is None


def test_what_is_not_decided_has_a_reason() -> None:
    answer = coupling_sign(exact("k*(k - c)"), NET, seconds=2)
    assert answer.sign is None
    assert answer.reason
