"""One grammar for claims, assumptions, regions and goals; unknown names are errors once a network is in play."""

import pytest
import sympy

import symflux as sf
from symflux.cli.main import main
from symflux.errors import ExpressionError, NetworkError
from symflux.quantities.reader import read_claim, read_claims

HOT = sf.Network.from_edges([(1, 2, "k")], pinning=1, baths={1: (1, "Th"), 2: (1, "Tc")})
ODD = sf.Network.from_edges([("A.1", "x-y", 1)], pinning=1, baths={"A.1": (1, "T1"), "x-y": (1, "T2")})


def test_unknown_names_are_errors_with_the_nearest_name():
    flux = HOT.steady_state().bath_flux(1)
    for given in ["T1 > T2", ["Th > Tcc"], [sympy.Symbol("T1") > 0]]:
        with pytest.raises(NetworkError, match="no parameter 'T"):
            sf.prove(flux > 0, given=given)
    with pytest.raises(NetworkError, match="did you mean 'Th'"):
        sf.prove("bath_flux(1) > Thh", network=HOT)
    with pytest.raises(NetworkError, match="no parameter"):
        sf.find(HOT, {(1, 2): "+"}, given=["T1 > T2"])
    with pytest.raises(NetworkError, match="no parameter"):
        sf.sign_region(flux, over=["k"], given=["kk > 1"])
    assert sf.prove(flux > 0, given=["Th > Tc"]).is_proved


def test_declared_names_are_variables():
    claim = "bath_flux(1) > -x**2"
    assert sf.prove(claim, given=["Th > Tc"], network=HOT, real=["x"]).is_proved
    assert sf.prove(claim, given=["Th > Tc"], network=HOT, extra=["x"]).is_proved
    with pytest.raises(NetworkError, match=r'extra=\["x"\]'):
        sf.prove(claim, network=HOT)


def test_the_command_line_refuses_unknown_names(tmp_path, capsys):
    HOT.to_toml(tmp_path / "t.toml")
    assert main(["prove", str(tmp_path / "t.toml"), "flux12 > 0"]) == 2
    assert "no parameter 'flux12'" in capsys.readouterr().err


@pytest.mark.parametrize("text", ['flux("A.1", "x-y") > 0', "flux(A.1,x-y) > 0", "flux('A.1',x-y) > 0"])
def test_labels_that_a_network_accepts_are_accepted_in_claims(text):
    outcome = sf.prove(text, given="T1 > T2", network=ODD)
    assert outcome.is_proved
    checked = outcome.certificate.check()
    assert checked.claim == "flux(A.1,x-y) > 0" or checked.claim == text
    assert sf.prove(checked.claim, given=list(checked.given), network=checked.network).is_proved


def test_chains_mean_the_same_everywhere():
    net = sf.chain(3, pinning=1, baths={s: (1, f"T{s}") for s in (1, 2, 3)})
    flux = net.steady_state().bond_flux(1, 2)
    assert sf.prove(flux > 0, given="T1 > T2 > T3").is_proved
    assert sf.find(net, {(1, 2): "-"}, given=["T1 > T2 > T3"], seconds=20).is_refuted
    assert flux.temperature_region(given=["T1 > T2 > T3"]).signs == {"+"}
    assert sf.sign_region("a - b", over=["a", "b"], given=["a > b > 1"]).signs == {"+"}
    assert [str(c) for c in read_claims("a > b >= c")] == ["a > b", "b >= c"]
    with pytest.raises(ExpressionError, match="one by one"):
        read_claim("a > b > c")


def test_letters_of_other_alphabets_are_shown_as_typed():
    with pytest.raises(ExpressionError, match="α"):
        sf.prove("α > 0")
