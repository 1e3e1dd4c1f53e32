"""Sliders for a network in a notebook: the picture, the signs and the exact values follow them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import log10
from typing import Any

from symflux.errors import NetworkError, SymfluxError
from symflux.model.network import Network
from symflux.quantities.result import Result
from symflux.show.notebook.pieces import block, paragraph, table
from symflux.show.page.dials import Dial, dials_of, opened
from symflux.show.pictures.diagram import draw
from symflux.steady_state.state import SteadyState

__all__ = ["Explorer", "explore"]

_REACH = 20.0  #: a slider goes from a twentieth of the first value to twenty times it
_DIGITS = 3  #: of the values under a slider
_EXACT = 44  #: characters of an exact value in the table


class Explorer:
    """Sliders and what they show; in a notebook it displays itself.

    ``sliders`` maps parameters to widgets, ``point`` is the rational point under them, ``values`` the exact fluxes
    there; ``widget`` is the whole as one widget of ipywidgets.
    """

    def __init__(self, network: Network, dials: list[Dial], widgets: Any):
        self.network = network
        self.point: dict[str, Fraction] = {dial.name: dial.value for dial in dials}
        self.values: dict[str, Fraction] = {}
        self.shown = widgets.HTML()
        self.sliders = {dial.name: _slider(dial, widgets) for dial in dials}
        for slider in self.sliders.values():
            slider.observe(self._changed, names="value")
        self.widget = widgets.HBox([widgets.VBox(list(self.sliders.values())), self.shown])
        self._show()

    def _changed(self, _: Any) -> None:
        self.point = {name: _rational(slider.value) for name, slider in self.sliders.items()}
        self._show()

    def _show(self) -> None:
        """The network at the point, solved exactly there; what is wrong there in one line."""
        try:
            state = self.network.at(self.point).steady_state()
            fluxes = [*state.bond_fluxes().values(), *state.bath_fluxes().values()]
            self.values = {str(flux.quantity): flux.rational_function.value for flux in fluxes}
            picture = draw(state.network, state).svg
        except SymfluxError as error:
            self.values = {}
            self.shown.value = block(paragraph(str(error).splitlines()[0]))
            return
        at = ", ".join(f"{name} = {value}" for name, value in self.point.items())
        self.shown.value = block(picture, _fluxes(fluxes), paragraph(f"at {at}" if at else ""))

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.widget._repr_mimebundle_(**options)

    def __repr__(self) -> str:
        return f"<explorer of {self.network.title()}: {', '.join(self.sliders) or 'no sliders'}>"


def explore(ss: SteadyState, *, at: Mapping[Any, Any] | None = None) -> Explorer:
    """Sliders for every parameter, as :meth:`SteadyState.explore` gives them; ``at`` says where they stand first.

    A network of numbers gets parameters, as for a live page. Raises :class:`NetworkError` without ipywidgets.
    """
    try:
        import ipywidgets
    except ImportError:
        raise NetworkError("explore needs ipywidgets: pip install 'symflux[notebook]'") from None
    network = ss.network
    values: dict[Any, Any] = dict(at or {})
    if not network.parameters:
        network, first = next(iter(opened(network)))
        values = {**first, **values}
    return Explorer(network, dials_of(network, values), ipywidgets)


def _slider(dial: Dial, widgets: Any) -> Any:
    value = float(dial.value)
    options = {"description": dial.name, "value": value, "readout_format": f".{_DIGITS}g"}
    if dial.is_real:
        reach = _REACH * abs(value) or 2.0
        return widgets.FloatSlider(min=-reach, max=reach, step=reach / 1000, **options)
    if dial.is_temperature or value <= 0:
        return widgets.FloatSlider(min=0.0, max=4 * value or 2.0, step=(value or 1.0) / 100, **options)
    low, high = _decades(value)
    return widgets.FloatLogSlider(base=10, min=low, max=high, step=0.01, **options)


def _decades(value: float) -> tuple[float, float]:
    return log10(value / _REACH), log10(value * _REACH)


def _rational(value: float) -> Fraction:
    """The value under a slider as people read it: three digits, exactly."""
    return Fraction(f"{value:.{_DIGITS}g}")


def _fluxes(fluxes: Sequence[Result]) -> str:
    rows = []
    for flux in fluxes:
        value = flux.rational_function.value
        text = str(value)
        sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else "0"
        exact = text if len(text) <= _EXACT else f"{text[:18]}… ({len(text)} characters)"
        rows.append((str(flux.quantity), sign, f"{float(value):.6g}", exact))
    return table(["flux", "sign", "about", "exact"], rows)
