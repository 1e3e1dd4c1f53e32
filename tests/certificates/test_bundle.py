"""Several certificates in one file are those certificates: nothing passes that would not pass alone."""

import json

import pytest

import symflux as sf
from symflux.certificates.bundle import CertificateBundle
from symflux.errors import CertificateError

NET = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})


@pytest.fixture(scope="module")
def outcomes():
    claims = ["flux(1,2) > 0", "bath_flux(1) >= T1", "conductance(1,2) > 0"]
    return sf.prove(claims, given="T1 > T2", network=NET)


def test_a_list_of_claims_gives_one_certificate_with_the_network_once(outcomes, tmp_path):
    bundle = outcomes.certificate
    assert [each.verdict for each in outcomes] == ["proved", "refuted", "proved"]
    bundle.save(tmp_path / "all.json")
    assert (tmp_path / "all.json").read_text().count('"springs"') == 1
    back = CertificateBundle.load(tmp_path / "all.json")
    assert [dict(each.data) for each in back.certificates] == [dict(each.certificate.data) for each in outcomes]
    assert [found.verdict for found in back.check()] == ["proved", "refuted", "proved"]


def test_claims_on_different_networks_keep_their_own(outcomes):
    other = sf.prove(["flux(1,2) > 0"], given="T1 > T2", network=NET.at({"k": 3}))
    plain = sf.prove(["a > b", "a + b > a"])
    joined = CertificateBundle((outcomes.certificate.certificates[0], *(o.certificate for o in (*other, *plain))))
    assert len(joined.data["networks"]) == 2
    assert [part["network"] for part in joined.data["certificates"]] == [0, 1, None, None]


def test_undecided_claims_have_no_part_in_it():
    found = sf.prove(["a > b", "1/a > 1/b + 1/(a - b)**2"], seconds=0.01)
    assert len(found.certificate.certificates) == sum(not each.is_undecided for each in found)


def damaged(data, kind):
    part = data["certificates"][0]
    if kind == "number":
        part["network"] = 7
    elif kind == "truth":
        part["network"] = True
    elif kind == "format":
        part["format"] = "symflux certificate 2"
    elif kind == "key":
        data["more"] = []
    elif kind == "many":
        data["certificates"] = [part] * 201
    elif kind == "version":
        data["format"] = "symflux certificates 9"
    else:
        data["certificates"] = {"0": part}
    return data


@pytest.mark.parametrize("kind", ["number", "truth", "format", "key", "many", "version", "lists"])
def test_a_damaged_file_is_refused(outcomes, tmp_path, kind):
    (tmp_path / "bad.json").write_text(json.dumps(damaged(json.loads(outcomes.certificate.text), kind)))
    with pytest.raises(CertificateError):
        CertificateBundle.load(tmp_path / "bad.json")


def test_a_part_that_proves_nothing_is_refused(outcomes, tmp_path):
    data = json.loads(outcomes.certificate.text)
    data["certificates"][0]["claim"]["relation"] = "<"
    (tmp_path / "bad.json").write_text(json.dumps(data))
    with pytest.raises(CertificateError, match="step"):
        CertificateBundle.load(tmp_path / "bad.json").check()


def test_no_file_and_no_json_are_one_line_errors(tmp_path):
    with pytest.raises(CertificateError, match="No such file"):
        CertificateBundle.load(tmp_path / "none.json")
    (tmp_path / "text.json").write_text("{")
    with pytest.raises(CertificateError, match="not JSON"):
        CertificateBundle.load(tmp_path / "text.json")
    assert not CertificateBundle.is_bundle(tmp_path / "text.json")
