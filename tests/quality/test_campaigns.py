"""The campaigns in short form; docs/reliability.md says what the long ones found."""

import importlib.util
import random
from pathlib import Path

import pytest


def module(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


CAMPAIGNS, HOSTILE = module("campaigns"), module("hostile")


@pytest.mark.parametrize(
    ("campaign", "count", "least"), [("formulas", 400, 300), ("networks", 12, 60), ("trees", 1500, 20)]
)
def test_a_short_campaign_finds_nothing(campaign, count, least):
    compared, wrong = getattr(CAMPAIGNS, campaign)(count, random.Random(7))
    assert compared >= least
    assert wrong == []


@pytest.mark.parametrize("name", ["powers_of_a_root", "supports_of_many_kinds", "objects_in_the_file"])
def test_hostile_certificates_cost_little(name):
    status, said, seconds, memory = HOSTILE.cost(HOSTILE.HOSTILE[name]())
    assert status == 1 and said.startswith("rejected: ")
    assert seconds < 10
    assert memory < 300
