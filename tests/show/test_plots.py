"""Maps and curves: what is coloured is what is proved, to the pixel."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text as MatplotlibText

import symflux as sf
from symflux.algebra import exact
from symflux.errors import NetworkError, SignError
from symflux.show.pictures.flux_plot import flux_plot, spectrum_plot
from symflux.show.pictures.plot import MINUS, PLUS
from symflux.show.pictures.sign_map import sign_map
from symflux.show.text.evaluator import to_callable
from symflux.signs.region import sign_region

NET = sf.Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning=1, baths={1: (1, 2), 2: (1, 1)})
FLUX = NET.steady_state().bond_flux(1, 2)
PLANE = sign_region(FLUX, over=["a", "b"])
LINE = sign_region(FLUX, over=["b"], at={"a": 10})
LIMITS = {"a": (0, 20), "b": (0, 40)}


def colours_at(plot, points):
    """The colour of the picture at points in data coordinates, hatching taken off."""
    figure = plot.figure
    axes = figure.axes[0]
    for collection in axes.collections:
        collection.set_hatch(None)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())
    placed = axes.transData.transform(points)
    return [tuple(pixels[pixels.shape[0] - 1 - round(y), round(x)][:3]) for x, y in placed]


def rgb(colour):
    return tuple(int(colour[k : k + 2], 16) for k in (1, 3, 5))


def test_every_pixel_of_a_map_has_the_exact_sign():
    points = [(Fraction(3 * k % 199 + 1, 10), Fraction(7 * k % 391 + 3, 10)) for k in range(1, 400)]
    plot = sign_map(PLANE, limits=LIMITS)
    colours = colours_at(plot, [(float(a), float(b)) for a, b in points])
    right, seen = 0, set()
    for (a, b), colour in zip(points, colours, strict=True):
        sign = PLANE.sign_at({"a": a, "b": b})
        right += colour == rgb(PLUS if sign == "+" else MINUS)
        seen.add(sign)
    assert seen == {"+", "-"}
    assert right >= len(points) - 12  # the others lie under a line


def test_the_boundary_is_drawn_where_the_polynomial_vanishes():
    axes = sign_map(PLANE, limits=LIMITS).figure.axes[0]
    curves = [line for line in axes.lines if len(line.get_xdata()) > 20]
    (wall,) = PLANE.boundary
    assert len(curves) == 2
    for curve in curves:
        for a, b in list(zip(*curve.get_data(), strict=True))[5:-5:7]:
            below, above = (wall.evaluate({"a": Fraction(a), "b": Fraction(b) + Fraction(s, 1000)}) for s in (-1, 1))
            assert below * above < 0


def test_a_line_shows_its_roots_and_signs():
    axes = sign_map(LINE).figure.axes[0]
    assert [text.get_text() for text in axes.texts] == ["+", "\N{MINUS SIGN}", "+"]
    assert [line.get_xdata()[0] for line in axes.lines] == pytest.approx([float(n) for n in LINE.critical])


def test_a_map_shows_itself_and_saves(tmp_path):
    plot = sign_map(LINE)
    assert plot._repr_svg_().lstrip().startswith("<?xml") and plot._repr_png_()[1:4] == b"PNG"
    plot.save(tmp_path / "line.pdf")
    assert (tmp_path / "line.pdf").stat().st_size > 1000


def test_maps_refuse_what_they_cannot_show():
    cube = sign_region("a + b + c - 1", over=["a", "b", "c"])
    with pytest.raises(SignError, match="one or two parameters"):
        sign_map(cube)
    with pytest.raises(SignError, match="limits of c"):
        sign_map(PLANE, limits={"c": (0, 1)})
    with pytest.raises(SignError, match="limits of a"):
        sign_map(PLANE, limits={"a": (2, 1)})


def test_a_real_parameter_has_both_sides():
    region = sign_region("x**2*y - 1", over=["x", "y"], real=["x"])
    axes = sign_map(region).figure.axes[0]
    assert axes.get_xlim()[0] < 0 < axes.get_xlim()[1]


def test_the_area_under_a_spectrum_is_the_flux():
    flux = sf.paper.example_2_corrected().steady_state().bond_flux(1, 3)
    axes = spectrum_plot(flux).figure.axes[0]
    omega, density = axes.lines[0].get_data()
    area = float(np.sum((density[1:] + density[:-1]) / 2 * np.diff(omega)))
    assert area == pytest.approx(float(flux), rel=0.05)
    marks = [line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 2 and line.get_xdata()[0] > 0]
    assert marks == pytest.approx([41**0.5])


def test_zeros_of_a_flux_are_marked_exactly():
    axes = flux_plot([FLUX, NET.steady_state().bond_flux(1, 3)], "b", between=(0, 40), at={"a": 10}).figure.axes[0]
    dots = sorted(line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 1)
    assert dots[-2:] == pytest.approx([float(n) for n in LINE.critical])


def test_curves_need_numbers():
    with pytest.raises(NetworkError, match="depends on a too"):
        flux_plot(FLUX, "b", between=(0, 1))
    with pytest.raises(NetworkError, match="give them with at="):
        spectrum_plot(FLUX)
    with pytest.raises(NetworkError, match="the smaller one"):
        flux_plot(FLUX, "b", between=(2, 1), at={"a": 1})


def test_the_current_of_a_chain_is_positive_wherever_it_is_drawn_and_its_peaks_are_seen():
    """Its density is an integral's only term of one sign, whose numerator and denominator nearly cancel."""
    baths = {1: ("1/10", 2), 12: ("1/10", 1)}
    flux = sf.chain(12, spring=1, pinning=1, baths=baths).steady_state().bond_flux(1, 2)
    omega, values = spectrum_plot(flux).figure.axes[0].lines[0].get_data()
    assert (values >= 0).all() and len(omega) > 600
    assert np.trapezoid(values, omega) == pytest.approx(float(flux), rel=0.01)
    direct = [float(_density(omega_, 12)) for omega_ in omega[1::50]]
    assert values[1::50] == pytest.approx(direct, rel=1e-9, abs=1e-12)


def _density(omega, size):
    """2 gamma^2 k^2 omega^2 |G_1n|^2 / pi from the matrix V - omega^2 + i gamma omega, at 50 digits."""
    with mpmath.workdps(50):
        omega = mpmath.mpf(omega)
        matrix = mpmath.zeros(size)
        for i in range(size):
            matrix[i, i] = 1 - omega**2 + (i > 0) + (i < size - 1)
            if i:
                matrix[i, i - 1] = matrix[i - 1, i] = -1
        for i in (0, size - 1):
            matrix[i, i] += mpmath.mpc(0, omega / 10)
        unit = mpmath.zeros(size, 1)
        unit[size - 1] = 1
        return 2 * omega**2 / 100 * abs(mpmath.lu_solve(matrix, unit)[0]) ** 2 / mpmath.pi


def test_floats_are_welcome_where_nothing_is_calculated_with_them_again():
    free = sf.Network.from_edges([(1, 2, "a")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    flux = free.bond_flux(1, 2)
    at = {"T1": 2.5, "T2": np.float64(1.0)}
    xs, ys = flux_plot(flux, "a", between=(0.1, 10.5), at=at).figure.axes[0].lines[0].get_data()
    assert (xs[0], xs[-1]) == (0.1, 10.5)
    assert ys[-1] == pytest.approx(float(flux.at({"a": "10.5", "T1": "5/2", "T2": 1})))
    drawn = [spectrum_plot(flux, at=at | {"a": half}).figure.axes[0].lines[0].get_ydata() for half in (0.5, "1/2")]
    assert (drawn[0] == drawn[1]).all()
    assert free.network.draw(free, at=at | {"a": 0.5}).svg == free.network.draw(free, at={**at, "a": "1/2"}).svg
    assert sign_map(PLANE, limits={"a": (0.5, 20), "b": (0, "40")}).svg
    for bad in (float("inf"), "a", None):
        with pytest.raises(sf.SymfluxError):
            flux_plot(flux, "a", between=(0, bad), at=at)


TEN = sf.Network.from_edges(
    [(i, j, "k" if (i, j) == (1, 2) else 3 * i + j * j) for i in range(1, 6) for j in range(i + 1, 6)],
    pinning=1,
    baths={1: (1, 3), 2: (2, "T_cold"), 3: ("1/2", 2)},
).steady_state()


def test_ten_curves_stay_apart_and_say_what_they_are():
    fluxes = list(TEN.bond_fluxes().values())
    plot = flux_plot(fluxes, "k", between=(0, 40), at={"T_cold": 1})
    axes = plot.figure.axes[0]
    curves = [line for line in axes.lines if len(line.get_xdata()) > 100]
    assert len(curves) == 10
    assert len({(line.get_color(), str(line.get_linestyle()), str(line._dash_pattern)) for line in curves}) == 10
    assert axes.get_ylabel() == "heat flux"
    assert axes.get_xlabel() == r"$k$   at $T_{\mathrm{cold}} = 1$"
    FigureCanvasAgg(plot.figure).draw()
    names = [text for text in axes.texts if "phi" in text.get_text()]
    assert len(names) == 10
    boxes = [MatplotlibText.get_window_extent(text) for text in names]  # without the line to the curve
    for k, one in enumerate(boxes):
        for other in boxes[:k]:
            assert min(one.y1, other.y1) - max(one.y0, other.y0) < 2


def test_equal_curves_are_drawn_once():
    state = sf.chain(5, spring="k", pinning=1, baths={1: (1, 2), 5: (1, 1)}).steady_state()
    axes = flux_plot(list(state.bond_fluxes().values()), "k", between=(0, 10)).figure.axes[0]
    assert len([line for line in axes.lines if len(line.get_xdata()) > 100]) == 1
    assert axes.get_ylabel() == r"$\phi_{1\to 2} = \phi_{2\to 3} = \phi_{3\to 4}$"


def test_a_spectrum_is_sampled_at_its_peaks():
    """The heights of all six peaks of a weakly damped chain, against a search near each."""
    flux = sf.chain(6, spring=1, pinning=1, baths={1: ("1/50", 2), 6: ("1/50", 1)}).steady_state().bond_flux(1, 2)
    omega, values = spectrum_plot(flux).figure.axes[0].lines[0].get_data()
    form = flux.spectrum()
    function = to_callable(exact(form.density * sympy.pi))
    peaks = [k for k in range(1, len(values) - 1) if values[k] > values[k - 1] and values[k] >= values[k + 1]]
    assert len(peaks) == 6
    for k in peaks:
        fine = np.linspace(omega[k] - 2e-3, omega[k] + 2e-3, 4001)
        highest = float(np.max(function(**{form.frequency.name: fine}))) / np.pi
        assert values[k] == pytest.approx(highest, rel=1e-4)
