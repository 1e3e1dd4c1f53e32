"""Site labels and parameter names."""

import numpy
import pytest
import sympy

from symflux.errors import NetworkError
from symflux.model.labels import check_site, closest, ordered_sites, parameter_name


@pytest.mark.parametrize("label", [1, 0, -3, "hot", "a.b-c_1", numpy.int64(4)])
def test_good_labels(label):
    assert check_site(label) == label


@pytest.mark.parametrize("label", [True, 1.5, "", "a b", "a,b", "a\nb", "é", "x" * 51, 10**12, None, (1, 2)])
def test_bad_labels(label):
    with pytest.raises(NetworkError) as caught:
        check_site(label)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 200


def test_integers_ascend_and_strings_keep_their_order():
    assert ordered_sites([3, 1, 2, 1]) == (1, 2, 3)
    assert ordered_sites(["b", "a", "b"]) == ("b", "a")
    assert ordered_sites(["b", 1]) == ("b", 1)


def test_a_symbol_stands_for_its_name():
    assert parameter_name(sympy.Symbol("k", real=True)) == parameter_name("k") == "k"
    for bad in ("2k", "", 3):
        with pytest.raises(NetworkError):
            parameter_name(bad)


def test_the_nearest_name_is_offered():
    assert closest("k21", ["k12", "T1"]).startswith("did you mean 'k12'")
    assert closest("x", []) == "there are none"
