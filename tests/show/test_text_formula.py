"""Formulas as plain text: the reader of network files reads them back, and lines are broken where a person would."""

from __future__ import annotations

import pytest

import symflux as sf
from symflux.algebra import exact
from symflux.cli.wrapping import terminal_width, wrapped
from symflux.show.text.result_text import factored, quantity_text
from symflux.show.text.tables import state_text

TRIANGLE = sf.Network.from_edges(
    [(1, 2, "k"), (1, 3, "h"), (2, 3, "h")], pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")}
).steady_state()
THREE = sf.chain(3, spring="k", pinning="c", baths={1: (1, "T1"), 2: ("g", "2*T"), 3: (1, 3)}).steady_state()
RESULTS = [
    *(TRIANGLE.bond_flux(*bond) for bond in TRIANGLE.network.bonds), TRIANGLE.kinetic_temperature(1),
    TRIANGLE.covariance(("q", 1), ("q", 2)), TRIANGLE.position_difference(1, 3), TRIANGLE.conductance(1, 2),
    THREE.bath_flux(2), THREE.bond_flux(2, 1), THREE.kinetic_temperature(3), THREE.bond_flux(1, 2).coefficient(3),
]  # fmt: skip


@pytest.mark.parametrize("result", RESULTS, ids=lambda r: str(r.quantity))
def test_what_is_printed_is_the_value(result):
    text = quantity_text(result)
    assert exact(text) == result.rational_function
    assert exact(" ".join(wrapped(text, 40).split())) == result.rational_function
    assert len(text) <= len(str(result.rational_function))


@pytest.mark.parametrize(
    "text", ["-a/(b*c)", "(a - b)/(-2)", "-(a + b)*c", "a**2/b**3", "3/4*a", "(a + b)/2/c", "a/(2*b)"]
)
def test_signs_and_fractions_read_back(text):
    assert exact(factored(exact(text))) == exact(text)


def test_temperatures_stand_as_differences_in_the_order_of_the_baths():
    assert quantity_text(TRIANGLE.bond_flux(1, 2)).startswith("g*k*(T1 - T2)*(g**2*")
    assert quantity_text(TRIANGLE.bath_flux(2)).startswith("-g*(T1 - T2)*")
    assert quantity_text(TRIANGLE.kinetic_temperature(3)) == "(T1 + T2)/2"


def test_an_equal_current_is_said_to_be_the_same():
    chain = sf.chain(5, spring="k", pinning="c", baths={1: ("g", "T1"), 5: ("g", "T2")}).steady_state()
    text = state_text(chain)
    assert text.count("the same as 1 -> 2") == 5
    assert "bath 5  minus the same as 1 -> 2" in text


def test_values_that_are_only_described_are_not_taken_for_equal():
    """The two ways round a ring of four different springs carry different heat."""
    net = sf.Network.from_edges(
        [(1, 2, "k1"), (2, 3, "k2"), (3, 4, "k3"), (4, 1, "k4")], pinning="c", baths={1: ("g", "T1"), 3: ("g", "T3")}
    )
    lines = [line.strip() for line in state_text(net.steady_state()).splitlines()]
    assert "2 -> 3  the same as 1 -> 2" in lines and "4 -> 1  the same as 3 -> 4" in lines
    assert "3 -> 4  (a polynomial of 920 terms in T1, T3, c, g, k1, k2, k3, k4)" in "\n".join(lines)
    assert "bath 3  minus the same as bath 1" in lines
    assert "site 3  the same as site 1" not in lines


@pytest.mark.parametrize("width", [30, 60, 80])
def test_lines_break_between_terms_and_hang(width):
    text = state_text(TRIANGLE)
    lines = wrapped(text, width).splitlines()
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert max(map(len, lines)) <= width or width == 30
    for line in lines:
        if line.startswith("      "):
            assert line.strip()[0] in "+-" or not line.strip().startswith(("*", "/", ")"))


def test_a_file_is_not_wrapped(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert terminal_width() is None
    monkeypatch.setenv("COLUMNS", "72")
    assert terminal_width() == 72


def test_work_and_both_conductances_of_a_one_way_spring_are_in_the_table():
    net = sf.Network.from_edges([(1, 2, (1, 3))], pinning=1, baths={1: (1, 2), 2: (1, 1)}, drives={2: 1})
    ss = net.steady_state()
    lines = state_text(ss).splitlines()
    at = lines.index("work (positive onto the network)")
    assert [line.split()[0] for line in lines[at + 1 : at + 4]] == ["1-2", "2", "all"]
    assert str(ss.work().rational_function) in lines[at + 3]
    both = [line.split("  ")[2].split(" ")[0] for line in lines if line.startswith("  K(")]
    assert both == [str(ss.conductance(*pair).rational_function) for pair in ((1, 2), (2, 1))] and both[0] != both[1]


def test_a_passive_network_has_no_table_of_work():
    assert "work (" not in state_text(TRIANGLE) and "K(2, 1)" not in state_text(TRIANGLE)
