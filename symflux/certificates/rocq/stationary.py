"""The theorem of a certificate on a network: what holds in every stationary state, and that there is one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_mat

from symflux.algebra import Polynomial, RationalFunction
from symflux.certificates.check import Checker
from symflux.certificates.rocq.evidence import Evidence, rational
from symflux.certificates.rocq.formula import Formula
from symflux.certificates.rocq.moments import Reduction, linear_rows, reduce_to_parameters
from symflux.certificates.rocq.networks import FormalNetwork
from symflux.certificates.rocq.theorem import Statement, Theorem, identifiers
from symflux.errors import CertificateError

__all__ = ["NetworkTheorem"]

_TAKEN = (
    "Q",
    "flux",
    "bath_flux",
    "kinetic_temperature",
    "stationary",
    "coordinate",
    "network",
    "Network",
    "Spring",
    "Bath",
)


class NetworkTheorem(Theorem):
    """One certificate on a network, at the level of its moment equations."""

    def __init__(self, data: Mapping[str, Any], name: str):
        super().__init__(data, name)
        self.net = FormalNetwork(data["network"])
        seen = (*self.variables, *(n for f in self.net.entries for n in f.names()))
        self.variables = tuple(dict.fromkeys(n for n in seen if "(" not in n))
        self.real = [n for n in self.variables if n in data["real"]]
        self.names = identifiers(self.variables, (name, f"{name}_network", *_TAKEN))
        self.index = {n: k for k, n in enumerate(self.variables, 1)}
        self.index |= {n: len(self.variables) + k for n, k in self.net.moments.items()}
        self.shown = " ".join([f"{name}_network", *(self.names[n] for n in self.variables)])
        self.shown = f"({self.shown})" if self.variables else self.shown
        self.written = {id(entry): self._written(entry) for entry in (self.claim, *self.given)}

    def _written(self, entry: Statement) -> Statement:
        """The statement with its quantities written out in moments; their names in the theorem are noted."""
        left, relation, right = entry
        found = {n: self.net.quantity(n, self.shown) for n in (*left.names(), *right.names()) if "(" in n}
        self.names |= {atom: text for atom, (text, _) in found.items()}

        def written(node: Formula, parts: tuple[Formula, ...]) -> Formula:
            is_atom = node.kind == "Var" and node.name in found
            return found[node.name][1] if is_atom else Formula(node.kind, parts, node.number, node.name)

        return left.fold(written), relation, right.fold(written)

    def text(self) -> str:
        """Definitions, theorem, proof, and that its hypotheses can hold."""
        name, binder = self.name, " ".join(self.names[n] for n in self.variables)
        formal = self.net.term(lambda f: f.term(self.index))
        sites = ", ".join(f"{k} is {label}" for k, label in enumerate(self.net.labels, 1) if str(k) != label)
        parts = [
            *([f"(** The sites: {sites}. *)"] if sites else []),
            f"Definition {name}_network{f' ({binder} : R)' if binder else ''} : network R :=\n"
            f"  {self.net.term(self._entry)}.\n",
            f"Definition {name}_formal : network expr :=\n  ({formal})%positive.\n",
            f"Definition {name}_reified := ({self.reified()})%positive.\n",
        ]
        node = self.data["proof"] if self.data["verdict"] == "refuted" else self.data["sample"]
        arguments = f"{name}_formal {name}_reified"
        parts.append(f"Definition {name}_state := {self.state(node)}.\n")
        if self.data["verdict"] == "refuted":
            proof = f"refute_state {arguments} {name}_state", f"check_counterexample {arguments} {name}_state"
            parts.append(self.theorem(name, self.refuted(), *proof))
        else:
            parts.append(f"Definition {name}_evidence := ({self.evidence()})%positive.\n")
            proof = f"prove_when_stationary {arguments} {name}_evidence", f"check_network {arguments} {name}_evidence"
            parts.append(self.theorem(name, self.proved(), *proof))
            proof = f"possible_state {arguments} {name}_state", f"check_state {arguments} {name}_state"
            parts.append("(** There are such stationary states. *)")
            parts.append(self.theorem(f"{name}_possible", self.possible(), *proof))
        return "\n".join([*parts, f"Print Assumptions {name}.\n"])

    def _entry(self, formula: Formula) -> str:
        """An entry of the network as the reader sees it."""
        text = formula.text(self.names)
        return text if text.isidentifier() or text.isdigit() else f"({text})"

    # what is read -------------------------------------------------------------------------------------

    @property
    def stationary(self) -> str:
        """That Q is a stationary state."""
        return f"stationary {self.shown} Q"

    def nonzero(self, entry: Statement) -> list[str]:
        left, _, right = self.written[id(entry)]
        listed = [*left.denominators(), *right.denominators()]
        last = [d for k, d in enumerate(listed) if d not in listed[k + 1 :]]
        if any(n in self.net.moments for d in last for n in d.names()):
            raise CertificateError("a quantity in a denominator is not formal yet")
        return [f"{d.text(self.names)} <> 0" for d in last]

    def proved(self) -> str:
        conclusion = " /\\ ".join([*self.nonzero(self.claim), self.said(self.claim)])
        state = "forall Q : coordinate -> coordinate -> R"
        lines = [*self.signs(), f"{state}, {self.stationary}", *self.hypotheses(), conclusion]
        return self.quantified("forall", "") + " ->\n  ".join(lines)

    def refuted(self) -> str:
        facts = [*self.hypotheses(), *self.nonzero(self.claim), self.stationary, f"~ ({self.said(self.claim)})"]
        return self._some(facts)

    def possible(self) -> str:
        return self._some([*self.hypotheses(), self.stationary])

    def _some(self, facts: list[str]) -> str:
        state = "exists Q : coordinate -> coordinate -> R"
        inside = " /\\ ".join(facts)
        return self.quantified("exists", "") + " /\\ ".join([*self.signs(), f"{state},\n  {inside}"])

    # what the prover computes with --------------------------------------------------------------------

    def entry(self, entry: Statement) -> Statement:
        return self.written[id(entry)]

    def evidence(self) -> str:
        if any("(" in n for left, _, right in self.given for n in (*left.names(), *right.names())):
            raise CertificateError("assumptions on quantities of a network are not formal yet")
        reduction = reduce_to_parameters(self.data, self.net, self.written[id(self.claim)])
        last = len(self.variables) + (2 * self.net.size) ** 2
        free = {f"(free {k})": k for k in range(len(self.index) + 1, last + 1)}  # new variables come behind all moments
        writer, keep = Evidence({**self.index, **free}), len(self.given)
        multipliers = "; ".join(f"([{keep + k}%nat], {writer.expanded(v)})" for k, v in reduction.multipliers.items())
        proof = f"(Modulo [{multipliers}] {keep} {_numerator(reduction, writer)})"
        for factor, positive in reversed(reduction.by):
            by = writer.expanded(RationalFunction.wrap(factor))
            proof = f"(Multiply {by} (Modulo [] 0 {writer.proof(positive)}) {proof})"
        return f"Evidence None {proof}"

    def state(self, node: Mapping[str, Any]) -> str:
        """The stationary state at a rational point, with its quadratic form as a sum of squares."""
        parameters = self.point(node)
        writer = Evidence({})
        values = {n: writer.number(node["at"][n]) for n in self.variables}
        matrix = _moments(self.net, values)
        shown = "; ".join(f"[{'; '.join(map(rational, row))}]" for row in matrix)
        squares = "; ".join(f"({rational(w)}, [{'; '.join(map(rational, row))}])" for w, row in _squares(matrix))
        return f"State {parameters}\n  [{shown}]\n  [{squares}]"


def _numerator(reduction: Reduction, writer: Evidence) -> str:
    """N is a positive multiple of the certificate's polynomial."""
    share = reduction.factor
    if reduction.factor_proof is None or (share.is_constant and share.value == 1):
        return writer.proof(reduction.then)
    first = f"({_poly(writer, share.numerator)}, 1, Some (Modulo [] 0 {writer.proof(reduction.factor_proof)}))"
    second = f"({_poly(writer, reduction.goal)}, 1, Some {writer.proof(reduction.then)})"
    return f"(Factor {rational(Fraction(1, share.denominator.constant_value))} [{first}; {second}])"


def _poly(writer: Evidence, p: Polynomial) -> str:
    return writer.expanded(RationalFunction.wrap(p))


def _moments(net: FormalNetwork, values: Mapping[str, Fraction]) -> list[list[Fraction]]:
    """The solution of the moment equations at a point."""
    rows, names = linear_rows(net, Checker()), list(net.moments)

    def number(value: RationalFunction) -> fmpq:
        found = value.evaluate({n: values[n] for n in value.names})
        return fmpq(found.numerator, found.denominator)

    zero = RationalFunction.constant(0)
    system = fmpq_mat([[number(row.get(n, zero)) for n in names] for row in rows])
    try:
        column = system.solve(fmpq_mat([[-number(row.get(None, zero))] for row in rows]))
    except ZeroDivisionError:
        raise CertificateError("the moment equations have no unique solution at the point") from None
    found = {n: Fraction(int(x.p), int(x.q)) for n, x in zip(names, column.entries(), strict=True)}
    size = 2 * net.size
    return [[found[f"Q_{min(a, b)}_{max(a, b)}"] for b in range(size)] for a in range(size)]


def _squares(matrix: list[list[Fraction]]) -> list[tuple[Fraction, list[Fraction]]]:
    """Weights and rows with matrix = sum w r r^T, by symmetric elimination."""
    rest, found = [list(row) for row in matrix], []
    for k in range(len(rest)):
        pivot = rest[k][k]
        if pivot < 0 or (pivot == 0 and any(rest[k])):
            raise CertificateError("the moments at the point are not positive semidefinite")
        if pivot == 0:
            continue
        row = [x / pivot for x in rest[k]]
        found.append((pivot, row))
        rest = [[x - pivot * row[i] * row[j] for j, x in enumerate(line)] for i, line in enumerate(rest)]
    return found
