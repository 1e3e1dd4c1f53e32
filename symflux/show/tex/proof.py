r"""Certificates as LaTeX that a referee follows line by line.

The text is made while the trusted checker walks the certificate: what is printed is what it multiplied out, and a
certificate that it rejects gives no text. Formulas are those of the file, typeset; nothing is computed anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.algebra.ring import name_key
from symflux.certificates.certificate import Certificate
from symflux.certificates.check import FREQUENCY, Checker
from symflux.certificates.core import Poly, Region
from symflux.quantities.registry import FUNCTIONS
from symflux.show.collect import Collector
from symflux.show.order import Order
from symflux.show.tex.blocks import Equation, typeset, with_blocks
from symflux.show.tex.document import number_latex
from symflux.show.tex.formula import latex_of
from symflux.show.tex.layout import column_points, width_of
from symflux.show.tex.names import Names, atom_latex
from symflux.show.tex.witness import sides_at

__all__ = ["claim_latex", "proof_latex"]

_RELATIONS = {">": ">", ">=": r"\geq", "<": "<", "<=": r"\leq", "==": "=", "!=": r"\neq"}
_LONGEST = 120  #: terms of a polynomial that is printed in full
_NARROW = 300  #: points: lines of a narrower column are not stretched
_STEPS = 60  #: steps printed; the file has all


def proof_latex(
    certificate: Certificate | Mapping[str, Any],
    *,
    names: Mapping[Any, str] | None = None,
    width: float | str = "page",
    steps: int = _STEPS,
) -> str:
    """The claim of a certificate and its proof (or the point that refutes it), as LaTeX paragraphs and displays.

    Needs amsmath. ``width`` is that of :func:`symflux.show.tex.latex.latex`; after ``steps`` steps the rest is counted,
    not printed. Raises :class:`CertificateError` where the checker rejects the certificate.

    >>> from symflux.certificates.format import proved, sage, statement
    >>> square = proved(statement("a**2 + b**2", ">=", "2*a*b"), sage([("a*b", [("a**2", 1), ("b**2", 1)])]))
    >>> print(proof_latex(square).splitlines()[0])
    \\textbf{Claim.} $a^2 + b^2 \\geq 2 a b$ for all $a, b > 0$.
    """
    held = certificate if isinstance(certificate, Certificate) else Certificate(dict(certificate))
    held.check()
    data = held.data
    teller = _Teller(data, names, column_points(width), steps)
    if data["verdict"] == "refuted":
        return teller.fitted([teller.statement_text(), *teller.refutation(data["proof"])])
    return teller.fitted([teller.statement_text(), *teller.proof(data)])


def claim_latex(data: Mapping[str, Any], names: Mapping[Any, str] | None = None) -> str:
    """The claim of a certificate in one sentence."""
    return _Teller(data, names, 345.0, 0).statement_text()


class _Teller(Checker):
    """The checker, telling what it does."""

    def __init__(self, data: Mapping[str, Any], names: Mapping[Any, str] | None, width: float, steps: int):
        super().__init__()
        self.data, self.width, self.most = data, width, steps
        self.given_names = dict(names or {})
        self.lines: list[str] = []
        self.told = 0
        self.numbers: dict[str, str] = {}

    # typesetting ----------------------------------------------------------------------------------------

    def _setter(self, variables: Iterable[str]) -> tuple[Collector, Names]:
        listed = list(variables)
        atoms = {name: r"\omega^2" if name == FREQUENCY else atom_latex(name) for name in listed if "(" in name}
        shown = Names(listed, atoms | {str(k): v for k, v in self.given_names.items()})
        return Collector(shown.__getitem__, Order()), shown

    def _rational(self, p: Poly) -> RationalFunction:
        scale = lcm(*(Fraction(c).denominator for c in p.values()), 1)
        terms = [(tuple(self.exponents(m).items()), int(Fraction(c) * scale)) for m, c in p.items()]
        return RationalFunction(Polynomial.from_terms(terms), Polynomial.constant(scale))

    def _inline(self, value: RationalFunction) -> str:
        setter, _ = self._setter(value.names)
        sign, formula = setter.rational(value)
        return latex_of(formula, sign)

    def _text(self, text: Any) -> str:
        """A formula of the file, typeset."""
        return self._inline(_parsed(text))

    def _display(self, left: str, value: RationalFunction) -> str:
        if len(value.numerator) > _LONGEST:
            return rf"\[ {left} = \text{{a polynomial of {len(value.numerator)} terms, in the certificate}}. \]"
        setter, shown = self._setter(value.names)
        return typeset(with_blocks([Equation(left, setter.rational(value))], shown, self.width), self.width)

    def _statement(self, statement: Mapping[str, Any]) -> str:
        return f"{self._text(statement['left'])} {_RELATIONS[statement['relation']]} {self._text(statement['right'])}"

    # the claim ------------------------------------------------------------------------------------------

    def statement_text(self) -> str:
        """The claim with its assumptions, in one sentence."""
        variables = self._variables()
        real = [name for name in variables if name in self.data["real"]]
        positive = [name for name in variables if name not in real]
        _, shown = self._setter(variables)
        where = []
        if positive:
            where.append(f"for all ${self._comma.join(shown[n] for n in positive)} > 0$")
        if real:
            where.append(f"{'and' if where else 'for'} all real ${self._comma.join(shown[n] for n in real)}$")
        if self.data["network"] is not None:
            where.append("for which the steady state is unique")
        given = [f"${self._statement(g)}$" for g in self.data["given"]]
        if given:
            where.append("with " + " and ".join(given))
        body = self._statement(self.data["claim"])
        formula = f"${body}$" if width_of(body) < self.width - 40 else f"\\[ {body} \\]"
        return rf"\textbf{{Claim.}} {formula} {' '.join(where)}.".replace(" .", ".")

    def fitted(self, lines: Sequence[str]) -> str:
        """The lines as they stand, or set ragged in a column, where they would be stretched."""
        text = "\n".join(lines)
        return f"{{\\raggedright\n{text}\n\\par}}" if self._is_narrow else text

    @property
    def _is_narrow(self) -> bool:
        """A column, whose lines would be stretched."""
        return self.width < _NARROW

    @property
    def _comma(self) -> str:
        """Between names of parameters: a narrow line may end there."""
        return "$, $" if self._is_narrow else ", "

    def _variables(self) -> list[str]:
        texts = [self.data["claim"][side] for side in ("left", "right")]
        texts += [g[side] for g in self.data["given"] for side in ("left", "right")]
        network = self.data["network"]
        if network is not None:
            texts += [*network["masses"], *network["pinning"], *(row[2] for row in network["springs"])]
            texts += [*(text for row in network["baths"] for text in row[1:]), network.get("over", "1")]
        found: dict[str, None] = {}
        for text in texts:
            for name in _parsed(text).names:
                if "(" not in name:
                    found.setdefault(name)
        return sorted(found, key=name_key)

    # the proof ------------------------------------------------------------------------------------------

    def proof(self, data: Mapping[str, Any]) -> list[str]:
        """The whole proof, told while it is checked."""
        self.lines = [r"\par\textbf{Proof.}"]
        node = data["proof"]
        if data["network"] is not None:
            self.lines.append(self._network_step(node["by"], "nonzero" in node))
        Checker.claim(self, dict(data))
        if self.told > self.most:
            left = self.told - self.most
            self.lines.append(rf"\par The remaining {left} steps are of the same kinds; the file has them.")
        return [*self.lines, r"\hfill$\square$\par"]

    def _network_step(self, by: str, may_vanish: bool) -> str:
        if by == "conductances":
            return (
                r"Every conductance $K_{ij} = \frac{2\gamma_i\gamma_j}{\pi}\int_0^\infty \omega^2 "
                r"|G_{ij}(i\omega)|^2\,d\omega$ is $\geq 0$, and $> 0$ where springs join $i$ and $j$. The bath fluxes "
                r"are $\phi_i = \sum_j K_{ij}(T_i - T_j)$, and a bond whose removal cuts the network in two carries "
                r"$\sum K_{ab}(T_a - T_b)$ over the baths $a$, $b$ on its two sides. In these terms:"
            )
        if by == "spectrum":
            return (
                r"Every flux is $\frac{1}{\pi}\int_{-\infty}^{\infty} \omega^2 S(\omega^2)\,/\,|P(i\omega)|^2"
                r"\,d\omega$ with $P(s) = \det(M s^2 + \Gamma s + V)$ and a polynomial $S$: it is enough to show the "
                r"claim for $S$ in its place, for every $\omega$"
                + (r"; $S \geq 0$ is enough, since one coefficient of $S$ is positive." if may_vanish else ".")
            )
        return (
            r"Every flux is a polynomial over the Hurwitz determinant of $P(s) = \det(M s^2 + \Gamma s + V)$, which is "
            r"positive where the steady state is unique. With the denominator cleared:"
        )

    def prove(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """Check one step, and tell it first."""
        self.told += 1
        if self.told <= self.most and isinstance(node, dict):
            self.step, self.rule = step, str(node.get("rule"))
            self.lines += self._tell(node, region, p, relation, step)
        super().prove(node, region, p, relation, step)

    def _number(self, step: str) -> str:
        """Cases are numbered by their place in the tree: 1, 1.1, 1.2, ..."""
        if step not in self.numbers:
            parent = step.rpartition(".")[0]
            if parent not in self.numbers:
                self.numbers[step] = str(1 + sum("." not in n for n in self.numbers.values()))
            else:
                over = self.numbers[parent]
                below = [n for n in self.numbers.values() if n.rpartition(".")[0] == over and "." in n]
                self.numbers[step] = f"{over}.{len(below) + 1}"
        return self.numbers[step]

    def _tell(self, node: Mapping[str, Any], region: Region, p: Poly, relation: str, step: str) -> list[str]:
        number, value = self._number(step), self._rational(p)
        symbol = f"p_{{{number}}}"
        head = rf"\par\textbf{{({number})}} To show: ${symbol} {_RELATIONS[relation]} 0$, where"
        lines = [head, self._display(symbol, value)]
        assumptions = self._assumptions(region, node)
        if assumptions:
            lines.append(assumptions)
        rule = str(node.get("rule"))
        tell = getattr(self, f"_tell_{rule}", None)
        return lines + (tell(node, region, value, relation, symbol) if tell is not None else [])

    def _assumptions(self, region: Region, node: Mapping[str, Any]) -> str:
        """The assumptions that this step uses."""
        listed = [*node.get("multiples", []), *node.get("products", [])]
        used = sorted({k for indices, *_ in listed for k in indices if isinstance(k, int)})
        if node.get("rule") in ("excluded", "eliminate"):
            used = [node["given"]]
        shown = []
        for k in used:
            if k < len(region.given):
                g, known = region.given[k]
                shown.append(f"$g_{{{k}}} = {self._inline(self._rational(g))} {_RELATIONS[known]} 0$")
        return f"By assumption {', '.join(shown)}." if shown else ""

    def _tell_sage(self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str) -> list[str]:
        multiples, circuits, at = node.get("multiples", []), node.get("circuits", []), node.get("at", {})
        lines, parts = [], []
        rest = value
        for indices, text in multiples:
            factor = _parsed(text)
            gs = [self._rational(region.given[k][0]) for k in indices]
            parts.append(_product_latex(self._inline(factor), len(factor.numerator) > 1, indices))
            for g in gs:
                factor = factor * g
            rest = rest - factor
        if circuits:
            lines.append(f"By the inequality of the arithmetic and the geometric mean, weighted{self._scaled(at)}:")
            bounds = []
            for middle, outer in circuits:
                total_weight = sum((self.number(weight) for _, weight in outer), Fraction(0))
                terms = [(self._scaled_monomial(text, at), self.number(weight)) for text, weight in outer]
                centre = self._scaled_monomial(middle, at)
                left = sum((m * w for m, w in terms), RationalFunction.constant(0))
                bounds.append(rf"{self._inline(left)} &\geq {self._inline(centre * total_weight)}")
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
        elif len(rest.numerator) <= 12 and width_of(self._inline(rest)) < self.width - 60:
            lines.append(f"Taken from ${symbol}$ they leave ${self._inline(rest)}$, all of whose terms are $\\geq 0$.")
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
        _, shown = self._setter(at)
        return " and balanced at $" + ", ".join(f"{shown[n]} = {v}" for n, v in at.items()) + "$"

    def _scaled_monomial(self, text: Any, at: Mapping[str, Any]) -> RationalFunction:
        monomial = _parsed(text)
        point = {name: Fraction(str(v)) for name, v in at.items()}
        ((powers, _),) = monomial.numerator.terms()
        scale = Fraction(1)
        for name, exponent in powers:
            scale *= point.get(name, Fraction(1)) ** exponent
        return monomial * RationalFunction.constant(1 / scale)

    def _tell_gram(self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str) -> list[str]:
        squares, rest = [], value
        for indices, *texts in [*(([], *row) for row in node["squares"]), *node.get("products", [])]:
            weight, root = map(_parsed, texts)
            product = weight * root * root
            for k in indices:
                product = product * self._rational(region.given[k][0])
            rest = rest - product
            front = "" if weight == 1 else self._inline(weight)
            front = rf"\bigl({front}\bigr)" if len(weight.numerator) > 1 else front
            front += "".join(f"g_{{{k}}}" for k in indices)
            squares.append(rf"{front}\,\bigl({self._inline(root)}\bigr)^2")
        for indices, text in node.get("multiples", []):
            factor = _parsed(text)
            squares.append(_product_latex(self._inline(factor), len(factor.numerator) > 1, indices))
            for k in indices:
                factor = factor * self._rational(region.given[k][0])
            rest = rest - factor
        if not rest.is_zero:
            squares.append(self._inline(rest))
        lines = ["It is a sum of squares and of terms that are $\\geq 0$:"]
        body = " \\\\\n&\\quad {} + ".join(squares[:20])
        lines.append(f"\\begin{{align*}}\n{symbol} &= {body}\n\\end{{align*}}")
        if relation == ">":
            lines.append("Not all of these vanish at once, so the sign is strict.")
        return lines

    def _tell_star(self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str) -> list[str]:
        _, shown = self._setter(node["at"])
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
            power, text = entry["power"], self._text(entry["poly"])
            raised = f"({text})^{{{power}}}" if power > 1 else text
            strength = f" (power {power})" if power > 1 else ""
            sign = f"${text} {_RELATIONS[relation]} 0$" + strength
            pieces.append(f"${raised}$ (even power)" if entry in plain else sign)
        constant = str(node["constant"])
        front = "a product" if constant == "1" else f"${self._text(constant)}$ times a product"
        last = "." if len(plain) == len(pieces) else "; the signs are shown one by one:"
        return [f"It is {front} of factors, none of them negative: {'; '.join(pieces[:12])}{last}"]

    def _tell_multiply(
        self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str
    ) -> list[str]:
        by = f"Multiply by ${self._text(node['by'])}$"
        if "dense" in node:
            return [rf"{by}, which is $\geq 0$ and positive on a dense set: by continuity the product is enough."]
        return [f"{by}, which is positive, and show the claim for the product."]

    def _tell_signs(self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str) -> list[str]:
        _, shown = self._setter([node["variable"]])
        name = shown[node["variable"]]
        if node["negative"] == "same":
            return [rf"The claim is the same for ${name}$ and $-{name}$: take ${name} \geq 0$."]
        return [rf"Take ${name} \geq 0$ first, then $-{name}$ in its place."]

    def _tell_homogenize(
        self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str
    ) -> list[str]:
        name = self._setter([node["variable"]])[1][node["variable"]]
        return [f"Make it homogeneous by one more positive variable ${name}$, which is 1 in the claim."]

    def _tell_eliminate(
        self, node: Any, region: Region, value: RationalFunction, relation: str, symbol: str
    ) -> list[str]:
        _, shown = self._setter([node["variable"]])
        return [f"Solve the assumption for ${shown[node['variable']]}$, put that in, and clear positive denominators."]

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

    # refutations ----------------------------------------------------------------------------------------

    def refutation(self, node: Mapping[str, Any]) -> list[str]:
        """The point at which the claim fails."""
        _, shown = self._setter(node["at"])
        values = ",\\; ".join(f"{shown[name]} = {self._text(text)}" for name, text in node["at"].items())
        lines = [rf"\par\textbf{{The claim is false.}} At ${values}$"]
        if "root" in node:
            low, high = node["root"]["interval"]
            polynomial = self._text(node["root"]["polynomial"])
            lines.append(rf"with $t$ the root of ${polynomial}$ between ${low}$ and ${high}$")
        lines.append("every assumption holds and the claim does not." if self.data["given"] else "it fails.")
        sides = sides_at(self.data)
        if sides is not None:
            left, right = (number_latex(side) for side in sides)
            lines.append(f"There the left side is ${left}$ and the right side is ${right}$.")
        return lines


def _parsed(text: Any) -> RationalFunction:
    return parse(str(text), CLAIM_LIMITS, (*FUNCTIONS, FREQUENCY.removesuffix("()")))


def _times(number: Any, symbol: str) -> str:
    return symbol if str(number) == "1" else f"{number} {symbol}"


def _product_latex(front: str, is_sum: bool, assumptions: Sequence[int]) -> str:
    text = " ".join(f"g_{{{k}}}" for k in assumptions)
    if front == "1":
        return text or "1"
    return rf"({front})\,{text}" if is_sum else f"{front}\\,{text}"
