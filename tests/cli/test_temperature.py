"""``symflux patterns`` and the temperature region of a flux."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from symflux import Network, paper
from symflux.cli.command import BadInput
from symflux.cli.temperature import add_commands, run_patterns, run_temperature_region
from symflux.errors import SymfluxError


@pytest.fixture
def pump(tmp_path: Path) -> str:
    path = tmp_path / "pump.toml"
    paper.example_4().to_toml(path)
    return str(path)


def patterns(*arguments: str) -> Any:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    return run_patterns(parser.parse_args(["patterns", *arguments]))


def region(file: str, quantity: str, *given: str, format: str = "text", at: str = "") -> Any:
    options = argparse.Namespace(file=file, at=at, quantity=quantity, given=list(given), format=format)
    return run_temperature_region(options)


def test_patterns_are_listed_with_temperatures_and_reasons(pump: str) -> None:
    answer = patterns(pump, "--given", "T3 > T4")
    assert answer.status == 0
    assert "1->5 +, 2->5 -, 5->6 -, 3->6 -, 4->6 + at T1 = 13, T2 = 1, T3 = 8, T4 = 7" in answer.text
    assert "0 = 1*(flux(1,5) > 0) + 1*(flux(2,5) > 0) + 1*(flux(5,6) < 0)" in answer.text


def test_patterns_as_json_are_complete(pump: str) -> None:
    data = json.loads(patterns(pump, "--zeros", "--format", "json").text)
    assert len(data["patterns"]) == 59
    assert data["bonds"][2] == [5, 6]
    assert all(set(entry["signs"]) <= set("+0-") and len(entry["signs"]) == 5 for entry in data["patterns"])


def test_a_map_is_written(pump: str, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    target = tmp_path / "map.svg"
    answer = patterns(pump, "--plot", str(target), "--vary", "1,3")
    assert target.stat().st_size > 5000 and answer.remarks == (f"wrote {target}",)
    with pytest.raises(BadInput, match="write two sites"):
        patterns(pump, "--plot", str(target), "--vary", "1,9")
    with pytest.raises(BadInput, match="cannot write"):
        patterns(pump, "--plot", str(tmp_path / "map.nonsense"), "--vary", "1,3")


def test_a_region_says_form_signs_and_thresholds(pump: str) -> None:
    answer = region(pump, "flux(5, 6)", "T1 < T3", "T2 < T4")
    assert answer.status == 0
    assert "never: 0 = " in answer.text and "T1 < T3" in answer.text
    assert "; positive above" in answer.text and "; positive below" in answer.text
    data = json.loads(region(pump, "flux(5,6)", format="json").text)
    assert [data["signs"][sign]["occurs"] for sign in "+0-"] == [True] * 3
    assert set(data["form"]) == {"T1", "T2", "T3", "T4"}


def test_an_undecided_region_has_exit_status_3(tmp_path: Path) -> None:
    path = tmp_path / "triangle.toml"
    springs = [(1, 2, "a"), (1, 3, "b"), (2, 3, "b")]
    Network.from_edges(springs, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).to_toml(path)
    answer = region(str(path), "flux(1,2)", "T1 > T2")
    assert answer.status == 3
    assert "undecided: " in answer.text
    assert region(str(path), "bath_flux(1)", "T1 > T2").status == 0


def test_bad_questions_are_refused(pump: str) -> None:
    with pytest.raises(SymfluxError):
        region(pump, "flux(1,2)")
    with pytest.raises(BadInput, match="ask for flux"):
        region(pump, "phi")
    with pytest.raises(SymfluxError, match="no site 9"):
        region(pump, "flux(1,9)")
    with pytest.raises(SymfluxError):
        patterns(pump, "--given", "T1 => T2")
