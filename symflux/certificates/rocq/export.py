"""A certificate as a file for the Rocq prover: a theorem over the real numbers, and a proof that its kernel checks.

Nothing here is trusted. A wrong translation does not compile; what has been proved is what the file's theorem says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from symflux.certificates.check import STABLE
from symflux.certificates.core import Rejected
from symflux.certificates.rocq.formula import read_formula
from symflux.certificates.rocq.moments import goal_of
from symflux.certificates.rocq.stationary import NetworkTheorem
from symflux.certificates.rocq.theorem import Theorem
from symflux.errors import CertificateError

__all__ = ["THEORY", "rocq_text", "theorem_text", "theory_text"]

FOLDER = Path(__file__).parent / "theory"
THEORY = (
    "Polynomials",
    "AmGm",
    "Regions",
    "Leaf",
    "Continuity",
    "Elimination",
    "Rules",
    "Claims",
    "Theorems",
    "Networks",
    "Moments",
    "States",
)  #: in the order of their imports
LEVELS = ("moments", "polynomial")
_REQUIRED = re.compile(r"^From Symflux Require Export \w+\.\n", re.MULTILINE)
_LOADED = re.compile(r"^From Coq Require Export [^.]+(?:\.\w+[^.]*)*\.$", re.MULTILINE)
_OPENING = "Import ListNotations.\nLocal Open Scope R_scope.\n"


def rocq_text(data: Mapping[str, Any], name: str = "claim", *, standalone: bool = True, level: str = "moments") -> str:
    """The whole file: the theory (or, if not ``standalone``, a line that loads it) and the theorem.

    ``level`` says what is formal of a claim on a network: "moments", every stationary state; "polynomial", only the
    sign of the polynomial that decides the claim, and the file begins with what is taken on trust.
    Raises :class:`CertificateError` where the certificate uses what is not formal yet, and says what.

    >>> from symflux.certificates.format import proved, sage, statement
    >>> square = proved(statement("a**2 + b**2", ">=", "2*a*b"), sage([("a*b", [("a**2", 1), ("b**2", 1)])]))
    >>> print(rocq_text(square, standalone=False).split("Theorem ")[1].split("Proof")[0])
    claim : forall a b : R,
      a > 0 ->
      b > 0 ->
      a ^ 2 + b ^ 2 >= 2 * a * b.
    <BLANKLINE>
    """
    heading = _heading(data, name, level)
    _require_formal(data, level)
    if level not in LEVELS:
        raise CertificateError(f"no level {level[:20]!a}; known: {', '.join(LEVELS)}")
    if level == "polynomial" and data.get("network") is not None:
        data = polynomial_certificate(data)
    last = "Theorems" if data.get("network") is None else THEORY[-1]
    theory = theory_text(last) if standalone else f"From Symflux Require Import States.\n{_OPENING}"
    return f"{heading}\n{theory}\n{theorem_text(data, name)}"


def theory_text(last: str = THEORY[-1]) -> str:
    """The theory in one piece, up to one of its files."""
    parts = THEORY[: THEORY.index(last) + 1]
    pieces = [(FOLDER / f"{part}.v").read_text(encoding="utf-8") for part in parts]
    loaded = "\n".join(line for piece in pieces for line in _LOADED.findall(piece))
    body = "\n".join(_REQUIRED.sub("", _LOADED.sub("", piece)) for piece in pieces)
    return f"{loaded}\nModule Symflux.\n\n{body}\nEnd Symflux.\nImport Symflux.\n{_OPENING}"


def theorem_text(data: Mapping[str, Any], name: str = "claim") -> str:
    """The theorem and its proof, behind the theory."""
    _require_formal(data)
    try:
        return (Theorem if data.get("network") is None else NetworkTheorem)(data, name).text()
    except Rejected as rejection:  # the search for signs counts its work as the checker does
        raise CertificateError(f"not formal: {rejection.reason}") from rejection
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise CertificateError(f"malformed: {type(error).__name__}: {str(error)[:80]}") from error


def polynomial_certificate(data: Mapping[str, Any]) -> dict[str, Any]:
    """The certificate of the polynomial whose sign decides a claim on a network, by determinants.

    :class:`CertificateError` where another way than determinants leads there.
    """
    node, quantities = data["proof"], [str(entry[side]) for entry in data["given"] for side in ("left", "right")]
    if data["verdict"] != "proved" or node.get("by") != "determinants" or node.get("unique"):
        raise CertificateError("at the level of polynomials only proofs by determinants are formal yet")
    if any(re.search(r"\w *\(", text) for text in quantities):
        raise CertificateError("assumptions on quantities of a network are not formal yet")
    goal, relation = goal_of(data)
    claim = {"left": str(goal), "relation": relation, "right": "0"}
    seen = set(goal.names) | {n for text in quantities for n in read_formula(text).names()}
    at = {n: value for n, value in data["sample"]["at"].items() if n in seen}
    return {**data, "claim": claim, "network": None, "proof": node["then"], "sample": {**data["sample"], "at": at}}


def _require_formal(data: Mapping[str, Any], level: str = "moments") -> None:
    """:class:`CertificateError` for what the theory does not know: it has masses, springs, pins, baths at sites."""
    table = data.get("network")
    if STABLE in data["given"]:
        raise CertificateError('the assumption "stable" is not formal yet')
    if isinstance(table, Mapping) and level == "moments":
        if None in table["masses"]:
            raise CertificateError("networks with sites without mass are not formal yet")
        if any(isinstance(place, list) for place, *_ in table["baths"]):
            raise CertificateError("networks with baths between sites are not formal yet")


def _heading(data: Mapping[str, Any], name: str, level: str) -> str:
    claim = data["claim"]
    shown = " ".join(str(claim[key]) for key in ("left", "relation", "right")).replace("(*", "( *").replace("*)", "* )")
    trust = "    Nothing else need be believed."
    if level == "polynomial" and data.get("network") is not None:
        trust = (
            "    TAKEN ON TRUST: that this claim, wherever the steady state of the network exists and is unique,\n"
            "    has the sign of the polynomial in the theorem (docs/certificate-format.md, section 4)."
        )
    return (
        f"(** {data['verdict'].capitalize()}: {shown[:1000]}\n\n"
        f"    Read the theorem at the end of this file, [{name}], and the axioms that its last line prints: those of\n"
        f"    the real numbers in Rocq's standard library, no others.\n{trust} *)\n"
    )
