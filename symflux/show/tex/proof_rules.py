"""What each rule of a certificate says to a reader, in the words of a proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from symflux.algebra import RationalFunction
from symflux.certificates.core import Region
from symflux.show.tex.layout import width_of
from symflux.show.tex.proof_formulas import ProofFormulas, parsed

__all__ = ["RELATIONS", "RuleTexts"]

RELATIONS = {">": ">", ">=": r"\geq", "<": "<", "<=": r"\leq", "==": "=", "!=": r"\neq"}


class RuleTexts:
    """The lines that a rule adds, once it is said what is to be shown: one method a rule, named for it."""

    def __init__(self, formulas: ProofFormulas):
        self.formulas = formulas

    def of(
        self, node: Mapping[str, Any], region: Region, value: RationalFunction, relation: str, symbol: str
    ) -> list[str]:
        """The lines for one step, of which ``value`` is the polynomial and ``symbol`` its name; [] for other rules."""
        tell = getattr(self, f"_tell_{node.get('rule')}", None)
        return [] if tell is None else tell(node, region, value, relation, symbol)

    def _tell_sage(self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str) -> list[str]:
        multiples, circuits, at = node.get("multiples", []), node.get("circuits", []), node.get("at", {})
        lines, parts, number = [], [], self.formulas.algebra.number
        rest = value
        for indices, text in multiples:
            factor = parsed(text)
            gs = [self.formulas.rational(region.given[k][0]) for k in indices]
            parts.append(_product_latex(self.formulas.inline(factor), len(factor.numerator) > 1, indices))
            for g in gs:
                factor = factor * g
            rest = rest - factor
        if circuits:
            lines.append(f"By the inequality of the arithmetic and the geometric mean, weighted{self._scaled(at)}:")
            bounds = []
            for middle, outer in circuits:
                terms = [(self._scaled_monomial(text, at), number(weight)) for text, weight in outer]
                total_weight = sum((weight for _, weight in terms), Fraction(0))
                centre = self._scaled_monomial(middle, at)
                left = sum((m * w for m, w in terms), RationalFunction.constant(0))
                bounds.append(rf"{self.formulas.inline(left)} &\geq {self.formulas.inline(centre * total_weight)}")
                sign = self._circuit_sign(rest, centre, region)
                rest = rest - left + centre * total_weight * sign
            shown = bounds[:12]
            lines.append("\\begin{align*}\n" + " \\\\\n".join(shown) + "\n\\end{align*}")
            if len(bounds) > 12:
                lines.append(f"and {len(bounds) - 12} more of this kind (in the certificate).")
        if parts:
            total = " + ".join([*parts[:8], *([r"\ldots"] if len(parts) > 8 else [])])
            lines.append(rf"The assumptions give ${total} \geq 0$.")
        if not circuits and not parts:
            lines.append(f"Every coefficient is positive{self._real_note(region, value)}.")
        elif rest.is_zero:
            lines.append(f"Together they are exactly ${symbol}$.")
        elif len(rest.numerator) <= 12 and width_of(leftover := self.formulas.inline(rest)) < self.formulas.width - 60:
            lines.append(f"Taken from ${symbol}$ they leave ${leftover}$, all of whose terms are $\\geq 0$.")
        else:
            count = len(rest.numerator)
            lines.append(f"Taken from ${symbol}$ they leave {count} term{'s' * (count > 1)}, each $\\geq 0$.")
        if relation == ">":
            lines.append("Not all of these vanish at once, so the sign is strict.")
        return lines

    def _circuit_sign(self, rest: RationalFunction, centre: RationalFunction, region: Region) -> int:
        """The sign of the middle term, which is free where it is odd in a real variable."""
        ((monomial, _),) = centre.numerator.terms()
        odd = any(e % 2 and n in region.real for n, e in monomial)
        coefficient = dict(rest.numerator.terms()).get(monomial, 0)
        return -1 if odd and coefficient > 0 else 1

    def _real_note(self, region: Region, value: RationalFunction) -> str:
        return ", and the exponents of the real variables are even" if set(value.names) & region.real else ""

    def _scaled(self, at: Mapping[str, Any]) -> str:
        if not at:
            return ""
        _, shown = self.formulas.setter(at)
        return " and balanced at $" + ", ".join(f"{shown[n]} = {v}" for n, v in at.items()) + "$"

    def _scaled_monomial(self, text: Any, at: Mapping[str, Any]) -> RationalFunction:
        monomial = parsed(text)
        point = {name: Fraction(str(v)) for name, v in at.items()}
        ((powers, _),) = monomial.numerator.terms()
        scale = Fraction(1)
        for name, exponent in powers:
            scale *= point.get(name, Fraction(1)) ** exponent
        return monomial * RationalFunction.constant(1 / scale)

    def _tell_gram(self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str) -> list[str]:
        squares, rest = [], value
        for indices, *texts in [*(([], *row) for row in node["squares"]), *node.get("products", [])]:
            weight, root = map(parsed, texts)
            product = weight * root * root
            for k in indices:
                product = product * self.formulas.rational(region.given[k][0])
            rest = rest - product
            front = "" if weight == 1 else self.formulas.inline(weight)
            front = rf"\bigl({front}\bigr)" if len(weight.numerator) > 1 else front
            front += "".join(f"g_{{{k}}}" for k in indices)
            squares.append(rf"{front}\,\bigl({self.formulas.inline(root)}\bigr)^2")
        for indices, text in node.get("multiples", []):
            factor = parsed(text)
            squares.append(_product_latex(self.formulas.inline(factor), len(factor.numerator) > 1, indices))
            for k in indices:
                factor = factor * self.formulas.rational(region.given[k][0])
            rest = rest - factor
        if not rest.is_zero:
            squares.append(self.formulas.inline(rest))
        lines = ["It is a sum of squares and of terms that are $\\geq 0$:"]
        body = " \\\\\n&\\quad {} + ".join(squares[:20])
        lines.append(f"\\begin{{align*}}\n{symbol} &= {body}\n\\end{{align*}}")
        if relation == ">":
            lines.append("Not all of these vanish at once, so the sign is strict.")
        return lines

    def _tell_star(self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str) -> list[str]:
        _, shown = self.formulas.setter(node["at"])
        ratios = [f"{shown[n]}/{w}" if str(w) != "1" else shown[n] for n, w in node["at"].items()]
        rules = []
        for k, w in node["at"].items():
            moves = [rf"{shown[j]} \to {shown[j]} + {_times(v, shown[k])}" for j, v in node["at"].items() if j != k]
            if str(w) != "1":
                moves.insert(0, rf"{shown[k]} \to {_times(w, shown[k])}")
            rules.append(f"${', '.join(moves)}$")
        return [
            rf"The least of ${', '.join(ratios)}$ may be any of these; call it the new variable in its place and write "
            "each other one as its multiple plus what exceeds it. So it is enough to show the claim after each of "
            f"{'; '.join(rules)}."
        ]

    def _tell_factor(self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str) -> list[str]:
        pieces, plain = [], [entry for entry in node["factors"] if "proof" not in entry]
        for entry in node["factors"]:
            power, text = entry["power"], self.formulas.text(entry["poly"])
            raised = f"({text})^{{{power}}}" if power > 1 else text
            strength = f" (power {power})" if power > 1 else ""
            sign = f"${text} {RELATIONS[relation]} 0$" + strength
            pieces.append(f"${raised}$ (even power)" if entry in plain else sign)
        constant = str(node["constant"])
        front = "a product" if constant == "1" else f"${self.formulas.text(constant)}$ times a product"
        last = "." if len(plain) == len(pieces) else "; the signs are shown one by one:"
        return [f"It is {front} of factors, none of them negative: {'; '.join(pieces[:12])}{last}"]

    def _tell_multiply(
        self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str
    ) -> list[str]:
        by = f"Multiply by ${self.formulas.text(node['by'])}$"
        if "dense" in node:
            return [rf"{by}, which is $\geq 0$ and positive on a dense set: by continuity the product is enough."]
        return [f"{by}, which is positive, and show the claim for the product."]

    def _tell_signs(self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str) -> list[str]:
        _, shown = self.formulas.setter([node["variable"]])
        name = shown[node["variable"]]
        if node["negative"] == "same":
            return [rf"The claim is the same for ${name}$ and $-{name}$: take ${name} \geq 0$."]
        return [rf"Take ${name} \geq 0$ first, then $-{name}$ in its place."]

    def _tell_homogenize(
        self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str
    ) -> list[str]:
        name = self.formulas.setter([node["variable"]])[1][node["variable"]]
        return [f"Make it homogeneous by one more positive variable ${name}$, which is 1 in the claim."]

    def _tell_eliminate(
        self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str
    ) -> list[str]:
        _, shown = self.formulas.setter([node["variable"]])
        return [f"Solve the assumption for ${shown[node['variable']]}$, put that in, and clear positive denominators."]

    def _tell_introduce(
        self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str
    ) -> list[str]:
        _, shown = self.formulas.setter([node["variable"]])
        name, power = shown[node["variable"]], "" if node["power"] == 1 else f"^{{{node['power']}}}"
        sign = RELATIONS[str(node["sign"])]
        text = self.formulas.inline(parsed(node["value"]))
        return [rf"Let ${name}{power} = {text}$, which is ${sign} 0$; this is $g_{{{len(region.given)}}} = 0$ below."]

    def _tell_ends(self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str) -> list[str]:
        name = self.formulas.setter([node["variable"]])[1][node["variable"]]
        kind = "concave" if "concave" in node else "linear"
        return [rf"It is {kind} in ${name}$, which lies between two bounds: it is enough to look at both of them."]

    def _tell_excluded(
        self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str
    ) -> list[str]:
        fails = "<" if relation == ">=" else r"\leq"
        known = rf"${symbol} {fails} 0$, known as $g_{{{len(region.given)}}}$"
        return [f"It fails only where that assumption does: take {known}."]

    def _tell_equal(self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str) -> list[str]:
        if value.is_zero:
            return ["Both sides are identical."]
        return [r"It is both $\geq 0$ and $\leq 0$."]


def _times(number: Any, symbol: str) -> str:
    return symbol if str(number) == "1" else f"{number} {symbol}"


def _product_latex(front: str, is_sum: bool, assumptions: Sequence[int]) -> str:
    text = " ".join(f"g_{{{k}}}" for k in assumptions)
    if front == "1":
        return text or "1"
    return rf"({front})\,{text}" if is_sum else f"{front}\\,{text}"
