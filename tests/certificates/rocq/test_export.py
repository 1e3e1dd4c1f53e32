"""Theorems written from certificates, as texts: no prover is needed here (test_theory.py runs it)."""

import json
import re
from pathlib import Path

import pytest

from symflux import prove
from symflux.certificates import Certificate
from symflux.certificates.core import RULES as CHECKED
from symflux.certificates.format import point, proved, refuted, sage, statement
from symflux.certificates.rocq.evidence import RULES
from symflux.certificates.rocq.export import FOLDER, THEORY, rocq_text, theorem_text
from symflux.errors import CertificateError

ACCEPTED = sorted((Path(__file__).parent.parent / "accepted").glob("*.json"))


def statement_of(text):
    """The theorem's statement in one line."""
    return " ".join(re.search(r"Theorem (.*?)\.\nProof", text, re.DOTALL)[1].split())


NO_THEOREM = {"introduce", "ends"}  # rules of the checker that the theory does not have yet


def test_every_rule_of_the_checker_is_exported():
    assert set(CHECKED) == set(RULES) | NO_THEOREM


def test_every_rule_is_a_constructor_with_a_soundness_lemma():
    rules = "".join((FOLDER / f"{name}.v").read_text() for name in ("Rules", "Leaf", "Elimination"))
    for rule in set(RULES) - {"sage", "gram"}:
        assert f"| {rule.capitalize()} " in rules, rule
        assert re.search(rf"^(Lemma|Theorem) {rule}_ok ", rules, re.MULTILINE), rule
    assert "Theorem leaf_ok " in rules


#: accepted certificates that are no theorem yet, and why
NOT_YET = {
    "bond_cut_off_by_a_site": "the multipliers of the moment equations would have",
    "ends_of_a_box": "rule 'ends' is not formal yet",
    "ends_of_a_concave_claim": "rule 'ends' is not formal yet",
    "ends_where_one_is_not_reached": "rule 'ends' is not formal yet",
    "introduced_power": "rule 'introduce' is not formal yet",
    "triangle_by_new_variables": "rule 'introduce' is not formal yet",
    "floating_pair_at_equal_temperatures": "no unique solution",
    "conductance": "the quantity conductance is not formal yet",
    "friction_positive_by_hypothesis": "the quantity hurwitz_determinant is not formal yet",
    "hurwitz_forced": "the quantity hurwitz_determinant is not formal yet",
    "hurwitz_zero_of_the_ring": "the quantity hurwitz_determinant is not formal yet",
    "own_coefficient_below_friction": "the quantity bath_flux_coefficient is not formal yet",
    "point_algebraic": "an algebraic number, is not formal yet",
    "point_at_a_double_root": "an algebraic number, is not formal yet",
    "point_with_a_quantity_in_a_field": "an algebraic number, is not formal yet",
    "second_law": "the quantity conductance is not formal yet",
    "springs_in_series": "a common denominator are not formal yet",
    "temperature_of_a_quotient": "a common denominator are not formal yet",
}


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_an_accepted_certificate_is_exported_or_the_reason_is_told(path):
    data = json.loads(path.read_text())
    try:
        assert "Qed." in theorem_text(data)
    except CertificateError as error:
        assert data["network"] is not None or re.search("algebraic number|rule '", str(error))
        assert re.search(NOT_YET.get(path.stem, "not formal yet|no unique solution|symbols, over"), str(error))
    else:
        assert path.stem not in NOT_YET


def test_the_theory_admits_nothing():
    for part in THEORY:
        text = re.sub(r"\(\*.*?\*\)", "", (FOLDER / f"{part}.v").read_text(), flags=re.DOTALL)
        assert not re.search(r"\b(Admitted|admit|Axiom|Axioms|Parameter|Parameters|Conjecture|Abort)\b", text), part
    assert sorted(path.stem for path in FOLDER.glob("*.v")) == sorted(THEORY)


def test_the_statement_is_an_ordinary_one():
    nesbitt = {"left": "a/(b+c) + b/(a+c) + c/(a+b)", "relation": ">=", "right": "3/2"}
    text = theorem_text(proved(nesbitt, sage()), "nesbitt")
    assert statement_of(text) == (
        "nesbitt : forall a b c : R, a > 0 -> b > 0 -> c > 0 -> "
        "b + c <> 0 /\\ a + c <> 0 /\\ a + b <> 0 /\\ a / (b + c) + b / (a + c) + c / (a + b) >= 3 / 2"
    )


def test_real_variables_have_no_sign_and_assumptions_stand_before_the_conclusion():
    text = theorem_text(
        proved(statement("x*a", ">", "x/b"), sage(), given=[statement("a", ">", "1/b")], real=["x"]), "sample"
    )
    assert statement_of(text) == (
        "sample : forall x a b : R, a > 0 -> b > 0 -> b <> 0 -> a > 1 / b -> b <> 0 /\\ x * a > x / b"
    )


def test_a_refutation_says_that_there_is_a_point():
    text = theorem_text(refuted(statement("1/a", ">", "b"), point({"a": 1, "b": 2})), "no")
    assert statement_of(text) == "no : exists a b : R, a > 0 /\\ b > 0 /\\ a <> 0 /\\ ~ (1 / a > b)"
    assert "[(Qmake 1 1); (Qmake 2 1)]" in text


def test_names_that_rocq_keeps_for_itself_are_changed():
    text = theorem_text(proved(statement("lambda*R*forall", ">", "-fun_"), sage()), "claim")
    assert "forall lambda R_ forall_ fun_ : R" in statement_of(text)
    twice = theorem_text(proved(statement("R*R_", ">", 0), sage()), "claim")
    assert "forall R_ R__ : R" in statement_of(twice)


def test_a_claim_cannot_close_the_comment_at_the_head():
    data = proved(statement("a*(*)", ">", 0), sage())
    with pytest.raises(CertificateError):
        rocq_text(data)
    good = proved(statement("(a)*(a)", ">", 0), sage())
    heading = rocq_text(good, standalone=False).split("From Symflux")[0]
    assert heading.count("*)") == 1


def test_the_file_stands_alone_or_loads_the_theory():
    data = proved(statement("a", ">", 0), sage())
    alone, loading = rocq_text(data), rocq_text(data, standalone=False)
    assert "From Symflux" not in alone
    assert "Theorem prove_claim" in alone
    assert "From Symflux Require Import States." in loading
    assert "Theorem prove_claim" not in loading
    assert loading.endswith("Print Assumptions claim.\n")


def test_a_certificate_that_is_not_accepted_is_not_exported(tmp_path):
    with pytest.raises(CertificateError, match="rule sage"):
        Certificate(proved(statement("a - b", ">", 0), sage())).to_rocq(tmp_path / "proof.v")
    assert not list(tmp_path.iterdir())


def test_an_outcome_writes_its_theorem(tmp_path):
    outcome = prove("a**2 + b**2 >= 2*a*b", real=["a", "b"])
    outcome.certificate.to_rocq(tmp_path / "proof.v", name="square")
    assert "Theorem square : forall a b : R,\n  a ^ 2 + b ^ 2 >= 2 * a * b." in (tmp_path / "proof.v").read_text()


def test_the_wedge_of_the_readme_is_about_every_stationary_state():
    path = Path(__file__).parent.parent / "accepted" / "wedge_of_the_triangle.json"
    text = theorem_text(json.loads(path.read_text()), "wedge")
    assert (
        "Definition wedge_network (T1 T2 a b : R) : network R :=\n"
        "  Network [1; 1; 1] [1; 1; 1]\n"
        "    [Spring 1 2 a; Spring 1 3 b; Spring 2 3 b]\n"
        "    [Bath 1 1 T1; Bath 2 1 T2].\n"
    ) in text
    assert statement_of(text) == (
        "wedge : forall T1 T2 a b : R, T1 > 0 -> T2 > 0 -> a > 0 -> b > 0 -> "
        "forall Q : coordinate -> coordinate -> R, stationary (wedge_network T1 T2 a b) Q -> "
        "T1 > T2 -> a >= b -> flux (wedge_network T1 T2 a b) Q 1 2 > 0"
    )
    assert "exists Q : coordinate -> coordinate -> R,\n  T1 > T2 /\\ a >= b /\\ stationary (wedge_network" in text


def test_at_the_level_of_polynomials_the_file_says_what_is_taken_on_trust():
    path = Path(__file__).parent.parent / "accepted" / "wedge_of_the_triangle.json"
    text = rocq_text(json.loads(path.read_text()), "wedge", standalone=False, level="polynomial")
    assert text.split("*)")[0].count("TAKEN ON TRUST") == 1
    assert "stationary" not in text
    assert "T1 > T2 -> a >= b ->" in statement_of(text)
    assert statement_of(text).endswith("> 0")
    assert "Nothing else need be believed" not in text
    with pytest.raises(CertificateError, match="no level 'physics'; known: moments, polynomial"):
        rocq_text(json.loads(path.read_text()), level="physics")
    bridge = json.loads((path.parent / "bridge.json").read_text())
    with pytest.raises(CertificateError, match="only proofs by determinants"):
        rocq_text(bridge, level="polynomial")


def test_an_elimination_is_one_constructor_whatever_the_power():
    product = [statement("a**2*b*c", "==", 1)]
    node = {"rule": "eliminate", "given": 0, "variable": "a", "then": sage()}
    assert "Eliminate 0 1" in theorem_text(proved(statement("a**2 + b + c", ">=", 3), node, given=product))
