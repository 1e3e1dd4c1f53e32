"""The public names are written here by hand: a new one is a decision, a missing one a break."""

import subprocess
import sys

import symflux

EXPECTED = {
    # building networks
    "Network", "chain", "complete", "paper", "ring", "star",
    # answers
    "solve_lyapunov", "cross_check", "prove", "check", "sign_region", "find", "rectification", "fates", "reverse",
    # every size
    "family",
    "atlas",
    # errors
    "SymfluxError", "NetworkError", "InexactInputError", "UniquenessError", "CertificateError", "LyapunovError",
    "VerificationError", "SignError",
}  # fmt: skip

PAPER = {"example_1", "example_2", "example_2_corrected", "example_3", "example_4", "figure_1"}


def test_public_names():
    assert set(symflux.__all__) == EXPECTED


def test_every_public_name_exists():
    assert [name for name in symflux.__all__ if not hasattr(symflux, name)] == []


def test_public_names_are_sorted_and_given_once():
    assert sorted(set(symflux.__all__)) == list(symflux.__all__)


def test_networks_of_the_paper():
    assert set(symflux.paper.__all__) == PAPER


def test_errors_are_under_one_root():
    errors = [getattr(symflux, name) for name in symflux.__all__ if name.endswith("Error")]
    assert len(errors) >= 8
    assert all(issubclass(error, symflux.SymfluxError) for error in errors)


def test_import_loads_no_plotting():
    wanted = "{'matplotlib', 'networkx', 'z3'}"
    code = f"import sys, symflux; print(sorted({{m.split('.')[0] for m in sys.modules}} & {wanted}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
