"""The proof in a certificate as a term of theory/Rules.v. Nothing is computed: each rule is one constructor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.errors import CertificateError, SymfluxError

__all__ = ["RULES", "Evidence", "rational"]

Node = Mapping[str, Any]


def rational(value: Fraction) -> str:
    """A number of Q.

    >>> rational(Fraction(-3, 2))
    '(Qmake (-3) 2)'
    """
    top = str(value.numerator) if value >= 0 else f"({value.numerator})"
    return f"(Qmake {top} {value.denominator})"


def _listed(items: Any) -> str:
    return f"[{'; '.join(items)}]"


class Evidence:
    """Translates proofs; ``index`` numbers the variables, those that a proof brings in behind the claim's."""

    def __init__(self, names: Mapping[str, int]):
        self.index = dict(names)

    def proof(self, node: Node) -> str:
        """The term of a proof."""
        rule = node.get("rule")
        if rule not in RULES:
            raise CertificateError(f"rule {str(rule)[:40]!a} is not formal yet; those that are: {', '.join(RULES)}")
        return RULES[str(rule)](self, node)

    def variable(self, name: str) -> int:
        return self.index.setdefault(name, len(self.index) + 1)

    # polynomials --------------------------------------------------------------------------------------

    def terms(self, text: Any) -> list[tuple[list[tuple[int, int]], Fraction]]:
        """(monomial by numbers of variables, coefficient) pairs."""
        try:
            value: RationalFunction = parse(str(text), CLAIM_LIMITS)
        except SymfluxError as error:
            raise CertificateError(str(error)) from error
        if not value.denominator.is_constant:
            raise CertificateError(f"{str(text)[:40]!a} is not a polynomial")
        bottom = value.denominator.constant_value
        return [
            (sorted((self.variable(n), e) for n, e in monomial), Fraction(c, bottom))
            for monomial, c in value.numerator.terms()
        ]

    def number(self, text: Any) -> Fraction:
        terms = self.terms(text)
        if any(monomial for monomial, _ in terms):
            raise CertificateError(f"expected a number, found {str(text)[:40]!a}")
        return terms[0][1] if terms else Fraction(0)

    def polynomial(self, text: Any) -> str:
        pairs = (f"({self.powers(monomial)}, {rational(c)})" for monomial, c in self.terms(text))
        return f"(of_terms {_listed(pairs)})"

    def powers(self, monomial: list[tuple[int, int]]) -> str:
        return _listed(f"({x}, {e})" for x, e in monomial)

    def monomial(self, text: Any) -> str:
        terms = self.terms(text)
        if len(terms) != 1 or terms[0][1] != 1:
            raise CertificateError(f"expected a monomial, found {str(text)[:40]!a}")
        return self.powers(terms[0][0])

    # rules --------------------------------------------------------------------------------------------

    def leaf(self, node: Node) -> str:
        centre = _listed(f"({self.variable(n)}, {rational(self.number(v))})" for n, v in node.get("at", {}).items())
        multiples = _listed(
            f"({_listed(f'{int(k)}%nat' for k in indices)}, {self.polynomial(h)})"
            for indices, h in node.get("multiples", [])
        )
        squares = _listed(f"({self.polynomial(w)}, {self.polynomial(q)})" for w, q in node.get("squares", []))
        circuits = _listed(
            f"({self.monomial(b)}, {_listed(f'({self.monomial(a)}, {rational(self.number(w))})' for a, w in outer)})"
            for b, outer in node.get("circuits", [])
        )
        return f"(Leaf (Sum {centre} {multiples} {squares} {circuits}))"

    def star(self, node: Node) -> str:
        cones = _listed(
            f"({self.variable(n)}, {rational(self.number(w))}, {self.proof(node['cones'][n])})"
            for n, w in node["at"].items()
        )
        return f"(Star {cones})"

    def excluded(self, node: Node) -> str:
        plus = "true" if node.get("sign") == "+" else "false"
        return f"(Excluded {int(node['given'])} {plus} {self.proof(node['proof'])})"

    def factor(self, node: Node) -> str:
        factors = _listed(
            f"({self.polynomial(entry['poly'])}, {int(entry['power'])}, "
            + (f"Some {self.proof(entry['proof'])})" if "proof" in entry else "None)")
            for entry in node["factors"]
        )
        return f"(Factor {rational(self.number(node['constant']))} {factors})"

    def multiply(self, node: Node) -> str:
        return f"(Multiply {self.polynomial(node['by'])} {self.proof(node['positive'])} {self.proof(node['then'])})"

    def signs(self, node: Node) -> str:
        negative = "None" if node["negative"] == "same" else f"(Some {self.proof(node['negative'])})"
        return f"(Signs {self.variable(node['variable'])} {self.proof(node['positive'])} {negative})"

    def homogenize(self, node: Node) -> str:
        return f"(Homogenize {self.variable(node['variable'])} {self.proof(node['then'])})"

    def eliminate(self, node: Node) -> str:
        return f"(Eliminate {int(node['given'])} {self.variable(node['variable'])} {self.proof(node['then'])})"

    def equal(self, node: Node) -> str:
        return f"(Equal {self.proof(node['above'])} {self.proof(node['below'])})"


RULES: Mapping[str, Callable[[Evidence, Node], str]] = {
    "sage": Evidence.leaf, "gram": Evidence.leaf, "star": Evidence.star, "excluded": Evidence.excluded,
    "factor": Evidence.factor, "multiply": Evidence.multiply, "signs": Evidence.signs,
    "homogenize": Evidence.homogenize, "eliminate": Evidence.eliminate, "equal": Evidence.equal,
}  # fmt: skip
