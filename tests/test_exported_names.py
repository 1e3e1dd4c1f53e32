"""The public names are written here by hand: a new one is a decision, a missing one a break."""

import ast
import importlib
import inspect
import subprocess
import sys

import symflux

EXPECTED = {
    # building networks
    "Network", "Circuit", "chain", "complete", "paper", "ring", "star",
    # answers
    "solve_lyapunov", "cross_check", "prove", "check", "sign_region", "find", "rectification", "fates", "reverse",
    # every size
    "family", "conductivity",
    # floats for sweeps
    "numeric",
    "atlas",
    # errors
    "SymfluxError", "NetworkError", "InexactInputError", "UniquenessError", "CertificateError", "LyapunovError",
    "VerificationError", "SignError", "StabilityError", "DivergenceError",
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


def test_a_name_is_imported_from_where_type_checkers_see_it():
    """The imports under ``TYPE_CHECKING`` and the table of homes say the same, and so does the object."""
    (block,) = (node for node in ast.parse(inspect.getsource(symflux)).body if isinstance(node, ast.If))
    seen = {alias.name: node.module for node in block.body for alias in node.names}
    assert seen == {name: "symflux" if home == name else f"symflux.{home}" for name, home in symflux._HOMES.items()}
    assert set(symflux._HOMES) == set(symflux.__all__) <= set(dir(symflux))
    for name, module in seen.items():
        assert getattr(symflux, name) is getattr(importlib.import_module(module), name)


def test_names_that_are_not_there_are_said_so():
    for name in ("Netwrok", "_hidden", "no_room"):
        assert not hasattr(symflux, name)
    assert symflux.model.network.Network is symflux.Network


def test_the_version_is_told_without_loading_the_algebra():
    code = "import sys; from symflux.cli import main; main(['--version']); print('sympy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["symflux", symflux.__version__, "False"]
