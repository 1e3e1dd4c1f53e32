"""The floats by which damaged certificates are judged are those of the exact solver."""

import importlib.util
from pathlib import Path

import pytest
from kinds import KINDS, point

from symflux.errors import SymfluxError
from symflux.quantities.claim import network_table
from symflux.quantities.quantity import quantity

_spec = importlib.util.spec_from_file_location("float_quantities", Path(__file__).with_name("float_quantities.py"))
float_quantities = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(float_quantities)


@pytest.mark.parametrize("net", KINDS.values(), ids=KINDS)
def test_floats_agree_with_the_exact_answers(net):
    net = net.at(point(net))
    found, state, compared = float_quantities.quantities(network_table(net), {}), net.steady_state(), 0
    if found is None:
        assert not any(net.pinning.values()), "only a free motion has no covariance"
        return
    for atom, value in found.items():
        try:
            expected = float(quantity(state, atom).rational_function.value)
        except SymfluxError:
            continue
        assert value == pytest.approx(expected, rel=1e-7, abs=1e-9), atom
        compared += 1
    assert compared > 30
