r"""Series, thresholds, regions and spectra as LaTeX, by the same collector as results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symflux.algebra import RationalFunction, exact
from symflux.anharmonic.series import Series
from symflux.show.collect import Collector
from symflux.show.formula import Quotient, Sum
from symflux.show.order import Order
from symflux.show.tex.formula import latex_of
from symflux.show.tex.names import Names, atom_latex, site_latex
from symflux.show.value import linear_formula
from symflux.signs.region import SignRegion
from symflux.steady_state.spectrum import Spectrum
from symflux.temperature.region import TemperatureRegion, Threshold
from symflux.temperature.sources import sources_of

__all__ = ["series_latex", "sign_region_latex", "spectrum_latex", "temperature_region_latex", "threshold_latex"]

Given = Mapping[Any, str] | None


def _collector(names: Names, order: Order | None = None) -> Collector:
    return Collector(names.__getitem__, order or Order())


def series_latex(series: Series, *, names: Given = None) -> str:
    r"""The series, remainder included, ready to be put between dollar signs.

    >>> print(series_latex(Series("phi", (exact("k*(T1 - T2)"), exact("-k**2 + 2*k"), exact(-1)))))
    k (T_1 - T_2) + k (2 - k) \varepsilon - \varepsilon^2 + O(\varepsilon^{3})
    """
    collector = _collector(Names(series.names, names))
    text = ""
    for k, value in enumerate(series.rational_functions):
        if value.is_zero:
            continue
        power = ("", r"\varepsilon")[k] if k < 2 else rf"\varepsilon^{k}" if k < 10 else rf"\varepsilon^{{{k}}}"
        sign, formula = collector.rational(value)
        shown = latex_of(formula)
        if power and isinstance(formula, Sum):
            shown = rf"\bigl({shown}\bigr)"
        gap = r"\," if isinstance(formula, Quotient) and value.names else " "
        term = power if power and shown == "1" else f"{shown}{gap}{power}" if power else shown
        if sign < 0 and isinstance(formula, Sum) and not power:
            term = rf"\bigl({term}\bigr)"
        text += (" - " if text else "-") if sign < 0 else (" + " if text else "")
        text += term
    return (text or "0") + rf" + O(\varepsilon^{{{series.order + 1}}})"


def threshold_latex(threshold: Threshold, *, names: Given = None) -> str:
    """The temperature at which the flux reverses, as an equation ready to be put between dollar signs."""
    value = exact(threshold.expr)
    shown = Names({threshold.name, *value.names}, names)
    sign, formula = _collector(shown).rational(value)
    return f"{shown[threshold.name]} = {latex_of(formula, sign)}"


def temperature_region_latex(region: TemperatureRegion, *, names: Given = None) -> str:
    r"""Where the flux is positive, as differences of temperatures: an equivalence to put between dollar signs.

    >>> import symflux as sf
    >>> ss = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    >>> print(temperature_region_latex(ss.bond_flux(1, 2).temperature_region()))
    \phi_{1\to 2} > 0 \iff \frac{k^2}{2 (k^2 + k + 1)}\,(T_1 - T_2) > 0
    """
    network = region.network
    heats = sources_of(network)
    shown = Names({name for value in (*heats.values(), *region.coefficients.values()) for name in value.names}, names)
    coefficients: dict[RationalFunction, RationalFunction] = {}
    for bath, heat in heats.items():
        known = coefficients.get(heat, RationalFunction.constant(0))
        coefficients[heat] = known + region.coefficients[bath]
    sign, formula = linear_formula(coefficients, _collector(shown, Order(network)))
    left = atom_latex(region.label)
    return rf"{left} > 0 \iff {latex_of(formula, sign)} > 0"


def sign_region_latex(region: SignRegion, *, names: Given = None) -> str:
    r"""The boundary, and the sign at a point of every cell, as an array to put between dollar signs.

    >>> import symflux as sf
    >>> print(sign_region_latex(sf.sign_region("a**2 - b", over=["a", "b"])))
    \begin{array}{ll} 0 & a^2 - b \\ + & a = 1,\ b = 1/2 \\ - & a = 1,\ b = 2 \end{array}
    """
    shown = Names(region.names, names)
    collector = _collector(shown)
    rows = []
    for polynomial in region.boundary:
        sign, formula = collector.polynomial(polynomial)
        rows.append(f"0 & {latex_of(formula, sign)}")
    for cell in region.cells:
        point = r",\ ".join(f"{shown[name]} = {value}" for name, value in cell.sample.items())
        rows.append(f"{cell.sign} & {point}")
    body = r" \\ ".join(rows)
    return rf"\begin{{array}}{{ll}} {body} \end{{array}}"


def spectrum_latex(form: Spectrum, *, names: Given = None) -> str:
    r"""The polynomials S_b of a flux by frequency, as ``aligned`` equations to put between dollar signs.

    >>> import symflux as sf
    >>> ss = sf.chain(2, spring="k", pinning=1, baths={1: ("g", "T1"), 2: ("g", "T2")}).steady_state()
    >>> print(spectrum_latex(ss.bond_flux(1, 2).spectrum()))
    \begin{aligned} S_{1} &= g k \\ S_{2} &= -g k \end{aligned}
    """
    frequency = form.frequency.name
    shown = Names([*form.network.parameters, frequency], {frequency: r"\omega", **(names or {})})
    collector = _collector(shown, Order(form.network))
    rows = []
    for bath, weight in form.weights.items():
        sign, formula = collector.rational(weight)
        drive = isinstance(bath, tuple) and bath[0] == "drive" and bath not in form.network.baths
        left = rf"\text{{drive }} {site_latex(bath[1])}" if drive else site_latex(bath)
        rows.append(rf"S_{{{left}}} &= {latex_of(formula, sign)}")
    body = r" \\ ".join(rows)
    return rf"\begin{{aligned}} {body} \end{{aligned}}"
