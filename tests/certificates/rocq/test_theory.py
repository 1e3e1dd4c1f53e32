"""The prover's word: the theory compiles, accepted certificates are theorems, changed ones are not."""

import re

import pytest
from rocq_mutations import formal_networks, is_accepted, mutations, polynomial_certificates
from rocq_prover import COQC, MISSING, compiled, run

from symflux.certificates.rocq.export import rocq_text, theorem_text
from symflux.errors import CertificateError

pytestmark = pytest.mark.skipif(COQC is None, reason=MISSING)

#: what the real numbers of the standard library, and its analysis, rest on
AXIOMS = {
    "ClassicalDedekindReals.sig_not_dec",
    "ClassicalDedekindReals.sig_forall_dec",
    "FunctionalExtensionality.functional_extensionality_dep",
    "Classical_Prop.classic",
}
LOADED = "From Symflux Require Import States.\nImport ListNotations.\nLocal Open Scope R_scope.\n"


@pytest.fixture(scope="module")
def theory():
    return compiled()


def is_formal(data):
    try:
        return bool(theorem_text(data))
    except CertificateError as error:
        assert "not formal yet" in str(error)
        return False


def axioms(printed):
    return set(re.findall(r"^([A-Za-z_][\w.]*)\s*:", printed, re.MULTILINE)) - {"Axioms"}


def test_accepted_certificates_are_theorems_over_no_axioms_but_those_of_the_reals(theory, tmp_path):
    certificates = {n: d for n, d in polynomial_certificates(root_in_sample=True).items() if is_formal(d)}
    assert len(certificates) >= 24
    path = tmp_path / "accepted.v"
    theorems = "".join(theorem_text(data, f"T_{name}") for name, data in certificates.items())
    assert theorems.count("Print Assumptions") == len(certificates)
    together = f"Definition together := ({', '.join(f'T_{name}' for name in certificates)}).\n"  # for printing is slow
    text = re.sub("Print Assumptions .*\n", "", theorems) + together + "Print Assumptions together.\n"
    path.write_text(LOADED + text)
    assert axioms(run(theory, path)) == AXIOMS


def test_a_file_stands_alone(tmp_path):
    path = tmp_path / "proof.v"
    path.write_text(rocq_text(formal_networks()["wedge_of_the_triangle"]))
    assert axioms(run(tmp_path, path)) == AXIOMS


def computed(data, name):
    """The checker's answer, and a line that holds only if the prover computes the same."""
    answer = "true" if is_accepted(data) else "false"
    definitions = re.findall(r"^Definition .*?\.$", theorem_text(data, name), re.MULTILINE | re.DOTALL)
    checks = [f"check_claim {name}_reified {name}_evidence"]
    if data["verdict"] == "refuted":
        checks = [f"check_point {name}_reified {name}_point"]
    elif data["given"]:
        checks.append(f"allows {name}_reified {name}_sample")
    goal = f"Goal {' && '.join(checks)} = {answer}. Proof. vm_compute. reflexivity. Qed.\n"
    return answer, "\n".join([*definitions, goal])


def test_changed_certificates_fail_where_the_checker_says_so(theory, tmp_path):
    lines, answers = [], []
    for data in polynomial_certificates().values():
        for changed in mutations(data):
            try:
                answer, text = computed(changed, f"m{len(lines)}")
            except CertificateError:
                continue
            lines.append(text)
            answers.append(answer)
    path = tmp_path / "changed.v"
    path.write_text(LOADED + "\n".join(lines))
    run(theory, path)
    assert answers.count("false") >= 300
    assert answers.count("true") >= 20


#: rejected for what the printed line would say of them: the statement itself is true
AMISS_IN_FORM = ("point_by_another_rule", "value_for_a_name_that_does_not_occur")


def test_rejected_certificates_fail(theory, tmp_path):
    lines = []
    for name, data in polynomial_certificates("rejected").items():
        if name in ("equality_excluded_without_a_sign", "point_by_another_rule"):
            continue  # rejected for their form: what they say is true, and the theorem with it
        if (data["given"] and "sample" not in data) or name in AMISS_IN_FORM:
            continue  # the theorem says nothing of a sample, nor of idle values
        try:
            lines.append(computed(data, f"r_{name}")[1])
        except CertificateError:
            continue
    assert len(lines) >= 10
    path = tmp_path / "rejected.v"
    path.write_text(LOADED + "\n".join(lines))
    run(theory, path)


def test_a_wrong_statement_does_not_compile(theory, tmp_path):
    text = theorem_text(polynomial_certificates()["amgm_pair"], "pair")
    wrong = text.replace("a ^ 2 + b ^ 2 >=", "a ^ 2 + b ^ 3 >=")
    assert wrong != text
    path = tmp_path / "wrong.v"
    path.write_text(LOADED + wrong)
    assert "Error" in run(theory, path, is_good=False)


def test_networks_are_theorems_about_every_stationary_state(theory, tmp_path):
    certificates = formal_networks()
    assert len(certificates) >= 5
    path = tmp_path / "networks.v"
    theorems = "".join(theorem_text(data, f"T_{name}") for name, data in certificates.items())
    together = f"Definition together := ({', '.join(f'T_{name}' for name in certificates)}).\n"
    path.write_text(
        LOADED + re.sub("Print Assumptions .*\n", "", theorems) + together + "Print Assumptions together.\n"
    )
    assert axioms(run(theory, path)) == AXIOMS


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Spring 1 2 (Var 3)", "Spring 1 2 (Var 4)"),  # another network for the prover to compute with
        ("Spring 1 2 a;", "Spring 1 2 b;"),  # another network in the statement
        ("a >= b", "a <= b"),
        ("Q 1 2 > 0", "Q 2 1 > 0"),
        ("(Qmake 2 1)", "(Qmake 3 1)"),
    ],
)
def test_a_changed_theorem_on_a_network_does_not_compile(theory, tmp_path, before, after):
    text = theorem_text(formal_networks()["wedge_of_the_triangle"], "wedge")
    assert before in text
    path = tmp_path / "wrong.v"
    path.write_text(LOADED + text.replace(before, after))
    assert "Error" in run(theory, path, is_good=False)


def test_a_refutation_on_a_network_has_a_stationary_state(theory, tmp_path):
    data = formal_networks()["flux_against_gradient"]
    assert data["verdict"] == "refuted"
    path = tmp_path / "refuted.v"
    path.write_text(LOADED + theorem_text(data, "against"))
    assert axioms(run(theory, path)) <= AXIOMS
    assert "stationary (against_network" in path.read_text()


def test_the_polynomial_that_decides_a_claim_is_a_theorem(theory, tmp_path):
    data = formal_networks()["wedge_of_the_triangle"]
    path = tmp_path / "polynomial.v"
    path.write_text(rocq_text(data, "wedge", standalone=False, level="polynomial"))
    assert axioms(run(theory, path)) == AXIOMS
