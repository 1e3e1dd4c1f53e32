"""Arguments of the wrong kind are answered in one line that says what would do, never by Python's own errors."""

import pytest

import symflux as sf

NET = sf.chain(3, spring=1, pinning=1, baths={1: (1, 2), 3: (1, 1)})
SS = NET.steady_state()
SERIES = NET.with_quartic({(1, 2): 1}).anharmonic_series(order=0)


@pytest.mark.parametrize(
    "call",
    [
        lambda: sf.Network.from_toml(None),
        lambda: sf.Network.from_toml(3),
        lambda: NET.with_quartic(3),
        lambda: NET.with_quartic({3: 1}),
        lambda: SERIES.direction(3),
        lambda: SERIES.direction("12"),
        lambda: SS.against_gradient(3),
        lambda: SS.sign_patterns(bonds=[3]),
        lambda: SS.self_consistent(3),
        lambda: SS.self_consistent(None),
        lambda: SS.bond_flux(1, 2).latex(names=3),
        lambda: sf.find(3, {(1, 2): "+"}),
        lambda: sf.find(NET, None),
        lambda: sf.prove("a > 0", network=3),
        lambda: sf.cross_check(NET),
        lambda: sf.rectification(3, 1, 2),
        lambda: sf.sign_region(None, over=["a"]),
        lambda: sf.sign_region(SS, over=["a"]),
        lambda: sf.sign_region(SS.bond_flux(1, 2) > 0, over=["a"]),
        lambda: sf.check(None),
        lambda: sf.check(3),
        lambda: sf.check({"verdict": "proved"}),
        lambda: sf.solve_lyapunov(None, None),
        lambda: sf.chain("x"),
    ],
)
def test_arguments_of_the_wrong_kind_are_named(call):
    with pytest.raises(sf.SymfluxError) as caught:
        call()
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 300
