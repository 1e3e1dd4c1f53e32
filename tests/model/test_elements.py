"""What a network is made of can be read, and not changed."""

import dataclasses
import pickle

import pytest

import symflux as sf
from symflux.model.elements import Bath, Elements

NET = sf.chain(3, spring=["a", 2], pinning={1: "c"}, baths={3: ("g", "T"), 1: (1, 2)}, masses={2: "m"})


def test_a_network_is_its_elements():
    assert isinstance(NET, Elements)
    assert NET.bonds == ((1, 2), (2, 3))
    assert [str(v) for v in NET.springs.values()] == ["a", "2"]
    assert list(NET.baths) == [1, 3] and isinstance(NET.bath(3), Bath)
    assert NET.parameters == ("T", "a", "c", "g", "m")
    assert NET.coupling_parameters == ("a", "c", "g", "m")
    assert [NET.temperature_name(site) for site in NET.baths] == ["T1", "T"]


def test_elements_are_frozen_and_travel():
    with pytest.raises(dataclasses.FrozenInstanceError):
        NET.sites = (1,)
    with pytest.raises(TypeError):
        NET.springs[(1, 2)] = 0
    assert pickle.loads(pickle.dumps(NET)) == NET
