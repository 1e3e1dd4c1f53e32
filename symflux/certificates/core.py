"""The polynomial core of the checker: exact arithmetic, formulas, and the rules of proof. Standard library only.

Nothing here searches: polynomials over the rationals are added, multiplied, substituted and compared. No network is
known here; check.py, beside this file, reads certificates. docs/certificate-format.md says why each rule is sound.
Work and memory are counted, never timed: a certificate is refused on one machine if it is on any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial, reduce
from heapq import heapify, heappop, heappush
from math import lcm, prod
from operator import or_
from typing import Any

FORMULA, WORK, TERMS, KEPT, BITS, NAMES, DEPTH, POWER = 500_000, 15_000_000, 100_000, 500_000, 60_000, 200, 200, 2000
FIELD, MASK, TOP = 16, 0xFFFF, 0x8000  # a monomial is one integer: FIELD bits of exponent for each variable
BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}  # the minus of one number binds with 3
_ARGUMENT = r" *(?:[\w.-]+|\( *[\w.-]+ *, *[\w.-]+ *\)) *"  # of a quantity: a label, or two in parentheses
_TOKEN = re.compile(
    rf"\d+\.?\d*|\.\d+|[A-Za-z_]\w*(?: *\((?: *|{_ARGUMENT}(?:,{_ARGUMENT})*)\))?|\*\*|[-+*/()]", re.ASCII
)
NAME = re.compile(r"(?!(?:nan|inf|infinity)$)[A-Za-z_]\w{0,99}", re.ASCII | re.IGNORECASE)
Poly = dict[int, Any]  # packed monomial -> int or Fraction, no zeros
Ratio = tuple[Poly, Poly]
ZERO: Poly = {}
ONE: Poly = {0: 1}


class Rejected(Exception):
    """The certificate proves nothing; says where (step), by which rule, and why."""

    def __init__(self, step: str, rule: str, reason: str):
        super().__init__(f"step {step}, rule {rule}: {reason}")
        self.step, self.rule, self.reason = step, rule, reason


@dataclass(frozen=True)
class Region:
    """Points where every assumption holds. A variable not in ``real`` is >= 0; in each clause some variable is > 0."""

    real: frozenset[str]
    clauses: frozenset[frozenset[str]]
    given: tuple[tuple[Poly, str], ...]

    def mapped(self, change: Callable[[Poly], Poly], **changes: Any) -> Region:
        """The region after a substitution."""
        return replace(self, given=tuple((change(g), known) for g, known in self.given), **changes)


class Algebra:
    """Polynomials as dictionaries, over variables numbered as they are met; every product is counted."""

    functions: Collection[str] = ()  # names that may stand before parentheses in a formula

    def __init__(self) -> None:
        self.shift: dict[str, int] = {}
        self.guard = 0  # the top bit of every exponent, never set
        self.seen: set[str] = set()  # every variable of a formula
        self.values: dict[str, Poly] = {}  # put into every formula as it is read
        self.work, self.kept, self.depth, self.step, self.rule = WORK, 0, 0, "certificate", "format"

    def need(self, condition: Any, reason: str, *found: Any) -> None:
        """Rejects unless the condition holds; the message is written only then."""
        if not condition:
            words = (", ".join(map(str, x)) if isinstance(x, tuple) else repr(x)[:60] for x in found)
            shown = (w[:300].encode("ascii", "backslashreplace").decode().replace("\n", " ") for w in words)
            raise Rejected(self.step, self.rule, reason.format(*shown))

    def fields(self, node: Any, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        """The node is an object with these keys and no others."""
        self.need(isinstance(node, dict), "expected an object, found {}", node)
        missing = [key for key in required if key not in node]
        unknown = [key for key in node if key not in required + optional]
        self.need(not missing, "{} is missing", *missing[:1])
        self.need(not unknown, "unknown key {}; known: {}", *unknown[:1], required + optional)

    def rows(self, entries: Any, width: int, what: str) -> list[list[Any]]:
        """A list of lists of one length."""
        good = isinstance(entries, list) and all(isinstance(e, list) and len(e) == width for e in entries)
        self.need(good, "expected a list of {}", (what,))
        return list(entries)

    def spend(self, work: int) -> None:
        self.work -= work
        self.need(self.work >= 0, "more work than any honest certificate needs")

    def keep(self, *polynomials: Poly) -> int:
        """Counts what stays in memory from here on; the sum is given back to ``kept`` where it does not."""
        self.spend(sum(map(len, polynomials)) // 2)
        size = sum(len(p) * self.weight(self.bits(p)) for p in polynomials)
        self.kept += size
        self.need(self.kept <= KEPT, "more memory than any honest certificate needs")
        return size

    def weight(self, bits: int) -> int:
        """What a term takes, in small terms."""
        return 1 + bits // 400 + len(self.shift) // 32

    def variable(self, name: str) -> int:
        if name not in self.shift:
            self.need(len(self.shift) < NAMES, f"more than {NAMES} variables")
            self.shift[name] = FIELD * len(self.shift)
            self.guard |= TOP << self.shift[name]
        return 1 << self.shift[name]

    def exponents(self, monomial: int) -> dict[str, int]:
        return {n: e for n, s in self.shift.items() if (e := monomial >> s & MASK)}

    def names(self, *polynomials: Poly) -> set[str]:
        self.spend(20 + sum(map(len, polynomials)) // 2 * self.weight(0) + len(self.shift))
        return set(self.exponents(reduce(or_, (m for p in polynomials for m in p), 0)))

    def accumulate(self, total: Poly, q: Poly, factor: Any = 1) -> Poly:
        """Adds to a polynomial in place."""
        self.spend(len(q) * self.weight(0))
        for monomial, c in q.items():
            value = total.get(monomial, 0) + factor * c
            if type(value) is not int:
                bits = value.denominator.bit_length()
                self.spend(20 + bits * bits // 100_000)
                self.need(bits < BITS, f"a number of over {BITS} bits")
            if value:
                total[monomial] = value
            else:
                del total[monomial]
        self.need(len(total) <= TERMS, f"a polynomial of more than {TERMS} terms")
        return total

    def add(self, p: Poly, q: Poly, factor: Any = 1) -> Poly:
        return self.accumulate(dict(p), q, factor)

    def whole(self, *polynomials: Poly) -> tuple[list[Poly], int]:
        """Integer coefficients over a common denominator."""
        common = 1
        self.spend(sum(map(len, polynomials)) // 4)
        for c in (c for p in polynomials for c in p.values() if type(c) is not int):
            self.spend(20 + common.bit_length() ** 2 // 100_000)
            common = lcm(common, c.denominator)
            self.need(common.bit_length() < BITS, f"a number of over {BITS} bits")
        if all(type(c) is int for p in polynomials for c in p.values()):
            return list(polynomials), 1
        self.spend(sum(map(len, polynomials)) * (10 + common.bit_length() // 100))
        return [{m: int(c * common) for m, c in p.items()} for p in polynomials], common

    def minus(self, p: Poly) -> Poly:
        self.spend(len(p) // 2)
        return {m: -c for m, c in p.items()}

    def bits(self, p: Poly) -> int:
        """The length of the longest number."""
        return max((c.numerator.bit_length() + c.denominator.bit_length() for c in p.values()), default=0)

    def times(self, p: Poly, q: Poly) -> Poly:
        if len(p) == len(q) == 1:  # most products in a formula: in short
            ((m, c),), ((n, d),) = p.items(), q.items()
            if not (m | n | m + n) & self.guard and type(c * d) is int and (c * d).bit_length() < 400:
                self.spend(8)
                return {m + n: c * d}
        ((p,), over), ((q,), under) = self.whole(p), self.whole(q)
        bits, left, right = self.bits(p) + self.bits(q), reduce(or_, p, 0), reduce(or_, q, 0)
        self.need(bits < BITS, f"a number of over {BITS} bits")
        self.need(not (left | right | left + right) & self.guard, f"an exponent of {TOP} or more")
        weight = self.weight(bits)
        self.spend(len(p) * len(q) * (weight + bits * bits // 4_000_000) + 16 + 4 * (len(p) + len(q)))
        result: Poly = {}
        get, terms = result.get, list(q.items())
        for m, c in p.items():
            for n, d in terms:
                n += m
                result[n] = get(n, 0) + c * d
            self.need(len(result) * weight <= TERMS, f"a polynomial of more than {TERMS} terms")
        if over * under == 1:
            return {m: c for m, c in result.items() if c}
        self.spend(len(result) * (20 + bits * bits // 100_000))
        return {m: Fraction(c, over * under) for m, c in result.items() if c}

    def product(self, *factors: Poly) -> Poly:
        return reduce(self.times, factors, dict(ONE))

    def quotient(self, p: Poly, q: Poly) -> Poly:
        """The polynomial r with q r = p, term by term from the highest."""
        if q == ONE:
            return p
        rest, result, first, heap = dict(p), dict(ZERO), max(q), [-m for m in p]
        heapify(heap)
        while heap:
            m = -heappop(heap)
            if m in rest:
                self.need(((m | self.guard) - first) & self.guard == self.guard, "the division leaves a rest")
                factor = Fraction(rest[m]) / q[first]
                result[m - first] = factor = factor.numerator if factor.denominator == 1 else factor
                shifted = {n + m - first: c for n, c in q.items()}
                for n in shifted.keys() - rest.keys():
                    heappush(heap, -n)
                self.spend(30 + 4 * len(q))
                self.accumulate(rest, shifted, -factor)
        return result

    def by_power(self, p: Poly, name: str) -> dict[int, Poly]:
        """{e: c_e} with p = sum c_e name**e."""
        self.variable(name)
        shift, rows = self.shift[name], dict[int, Poly]()
        self.spend(2 * len(p) * self.weight(0))
        for monomial, c in p.items():
            e = monomial >> shift & MASK
            rows.setdefault(e, {})[monomial - (e << shift)] = c
        return rows

    def put(self, p: Poly, values: dict[str, Poly]) -> Poly:
        """The polynomial with values in place of variables, one after the other."""
        for name in sorted(self.names(p) & set(values)):
            rows, result, power, at = self.by_power(p, name), dict(ZERO), ONE, 0
            for e in sorted(rows):
                while at < e:
                    power, at = self.times(power, values[name]), at + 1
                self.accumulate(result, self.times(rows[e], power))
            p = result
        return p

    # formulas

    def parse(self, text: Any) -> Ratio:
        """(numerator, denominator) of the rational function that a formula denotes; nothing is cancelled."""
        self.need(isinstance(text, str), "expected a formula in a string, found {}", text)
        self.need(len(text) <= FORMULA, f"a formula of more than {FORMULA} characters")
        self.spend(60 + len(text) // 2)
        strange = next((c for c in _TOKEN.sub("", text) if c != " "), "")
        self.need(not strange, "unexpected {} in a formula", strange)
        stack = ["", *reversed(_TOKEN.findall(text))]
        self.brackets = stack.count("(")
        self.spend(16 * len(stack))
        value = self.expression(stack, 0)
        self.need(stack == [""], "unexpected {} in a formula", stack[-1])
        top, bottom = (self.put(p, self.values) for p in value)
        return top, bottom

    def expression(self, stack: list[str], least: int) -> Ratio:
        """A value and the operators behind it that bind closer than ``least``."""
        self.depth += 1
        self.need(self.depth <= DEPTH, f"nested more than {DEPTH} deep")
        token = stack.pop() if len(stack) > 1 else ""
        if token in ("-", "+"):
            top, bottom = self.expression(stack, 3)
            top = self.minus(top) if token == "-" else top
        elif token == "(":
            self.brackets -= 1
            top, bottom = self.expression(stack, 0)
            self.need(stack[-1] == ")", "a parenthesis is not closed")
            stack.pop()
        else:
            top, bottom = self.atom(token.replace(" ", ""))
        while BINDING.get(stack[-1], 0) > least:
            operator = stack.pop()
            kept = self.keep(top, bottom) if self.brackets else 0  # else what follows is one term
            other = self.expression(stack, BINDING[operator] - (operator == "**"))
            self.kept -= kept
            if operator == "**":
                exponent = Fraction(other[0].get(0, 0)) / other[1].get(0, 1)
                good = set(other[0]) <= {0} == set(other[1]) and exponent.denominator == 1
                self.need(good, f"an exponent must be an integer of at most {POWER}")
                self.need(abs(exponent) <= POWER, f"an exponent must be an integer of at most {POWER}")
                top, bottom = self.inverse((top, bottom)) if exponent < 0 else (top, bottom)
                top = self.product(*[top] * abs(int(exponent)) or [bottom])  # (p/q)**0 = q/q
                bottom = self.product(*[bottom] * max(abs(int(exponent)), 1))
            elif operator in "*/":
                over, under = self.inverse(other) if operator == "/" else other
                top, bottom = self.times(top, over), self.times(bottom, under)
            elif bottom == other[1]:
                self.accumulate(top, other[0], 1 if operator == "+" else -1)
            else:
                top, over = self.times(top, other[1]), self.times(bottom, other[0])
                top, bottom = self.accumulate(top, over, 1 if operator == "+" else -1), self.times(bottom, other[1])
        self.depth -= 1
        return top, bottom

    def inverse(self, ratio: Ratio) -> Ratio:
        """1/(p/q) = q**2/(p q): a number only where q != 0."""
        top, bottom = ratio
        self.need(top, "division by zero: a denominator vanishes")
        return (bottom, top) if set(bottom) == {0} else (self.times(bottom, bottom), self.times(top, bottom))

    def atom(self, token: str) -> Ratio:
        name, bracket, _ = token.partition("(")
        if NAME.fullmatch(name) and len(token) <= 400 and (name in self.functions or not bracket):
            self.seen.add(token)
            return {self.variable(token): 1}, dict(ONE)
        whole, _, decimals = token.partition(".")
        good = (whole + decimals).isdigit() and len(token) <= 4000
        self.need(good, "expected a number, a variable or one of {}, found {}", tuple(self.functions), token)
        return ({0: int(whole + decimals)} if int(whole + decimals) else {}), {0: 10 ** len(decimals)}

    def polynomial(self, text: Any) -> Poly:
        top, bottom = self.parse(text)
        self.need(set(bottom) == {0}, "{} is not a polynomial", text)
        self.spend(20 * len(top) * (bottom != ONE))
        return top if bottom == ONE else {m: Fraction(c) / bottom[0] for m, c in top.items()}

    def number(self, text: Any) -> Fraction:
        value = self.polynomial(text)
        self.need(set(value) <= {0}, "expected a number, found {}", text)
        return Fraction(value.get(0, 0))


class Prover(Algebra):
    """Walks a proof. Each rule proves p rel 0 on a region, or raises."""

    def prove(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        rule = node.get("rule") if isinstance(node, dict) else None
        self.step, self.rule = step, rule if isinstance(rule, str) and rule in RULES else ascii(rule)[:40]
        self.need(self.rule == rule, "no such rule; known: {}", tuple(RULES))
        method, required, optional = RULES[self.rule]
        self.fields(node, ("rule", *required), optional)
        self.need((relation == "==") == (rule == "equal"), "it cannot prove {} 0", (relation,))
        self.need(step.count(".") <= DEPTH, f"nested more than {DEPTH} deep")
        kept = self.keep(p, *(g for g, _ in region.given))
        method(self, node, region, p, relation, step)
        self.step, self.rule, self.kept = step, str(rule), self.kept - kept

    def doubtful(self, p: Poly, region: Region) -> int | None:
        """A monomial whose term is not plain to be >= 0, or None."""
        self.spend(len(p) * self.weight(0) // 2 + len(region.real))
        odd = sum(1 << self.shift[name] for name in region.real if name in self.shift)
        return next((m for m, c in p.items() if c < 0 or m & odd), None)

    def supports(self, p: Poly, region: Region) -> set[frozenset[str]]:
        """The variables of each term, where every term is >= 0 on the region."""
        m = self.doubtful(p, region)
        self.need(m is None, "the term {} is not seen to be >= 0", m is not None and (p[m], self.exponents(m)))
        self.spend(len(p) * (4 + len(self.shift)))
        return {frozenset(self.exponents(m)) for m in p}

    def everywhere(self, supports: Collection[frozenset[str]], region: Region, positive: Any = frozenset()) -> bool:
        """Every face that meets the region (it has a positive variable of each clause) carries one of the supports."""
        self.spend(20 + len(supports) + 4 * len(region.clauses))
        if any(s <= positive for s in supports):
            return True
        unmet = [c for c in region.clauses if not c & positive]
        return bool(unmet) and all(self.everywhere(supports, region, positive | {n}) for n in min(unmet, key=len))

    def is_positive(self, p: Poly, region: Region) -> bool:
        """All terms >= 0 and their sum > 0, plain to see."""
        return self.doubtful(p, region) is None and self.everywhere(self.supports(p, region), region)

    def plain_sign(self, p: Poly, region: Region) -> int:
        return self.is_positive(p, region) - self.is_positive(self.minus(p), region)

    def assumption(self, k: Any, region: Region) -> tuple[Poly, str]:
        self.need(type(k) is int and 0 <= k < len(region.given), "no assumption {} here", k)
        return region.given[k]

    # rules

    def leaf(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """p = sum h g g' .. + sum w q**2 g g' .. + sum of weighted AM-GM forms + terms >= 0."""
        rest, strict = dict(p), set[frozenset[str]]()
        for indices, text in self.rows(node.get("multiples", []), 2, "[[assumption, ..], polynomial]"):
            self.need(isinstance(indices, list), "expected a list of assumptions")
            given, h = [self.assumption(k, region) for k in indices], self.polynomial(text)
            self.accumulate(rest, self.product(h, *(g for g, _ in given)), -1)
            if all(known != "==" for _, known in given):
                found = self.supports(h, region)
                strict |= found if all(known == ">" for _, known in given) else set()
                self.need(len(strict) <= TERMS, f"over {TERMS} terms")
        squares = [[[], *row] for row in self.rows(node.get("squares", []), 2, "[weight, polynomial]")]
        for indices, *texts in squares + self.rows(node.get("products", []), 3, "[[assumption, ..], weight, root]"):
            factors, (weight, root) = [self.assumption(k, region)[0] for k in indices], map(self.polynomial, texts)
            self.supports(weight, region)
            self.accumulate(rest, self.product(weight, root, root, *factors), -1)
        at = {n: self.number(v) for n, v in node.get("at", {}).items()}
        for text, outer in self.rows(node.get("circuits", []), 2, "[monomial, [[monomial, weight], ..]]"):
            self.circuit(rest, self.monomial(text, at), self.rows(outer, 2, "[monomial, weight]"), at, region)
        strict |= self.supports(rest, region)
        for g, known in region.given:  # a strict assumption with terms >= 0 is a clause
            if known == ">" and 0 not in g and self.doubtful(g, region) is None and not self.names(g) & region.real:
                each = [{n} for n in self.names(g)] if len(g) == 1 else [self.names(g)]
                region = replace(region, clauses=region.clauses | {frozenset(c) for c in each})
        good = relation == ">=" or self.everywhere(strict, region)
        self.need(good, "it is >= 0, but not seen to be > 0 on every face that meets the region")

    def circuit(self, rest: Poly, inner: tuple[int, Fraction], outer: Any, at: Any, region: Region) -> None:
        """sum w_a x**a / X**a >= (sum w_a) x**b / X**b where sum w_a (a - b) = 0, w_a > 0, at any X > 0."""
        (middle, center), moment = inner, dict.fromkeys(self.shift.values(), 0)
        weights = [self.number(weight) for _, weight in outer]
        (numbers,), _ = self.whole(dict(enumerate(weights)))
        for k, ((outer_text, _), weight) in enumerate(zip(outer, weights, strict=True)):
            monomial, value = self.monomial(outer_text, at)
            good = weight > 0 and self.doubtful({monomial: 1}, region) is None
            self.need(good, "weights and outer terms are positive")
            self.accumulate(rest, {monomial: weight * center / value}, -1)
            for s in self.shift.values():
                moment[s] = moment.get(s, 0) + numbers[k] * ((monomial >> s & MASK) - (middle >> s & MASK))
        self.need(not any(moment.values()), "the weights of a circuit do not balance")
        free = self.doubtful({middle: 1}, region) is not None and rest.get(middle, 0) > 0  # |x| for an odd real x
        self.accumulate(rest, {middle: sum(weights)}, -1 if free else 1)

    def monomial(self, text: Any, at: dict[str, Fraction]) -> tuple[int, Fraction]:
        """A monomial and its value at X."""
        p = self.polynomial(text)
        self.need(list(p.values()) == [1], "expected a monomial, found {}", text)
        powers = self.exponents(next(iter(p)))
        self.need(all(at.get(n, 1) > 0 and e <= 200 for n, e in powers.items()), "X is positive, exponents below 200")
        bits = sum(e * self.bits({0: at[n]}) for n, e in powers.items() if n in at)
        self.need(bits < BITS, f"a number of over {BITS} bits")
        self.spend(10 * len(self.shift) + bits + bits * bits // 100_000)
        return next(iter(p)), prod((at.get(n, Fraction(1)) ** e for n, e in powers.items()), start=Fraction(1))

    def star(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """z = t w + z' with t = min z_k/w_k: the cones with w in place of one of its rays cover the cone."""
        at, cones = {n: self.number(v) for n, v in node["at"].items()}, node["cones"]
        good = all(n in self.shift and n not in region.real and w > 0 and w.denominator == 1 for n, w in at.items())
        self.need(good and set(cones) == set(at) and at, "it takes positive integers at variables, a cone for each")
        for k, child in cones.items():
            first = {k: {self.variable(k): int(at[k])}}  # z_k -> w_k t, then z_j -> z_j' + w_j t; t keeps the name z_k
            ray = {j: {self.variable(j): 1, self.variable(k): int(w)} for j, w in at.items() if j != k}
            turned = partial(lambda first, ray, q: self.put(self.put(q, first), ray), first, ray)
            clauses = frozenset(c | {k} if c & set(ray) else c for c in region.clauses)
            self.prove(child, region.mapped(turned, clauses=clauses), turned(p), relation, f"{step}.{k}")

    def excluded(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """An assumption fails wherever the claim does: that the claim fails is one more assumption, the last."""
        g, known = self.assumption(node["given"], region)
        sign, opposite = {">": ("-", ">="), ">=": ("-", ">"), "==": (node.get("sign"), ">")}[known]
        self.need(sign in ("+", "-"), "an equality is excluded by a sign, + or -")
        fails = self.minus(p), ">=" if relation == ">" else ">"
        against = replace(region, given=(*region.given, fails))
        self.prove(node["proof"], against, g if sign == "+" else self.minus(g), opposite, f"{step}.proof")

    def factor(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """p = c prod f**e, c > 0, and f rel 0 for each f; for >= 0 an even power needs no proof."""
        factors, product = node["factors"], {0: self.number(node["constant"])}
        self.need(isinstance(factors, list) and product[0] > 0, "expected a positive constant and a list of factors")
        for k, entry in enumerate(factors):
            self.fields(entry, ("poly", "power"), ("proof",))
            f, power = self.polynomial(entry["poly"]), entry["power"]
            self.need(type(power) is int and 1 <= power <= 200, "a power is an integer from 1 to 200")
            product = self.times(product, self.product(*[f] * power))
            if "proof" in entry or relation == ">" or power % 2:
                self.prove(entry.get("proof"), region, f, relation, f"{step}.{k}")
        self.step, self.rule = step, "factor"
        self.need(product == p, "the product of the factors is another polynomial")

    def multiply(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """f > 0 and f p rel 0; or f >= 0, not zero everywhere, and f p >= 0 on an open region: p >= 0 by continuity."""
        f, dense = self.polynomial(node["by"]), "dense" in node
        good = not dense or (relation == ">=" and f and all(known == ">" for _, known in region.given))
        self.need(good and dense != ("positive" in node), "it needs f > 0; or f != 0, >= 0 and strict assumptions")
        self.prove(node["dense" if dense else "positive"], region, f, ">=" if dense else ">", f"{step}.positive")
        self.prove(node["then"], region, self.times(f, p), relation, f"{step}.then")

    def equal(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """p >= 0 and -p >= 0."""
        self.prove(node["above"], region, p, ">=", f"{step}.above")
        self.prove(node["below"], region, self.minus(p), ">=", f"{step}.below")

    def signs(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """A real x is >= 0, or -x is."""
        name, closed = node["variable"], replace(region, real=region.real - {node["variable"]})
        self.need(name in region.real, "only a real variable has two signs")
        flip = {name: {self.variable(name): -1}}
        turned, negative = closed.mapped(lambda q: self.put(q, flip)), self.put(p, flip)
        if node["negative"] == "same":
            self.need((negative, turned) == (p, closed), "the claim is not the same for -{}", (name,))
        else:
            self.prove(node["negative"], turned, negative, relation, f"{step}.negative")
        self.prove(node["positive"], closed, p, relation, f"{step}.positive")

    def homogenize(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """One more positive variable makes p and the assumptions homogeneous; put it to 1."""
        name = node["variable"]
        used = self.names(p, *(g for g, _ in region.given)) | region.real | frozenset[str]().union(*region.clauses)
        self.need(isinstance(name, str) and NAME.fullmatch(name) and name not in used, "it needs a new variable")

        def raised(q: Poly) -> Poly:
            self.spend(len(q) * (4 + len(self.shift)))
            degrees, unit = {m: sum(self.exponents(m).values()) for m in q}, self.variable(name)
            most = max(degrees.values(), default=0)
            self.need(most < TOP, f"a degree of {TOP} or more")
            return {m + unit * (most - degrees[m]): c for m, c in q.items()}

        wider = region.mapped(raised, clauses=region.clauses | {frozenset((name,))})
        self.prove(node["then"], wider, raised(p), relation, f"{step}.then")

    def eliminate(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """An assumption c x**k - h == 0, c > 0, puts h/c for x**k; that x is positive stays, as the last assumption."""
        (g, known), name = self.assumption(node["given"], region), str(node["variable"])
        rows = self.by_power(g, name)
        k, c = max(rows, default=0), rows.get(max(rows, default=0), ZERO)
        sign = self.plain_sign(c, region)
        self.need(known == "==" and k and sign and set(rows) <= {0, k}, "it needs an assumption c x**k - h == 0, c > 0")
        c, h = self.times(c, {0: sign}), self.times(rows.get(0, ZERO), {0: -sign})
        c, h = (ONE, self.times(h, {0: Fraction(1) / c[0]})) if set(c) == {0} else (c, h)

        def without(q: Poly) -> Poly:
            powers, total = self.by_power(q, name), dict(ZERO)
            self.need(not any(e % k for e in powers), "an exponent of {} is no multiple of that in the equality", name)
            for e, row in powers.items():  # all times the largest power of c
                self.accumulate(total, self.product(row, *[h] * (e // k), *[c] * ((max(powers) - e) // k)))
            return total

        clauses, real = frozenset(some for some in region.clauses if name not in some), region.real - {name}
        smaller = region.mapped(without, clauses=clauses, real=real)
        if name not in region.real:
            strict = ">" if frozenset((name,)) in region.clauses else ">="
            smaller = replace(smaller, given=(*smaller.given, (h, strict)))
        self.prove(node["then"], smaller, without(p), relation, f"{step}.then")

    def introduce(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """A new variable y >= 0 with y**k == m, where m >= 0; > 0 where m > 0. Its equation is the last assumption."""
        name, m, k = node["variable"], self.polynomial(node["value"]), node["power"]
        used = self.names(p, m, *(g for g, _ in region.given)) | region.real | frozenset[str]().union(*region.clauses)
        self.need(isinstance(name, str) and NAME.fullmatch(name) and name not in used, "a name that is not new")
        self.need(type(k) is int and 1 <= k <= 200, "the power of a new variable is an integer from 1 to 200")
        self.need(node["sign"] in (">", ">="), "the sign of a new variable is > or >=")
        self.prove(node["proof"], region, m, node["sign"], f"{step}.proof")
        clauses = region.clauses | ({frozenset((name,))} if node["sign"] == ">" else frozenset())
        equation = self.add(self.product(*[{self.variable(name): 1}] * k), m, -1)
        wider = replace(region, clauses=clauses, given=(*region.given, (equation, "==")))
        self.prove(node["then"], wider, p, relation, f"{step}.then")

    def ends(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """p is concave in x, l/c <= x <= h/d: it is no less than its chord, and that no less than one of its ends."""
        name, weak = str(node["variable"]), node.get("weak")
        low, strict = {self.variable(name): 1}, ">" if frozenset((name,)) in region.clauses else ">="
        if "low" in node:
            low, strict = self.assumption(node["low"], region)
        self.need("low" in node or name not in region.real, "a real variable has no lower bound of its own")
        high, above = self.assumption(node["high"], region)
        rows, lows, highs = (self.by_power(q, name) for q in (p, low, high))
        c, d, n = lows.get(1, ZERO), self.minus(highs.get(1, ZERO)), max(rows, default=0)
        good = set(lows) | set(highs) <= {0, 1} and self.is_positive(c, region) and self.is_positive(d, region)
        self.need(good, "it needs bounds c x - l and h - d x, c > 0, d > 0")
        self.need(n <= 2, "{} has a power over 2", (name,))
        known = {None: ">", "at_low": strict, "at_high": above}.get(weak)
        self.need(known == ">", "an end that is only >= 0 is not in a strict bound")
        for key, over, under in ("at_low", self.minus(lows.get(0, ZERO)), c), ("at_high", highs.get(0, ZERO), d):
            end = dict(ZERO)
            for e, row in rows.items():
                self.accumulate(end, self.product(row, *[over] * e, *[under] * (n - e)))
            self.prove(node[key], region, end, ">=" if weak == key else relation, f"{step}.{key}")
        if n == 2:
            self.prove(node.get("concave"), region, self.minus(rows[2]), ">=", f"{step}.concave")


RULES: dict[str, tuple[Callable[..., None], tuple[str, ...], tuple[str, ...]]] = {  # method, keys it needs, may have
    "sage": (Prover.leaf, (), ("multiples", "at", "circuits")),
    "gram": (Prover.leaf, ("squares",), ("multiples", "products")),
    "star": (Prover.star, ("at", "cones"), ()),
    "excluded": (Prover.excluded, ("given", "proof"), ("sign",)),
    "factor": (Prover.factor, ("constant", "factors"), ()),
    "multiply": (Prover.multiply, ("by", "then"), ("positive", "dense")),
    "introduce": (Prover.introduce, ("variable", "value", "power", "sign", "proof", "then"), ()),
    "ends": (Prover.ends, ("variable", "high", "at_low", "at_high"), ("low", "weak", "concave")),
    "equal": (Prover.equal, ("above", "below"), ()),
    "signs": (Prover.signs, ("variable", "positive", "negative"), ()),
    "homogenize": (Prover.homogenize, ("variable", "then"), ()),
    "eliminate": (Prover.eliminate, ("given", "variable", "then"), ()),
}  # fmt: skip
