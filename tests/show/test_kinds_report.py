"""Reports on networks of every kind compile and say what is true of them."""

import pytest
from compiling import compiled
from kinds import KINDS

import symflux as sf
from symflux.show.tex.report import report


@pytest.mark.parametrize("name", ["overdamped ring", "bath between", "directed", "field", "drive", "floating"])
def test_reports_compile(name, tmp_path):
    compiled(report(KINDS[name], seconds=3, digits=8), tmp_path)


def test_what_is_infinite_is_named_and_left_out(tmp_path):
    net = sf.Network.from_edges(
        [(1, 2, 1)], pinning=1, masses=0, baths={1: {"a": (1, 2), "b": (1, 1)}, 2: (1, 1)}, name="two on one"
    )
    text = report(net, seconds=3, digits=8)
    assert "Infinite, because white noise meets itself" in text and r"\phi_{\mathrm{a}}" in text
    compiled(text, tmp_path)


def test_a_report_states_where_the_network_is_stable():
    ring = sf.Network.from_edges(
        [(1, 2, (0, "k")), (2, 3, (0, "k")), (3, 1, (0, "k"))], pinning=1, baths={i: ("g", i) for i in (1, 2, 3)}
    )
    text = report(ring, seconds=2, digits=8)
    assert "stable exactly where all of these hold" in text and "3 k^{2}" in text
    assert "the hottest bath may absorb" in text


def test_a_report_says_why_there_is_no_steady_state():
    net = sf.Network.from_edges([(2, 3, 1)], pinning=1, sites=[1, 2, 3], baths={1: (1, 1)}, magnetic={(2, 3): 2})
    assert "goes on: no bath reaches it" in report(net, seconds=2, digits=8)


def test_conductances_of_a_field_are_ordered_in_the_report():
    text = report(KINDS["field on a ring"], seconds=2, digits=8)
    assert r"K_{12} &=" in text and r"K_{21} &=" in text


def test_a_real_parameter_with_a_value_is_not_listed():
    text = report(KINDS["field"].at({"k": 1, "w": 2, "T1": 2, "T2": 1}), seconds=2, digits=8)
    assert "either sign" not in text and "phi_{1" in text
