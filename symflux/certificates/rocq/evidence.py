"""The proof in a certificate as a term of theory/Rules.v. Nothing is computed: each rule is one constructor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import prod
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


def _natural(k: Any) -> int:
    if type(k) is not int or k < 0:
        raise CertificateError(f"no assumption {str(k)[:20]}")
    return k


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

    def _variable(self, name: str) -> int:
        return self.index.setdefault(name, len(self.index) + 1)

    # polynomials --------------------------------------------------------------------------------------

    def _terms(self, text: Any) -> list[tuple[list[tuple[int, int]], Fraction]]:
        """(monomial by numbers of variables, coefficient) pairs."""
        try:
            value: RationalFunction = parse(str(text), CLAIM_LIMITS)
        except SymfluxError as error:
            raise CertificateError(str(error)) from error
        if not value.denominator.is_constant:
            raise CertificateError(f"{str(text)[:40]!a} is not a polynomial")
        return self._terms_of(value)

    def _terms_of(self, value: RationalFunction) -> list[tuple[list[tuple[int, int]], Fraction]]:
        bottom = value.denominator.constant_value
        return [
            (sorted((self._variable(n), e) for n, e in monomial), Fraction(c, bottom))
            for monomial, c in value.numerator.terms()
        ]

    def number(self, text: Any) -> Fraction:
        """The value of a formula without variables."""
        terms = self._terms(text)
        if any(monomial for monomial, _ in terms):
            raise CertificateError(f"expected a number, found {str(text)[:40]!a}")
        return terms[0][1] if terms else Fraction(0)

    def _polynomial(self, text: Any) -> str:
        return self._sum(self._terms(text))

    def expanded(self, value: RationalFunction) -> str:
        """The term of a polynomial over a number."""
        return self._sum(self._terms_of(value))

    def _sum(self, terms: list[tuple[list[tuple[int, int]], Fraction]]) -> str:
        pairs = (f"({self._powers(monomial)}, {rational(c)})" for monomial, c in terms)
        return f"(of_terms {_listed(pairs)})"

    def _powers(self, monomial: list[tuple[int, int]]) -> str:
        return _listed(f"({x}, {e})" for x, e in monomial)

    def _monomial(self, text: Any) -> str:
        terms = self._terms(text)
        if len(terms) != 1 or terms[0][1] != 1:
            raise CertificateError(f"expected a monomial, found {str(text)[:40]!a}")
        return self._powers(terms[0][0])

    # rules --------------------------------------------------------------------------------------------

    def _leaf(self, node: Node) -> str:
        centre = _listed(f"({self._variable(n)}, {rational(self.number(v))})" for n, v in node.get("at", {}).items())
        multiples = _listed(
            f"({_listed(f'{_natural(k)}%nat' for k in indices)}, {self._polynomial(h)})"
            for indices, h in node.get("multiples", [])
        )
        products = [*([[], w, q] for w, q in node.get("squares", [])), *node.get("products", [])]
        squares = _listed(
            f"({_listed(f'{_natural(k)}%nat' for k in indices)}, ({self._polynomial(w)}, {self._polynomial(q)}))"
            for indices, w, q in products
        )
        circuits = _listed(
            f"({self._monomial(b)}, {_listed(f'({self._monomial(a)}, {rational(self.number(w))})' for a, w in outer)})"
            for b, outer in node.get("circuits", [])
        )
        return f"(Leaf (Sum {centre} {multiples} {squares} {circuits}))"

    def _star(self, node: Node) -> str:
        cones = _listed(
            f"({self._variable(n)}, {rational(self.number(w))}, {self.proof(node['cones'][n])})"
            for n, w in node["at"].items()
        )
        return f"(Star {cones})"

    def _excluded(self, node: Node) -> str:
        plus = "true" if node.get("sign") == "+" else "false"
        return f"(Excluded {_natural(node['given'])} {plus} {self.proof(node['proof'])})"

    def _factor(self, node: Node) -> str:
        factors = _listed(
            f"({self._polynomial(entry['poly'])}, {int(entry['power'])}, "
            + (f"Some {self.proof(entry['proof'])})" if "proof" in entry else "None)")
            for entry in node["factors"]
        )
        return f"(Factor {rational(self.number(node['constant']))} {factors})"

    def _multiply(self, node: Node) -> str:
        if ("dense" in node) == ("positive" in node):
            raise CertificateError("a factor is positive, or not zero on an open region: not both")
        if "dense" in node:
            point = self._point_off(node["by"])
            return (
                f"(Dense {self._polynomial(node['by'])} {point} {self.proof(node['dense'])} {self.proof(node['then'])})"
            )
        return f"(Multiply {self._polynomial(node['by'])} {self.proof(node['positive'])} {self.proof(node['then'])})"

    def _point_off(self, text: Any) -> str:
        """A point at which the polynomial is not zero."""
        terms = self._terms(text)
        names = sorted({x for monomial, _ in terms for x, _ in monomial})
        for k in range(100):
            at = {x: 1 + (k * (i + 1) + i * i) % 17 for i, x in enumerate(names)}
            if sum(c * prod(at[x] ** e for x, e in monomial) for monomial, c in terms):
                return _listed(f"({x}, {rational(Fraction(value))})" for x, value in at.items())
        raise CertificateError("no point off the zeros of the factor was found")

    def _signs(self, node: Node) -> str:
        negative = "None" if node["negative"] == "same" else f"(Some {self.proof(node['negative'])})"
        return f"(Signs {self._variable(node['variable'])} {self.proof(node['positive'])} {negative})"

    def _homogenize(self, node: Node) -> str:
        return f"(Homogenize {self._variable(node['variable'])} {self.proof(node['then'])})"

    def _eliminate(self, node: Node) -> str:
        return f"(Eliminate {_natural(node['given'])} {self._variable(node['variable'])} {self.proof(node['then'])})"

    def _equal(self, node: Node) -> str:
        return f"(Equal {self.proof(node['above'])} {self.proof(node['below'])})"


RULES: Mapping[str, Callable[[Evidence, Node], str]] = {
    "sage": Evidence._leaf, "gram": Evidence._leaf, "star": Evidence._star, "excluded": Evidence._excluded,
    "factor": Evidence._factor, "multiply": Evidence._multiply, "signs": Evidence._signs,
    "homogenize": Evidence._homogenize, "eliminate": Evidence._eliminate, "equal": Evidence._equal,
}  # fmt: skip
