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


CAMPAIGNS, HOSTILE, KINDS = module("campaigns"), module("hostile"), module("kinds_campaign")


@pytest.mark.parametrize(
    ("campaign", "count", "least"), [("formulas", 400, 300), ("networks", 12, 60), ("trees", 1500, 20)]
)
def test_a_short_campaign_finds_nothing(campaign, count, least):
    compared, wrong = getattr(CAMPAIGNS, campaign)(count, random.Random(7))
    assert compared >= least
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS.KINDS)
def test_both_routes_agree_on_a_few_models_of_each_kind(kind):
    numbers, letters, means, wrong = KINDS.campaign(kind, 5, random.Random(11))
    assert (numbers, letters) == (5, 5) and means >= 30
    assert wrong == []


def test_a_campaign_sees_a_wrong_mean(monkeypatch):
    genuine = KINDS.moments_of
    monkeypatch.setattr(KINDS, "answer", lambda moments, *asked: isinstance(moments, KINDS.StateSpaceMoments))
    assert genuine is KINDS.moments_of and KINDS.campaign("fields", 2, random.Random(3))[3]


@pytest.mark.parametrize("name", ["powers_of_a_root", "supports_of_many_kinds", "objects_in_the_file"])
def test_hostile_certificates_cost_little(name):
    status, said, seconds, memory = HOSTILE.cost(HOSTILE.HOSTILE[name]())
    assert status == 1 and said.startswith("rejected: ")
    assert seconds < 10
    assert memory < 300
