"""The picture of flux against anharmonicity has every curve that it promises."""

import pytest

import symflux as sf
from symflux.anharmonic.expansion import anharmonic_series
from symflux.show.pictures.series_plot import plot_series

PAIR = sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1})


def test_picture_shows_series_estimate_galerkin_and_simulation(tmp_path):
    target = tmp_path / "flux.png"
    figure = plot_series(PAIR, order=2, degree=4, simulations=1, trajectories=40, time=5, path=target)
    (axis,) = figure.axes
    labels = axis.get_legend_handles_labels()[1]
    assert [label.split(",")[0] for label in labels] == [
        "series", "series", "Pade [1/1]", "Galerkin", "simulation",
    ]  # fmt: skip
    assert target.read_bytes().startswith(b"\x89PNG")


def test_curves_start_at_the_harmonic_flux():
    figure = plot_series(PAIR, order=1, degree=None, simulations=0, series=anharmonic_series(PAIR, order=1))
    (axis,) = figure.axes
    starts = {round(line.get_ydata()[0], 12) for line in axis.get_lines() if line.get_label().startswith(("se", "Pa"))}
    assert starts == {round(1 / 6, 12)}


def test_a_harmonic_network_still_gives_a_picture():
    figure = plot_series(sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}), order=1, simulations=0)
    assert figure.axes


def test_symbolic_networks_are_refused():
    net = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, 1)}).with_quartic({(1, 2): 1})
    with pytest.raises(sf.NetworkError, match="depends on T1"):
        plot_series(net, order=1, simulations=0)
