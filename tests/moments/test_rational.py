"""Numbers: two ways to det K, units of time, sizes."""

import random
import time

import pytest

import symflux as sf
from symflux.algebra.determinant import sparse_determinant
from symflux.moments import rational
from symflux.moments.rational import RationalMoments


def random_network(seed: int) -> sf.Network:
    draw = random.Random(seed)

    def number() -> str:
        return f"{draw.randint(1, 9)}/{draw.choice((1, 2, 4, 8, 9, 27, 12, 53, 2809))}"

    size = draw.randint(1, 7)
    sites = range(1, size + 1)
    springs = [(i, j, number()) for i in sites for j in range(i + 1, size + 1) if j == i + 1 or draw.random() < 0.6]
    masses = {i: draw.choice((1, 2, "3/2", "5/7")) for i in sites} if draw.random() < 0.5 else 1
    baths = {i: (number(), draw.randint(1, 5)) for i in sites if i == 1 or draw.random() < 0.4}
    return sf.Network.from_edges(springs, sites=list(sites), pinning=number(), masses=masses, baths=baths)


@pytest.mark.parametrize("seed", range(60))
def test_characteristic_polynomial_and_minors_agree(seed):
    moments = RationalMoments(random_network(seed).linear_model())
    rows = [moments._polynomials(i) for i in range(moments.size)]
    expected = list(sparse_determinant(rows, rational.fmpz_poly([1])).coeffs())
    assert expected == moments._by_characteristic_polynomial() == moments._by_interpolation()


@pytest.mark.parametrize("seed", range(60))
def test_units_keep_every_coupling_integral(seed):
    model = random_network(seed).linear_model()
    moments = RationalMoments(model)
    second, third = moments.scale.value * moments.clock, moments.scale.value * moments.clock**2
    assert all((value.value * second).denominator == 1 for _, _, value in model.damping.entries())
    assert all((value.value * third).denominator == 1 for _, _, value in model.coupling.entries())


@pytest.mark.parametrize(
    ("number", "root"), [(1, 1), (2, 2), (4, 2), (8, 4), (72, 12), (53, 53), (53**2, 53), (2520, 420)]
)
def test_root_multiple(number, root):
    assert root == rational._root_multiple(number)
    assert root**2 % number == 0


def test_a_wide_band_takes_the_characteristic_polynomial(monkeypatch):
    def refused(*_):
        raise AssertionError("minors of a dense network")

    monkeypatch.setattr(rational, "sparse_determinant", refused)
    net = sf.complete(8, spring=2, pinning="1/3", baths={i: (i, i) for i in range(1, 9)})
    assert len(RationalMoments(net.linear_model()).determinant) == 17


def test_thirty_dense_sites_take_seconds():
    draw = random.Random(1)
    springs = [(i, j, draw.randint(1, 9)) for i in range(30) for j in range(i + 1, 30)]
    net = sf.Network.from_edges(springs, pinning="1/2", baths={0: (1, 2), 29: ("3/2", 1)})
    start = time.process_time()
    flux = net.steady_state().bond_flux(0, 1)
    assert sum(flux.coefficients.values(), rational.RationalFunction.constant(0)) == 0
    assert time.process_time() - start < 3
