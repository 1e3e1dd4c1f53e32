"""The theorem of a certificate on polynomials: definitions, statement and proof."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from symflux.certificates.rocq.evidence import Evidence, rational
from symflux.certificates.rocq.formula import Formula, read_formula
from symflux.errors import CertificateError

__all__ = ["Statement", "Theorem", "identifiers"]

Statement = tuple[Formula, str, Formula]
_COMPARED = {">": "More", ">=": "AtLeast", "<": "Less", "<=": "AtMost", "==": "Same", "!=": "Different"}
_SHOWN = {"==": "=", "!=": "<>"}
_KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        "R as at by cofix do else end exists exists2 fix for forall fun if in lazymatch let match multimatch of return "
        "then using where with Set Prop Type SProp _ IF",
    )
)


class Theorem:
    """One certificate on polynomials."""

    def __init__(self, data: Mapping[str, Any], name: str):
        self.data, self.name = data, name
        self.claim = _statement(data["claim"])
        self.given = [_statement(entry) for entry in data["given"]]
        formulas = [f for left, _, right in (self.claim, *self.given) for f in (left, right)]
        self.variables = tuple(dict.fromkeys(n for f in formulas for n in f.names()))
        self.index = {n: k for k, n in enumerate(self.variables, 1)}
        self.names = identifiers(self.variables, (name,))
        self.real = [n for n in self.variables if n in data["real"]]

    def text(self) -> str:
        """Definitions, theorem, proof, and, where there are assumptions, that they can hold."""
        name, is_proof = self.name, self.data["verdict"] == "proved"
        parts = [f"Definition {name}_reified := ({self.reified()})%positive.\n"]
        if is_proof:
            parts.append(f"Definition {name}_evidence := ({self.evidence()})%positive.\n")
            proof = f"prove_claim {name}_reified {name}_evidence", f"check_claim {name}_reified {name}_evidence"
            parts += [self.theorem(name, self.proved(), *proof)]
        else:
            parts.append(f"Definition {name}_point : list Q := {self.point(self.data['proof'])}.\n")
            proof = f"refute_claim {name}_reified {name}_point", f"check_point {name}_reified {name}_point"
            parts += [self.theorem(name, self.refuted(), *proof)]
        if is_proof and self.given and "sample" in self.data and "root" not in self.data["sample"]:
            parts.append(f"Definition {name}_sample : list Q := {self.point(self.data['sample'])}.\n")
            proof = f"possible_claim {name}_reified {name}_sample", f"allows {name}_reified {name}_sample"
            parts += ["(** The assumptions do not contradict each other. *)"]
            parts += [self.theorem(f"{name}_possible", self.possible(), *proof)]
        return "\n".join([*parts, f"Print Assumptions {name}.\n"])

    def theorem(self, name: str, statement: str, proof: str, computed: str) -> str:
        """A statement, proved by one application of a theorem of the theory whose premise is computed."""
        return f"Theorem {name} : {statement}.\nProof. exact ({proof} (eq_refl true <: {computed} = true)). Qed.\n"

    # what is read -------------------------------------------------------------------------------------

    def quantified(self, word: str, ends: str) -> str:
        """The variables behind ``forall`` or ``exists``."""
        return f"{word} {' '.join(self.names[n] for n in self.variables)} : R,\n  " if self.variables else ends

    def signs(self) -> list[str]:
        """The variables that are positive."""
        return [f"{self.names[n]} > 0" for n in self.variables if n not in self.real]

    def hypotheses(self) -> list[str]:
        """The assumptions, each behind the denominators it needs."""
        return [line for entry in self.given for line in (*self.nonzero(entry), self.said(entry))]

    def said(self, entry: Statement) -> str:
        """A statement as the reader sees it."""
        left, relation, right = entry
        return f"{left.text(self.names)} {_SHOWN.get(relation, relation)} {right.text(self.names)}"

    def nonzero(self, entry: Statement) -> list[str]:
        """That the denominators of a statement are not zero, each once."""
        left, _, right = entry
        listed = [*left.denominators(), *right.denominators()]
        last = [d for k, d in enumerate(listed) if d not in listed[k + 1 :]]
        return [f"{d.text(self.names)} <> 0" for d in last]

    def proved(self) -> str:
        """The statement of a proof."""
        conclusion = " /\\ ".join([*self.nonzero(self.claim), self.said(self.claim)])
        return self.quantified("forall", "") + " ->\n  ".join([*self.signs(), *self.hypotheses(), conclusion])

    def refuted(self) -> str:
        """The statement of a refutation."""
        facts = [*self.signs(), *self.hypotheses(), *self.nonzero(self.claim), f"~ ({self.said(self.claim)})"]
        return self.quantified("exists", "") + " /\\ ".join(facts)

    def possible(self) -> str:
        """That the assumptions can hold."""
        return self.quantified("exists", "") + " /\\ ".join([*self.signs(), *self.hypotheses()])

    # what the prover computes with --------------------------------------------------------------------

    def reified(self) -> str:
        """The claim as the prover computes with it."""

        def shown(entry: Statement) -> str:
            left, relation, right = self.entry(entry)
            return f"Statement {left.term(self.index)} {_COMPARED[relation]} {right.term(self.index)}"

        real = "; ".join(str(self.index[n]) for n in self.real)
        given = ";\n  ".join(shown(entry) for entry in self.given)
        return f"Claim {len(self.variables)} [{real}]\n  [{given}]\n  ({shown(self.claim)})"

    def entry(self, entry: Statement) -> Statement:
        """The statement as the prover computes with it."""
        return entry

    def evidence(self) -> str:
        """The proof as the prover computes with it."""
        node, writer = self.data["proof"], Evidence(self.index)
        if node.get("rule") == "denominator":
            plus = "true" if node["sign"] == "+" else "false"
            return f"Evidence (Some ({plus}, {writer.proof(node['proof'])})) {writer.proof(node['then'])}"
        return f"Evidence None {writer.proof(node)}"

    def point(self, node: Mapping[str, Any]) -> str:
        """A rational point."""
        if "root" in node:
            raise CertificateError("a point with coordinates in t, an algebraic number, is not formal yet")
        if set(node["at"]) != set(self.variables):
            raise CertificateError(f"the point needs values for {', '.join(self.variables)}, and nothing else")
        writer = Evidence({})
        return f"[{'; '.join(rational(writer.number(node['at'][n])) for n in self.variables)}]"


def _statement(entry: Mapping[str, Any]) -> Statement:
    if entry["relation"] not in _COMPARED:
        raise CertificateError(f"no such relation {str(entry['relation'])[:20]!a}")
    return read_formula(entry["left"]), entry["relation"], read_formula(entry["right"])


def identifiers(variables: Sequence[str], taken: Sequence[str]) -> dict[str, str]:
    """A name in Rocq for each variable: its own, with _ behind where that means something else there."""
    names: dict[str, str] = {}
    for variable in variables:
        name = variable
        while name in _KEYWORDS or name in names.values() or name in taken:
            name += "_"
        names[variable] = name
    return names
