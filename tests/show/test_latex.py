"""LaTeX of results: it says the same as the result, and says it as a physicist would."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
import sympy
from latex_reader import equations_of, evaluate

import symflux as sf
from symflux.algebra import exact
from symflux.errors import NetworkError
from symflux.show.tex.latex import latex, notebook_latex, system_latex
from symflux.show.tex.layout import column_points, width_of
from symflux.show.tex.names import Names


def triangle(**values):
    net = sf.Network.from_edges(
        [(1, 2, "k12"), (1, 3, "k13"), (2, 3, "k23")],
        pinning={1: "c1", 2: "c2", 3: "c3"},
        baths={1: ("g1", "T1"), 2: ("g2", "T2"), 3: ("g3", "T3")},
    )
    return net.at(values).steady_state() if values else net.steady_state()


TRIANGLE = triangle()
ONE_PIN = triangle(c1=1, c2=1, c3=1, g1=1, g2=1, g3=1)
PAIR = sf.chain(2, spring="k", pinning=1, baths={1: ("gamma1", "T1"), 2: ("gamma2", "T2")}).steady_state()
OPEN_TRIANGLE = sf.Network.from_edges(
    [(1, 2, "k12"), (1, 3, "k13"), (2, 3, "k23")], pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")}
).steady_state()
MIXED = sf.chain(
    3, spring=["a", "b"], pinning="1/2", baths={1: (1, 2), 2: ("g", "T"), 3: (1, "2*T + 1")}
).steady_state()

RESULTS = [
    PAIR.bond_flux(1, 2),
    PAIR.bond_flux(2, 1),
    PAIR.kinetic_temperature(1),
    PAIR.covariance(("q", 1), ("q", 2)),
    PAIR.entropy_production(),
    PAIR.hurwitz_determinant(),
    PAIR.conductance(1, 2),
    PAIR.bond_flux(1, 2).coefficient(2),
    PAIR.bond_flux(1, 2).at({"T1": 0}),
    PAIR.bond_flux(1, 2).at({"T1": "T2"}),
    OPEN_TRIANGLE.bond_flux(1, 2),
    OPEN_TRIANGLE.bond_flux(1, 3),
    ONE_PIN.bond_flux(1, 2),
    ONE_PIN.bath_flux(1),
    ONE_PIN.kinetic_temperature(3),
    MIXED.bond_flux(1, 2),
    MIXED.bath_flux(2),
    sf.paper.example_3().steady_state().bond_flux(1, 2),
    TRIANGLE.bond_flux(1, 2),
    TRIANGLE.bath_flux(1),
    TRIANGLE.kinetic_temperature(2),
    TRIANGLE.conductance(1, 3),
    TRIANGLE.bond_flux(1, 3).coefficient(2),
    TRIANGLE.bond_flux(1, 2).at({"k12": "2/3", "T3": "T1"}),
]


def point_of(names):
    return {name: Fraction(3 + 2 * k * k, 5 + k) for k, name in enumerate(sorted(names), 1)}


def agrees(result, text):
    names = result.network.parameters if isinstance(result, sf.quantities.result.Result) else exact(result).names
    point = point_of(names)
    shown = Names(names)
    value = exact(result)
    expected = value.numerator.evaluate(point) / value.denominator.evaluate(point)
    assert expected == evaluate(text, {shown[name].replace(" ", ""): number for name, number in point.items()})


HEAVY = sf.Network.from_edges(
    [(1, 2, "k12"), (1, 3, "k13"), (2, 3, "k23")],
    pinning="omega0",
    masses={3: "m3"},
    baths={1: ("gamma1", "T1"), 2: ("g_hot", "Tc")},
).steady_state()
STRUCTURED = [HEAVY.bond_flux(1, 2), HEAVY.kinetic_temperature(3), TRIANGLE.bond_flux(1, 2), TRIANGLE.bath_flux(1)]


@pytest.mark.parametrize("width", [None, "column", 120, 80, 60])
@pytest.mark.parametrize("result", STRUCTURED, ids=lambda r: str(r.quantity))
def test_blocks_of_a_narrow_column_never_take_the_name_of_a_determinant(result, width):
    text = latex(result, width=width)
    defined = [name for name, _ in equations_of(text)]
    assert len(set(defined)) == len(defined)
    agrees(result, text)


@pytest.mark.parametrize("result", RESULTS, ids=lambda r: str(r.quantity))
@pytest.mark.parametrize("width", [None, "column", "page", 120])
def test_the_latex_read_back_is_the_result(result, width):
    agrees(result, latex(result, width=width))


@pytest.mark.parametrize("result", [PAIR.bond_flux(1, 2), ONE_PIN.bond_flux(1, 2), MIXED.bath_flux(2)], ids=str)
def test_the_expanded_latex_read_back_is_the_result(result):
    agrees(result, latex(result, expanded=True))
    agrees(result, latex(result, expanded=True, width="column"))


def test_a_thousand_terms_come_in_blocks_and_expand_on_request():
    flux = TRIANGLE.bond_flux(1, 2)
    assert len(flux.numerator) > 1000
    short, long = latex(flux), latex(flux, expanded=True)
    assert len(short) < 4_000 < 50_000 < len(long)
    assert r"\begin{array}" in short
    assert long.count("g_1") > 1_000


ANY = [
    "a**2 - b**2", "(a - b**2)**2*c", "(a - b**2)**3*c",
    "-(a + b + 1)/(c - d)", "3/2", "0", "-x**12", "(x+1)**3*(y-x)/7",
]  # fmt: skip


@pytest.mark.parametrize("text", ANY)
def test_any_rational_function_reads_back(text):
    agrees(text, latex(text))
    agrees(text, latex(text, width="column"))


def test_a_flux_between_two_baths_is_a_coefficient_times_a_difference():
    assert latex(PAIR.bond_flux(1, 2)).endswith(r"}\,(T_1 - T_2)")
    assert latex(PAIR.bond_flux(2, 1)).endswith(r"}\,(T_2 - T_1)")
    assert latex(OPEN_TRIANGLE.bond_flux(1, 2)).count("T_") == 2


def test_temperatures_stand_in_differences_only():
    for flux in (ONE_PIN.bond_flux(1, 2), ONE_PIN.bath_flux(1), TRIANGLE.bath_flux(2), TRIANGLE.bond_flux(2, 3)):
        text = latex(flux)
        assert len(re.findall("T_", text)) == 2 * len(re.findall(r"\(T_\d - T_\d\)", text)) == 4


def test_the_leading_term_is_positive():
    for result in RESULTS[:6]:
        assert not re.search(r"[(\[]-", latex(result))


def test_a_users_names_are_used():
    text = latex(PAIR.conductance(1, 2), names={"k": r"\kappa", sympy.Symbol("gamma1"): r"\Gamma"})
    assert text.startswith(r"\frac{\Gamma \gamma_2 \kappa^2}")


def test_two_parameters_never_look_alike():
    with pytest.raises(NetworkError, match="both typeset as"):
        latex("a + b", names={"a": "x", "b": "x"})
    assert latex("k12 + k_12") == r"k_{12} + \mathtt{k\_12}"


@pytest.mark.parametrize("width", ["column", "page"])
def test_no_line_is_wider_than_the_column(width):
    for result in RESULTS:
        text = latex(result, width=width)
        listed = equations_of(text)
        left = max(width_of(name) for name, _ in listed)
        for line in text.splitlines()[1:-1]:
            line = line.removesuffix(r" \\")
            if "array" in line:
                continue
            right = line.partition("&")[2].removeprefix("= ")
            assert left + 13 + width_of(right) <= column_points(width), line


def test_widths_are_lengths():
    assert column_points("1in") == 72.27
    for bad in (0, -3, True, "wide as you like"):
        with pytest.raises(NetworkError, match="width"):
            column_points(bad)


def test_a_notebook_shows_a_summary_of_what_is_endless():
    small, large = notebook_latex(PAIR.bond_flux(1, 2)), notebook_latex(TRIANGLE.bond_flux(1, 2))
    assert small.startswith(r"$\displaystyle \phi_{1\to 2} = \frac") and small.endswith("$")
    assert "2644" in large and len(large) < 500
    assert PAIR.bond_flux(1, 2)._repr_latex_() == small
    two = sf.chain(2, spring="k", pinning=["c", "d"], masses=["m", 1], baths={1: (1, "T1"), 2: (1, "T2")})
    assert notebook_latex(two.steady_state().bond_flux(1, 2)).count(r"\phi") == 1


def test_a_long_number_is_broken_into_lines():
    flux = sf.chain(30, pinning="1/3", baths={1: (1, 2), 30: ("2/7", 1)}).steady_state().bond_flux(1, 2)
    text = latex(flux, width="column")
    agrees(flux, text)
    assert max(map(len, text.splitlines())) < 80


def test_several_results_share_the_names_of_their_parts():
    fluxes = [OPEN_TRIANGLE.bond_flux(*bond) for bond in ((1, 2), (1, 3), (2, 3))]
    text = system_latex(fluxes, width="page")
    assert text.count("D &= ") == 1 and text.count(r"\phi_{1\to 3}") == 2  # once by itself, once as an equal
    shown = dict(equations_of(text))
    point = point_of(OPEN_TRIANGLE.network.parameters)
    names = Names(point)
    values = {names[name]: number for name, number in point.items()}
    for left in reversed([name for name in shown if "phi" not in name]):
        values[left] = evaluate(shown[left], values)
    for flux, left in zip(fluxes, [left for left in shown if "phi" in left], strict=True):
        values[left] = evaluate(shown[left], values)
        assert values[left] == flux.at(point).rational_function.value


def test_irrational_sympy_expressions_keep_their_names():
    k12 = sympy.Symbol("k12", positive=True)
    assert latex(sympy.sqrt(k12)) == r"\sqrt{k_{12}}"


def test_factoring_and_collecting_shorten():
    for result in (OPEN_TRIANGLE.bond_flux(1, 2), ONE_PIN.bath_flux(1)):
        assert 2 * len(latex(result)) < len(latex(result, expanded=True))
    assert latex("a**2*b - b**3 + c*a*b + c*b**2") == r"b (a + b) (a - b + c)"


def test_two_oscillators_are_told_by_their_frequencies():
    pair = sf.Network.from_edges(
        [(1, 2, "k")], pinning={1: "c1", 2: "c2"}, masses={1: "m1", 2: "m2"}, baths={1: ("g1", "T1"), 2: ("g2", "T2")}
    ).steady_state()
    text = latex(pair.bond_flux(1, 2), width="page")
    first = text.splitlines()[1]
    assert first.startswith(r"\phi_{1\to 2} &= \frac") and first.endswith(r"\,(T_1 - T_2) \\")
    assert "(a - b)^2" in first and r"\alpha_1 \alpha_2 k^2 (\alpha_1 + \alpha_2)" in first
    assert r"a &= \frac{V_{11}}{m_1}" in text and r"b &= \frac{V_{22}}{m_2}" in text
    agrees(pair.bond_flux(1, 2), text)


def test_a_name_that_stands_for_something_else_is_not_used_again():
    pair = sf.Network.from_edges(
        [(1, 2, "D")], pinning={1: "a", 2: "V_11"}, masses={1: "N", 2: "alpha_1"},
        baths={1: ("p_0", "T1"), 2: ("b", "T2")},
    ).steady_state()  # fmt: skip
    for result in (pair.bond_flux(1, 2), pair.covariance(("q", 1), ("q", 1)), pair.position_difference(1, 2)):
        for width in (None, "column", 90):
            text = latex(result, width=width)
            agrees(result, text)
            lefts = [left for left, _ in equations_of(text)]
            assert len(set(lefts)) == len(lefts)
            assert not set(lefts) & {Names(pair.network.parameters)[name] for name in pair.network.parameters}


@pytest.mark.parametrize(
    "quantity",
    [
        TRIANGLE.bond_flux(1, 2), TRIANGLE.bath_flux(3), TRIANGLE.conductance(1, 2), TRIANGLE.kinetic_temperature(1),
        TRIANGLE.covariance(("q", 1), ("v", 2)), TRIANGLE.covariance(("v", 3), ("q", 1)),
        TRIANGLE.covariance(("p", 1), ("v", 2)), TRIANGLE.covariance(("q", 1), ("q", 2)),
        TRIANGLE.covariance(("q", 2), ("q", 2)), TRIANGLE.position_difference(1, 2), TRIANGLE.entropy_production(),
        TRIANGLE.hurwitz_determinant(), TRIANGLE.bath_flux(1).coefficient(1),
        TRIANGLE.kinetic_temperature(1).coefficient(1), TRIANGLE.position_difference(1, 2).coefficient(3),
    ],
    ids=lambda r: str(r.quantity),
)  # fmt: skip
def test_no_quantity_of_the_general_triangle_is_longer_than_a_page(quantity):
    text = latex(quantity, width="column")
    agrees(quantity, text)
    heights = [max(1, 1 + line.count(r" \\ ")) for line in text.splitlines()[1:-1]]
    assert sum(heights) <= 80
    assert r"V_{11} &= k_{12} + k_{13} + c_1" in text


FREE = sf.Network.from_edges(
    [(1, 2, "k12"), (1, 3, "k13"), (2, 3, "k23")], masses={1: "m1", 2: "m2", 3: "m3"},
    baths={1: ("g1", "T1"), 2: ("g2", "T2"), 3: ("g3", "T3")},
).steady_state()  # fmt: skip


@pytest.mark.parametrize(
    "quantity",
    [FREE.position_difference(1, 2), FREE.bond_flux(1, 2), FREE.kinetic_temperature(2)],
    ids=lambda r: str(r.quantity),
)
def test_determinants_of_a_network_that_floats(quantity):
    agrees(quantity, latex(quantity, width="page"))


def test_what_has_no_short_form_is_refused_with_what_to_ask():
    net = sf.Network.from_edges(
        [(1, 2, "k12"), (1, 3, "k13"), (2, 3, "k23")], pinning={1: "c1", 2: "c2", 3: "c3"},
        baths={1: ("g1", "T1"), 2: ("g2", "T2"), 3: ("g3", "T3")}, magnetic={(1, 2): "w"},
    )  # fmt: skip
    flux = net.steady_state().bond_flux(1, 2)
    with pytest.raises(NetworkError, match=r"flux\(1, 2\): .* lines in a column: put in values .*expanded=True"):
        flux.latex(width="column")
    values = {"k12": 1, "k13": 2, "k23": 3, "c1": 1, "c2": 1, "c3": 1, "g2": 1, "g3": 2}
    agrees(flux.at(values), flux.at(values).latex(width="column"))


def test_fluctuations_and_circuits_have_symbols_of_their_own():
    ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    cell = sf.Circuit.from_netlist("R1 1 0 R1 T=T\nC1 1 0 C").steady_state()
    shown = {
        ss.bond_flux(1, 2).diffusion(): r"D_{1\to 2} =",
        ss.bath_flux(1).cumulant(3): r"\kappa_3(\phi_{1}) =",
        ss.covariance_of_heat(ss.bath_flux(1), ss.bath_flux(2)): r"D_{\phi_{1},\phi_{2}} =",
        ss.uncertainty_ratio(ss.bath_flux(1)): r"\frac{D_{1} \sigma}{\phi_{1}^{2}} =",
        cell.voltage_covariance(1, 1): r"\langle V_{1}^2\rangle =",
        cell.power("R1", 1): r"P_{\mathrm{R1},1} = 0",
    }
    for result, start in shown.items():
        assert start in result.latex(width="column")
