"""``symflux series``: orders, formats and what is refused."""

import argparse
import json

import pytest

from symflux import chain
from symflux.cli.command import BadInput
from symflux.cli.series import add_commands, run_series


@pytest.fixture
def options(tmp_path):
    path = tmp_path / "pair.toml"
    chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, 1)}).to_toml(path)
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    return lambda *more: parser.parse_args(["series", str(path), *more])


def test_series_of_a_file_in_every_format(options):
    common = ("--order", "1", "--quartic", "1", "--at", "T1=2")
    assert "eps^1  1/2 = 0.5" in run_series(options(*common)).text
    latex = run_series(options(*common, "--format", "latex")).text
    assert r"\phi_{1\to 2} &= \frac{1}{6} + \frac{1}{2} \varepsilon" in latex
    data = json.loads(run_series(options(*common, "--format", "json")).text)
    assert data["bond_fluxes"][0]["coefficients"] == ["1/6", "1/2"]


def test_order_2_is_the_default(options):
    assert "to order 2" in run_series(options("--quartic", "c")).text


def test_a_harmonic_network_is_refused_in_words(options):
    with pytest.raises(BadInput, match="--quartic 1"):
        run_series(options())
