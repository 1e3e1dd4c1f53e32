"""Certificates as text: what is printed is what the checker multiplied out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from compiling import PREAMBLE, compiled
from latex_reader import evaluate

import symflux as sf
from symflux.algebra import exact
from symflux.certificates import format as rules
from symflux.certificates.certificate import Certificate
from symflux.errors import CertificateError
from symflux.show.tex.document import number_latex
from symflux.show.tex.proof import claim_latex, proof_latex
from symflux.signs.prove import prove

ACCEPTED = sorted((Path(__file__).parents[1] / "certificates" / "accepted").glob("*.json"))
TRIANGLE = sf.Network.from_edges(
    [(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")}
).steady_state()
AM_GM = rules.sage([("a*b", [("a**2", 1), ("b**2", 1)])])
PROVED = [
    (prove("a**2+b**2+c**2>=a*b+b*c+c*a", real=["a", "b", "c"]), "arithmetic and the geometric mean"),
    (prove("a > b", given=["a > 2*b"]), "The assumptions give"),
    (prove("x**4 - 3*x + 3 > 0", real=["x"]), "call it the new variable"),
    (prove("a**3 + b**3 + c**3 >= 3*a*b*c"), "a product of factors"),
    (prove(TRIANGLE.bond_flux(1, 3).coefficient(1) > 0, given=["b > a"]), "Hurwitz determinant"),
    (prove(TRIANGLE.bath_flux(1) > 0, given=["T1 > T2"]), "Every conductance"),
]


@pytest.mark.parametrize(("outcome", "words"), PROVED, ids=lambda x: x if isinstance(x, str) else "")
def test_each_kind_of_proof_names_its_reason(outcome, words):
    text = proof_latex(outcome.certificate)
    assert text.startswith(r"\textbf{Claim.}") and words in text and text.endswith(r"\hfill$\square$\par")


def test_the_polynomial_printed_is_the_claim():
    text = proof_latex(rules.proved(rules.statement("a**2 + b**2", ">=", "2*a*b"), AM_GM))
    printed = re.search(r"\\begin\{equation\*\}\np_\{1\} = (.*)\n", text)[1]
    point = {"a": exact("3/7").value, "b": exact("5/2").value}
    assert evaluate(printed, point) == (point["a"] - point["b"]) ** 2


def test_the_remainder_printed_is_what_is_left():
    text = proof_latex(prove("a > b", given=["a > 2*b"]).certificate)
    assert r"\frac{1}{2}\,g_{0} \geq 0" in text and r"leave $\frac{a}{2}$" in text


def test_a_refutation_prints_the_point():
    outcome = prove("a**2 + b**2 > 2*a*b")
    text = proof_latex(outcome.certificate)
    assert "The claim is false" in text and "a = 1" in text and "b = 1" in text
    assert "There the left side is $2$ and the right side is $2$." in text


def test_a_refutation_shows_the_values_of_both_sides():
    outcome = prove(TRIANGLE.bond_flux(1, 3) >= TRIANGLE.bath_flux(1) / 2, given=["T1 > T2"])
    left, right = (
        ss.at(outcome.witness).rational_function.value for ss in (TRIANGLE.bond_flux(1, 3), TRIANGLE.bath_flux(1) / 2)
    )
    assert left < right
    text = proof_latex(outcome.certificate)
    assert f"There the left side is ${number_latex(left)}$ and the right side is ${number_latex(right)}$." in text


def test_a_wrong_certificate_gives_no_text():
    wrong = rules.proved(rules.statement("a**2 + b**2", ">=", "3*a*b"), AM_GM)
    with pytest.raises(CertificateError, match="rule sage"):
        proof_latex(wrong)


def test_claims_use_the_symbols_of_physics():
    data = prove(TRIANGLE.bath_flux(1) > 0, given=["T1 > T2"]).certificate.data
    assert claim_latex(data).startswith(r"\textbf{Claim.} $\phi_{1} > 0$ for all $T_1, T_2, a, b, c, g > 0$")
    assert r"\kappa" in claim_latex(data, names={"a": r"\kappa"})


def test_long_proofs_are_cut_and_say_so():
    text = proof_latex(prove("a**3 + b**3 + c**3 >= 3*a*b*c").certificate, steps=1)
    assert "The remaining" in text and text.count("To show") == 1


def test_every_accepted_certificate_is_told_and_compiles(tmp_path):
    assert len(ACCEPTED) > 10
    texts = [proof_latex(Certificate(json.loads(path.read_text())), steps=12) for path in ACCEPTED]
    texts += [proof_latex(outcome.certificate) for outcome, _ in PROVED]
    assert all(text.startswith(r"\textbf{Claim.}") for text in texts)
    compiled("\n\n\\bigskip\n".join(texts).join(PREAMBLE), tmp_path)
