r"""Certificates as LaTeX that a referee follows line by line.

The text is made while the trusted checker walks the certificate: what is printed is what it multiplied out, and a
certificate that it rejects gives no text. Formulas are those of the file, typeset; nothing is computed anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symflux.algebra.ring import name_key
from symflux.certificates.certificate import Certificate
from symflux.certificates.check import STABLE, Checker
from symflux.certificates.core import Poly, Region
from symflux.show.tex.document import number_latex
from symflux.show.tex.layout import column_points, width_of
from symflux.show.tex.proof_formulas import ProofFormulas, parsed
from symflux.show.tex.proof_rules import RELATIONS, RuleTexts
from symflux.show.tex.witness import sides_at

__all__ = ["claim_latex", "proof_latex"]

#: tables of a network, and how many entries of a row are sites
_TABLES = {"springs": 2, "inerters": 2, "directed": 2, "magnetic": 2, "feedback": 2, "baths": 1, "drives": 1}
_NARROW = 300  #: points: lines of a narrower column are not stretched
_SHORT = 8  #: names of parameters that fit on what is left of a line
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
        self.formulas = ProofFormulas(self, names, width)
        self.rules = RuleTexts(self.formulas)
        self.lines: list[str] = []
        self.told = 0
        self.numbers: dict[str, str] = {}

    def _statement(self, statement: Mapping[str, Any]) -> str:
        left, right = (self.formulas.text(statement[side]) for side in ("left", "right"))
        return f"{left} {RELATIONS[statement['relation']]} {right}"

    # the claim ------------------------------------------------------------------------------------------

    def statement_text(self) -> str:
        """The claim with its assumptions, in one sentence."""
        variables = self._variables()
        real = [name for name in variables if name in self.data["real"]]
        positive = [name for name in variables if name not in real]
        _, shown = self.formulas.setter(variables)
        where = []
        if positive:
            where.append(f"for all ${self._listed([shown[n] for n in positive])} > 0$")
        if real:
            where.append(f"{'and' if where else 'for'} all real ${self._listed([shown[n] for n in real])}$")
        if self.data["network"] is not None:
            stable = STABLE in self.data["given"]
            where.append(f"for which the steady state {'exists and ' * stable}is unique")
        given = [f"${self._statement(g)}$" for g in self._comparisons]
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

    def _listed(self, names: list[str]) -> str:
        """Names of parameters in a formula; a narrow line, or a long list, may end between them."""
        return ("$, $" if self._is_narrow or len(names) > _SHORT else ", ").join(names)

    @property
    def _comparisons(self) -> list[Mapping[str, Any]]:
        """The assumptions without the word "stable"."""
        return [g for g in self.data["given"] if g != STABLE]

    def _variables(self) -> list[str]:
        texts = [self.data["claim"][side] for side in ("left", "right")]
        texts += [g[side] for g in self._comparisons for side in ("left", "right")]
        network = self.data["network"]
        if network is not None:
            texts += [*(m for m in network["masses"] if m is not None), *network["pinning"], network.get("over", "1")]
            for key, places in _TABLES.items():
                texts += [text for row in network.get(key, []) for text in row[places:]]
        found: dict[str, None] = {}
        for text in texts:
            for name in parsed(text).names:
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
        number, value = self._number(step), self.formulas.rational(p)
        symbol = f"p_{{{number}}}"
        head = rf"\par\textbf{{({number})}} To show: ${symbol} {RELATIONS[relation]} 0$, where"
        lines = [head, self.formulas.display(symbol, value)]
        assumptions = self._assumptions(region, node)
        if assumptions:
            lines.append(assumptions)
        return lines + self.rules.of(node, region, value, relation, symbol)

    def _assumptions(self, region: Region, node: Mapping[str, Any]) -> str:
        """The assumptions that this step uses."""
        listed = [*node.get("multiples", []), *node.get("products", [])]
        used = sorted({k for indices, *_ in listed for k in indices if isinstance(k, int)})
        if node.get("rule") in ("excluded", "eliminate"):
            used = [node["given"]]
        if node.get("rule") == "ends":
            used = [node[key] for key in ("low", "high") if key in node]
        shown = []
        for k in used:
            if k < len(region.given):
                g, known = region.given[k]
                shown.append(f"$g_{{{k}}} = {self.formulas.inline(self.formulas.rational(g))} {RELATIONS[known]} 0$")
        return f"By assumption {', '.join(shown)}." if shown else ""

    # refutations ----------------------------------------------------------------------------------------

    def refutation(self, node: Mapping[str, Any]) -> list[str]:
        """The point at which the claim fails."""
        _, shown = self.formulas.setter(node["at"])
        values = ",\\; ".join(f"{shown[name]} = {self.formulas.text(text)}" for name, text in node["at"].items())
        lines = [rf"\par\textbf{{The claim is false.}} At ${values}$"]
        if "root" in node:
            low, high = node["root"]["interval"]
            polynomial = self.formulas.text(node["root"]["polynomial"])
            lines.append(rf"with $t$ the root of ${polynomial}$ between ${low}$ and ${high}$")
        lines.append("every assumption holds and the claim does not." if self.data["given"] else "it fails.")
        sides = sides_at(self.data)
        if sides is not None:
            left, right = (number_latex(side) for side in sides)
            lines.append(f"There the left side is ${left}$ and the right side is ${right}$.")
        return lines
