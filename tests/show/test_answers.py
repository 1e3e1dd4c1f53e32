"""Series, thresholds, regions and spectra as LaTeX say what the objects say."""

from __future__ import annotations

from fractions import Fraction

import pytest
from latex_reader import evaluate

import symflux as sf
from symflux.algebra import exact
from symflux.anharmonic.series import Series
from symflux.show.tex.names import Names

PAIR = sf.chain(2, spring="k", pinning=1, baths={1: ("g", "T1"), 2: ("g", "T2")}).steady_state()
THREE = sf.chain(3, pinning=1, baths={1: (1, "T1"), 2: (2, "T2"), 3: (1, "T3")}).steady_state()


def values(names):
    shown = Names(names)
    return {shown[name]: Fraction(2 * k + 3, k + 2) for k, name in enumerate(sorted(names))}


@pytest.mark.parametrize(
    "texts", [("k*(T1 - T2)", "-k**2 + 2*k", "-1"), ("-1/3", "0", "(a - b)/c"), ("a + b", "a + b", "-a")]
)
def test_a_series_reads_back(texts):
    series = Series("phi", tuple(exact(text) for text in texts))
    text, remainder = series.latex().rsplit(" + O", 1)
    assert remainder == rf"(\varepsilon^{{{len(texts)}}})"
    point = values(series.names) | {r"\varepsilon": Fraction(1, 7)}
    plain = dict(zip(sorted(series.names), [v for n, v in point.items() if "eps" not in n], strict=True))
    expected = sum(exact(t).evaluate(plain) * Fraction(1, 7) ** k for k, t in enumerate(texts))
    assert evaluate(text, point) == expected


def test_a_threshold_reads_back():
    threshold = THREE.bond_flux(1, 2).temperature_region().threshold(2)
    left, _, right = threshold.latex().partition(" = ")
    point = {"T_1": Fraction(5), "T_3": Fraction(2, 3)}
    assert left == "T_2"
    assert evaluate(right, point) == exact(threshold.expr).evaluate({"T1": Fraction(5), "T3": Fraction(2, 3)})


def test_a_temperature_region_is_told_by_differences():
    text = THREE.bond_flux(2, 3).temperature_region().latex()
    left, right = text.split(r" > 0 \iff ")
    assert left == r"\phi_{2\to 3}"
    point = {"T1": Fraction(5), "T2": Fraction(3), "T3": Fraction(2, 3)}
    flux = THREE.bond_flux(2, 3).at(point).rational_function.value
    found = evaluate(right.removesuffix(" > 0"), {"T_1": point["T1"], "T_2": point["T2"], "T_3": point["T3"]})
    assert found == flux and right.count("T_") == 4


def test_a_sign_region_has_its_boundary_and_its_cells():
    region = sf.sign_region("a**2 - b", over=["a", "b"])
    text = region.latex(names={"a": r"\alpha"})
    assert r"0 & \alpha^2 - b \\" in text
    assert text.count(r"+ & \alpha") == sum(cell.sign == "+" for cell in region.cells) > 0
    assert text.count(r"- & \alpha") == sum(cell.sign == "-" for cell in region.cells) > 0


def test_a_spectrum_reads_back():
    form = PAIR.bond_flux(1, 2).spectrum()
    rows = form.latex().removeprefix(r"\begin{aligned} ").removesuffix(r" \end{aligned}").split(r" \\ ")
    point = {"g": Fraction(2, 3), "k": Fraction(5), r"\omega": Fraction(1, 2)}
    for row, weight in zip(rows, form.weights.values(), strict=True):
        number = evaluate(row.split("&= ")[1], point)
        assert number == weight.evaluate({"g": point["g"], "k": point["k"], form.frequency.name: point[r"\omega"]})
