"""The checker of symflux certificates: one file, standard library only, runs alone.

    python -I -S check.py certificate.json

prints what was proved (exit status 0), or names the step, the rule and the reason of the rejection (1);
misuse is 2. The format, and why each rule is sound, is docs/certificate-format.md.
Nothing here searches: polynomials over the rationals are added, multiplied, substituted and compared.

rule           proves p rel 0 on a region from                                 where
-------------  --------------------------------------------------------------  ------------------------------------
sage, farkas   p = sum h g + sum of weighted AM-GM forms + terms >= 0          h has terms >= 0, g are assumptions
gram           p = sum w q**2 + sum h g + terms >= 0                           w, h have terms >= 0
star           the same on every cone of a star subdivision                    positive variables
excluded       an assumption is false here
factor         p = c prod f**e and the sign of each f
multiply       f p rel 0 and f > 0
univariate     Sturm's theorem                                                 one variable; two, if homogeneous
signs          both signs of a real variable
homogenize     the claim made homogeneous by one more positive variable
eliminate      an assumption c x - h == 0, used to put h/c for x
equal, different  inequalities                                                 p == 0, p != 0
network        the quantities written out, from the network itself             first step of a claim on a network
denominator    the sign of the denominator                                     where that is not plain to see
point          (refutes) exact values: the assumptions hold, the claim fails
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from typing import Any

FORMAT = "symflux certificate 1"
BYTES, NESTING, WORK, TERMS, BITS, NAMES, DEPTH = 4_000_000, 500, 30_000_000, 100_000, 60_000, 200, 60
FIELD, MASK, TOP = 16, 0xFFFF, 0x8000  # a monomial is one integer: FIELD bits of exponent for each variable
QUANTITIES = {  # name: how many sites, and which of them must have baths
    "flux": (2, ()), "bath_flux": (1, (0,)), "conductance": (2, (0, 1)), "kinetic_temperature": (1, ()),
    "flux_coefficient": (3, (2,)), "bath_flux_coefficient": (2, (0, 1)), "kinetic_temperature_coefficient": (2, (1,)),
    "hurwitz_determinant": (0, ()),
}  # fmt: skip
NO_NAMES = ("nan", "inf", "infinity")
HURWITZ = "hurwitz_determinant()"
SIDES = ("left", "relation", "right")
_TOKEN = re.compile(r" *(?:\d+\.?\d*|\.\d+|[A-Za-z_]\w*(?: *\([\w ,.-]*\))?|\*\*|[-+*/()])", re.ASCII)
_FACTOR = r"[A-Za-z_]\w{0,99}(?:\*\*\d{1,3})?"
_TERM = rf"(?:\d{{1,4000}}|{_FACTOR})(?:\*{_FACTOR})*"
_FLAT = re.compile(rf"-?{_TERM}(?: ?[+-] ?{_TERM})*", re.ASCII)
_LABEL = re.compile(r"[\w.-]{1,50}", re.ASCII)  # no comma, no space: formulas name sites by their labels
_NAME = re.compile(r"[A-Za-z_]\w{0,99}", re.ASCII)
Poly = dict[int, Any]  # packed monomial -> int or Fraction, no zeros
Ratio = tuple[Poly, Poly]
ZERO: Poly = {}
ONE: Poly = {0: 1}
UNIT: Ratio = (ONE, ONE)


class Rejected(Exception):
    """The certificate proves nothing; says where (step), by which rule, and why."""

    def __init__(self, step: str, rule: str, reason: str):
        super().__init__(f"step {step}, rule {rule}: {reason}")
        self.step, self.rule, self.reason = step, rule, reason


@dataclass(frozen=True)
class Checked:
    """What an accepted certificate says."""

    verdict: str
    claim: str
    given: tuple[str, ...]
    network: dict[str, Any] | None
    hypothesis: str
    witness: dict[str, str] | None

    def __str__(self) -> str:
        where = f", given {', '.join(self.given)}" if self.given else ""
        at = f", at {', '.join(f'{k} = {v}' for k, v in self.witness.items())}" if self.witness else ""
        return f"{self.verdict}: {self.claim}{where}{at}; {self.hypothesis}"


@dataclass(frozen=True)
class Region:
    """Points where every assumption holds. A variable not in ``real`` is >= 0; in each clause some variable is > 0."""

    real: frozenset[str]
    clauses: frozenset[frozenset[str]]
    given: tuple[tuple[Poly, str], ...]


# ---------------------------------------------------------------- arithmetic and text


class Algebra:
    """Polynomials as dictionaries, over variables numbered as they are met; every product is counted."""

    def __init__(self) -> None:
        self.shift: dict[str, int] = {}
        self.guard = 0  # the top bit of every exponent, never set
        self.seen: set[str] = set()  # every variable of a text
        self.values: dict[str, Poly] = {}  # put into every text as it is read
        self.work, self.step, self.rule = WORK, "certificate", "format"
        self.heavy = True  # masses and frictions are plainly positive

    def need(self, condition: Any, reason: str) -> None:
        if not condition:
            raise Rejected(self.step, self.rule, reason)

    def fields(self, node: Any, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        """The node is an object with these keys and no others."""
        self.need(isinstance(node, dict), f"expected an object, found {str(node)[:40]!r}")
        for key in required:
            self.need(key in node, f"{key!r} is missing")
        for key in node:
            self.need(key in (*required, *optional), f"unknown key {key[:40]!r}; known: {required + optional}")

    def rows(self, entries: Any, width: int, what: str) -> list[list[Any]]:
        """A list of lists of one length."""
        good = isinstance(entries, list) and all(isinstance(e, list) and len(e) == width for e in entries)
        self.need(good, f"expected a list of {what}")
        return list(entries)

    def spend(self, work: int) -> None:
        self.work -= work
        self.need(self.work >= 0, "more work than any honest certificate needs")

    def variable(self, name: str) -> int:
        if name not in self.shift:
            self.need(len(self.shift) < NAMES, f"more than {NAMES} variables")
            self.shift[name] = FIELD * len(self.shift)
            self.guard |= TOP << self.shift[name]
        return 1 << self.shift[name]

    def exponents(self, monomial: int) -> dict[str, int]:
        return {n: e for n, s in self.shift.items() if (e := monomial >> s & MASK)}

    def names(self, *polynomials: Poly) -> set[str]:
        union = 0
        for p in polynomials:
            for monomial in p:
                union |= monomial
        return set(self.exponents(union))

    def bits(self, numbers: Any) -> int:
        """The length of the longest number."""
        return max((c.numerator.bit_length() + c.denominator.bit_length() for c in numbers), default=0)

    def gcd_work(self, bits: int) -> int:
        """What an operation on fractions of this length costs."""
        return 20 + (bits // 100) ** 2 // 8

    def add(self, p: Poly, q: Poly, factor: Any = 1) -> Poly:
        self.spend(len(q) + len(p) // 8)
        result = dict(p)
        for monomial, c in q.items():
            result[monomial] = result.get(monomial, 0) + factor * c
            if not result[monomial]:
                del result[monomial]
        return result

    def minus(self, p: Poly) -> Poly:
        return {m: -c for m, c in p.items()}

    def times(self, p: Poly, q: Poly) -> Poly:
        if p is ONE:
            return q
        bits = self.bits(p.values()) + self.bits(q.values())
        self.need(bits < BITS, f"a number of over {BITS} bits")
        self.spend(len(p) * len(q) * (1 + bits // 400) + 1)
        left, right = 0, 0
        for monomial in p:
            left |= monomial
        for monomial in q:
            right |= monomial
        self.need(not (left | right | left + right) & self.guard, f"an exponent of {TOP} or more")
        result: Poly = {}
        get = result.get
        for m, c in p.items():
            for n, d in q.items():
                k = m + n
                result[k] = get(k, 0) + c * d
        result = {m: c for m, c in result.items() if c}
        self.need(len(result) <= TERMS, f"a polynomial of more than {TERMS} terms")
        return result

    def power(self, p: Poly, exponent: int) -> Poly:
        if exponent and len(p) == 1:
            monomial, c = next(iter(p.items()))
            if c == 1 and monomial.bit_count() == 1 and monomial.bit_length() % FIELD == 1:  # a variable
                return self.times({monomial * min(exponent, TOP): 1}, ONE)
        return self.product(*[p] * exponent)

    def product(self, *factors: Poly) -> Poly:
        result = ONE
        for factor in factors:
            result = self.times(result, factor)
        return result

    def by_power(self, p: Poly, name: str) -> dict[int, Poly]:
        """{e: c_e} with p = sum c_e name**e."""
        self.variable(name)
        shift, rows = self.shift[name], dict[int, Poly]()
        self.spend(len(p) // 2)
        for monomial, c in p.items():
            e = monomial >> shift & MASK
            rows.setdefault(e, {})[monomial - (e << shift)] = c
        return rows

    def put(self, p: Poly, name: str, value: Poly) -> Poly:
        """The polynomial with ``value`` in place of a variable."""
        rows, result, power, at = self.by_power(p, name), ZERO, ONE, 0
        for e in sorted(rows):
            while at < e:
                power, at = self.times(power, value), at + 1
            result = self.add(result, self.times(rows[e], power))
        return result

    def put_all(self, p: Poly, values: dict[str, Poly]) -> Poly:
        for name in sorted(self.names(p) & set(values)):
            p = self.put(p, name, values[name])
        return p

    def homogeneous(self, p: Poly, name: str) -> Poly:
        self.spend(len(p) * (1 + len(self.shift) // 4))
        degrees = {m: sum(self.exponents(m).values()) for m in p}
        top, unit = max(degrees.values(), default=0), self.variable(name)
        self.need(top < TOP, f"a degree of {TOP} or more")
        return {m + unit * (top - degrees[m]): c for m, c in p.items()}

    def add_ratio(self, a: Ratio, b: Ratio, factor: int = 1) -> Ratio:
        if a[1] == b[1] or (not b[0] and b[1] == ONE):
            return self.add(a[0], b[0], factor), a[1]
        return self.add(self.times(a[0], b[1]), self.times(b[0], a[1]), factor), self.times(a[1], b[1])

    def times_ratio(self, *ratios: Ratio) -> Ratio:
        return self.product(*(r[0] for r in ratios)), self.product(*(r[1] for r in ratios))

    # text: sum := product (± product)*; product := unary ((* | /) unary)*; unary := ± unary | atom (** unary)?

    def parse(self, text: Any) -> Ratio:
        """(numerator, denominator) of the rational function that a text denotes; nothing is cancelled."""
        self.need(isinstance(text, str), f"expected an expression in a string, found {str(text)[:40]!r}")
        top, bottom = (self._flat(text), ONE) if _FLAT.fullmatch(text) else self._nested(text)
        self.seen |= self.names(top, bottom)
        top, bottom = self.put_all(top, self.values), self.put_all(bottom, self.values)
        self.need(bottom, "a denominator vanishes at the point")
        return top, bottom

    def _flat(self, text: str) -> Poly:
        """A plain sum of terms, the quick way."""
        result: Poly = {}
        for sign, term in re.findall(r"([+-]?) ?([^ +-]+)", text.replace("**", "^")):
            c, monomial = -1 if sign == "-" else 1, 0
            for piece in term.split("*"):
                name, _, power = piece.partition("^")
                if name.isdigit():
                    c *= int(name)
                else:
                    self.need(name.lower() not in NO_NAMES, f"{name} is no variable")
                    monomial += self.variable(name) * int(power or 1)
                    self.need(not monomial & self.guard, f"an exponent of {TOP} or more")
            result[monomial] = result.get(monomial, 0) + c
        return {m: c for m, c in result.items() if c}

    def _nested(self, text: str) -> Ratio:
        stripped, position, tokens = text.rstrip(" "), 0, list[str]()
        while position < len(stripped):
            match = _TOKEN.match(stripped, position)
            if match is None:
                found = stripped[position:].strip(" ")[:1]
                raise Rejected(self.step, self.rule, f"unexpected {found!a} in a formula")
            tokens.append(match[0].replace(" ", ""))
            position = match.end()
        stack = ["", *reversed(tokens)]
        top, bottom = self._sum(stack, 0)
        self.need(stack == [""], f"unexpected {stack[-1][:20]!r} in a formula")
        return top, bottom

    def _sum(self, stack: list[str], depth: int) -> Ratio:
        self.need(depth < DEPTH, f"a formula nested more than {DEPTH} deep")
        groups, sign = list[tuple[Poly, Poly]](), "+"  # one growing sum for each denominator
        while sign:
            top, bottom = self._product(stack, depth + 1)
            self.spend(3 * len(groups))
            group = next((g for g, b in groups if b == bottom), None)
            if group is None:
                groups.append((group := {}, bottom))
            for monomial, c in top.items():
                group[monomial] = group.get(monomial, 0) + (c if sign == "+" else -c)
            sign = stack.pop() if stack[-1] in ("+", "-") else ""
        value: Ratio = (ZERO, groups[0][1])
        for group, bottom in groups:
            value = self.add_ratio(value, ({m: c for m, c in group.items() if c}, bottom))
        return value

    def _product(self, stack: list[str], depth: int) -> Ratio:
        value = self._unary(stack, depth)
        while stack[-1] in ("*", "/"):
            divide, (top, bottom) = stack.pop() == "/", self._unary(stack, depth)
            self.need(top or not divide, "division by zero")
            value = self.times_ratio(value, (bottom, top) if divide else (top, bottom))
        return value

    def _unary(self, stack: list[str], depth: int) -> Ratio:
        self.need(depth < DEPTH, f"a formula nested more than {DEPTH} deep")
        if stack[-1] in ("+", "-"):
            minus, (top, bottom) = stack.pop() == "-", self._unary(stack, depth + 1)
            return (self.minus(top) if minus else top), bottom
        top, bottom = self._atom(stack, depth)
        if stack[-1] != "**":
            return top, bottom
        stack.pop()
        over, under = self._unary(stack, depth + 1)
        exponent = Fraction(over.get(0, 0)) / under.get(0, 1)
        good = set(over) <= {0} and set(under) == {0} and exponent.denominator == 1 and abs(exponent) <= 2000
        self.need(good and (exponent >= 0 or top), "an exponent must be an integer of at most 2000")
        top, bottom = (self.power(p, abs(int(exponent))) for p in (top, bottom))
        return (top, bottom) if exponent >= 0 else (bottom, top)

    def _atom(self, stack: list[str], depth: int) -> Ratio:
        text = stack.pop() if len(stack) > 1 else ""
        if text == "(":
            value = self._sum(stack, depth + 1)
            self.need(stack[-1] == ")", "a parenthesis is not closed")
            stack.pop()
            return value
        name = text.partition("(")[0]
        if _NAME.fullmatch(name):
            good = name.lower() not in NO_NAMES and ("(" not in text or name in QUANTITIES)
            self.need(good and len(text) <= 400, f"{text[:40]!r} is no variable, and none of {', '.join(QUANTITIES)}")
            return {self.variable(text): 1}, ONE
        self.need(text[:1].isdigit() or text[:1] == ".", f"unexpected {text!r}" if text else "a formula ends too early")
        whole, _, decimals = text.partition(".")
        self.need(len(text) <= 4000, "a number of more than 4000 digits")
        return ({0: int(whole + decimals)} if int(whole + decimals) else ZERO), {0: 10 ** len(decimals)}

    def polynomial(self, text: Any) -> Poly:
        top, bottom = self.parse(text)
        self.need(set(bottom) == {0}, f"{text[:40]!r} is not a polynomial")
        return top if bottom == ONE else {m: Fraction(c) / bottom[0] for m, c in top.items()}

    def number(self, text: Any) -> Fraction:
        value = self.polynomial(text)
        self.need(set(value) <= {0}, f"expected a number, found {str(text)[:40]!r}")
        return Fraction(value.get(0, 0))


# ---------------------------------------------------------------- the network


class Network:
    """M q'' + Gamma q' + V q = noise. Every quantity of a claim is rebuilt from these tables.

    K(s) = d (M s**2 + Gamma s + V), d a common denominator; P = det K = E(z) + s O(z), z = s**2, of degree 2n.
    H: the coefficients of z, .., z**(2n-1) in z**l E (l = 1..n-1) and z**l O (l = 1..n). G(f) = -sigma det H with
    the last row replaced by f, sigma = (-1)**(n(n-1)/2), and T = sigma p_2n det H. Where all roots of P have
    negative real part (but for a simple root 0), T > 0 and (1/pi) Int_-oo^oo f(-w**2)/|P(i w)|**2 dw = G(f)/T.
    """

    def __init__(self, algebra: Algebra, data: Any):
        self.algebra = a = algebra
        a.fields(data, ("sites", "masses", "pinning", "springs", "baths"), ("name",))
        lists = [data[key] for key in ("sites", "masses", "pinning")]
        good = all(isinstance(x, list) and 0 < len(x) <= 100 and len(x) == len(lists[0]) for x in lists)
        a.need(good, "network: sites, masses and pinning are lists of one length")
        a.need(all(type(x) in (int, str) and _LABEL.fullmatch(str(x)) for x in data["sites"]), "network: a label")
        self.labels = [str(site) for site in data["sites"]]
        a.need(len(set(self.labels)) == len(self.labels), "network: two sites have one label")
        self.masses, self.pinning = [a.parse(t) for t in data["masses"]], [a.parse(t) for t in data["pinning"]]
        self.springs: dict[tuple[int, int], Ratio] = {}
        for first, second, text in a.rows(data["springs"], 3, "[site, site, constant]"):
            i, j = sorted((self.index(first), self.index(second)))
            a.need(i < j and (i, j) not in self.springs, "network: a spring joins two sites, and each pair once")
            self.springs[i, j] = a.parse(text)
        self.springs = {key: k for key, k in self.springs.items() if k[0]}
        self.friction: dict[int, Ratio] = {}
        self.temperature: dict[int, Ratio] = {}
        for site, friction, temperature in a.rows(data["baths"], 3, "[site, friction, temperature]"):
            a.need(self.index(site) not in self.friction, "network: a site has at most one bath")
            self.friction[self.index(site)] = a.parse(friction)
            self.temperature[self.index(site)] = a.parse(temperature)
        for top, bottom in [*self.masses, *self.friction.values()]:
            known = set(top) | set(bottom) == {0}
            a.need(top and (not known or top[0] * bottom[0] > 0), "network: masses and frictions are > 0")
        self.expanded = False

    def index(self, label: Any) -> int:
        self.algebra.need(str(label) in self.labels, f"network: no site {str(label)[:40]}")
        return self.labels.index(str(label))

    def spring(self, i: int, j: int) -> Ratio:
        return self.springs.get((min(i, j), max(i, j)), (ZERO, ONE))

    def side(self, start: int, without: tuple[int, int] = (-1, -1)) -> set[int]:
        """The sites joined to one, leaving out a bond."""
        found, front = {start}, [start]
        while front:
            i = front.pop()
            near = {a + b - i for a, b in self.springs if i in (a, b) and {a, b} != set(without)} - found
            found |= near
            front += near
        return found

    def rests(self, moves: Any) -> None:
        """No motion escapes the baths: where all but one neighbour of a resting site rest, so does the last."""
        resting = set(self.friction)
        for first, second in self.algebra.rows(moves, 2, "[resting site, site it forces to rest]"):
            i, j = self.index(first), self.index(second)
            moving = {a + b - i for a, b in self.springs if i in (a, b)} - resting
            self.algebra.need(i in resting and moving == {j}, f"site {first} does not force site {second} to rest")
            resting.add(j)
        self.algebra.need(len(resting) == len(self.labels), "some site is not forced to rest by the baths")

    def expand(self) -> None:
        """d, K, the cofactors of the last row of H (times -sigma), and T."""
        if self.expanded:
            return
        a, n, others, number = self.algebra, len(self.labels), list[Poly](), 1
        for _, bottom in [*self.masses, *self.pinning, *self.springs.values(), *self.friction.values()]:
            if set(bottom) == {0}:
                number = lcm(number, Fraction(bottom[0]).numerator)
            elif bottom not in others:
                others.append(bottom)
        self.scale = a.product({0: number}, *others)

        def scaled(ratio: Ratio) -> Poly:
            if set(ratio[1]) == {0}:
                c = Fraction(number) / ratio[1][0]
                return a.product(ratio[0], {0: int(c) if c.denominator == 1 else c}, *others)
            return a.product(ratio[0], {0: number}, *(q for q in others if q != ratio[1]))

        s = a.variable("(s)")
        self.matrix: list[list[Poly]] = [[ZERO] * n for _ in range(n)]
        for i in range(n):
            friction = a.times({s: 1}, scaled(self.friction.get(i, (ZERO, ONE))))
            inertia = a.times({2 * s: 1}, scaled(self.masses[i]))
            self.matrix[i][i] = a.add(a.add(scaled(self.pinning[i]), friction), inertia)
        for (i, j), ratio in self.springs.items():
            k = scaled(ratio)
            self.matrix[i][j] = self.matrix[j][i] = a.minus(k)
            for site in (i, j):
                self.matrix[site][site] = a.add(self.matrix[site][site], k)
        p = a.by_power(self.minor(range(n), range(n)), "(s)")
        powers = [[2 * (c - l) for c in range(1, 2 * n)] for l in range(1, n)]
        powers += [[2 * (c - l) + 1 for c in range(1, 2 * n)] for l in range(1, n + 1)]
        rows = [[p.get(k, ZERO) for k in row] for row in powers]
        sigma, full = (-1) ** (n * (n - 1) // 2), (1 << (2 * n - 1)) - 1
        table = minors(a, rows[:-1])
        self.cofactors = [a.times({0: -sigma * (-1) ** j}, table.get(full ^ 1 << j, ZERO)) for j in range(2 * n - 1)]
        total = ZERO
        for entry, cofactor in zip(rows[-1], self.cofactors, strict=True):
            total = a.add(total, a.times(entry, cofactor), -1)
        self.determinant = a.times(p[2 * n], total)
        self.parts_of: dict[tuple[int, int], tuple[Poly, Poly]] = {}
        self.expanded = True

    def minor(self, rows: Any, columns: Any) -> Poly:
        table = minors(self.algebra, [[self.matrix[i][j] for j in columns] for i in rows])
        return table.get((1 << len(columns)) - 1, ZERO)

    def parts(self, i: int, b: int) -> tuple[Poly, Poly]:
        """adj(K)_ib = even(z) + s odd(z)."""
        self.expand()
        key, sites = (min(i, b), max(i, b)), range(len(self.labels))
        if key not in self.parts_of:
            minor = self.minor([k for k in sites if k != i], [k for k in sites if k != b])
            z, even, odd = self.algebra.variable("(z)"), dict[int, Any](), dict[int, Any]()
            for e, row in self.algebra.by_power(minor, "(s)").items():
                (odd if e % 2 else even).update({m + z * (e // 2): c * (-1) ** (i + b) for m, c in row.items()})
            self.parts_of[key] = even, odd
        return self.parts_of[key]

    def circulation(self, i: int, j: int, b: int) -> Poly:
        """S with z S = the even part of -s N_ib(s) N_jb(-s), N = adj(K)."""
        times, (even_i, odd_i), (even_j, odd_j) = self.algebra.times, self.parts(i, b), self.parts(j, b)
        return self.algebra.add(times(even_i, odd_j), times(odd_i, even_j), -1)

    def square(self, i: int, b: int) -> Poly:
        """S with z S = -s**2 N_ib(s) N_ib(-s)."""
        times, (even, odd), z = self.algebra.times, self.parts(i, b), self.algebra.variable("(z)")
        return self.algebra.add(self.algebra.product({z: 1}, odd, odd), times(even, even), -1)

    def integral(self, spectrum: Poly) -> Poly:
        """G(z S)."""
        result = ZERO
        for e, row in self.algebra.by_power(spectrum, "(z)").items():
            result = self.algebra.add(result, self.algebra.times(row, self.cofactors[e]))
        return result

    def arguments(self, atom: str) -> tuple[str, list[int]]:
        name, _, inside = atom[:-1].partition("(")
        sites = [self.index(label) for label in inside.split(",") if inside]
        count, thermal = QUANTITIES[name]
        self.algebra.need(len(sites) == count, f"{name} takes {count} sites, not {len(sites)}")
        self.algebra.need(all(sites[k] in self.friction for k in thermal), f"{atom}: a site has no bath")
        self.algebra.need(name != "conductance" or sites[0] != sites[1], f"{atom}: it needs two different baths")
        return name, sites

    def between_baths(self, name: str, sites: list[int]) -> list[tuple[Ratio, int, int]]:
        """A quantity as a sum of (factor, a, b): factor times the conductance of baths a and b."""
        a, i, warm = self.algebra, sites[0], self.temperature
        others = [j for j in self.friction if j != i]
        if name == "conductance":
            return [(UNIT, *sites)]  # type: ignore[list-item]
        if name == "bath_flux":
            return [(a.add_ratio(warm[i], warm[j], -1), i, j) for j in others]
        if name == "bath_flux_coefficient":
            return [(UNIT, i, j) for j in others] if sites[1] == i else [(({0: -1}, ONE), i, sites[1])]
        if name == "kinetic_temperature" and i in self.friction:  # less the bath's own temperature
            factor = a.times_ratio(self.masses[i], self.friction[i][::-1])
            return [(a.times_ratio(factor, a.add_ratio(warm[j], warm[i], -1)), i, j) for j in others]
        a.need(name == "flux", f"{name} is not fixed by the conductances")
        i, j = sites
        near, far = self.side(i, (i, j)), self.side(j, (i, j))
        bonded = bool(self.spring(i, j)[0])
        a.need(not bonded or j not in near, "a flux in a loop is not fixed by the conductances")
        pairs = [(b, c) for b in self.friction if b in near for c in self.friction if c in far and bonded]
        return [(a.add_ratio(warm[b], warm[c], -1), b, c) for b, c in pairs]

    def by_conductances(self, atom: str) -> Ratio:
        """The quantity by variables conductance(a,b) >= 0, which vanish where no spring path joins a and b."""
        name, sites = self.arguments(atom)
        if not sites:
            return {self.algebra.variable(atom): 1}, ONE
        terms = self.between_baths(name, sites)
        total = self.temperature[sites[0]] if name == "kinetic_temperature" else (ZERO, ONE)
        for factor, b, c in terms:
            if c in self.side(b):
                term = self.algebra.times_ratio(factor, ({self.algebra.variable(self.conductance(b, c)): 1}, ONE))
                total = self.algebra.add_ratio(total, term)
        return total

    def conductance(self, b: int, c: int) -> str:
        return f"conductance({self.labels[min(b, c)]},{self.labels[max(b, c)]})"

    def by_determinants(self, atom: str) -> Ratio:
        """The quantity times T (the Hurwitz determinant up to a positive factor: T itself)."""
        (name, sites), a = self.arguments(atom), self.algebra
        self.expand()
        if name == "hurwitz_determinant":
            return self.determinant, ONE
        a.need(self.determinant, "the network has no unique steady state")
        terms: list[tuple[list[Ratio], Poly]] = []
        if "conductance" in name or "bath" in name:
            for factor, b, c in self.between_baths(name, sites):
                terms.append(([factor, self.friction[b], self.friction[c]], self.integral(self.square(b, c))))
        else:
            of_bond = name.startswith("flux")
            factor = self.spring(sites[0], sites[1]) if of_bond else self.masses[sites[0]]
            for b in [sites[-1]] if "coefficient" in name else self.friction if factor[0] else []:
                spectrum = self.circulation(sites[0], sites[1], b) if of_bond else self.square(sites[0], b)
                warm = UNIT if "coefficient" in name else self.temperature[b]
                terms.append(([factor, self.friction[b], warm], self.integral(spectrum)))
        total: Ratio = (ZERO, ONE)
        for factors, value in terms:
            total = a.add_ratio(total, a.times_ratio(*factors, (a.product(self.scale, self.scale, value), ONE)))
        return total


def minors(a: Algebra, rows: list[list[Poly]]) -> dict[int, Poly]:
    """{set of columns, as bits: determinant of all the rows on these columns}, row by row."""
    wide = len(rows[0]) - len(rows) if rows else -1
    if wide in (0, 1) and all(set(entry) <= {0} for row in rows for entry in row):
        return minors_of_numbers(a, [[Fraction(entry.get(0, 0)) for entry in row] for row in rows])
    current: dict[int, Poly] = {0: ONE}
    for row in rows:
        following: dict[int, Poly] = {}
        for mask, value in current.items():
            for column, entry in enumerate(row):
                if entry and not mask >> column & 1:
                    key, sign = mask | 1 << column, (-1) ** (mask >> column).bit_count()
                    following[key] = a.add(following.get(key, ZERO), a.times(entry, value), sign)
        current = {mask: value for mask, value in following.items() if value}
    return current


def minors_of_numbers(a: Algebra, rows: list[list[Fraction]]) -> dict[int, Poly]:
    """The same by elimination, for a square matrix or one with a column more: x with A x = 0 gives the minors."""
    height, width, value, pivots = len(rows), len(rows[0]), Fraction(1), list[int]()
    for column in range(width):
        top = len(pivots)
        pivot = next((k for k in range(top, height) if rows[k][column]), None)
        if pivot is None:
            continue
        value *= rows[pivot][column] * (1 if pivot == top else -1)
        rows[top], rows[pivot] = rows[pivot], rows[top]
        rows[top] = [x / rows[top][column] for x in rows[top]]
        pivots.append(column)
        a.spend(height * width * a.gcd_work(a.bits(x for row in rows for x in row)) // 8)
        for k in range(height):
            if k != top and rows[k][column]:
                factor = rows[k][column]
                rows[k] = [x - factor * y for x, y in zip(rows[k], rows[top], strict=True)]
    if len(pivots) < height:
        return {}
    full, free = (1 << width) - 1, next((c for c in range(width) if c not in pivots), width)
    table = {full & ~(1 << free): value}
    for k, column in enumerate(pivots if width > height else ()):  # minor without column: (-1)**(column + free) value x
        table[full ^ 1 << column] = -value * rows[k][free] * (-1) ** (column + free)
    return {mask: {0: c} for mask, c in table.items() if c}


# ---------------------------------------------------------------- rules: each proves p rel 0 on a region, or raises


class Checker(Algebra):
    """Walks a proof."""

    def prove(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        rule = node.get("rule") if isinstance(node, dict) else None
        self.step, self.rule = step, str(rule)[:40]
        self.need(isinstance(rule, str) and rule in RULES, f"no such rule; known: {', '.join(RULES)}")
        method, required, optional, relations = RULES[self.rule]
        self.fields(node, ("rule", *required), optional)
        self.need(relation in relations, f"it cannot prove {relation} 0")
        method(self, node, region, p, relation, step)
        self.step, self.rule = step, str(rule)

    def supports(self, p: Poly, region: Region) -> list[frozenset[str]]:
        """The variables of each term, where every term is >= 0 on the region."""
        found = []
        self.spend(len(p) * (1 + len(self.shift) // 4))
        for monomial, c in p.items():
            powers = self.exponents(monomial)
            if c < 0 or any(e % 2 for n, e in powers.items() if n in region.real):
                text = "*".join([str(c), *(f"{n}**{e}" for n, e in powers.items())])
                self.need(False, f"the term {text[:80]} is not seen to be >= 0")
            found.append(frozenset(powers))
        return found

    def everywhere(self, supports: list[frozenset[str]], region: Region, positive: Any = frozenset()) -> bool:
        """Every face that meets the region (it has a positive variable of each clause) carries one of the supports."""
        self.spend(100 + len(supports))
        if any(s <= positive for s in supports):
            return True
        unmet = [c for c in region.clauses if not c & positive]
        return bool(unmet) and all(self.everywhere(supports, region, positive | {n}) for n in min(unmet, key=len))

    def is_positive(self, p: Poly, region: Region) -> bool:
        """All terms >= 0 and their sum > 0, plain to see."""
        real = any(e % 2 for m in p for n, e in self.exponents(m).items() if n in region.real)
        return not real and min(p.values(), default=-1) > 0 and self.everywhere(self.supports(p, region), region)

    def assumption(self, k: Any, region: Region) -> tuple[Poly, str]:
        self.need(type(k) is int and 0 <= k < len(region.given), f"no assumption {str(k)[:20]} here")
        return region.given[k]

    def remainder(self, node: Any, region: Region, p: Poly) -> tuple[Poly, list[frozenset[str]]]:
        """p minus the sum of h g_1 g_2 ..; the supports of those h whose assumptions are all strict."""
        strict: list[frozenset[str]] = []
        for indices, text in self.rows(node.get("multiples", []), 2, "[[assumption, ..], polynomial]"):
            self.need(isinstance(indices, list), "expected a list of assumptions")
            given, h = [self.assumption(k, region) for k in indices], self.polynomial(text)
            p = self.add(p, self.product(h, *(g for g, _ in given)), -1)
            relations = {r for _, r in given}
            self.need("!=" not in relations, "an assumption != 0 has no multiples")
            if "==" not in relations:
                found = self.supports(h, region)
                strict += found if relations <= {">"} else []
        return p, strict

    def finish(self, rest: Poly, strict: list[frozenset[str]], region: Region, relation: str) -> None:
        """The terms that remain are >= 0, and > 0 where that is claimed; strict assumptions help to see it."""
        supports = self.supports(rest, region) + strict
        for g, known in region.given:
            if known == ">" and 0 not in g and min(g.values(), default=-1) > 0 and not self.names(g) & region.real:
                each = [{n} for n in self.names(g)] if len(g) == 1 else [self.names(g)]
                region = replace(region, clauses=region.clauses | {frozenset(c) for c in each})
        good = relation == ">=" or self.everywhere(supports, region)
        self.need(good, "it is >= 0, but not seen to be > 0 on every face that meets the region")

    def sage(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """sum w_a x**a / X**a >= (sum w_a) x**b / X**b where sum w_a (a - b) = 0, w_a > 0, at any X > 0."""
        rest, strict = self.remainder(node, region, p)
        at = {n: self.number(v) for n, v in self.entries(node.get("at", {}))}
        for text, outer in self.rows(node.get("circuits", []), 2, "[monomial, [[monomial, weight], ..]]"):
            (middle, center), total, moment = self.monomial(text, at), Fraction(0), dict[int, Fraction]()
            for outer_text, weight_text in self.rows(outer, 2, "[monomial, weight]"):
                (monomial, value), weight = self.monomial(outer_text, at), self.number(weight_text)
                self.need(weight > 0, "weights are positive")
                self.supports({monomial: 1}, region)
                total += weight
                self.spend(5 * len(self.shift))
                rest = self.add(rest, {monomial: weight * center / value}, -1)
                for s in self.shift.values():
                    moment[s] = moment.get(s, Fraction(0)) + weight * ((monomial >> s & MASK) - (middle >> s & MASK))
            self.need(not any(moment.values()), f"the weights do not balance at {str(text)[:40]}")
            odd = any(n in region.real and e % 2 for n, e in self.exponents(middle).items())
            rest = self.add(rest, {middle: total}, -1 if odd and rest.get(middle, 0) > 0 else 1)
        self.finish(rest, strict, region, relation)

    def monomial(self, text: Any, at: dict[str, Fraction]) -> tuple[int, Fraction]:
        """A monomial and its value at X."""
        p, value = self.polynomial(text), Fraction(1)
        self.need(list(p.values()) == [1], f"expected a monomial, found {str(text)[:40]!r}")
        for name, e in self.exponents(next(iter(p))).items():
            self.need(at.get(name, 1) > 0 and e <= 200, "X is positive, exponents are at most 200")
            value *= at.get(name, Fraction(1)) ** e
        return next(iter(p)), value

    def gram(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        rest, strict = self.remainder(node, region, p)
        for weight_text, root_text in self.rows(node["squares"], 2, "[weight, polynomial]"):
            weight, root = self.polynomial(weight_text), self.polynomial(root_text)
            self.supports(weight, region)
            rest = self.add(rest, self.product(weight, root, root), -1)
        self.finish(rest, strict, region, relation)

    def entries(self, node: Any) -> list[tuple[str, Any]]:
        self.need(isinstance(node, dict), "expected an object of variables")
        return list(node.items())

    def star(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """z = t w + z' with t = min z_k/w_k: the cones with w in place of one of its rays cover the cone."""
        at, cones = {n: self.number(v) for n, v in self.entries(node["at"])}, dict(self.entries(node["cones"]))
        good = all(n in self.shift and n not in region.real and w > 0 and w.denominator == 1 for n, w in at.items())
        self.need(good and set(cones) == set(at) and at, "it takes positive integers at variables, a cone for each")
        for k, child in cones.items():

            def turned(q: Poly, k: str = k) -> Poly:
                q = self.put(q, k, {self.variable(k): int(at[k])})
                for j in at:
                    q = q if j == k else self.put(q, j, {self.variable(j): 1, self.variable(k): int(at[j])})
                return q

            clauses = frozenset(c | {k} if c & (set(at) - {k}) else c for c in region.clauses)
            cone = replace(region, clauses=clauses, given=tuple((turned(g), r) for g, r in region.given))
            self.prove(child, cone, turned(p), relation, f"{step}.{k}")

    def excluded(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        g, known = self.assumption(node["given"], region)
        sign, opposite = {">": ("-", ">="), ">=": ("-", ">"), "==": (node.get("sign"), ">"), "!=": ("+", "==")}[known]
        self.need(sign in ("+", "-"), "an equality is excluded by a sign, + or -")
        self.prove(node["proof"], region, g if sign == "+" else self.minus(g), opposite, f"{step}.proof")

    def factor(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        constant, tasks, strict = self.number(node["constant"]), list[tuple[Any, ...]](), True
        product, positive = self.times({0: constant}, ONE), constant > 0
        self.need(isinstance(node["factors"], list), "expected a list of factors")
        for k, entry in enumerate(node["factors"]):
            self.fields(entry, ("poly", "power", "sign"), ("proof",))
            f, power, sign = self.polynomial(entry["poly"]), entry["power"], entry["sign"]
            self.need(type(power) is int and 1 <= power <= 200, "a power is an integer from 1 to 200")
            self.need(sign in ("+", "-", "0+", "0-") or (sign == "any" and power % 2 == 0), "a sign is +, -, 0+ or 0-")
            product = self.times(product, self.product(*[f] * power))
            positive, strict = positive ^ (sign in ("-", "0-") and power % 2 == 1), strict and sign in ("+", "-")
            if sign != "any":
                goal, wanted = self.minus(f) if "-" in sign else f, ">=" if "0" in sign else ">"
                tasks.append((entry.get("proof"), region, goal, wanted, f"{step}.{k}"))
        self.need(product == p, "the product of the factors is another polynomial")
        self.need(positive and constant and (strict or relation == ">="), f"these signs do not give {relation} 0")
        for task in tasks:
            self.prove(*task)

    def multiply(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        f = self.polynomial(node["by"])
        self.prove(node["positive"], region, f, ">", f"{step}.positive")
        self.prove(node["then"], region, self.times(f, p), relation, f"{step}.then")

    def univariate(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        names, degrees = sorted(self.names(p)), {sum(self.exponents(m).values()) for m in p}
        whole = bool(set(names) & region.real)
        good = len(names) == 1 or (len(names) == 2 and len(degrees) == 1 and not whole)
        self.need(good, "it needs one variable, or a homogeneous polynomial in two positive variables")
        rows = self.by_power(p, names[0])
        f = [sum(rows.get(e, ZERO).values()) for e in range(max(rows) + 1)]
        supports = [frozenset(names)] + [frozenset(names[1:])] * (f[0] != 0 or whole)
        supports += [frozenset(names[:1])] * (max(rows) in degrees)
        while f[0] == 0 and not whole:
            f.pop(0)
        self.need(f[-1] > 0 and self.roots(f, whole) == 0, "the polynomial has a root there, or is negative")
        good = relation == ">=" or self.everywhere(supports, region)
        self.need(good, "it may vanish on the boundary, which meets the region")

    def roots(self, f: list[Any], whole: bool) -> int:
        """How many distinct real roots, on the whole line or for x > 0 (f(0) != 0): Sturm's sign changes."""
        chain = [[Fraction(c) for c in f], [k * Fraction(c) for k, c in enumerate(f)][1:]]
        while chain[-1]:
            chain.append([-c for c in self.modulo(chain[-2], chain[-1])])
        chain.pop()
        start = [c[-1] * (-1) ** (len(c) - 1) if whole else next(x for x in c if x) for c in chain]
        signs = [[x > 0 for x in values] for values in (start, [c[-1] for c in chain])]
        before, after = (sum(x != y for x, y in pairwise(s)) for s in signs)
        return int(before - after)

    def modulo(self, f: list[Any], g: list[Any]) -> list[Fraction]:
        f = list(f)
        while len(f) >= len(g):
            self.spend(len(g) * self.gcd_work(self.bits((*f, *g))))
            factor = f[-1] / g[-1]
            for k in range(1, len(g) + 1):
                f[-k] -= factor * g[-k]
            while f and not f[-1]:
                f.pop()
        return f

    def signs(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        name = node["variable"]
        self.need(name in region.real, "only a real variable has two signs")
        closed, flip = replace(region, real=region.real - {name}), {self.variable(name): -1}
        turned = replace(closed, given=tuple((self.put(g, name, flip), r) for g, r in region.given))
        same = node["negative"] == "same"
        even = (self.put(p, name, flip), turned) == (p, closed)
        self.need(even or not same, f"the claim is not the same for -{name}")
        self.prove(node["positive"], closed, p, relation, f"{step}.positive")
        if not same:
            self.prove(node["negative"], turned, self.put(p, name, flip), relation, f"{step}.negative")

    def homogenize(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        name = node["variable"]
        used = self.names(p, *(g for g, _ in region.given)) | region.real | frozenset[str]().union(*region.clauses)
        self.need(isinstance(name, str) and _NAME.fullmatch(name) and name not in used, "it needs a new variable")
        given = tuple((self.homogeneous(g, name), r) for g, r in region.given)
        wider = replace(region, clauses=region.clauses | {frozenset((name,))}, given=given)
        self.prove(node["then"], wider, self.homogeneous(p, name), relation, f"{step}.then")

    def eliminate(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        (g, known), name = self.assumption(node["given"], region), str(node["variable"])
        rows = self.by_power(g, name)
        good = known == "==" and set(rows) <= {0, 1} and set(rows.get(1, ZERO)) == {0}
        self.need(good, "it needs an assumption c x - h == 0 with a number c and h free of x")
        value = self.times(rows.get(0, ZERO), {0: Fraction(-1) / rows[1][0]})
        given = [(self.put(g, name, value), r) for g, r in region.given]
        if name not in region.real:
            given.append((value, ">" if frozenset((name,)) in region.clauses else ">="))
        clauses = frozenset(c for c in region.clauses if name not in c)
        smaller = Region(region.real - {name}, clauses, tuple(given))
        self.prove(node["then"], smaller, self.put(p, name, value), relation, f"{step}.then")

    def equal(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        if p:
            self.prove(node.get("above"), region, p, ">=", f"{step}.above")
            self.prove(node.get("below"), region, self.minus(p), ">=", f"{step}.below")

    def different(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        self.need(node["sign"] in ("+", "-"), "the sign is + or -")
        self.prove(node["proof"], region, p if node["sign"] == "+" else self.minus(p), ">", f"{step}.proof")

    # the claim as a whole

    def difference(self, statement: Any) -> tuple[Ratio, str]:
        """left - right and the relation to 0, turned so that it is >, >=, == or !=."""
        self.fields(statement, SIDES)
        left, relation, right = self.parse(statement["left"]), statement["relation"], self.parse(statement["right"])
        self.need(relation in (">", ">=", "<", "<=", "==", "!="), f"no such relation {str(relation)[:20]!r}")
        if "<" in relation:
            left, right, relation = right, left, relation.replace("<", ">")
        return self.add_ratio(left, right, -1), relation

    def written_out(self, ratio: Ratio, by: str) -> Ratio:
        """The ratio with its quantities written out by the network; factors T > 0 are left out."""
        top, bottom = ratio
        atoms = sorted(n for n in self.names(top, bottom) if "(" in n)
        if not atoms or self.network is None:
            return ratio
        net = self.network
        images = {n: net.by_conductances(n) if by == "conductances" else net.by_determinants(n) for n in atoms}
        under = list[Poly]()
        for _, q in images.values():
            under += [q] if q not in under and q != ONE else []
        common, scale = self.product(*under), self.variable("(t)")
        values = {n: self.times(t, self.product(*(u for u in under if u != q))) for n, (t, q) in images.items()}
        marked = {n: self.times({scale: 1}, v) for n, v in values.items()}  # (t) counts the quantities in a product

        def cleared(p: Poly) -> tuple[Poly, int]:
            rows = self.by_power(self.put_all(p, marked), "(t)")
            most = max(rows, default=0)
            if by == "conductances" or HURWITZ in atoms:
                factor = common
                good = HURWITZ not in atoms or (atoms == [HURWITZ] and len(rows) < 2)
                self.need(good, "of a Hurwitz determinant only the sign is known")
            else:
                factor = self.times(common, net.determinant) if len(rows) > 1 else common
            total = ZERO
            for e, row in rows.items():
                total = self.add(total, self.product(row, *[factor] * (most - e)))
            return total, most

        (top, over), (bottom, below) = cleared(top), cleared(bottom)
        return self.product(top, *[common] * below), self.product(bottom, *[common] * over)

    def start(self, certificate: Any, by: str) -> list[tuple[Ratio, str]]:
        """Claim and assumptions written out; sets real, positive (the variables), network, steady."""
        self.fields(certificate, ("format", "verdict", "claim", "given", "real", "network", "proof"), ("sample",))
        self.need(certificate["format"] == FORMAT, f"the format is not {FORMAT!r}")
        real, given = certificate["real"], certificate["given"]
        good = isinstance(real, list) and all(isinstance(n, str) and _NAME.fullmatch(n) for n in real)
        self.need(good and isinstance(given, list), "real and given are lists")
        statements = [self.difference(statement) for statement in [certificate["claim"], *given]]
        self.network = None if certificate["network"] is None else Network(self, certificate["network"])
        atoms = {n for n in self.seen if "(" in n}
        self.need(not atoms or self.network, "quantities of a network, but no network")
        self.steady = self.network is not None and atoms != {HURWITZ}
        self.real, self.positive = frozenset(self.seen & set(real)), frozenset(self.seen - atoms - set(real))
        missing = sorted((self.positive | self.real) - set(self.values))
        self.need(by != "values" or not missing, f"no value for {', '.join(missing)}")
        return [(self.written_out(ratio, by), relation) for ratio, relation in statements]

    def opening(self, certificate: Any, node: Any) -> tuple[Region, Ratio, str]:
        """The region of a claim, and the ratio and relation to be proved on it."""
        good = certificate.get("network") is None or (isinstance(node, dict) and node.get("rule") == "network")
        self.need(good, "the first rule is network")
        by = node["by"] if certificate.get("network") is not None else "none"
        ((top, bottom), relation), *given = self.start(certificate, by)
        self.step, self.rule = "proof", "network" if self.network else "denominator"
        region = Region(self.real, frozenset(frozenset((n,)) for n in self.positive), ())
        if self.network:
            self.fields(node, ("rule", "by", "then"), ("moves", "unique"))
            if node.get("unique") is True and self.steady:  # the hypothesis of the claim, T > 0, as one more assumption
                self.network.expand()
                given.append(((self.network.determinant, ONE), ">"))
            self.need(by in ("conductances", "determinants"), "network goes by conductances or determinants")
            names = self.names(top, bottom, *(p for ratio, _ in given for p in ratio))
            inertia = [*self.network.masses, *self.network.friction.values()]
            self.heavy = all(self.is_positive(p, region) for ratio in inertia for p in ratio)
            region, given = self.theorems(self.network, node, region, given, names)
        assumptions = []
        for (over, under), known in given:
            sign = self.plain_sign(under, region)
            assumptions.append((self.times(over, {0: sign} if sign else under), known))
        region = replace(region, given=tuple(assumptions))
        if sign := self.plain_sign(bottom, region):
            top, bottom = self.times(top, {0: sign}), ONE
        return region, (self.plain(top, region), bottom), relation

    def claim(self, certificate: Any) -> None:
        """The proof of a proved claim."""
        node = certificate["proof"]
        region, (top, bottom), relation = self.opening(certificate, node)
        node = node["then"] if self.network else node
        if bottom != ONE:
            self.rule = "denominator"
            self.fields(node, ("rule", "sign", "proof", "then"))
            self.need(node["rule"] == "denominator" and node["sign"] in ("+", "-"), "the denominator needs a sign")
            sign = {0: 1 if node["sign"] == "+" else -1}
            self.prove(node["proof"], region, self.times(bottom, sign), ">", "proof.denominator")
            node, top = node["then"], self.times(top, sign)
        self.prove(node, region, top, relation, "proof")
        if certificate["given"]:
            Checker().point(certificate, certificate.get("sample"), "sample")

    def plain_sign(self, p: Poly, region: Region) -> int:
        return self.is_positive(p, region) - self.is_positive(self.minus(p), region)

    def plain(self, p: Poly, region: Region) -> Poly:
        """Divided by its content and by powers of positive variables."""
        content = gcd(*(c.numerator for c in p.values())) if all(isinstance(c, int) for c in p.values()) else 1
        p = {m: c // content if content > 1 else c for m, c in p.items()}
        for clause in region.clauses:
            name, *more = clause
            least = min(self.by_power(p, name), default=0) if not more else 0
            p = {m - least * self.variable(name): c for m, c in p.items()}
        return p

    def theorems(
        self, net: Network, node: Any, region: Region, given: list[Any], names: set[str]
    ) -> tuple[Region, list[Any]]:
        """What holds of the conductances in every steady state, and of the Hurwitz determinant."""
        sites, stiff = range(len(net.labels)), all(self.is_positive(p, region) for k in net.springs.values() for p in k)
        positive = {n for n in names if n.startswith("conductance(") and stiff}
        if HURWITZ in names:
            pinned = [i for i in sites if net.pinning[i][0]]
            good = stiff and all(self.is_positive(p, region) for i in pinned for p in net.pinning[i])
            self.need(good, "the potential is not seen to be >= 0: springs and pinning must have positive terms")
        if HURWITZ in names and "moves" in node:
            loose = {min(net.side(i)) for i in sites if not net.side(i) & set(pinned)}
            self.need(len(loose) < 2, "two parts of the network are not pinned")
            net.rests(node["moves"])
            positive = {HURWITZ}
        for b, friction in net.friction.items() if node["by"] == "conductances" else ():
            total = self.times_ratio(friction, net.masses[b][::-1])
            for c in net.friction:
                if c != b and c in net.side(b) and net.conductance(b, c) in names:
                    total = self.add_ratio(total, ({self.variable(net.conductance(b, c)): 1}, ONE), -1)
            given = [*given, (total, ">")]
        return replace(region, clauses=region.clauses | {frozenset((n,)) for n in positive}), given

    def point(self, certificate: Any, node: Any, step: str) -> None:
        """Exact values at which every assumption holds; the claim does not, unless this is a sample."""
        self.step, self.rule = step, "point"
        self.fields(node, ("rule", "at"), ("root",))
        self.root, ends = [Fraction(0), Fraction(1)], ["0", "0"]
        if "root" in node:
            self.fields(node["root"], ("polynomial", "interval"))
            rows, ends = self.by_power(self.polynomial(node["root"]["polynomial"]), "t"), node["root"]["interval"]
            self.need(all(set(row) == {0} for row in rows.values()), "the polynomial of the root has one variable, t")
            self.root = [Fraction(rows.get(e, ZERO).get(0, 0)) for e in range(max(rows, default=0) + 1)]
            self.need(isinstance(ends, list) and len(ends) == 2, "an interval is [low, high]")
        self.interval = (self.number(ends[0]), self.number(ends[1]))
        low, high = (self.at(self.root, x) for x in self.interval)
        self.need("root" not in node or (self.interval[0] < self.interval[1] and low * high < 0), "no root is enclosed")
        at, r = self.entries(node["at"]), {self.variable("(r)"): 1}
        values = {n: self.put(self.polynomial(text), "t", r) for n, text in at}
        self.need(all(self.names(v) <= {"(r)"} for v in values.values()), "a value is a number, or a polynomial in t")
        self.values, self.seen = values, set()
        claim, *given = self.start(certificate, "values")
        self.need(all(self.sign(values[n]) > 0 for n in self.positive), "a positive variable is not positive")
        if self.network:
            self.network.expand()
            self.need(self.is_stable(self.network), "the network has no unique steady state there")
        for k, ((top, bottom), relation) in enumerate([claim, *given]):
            over, under = self.sign(top), self.sign(bottom)
            self.need(under or (k == 0 and step == "sample"), "a denominator vanishes there")
            holds = {">": over * under > 0, ">=": over * under >= 0, "==": over == 0, "!=": over != 0}[relation]
            self.need(holds or k == 0, "an assumption fails there")
            self.need(not holds or k > 0 or step == "sample", "the claim holds there")

    def is_stable(self, net: Network) -> bool:
        """V >= 0, so that no root of P has positive real part; T != 0, so that none but a simple 0 is imaginary."""
        n, stiff = len(net.labels), [*net.springs.values(), *net.pinning]
        if not all(self.sign(top) * self.sign(bottom) >= 0 for top, bottom in stiff):
            potential = [[self.by_power(x, "(s)").get(0, ZERO) for x in row] for row in net.matrix]
            for k in range(1, n + 1):
                minor = minors(self, [row[:k] for row in potential[:k]]).get((1 << k) - 1, ZERO)
                if self.sign(minor) * self.sign(net.scale) ** k <= 0:
                    return False
        inertia, warm = [*net.masses, *net.friction.values()], net.temperature.values()
        positive = all(self.sign(top) * self.sign(bottom) > 0 for top, bottom in inertia)
        positive = positive and all(self.sign(bottom) for _, bottom in (*stiff, *warm))
        positive = positive and all(self.sign(top) * self.sign(bottom) >= 0 for top, bottom in warm)
        return positive and (not self.steady or self.sign(net.determinant) > 0)

    def at(self, f: list[Fraction], x: Fraction) -> Fraction:
        value = Fraction(0)
        self.spend(len(f) * self.gcd_work(len(f) * self.bits([x]) + self.bits(f)))
        for c in reversed(f):
            value = value * x + c
        return value

    def sign(self, p: Poly) -> int:
        """The sign of a polynomial in r, the root."""
        rows = self.by_power(p, "(r)")
        f = self.modulo([Fraction(rows.get(e, ZERO).get(0, 0)) for e in range(max(rows, default=-1) + 1)], self.root)
        (low, high), lift = self.interval, self.at(self.root, self.interval[1]) > 0
        for _ in range(2000):
            self.spend(5 * len(f) * self.gcd_work(len(f) * self.bits((low, high)) + self.bits(f)))
            least, most = Fraction(0), Fraction(0)
            for c in reversed(f):
                ends = [least * low, least * high, most * low, most * high]
                least, most = min(ends) + c, max(ends) + c
            if least > 0 or most < 0 or not f:
                return (least > 0) - (most < 0)
            middle = (low + high) / 2
            value = self.at(self.root, middle)
            low = middle if value == 0 or (value > 0) != lift else low
            high = middle if value == 0 or (value > 0) == lift else high
        raise Rejected(self.step, self.rule, "a sign at the root is not decided by 2000 bisections")


_ORDER, _ALL = (">", ">="), (">", ">=", "==", "!=")
RULES = {  # rule: method, keys it needs, keys it may have, relations it proves
    "sage": (Checker.sage, (), ("multiples", "at", "circuits"), _ORDER),
    "farkas": (Checker.sage, (), ("multiples",), _ORDER),
    "gram": (Checker.gram, ("squares",), ("multiples",), _ORDER),
    "star": (Checker.star, ("at", "cones"), (), _ALL),
    "excluded": (Checker.excluded, ("given", "proof"), ("sign",), _ALL),
    "factor": (Checker.factor, ("constant", "factors"), (), _ORDER),
    "multiply": (Checker.multiply, ("by", "positive", "then"), (), _ORDER),
    "univariate": (Checker.univariate, (), (), _ORDER),
    "signs": (Checker.signs, ("variable", "positive", "negative"), (), _ALL),
    "homogenize": (Checker.homogenize, ("variable", "then"), (), _ALL),
    "eliminate": (Checker.eliminate, ("given", "variable", "then"), (), _ALL),
    "equal": (Checker.equal, (), ("above", "below"), ("==",)),
    "different": (Checker.different, ("sign", "proof"), (), ("!=",)),
}


# ---------------------------------------------------------------- files


def load(data: bytes) -> Any:
    """The JSON object in a certificate file, within the limits."""

    def refuse(reason: str) -> Any:
        raise Rejected("certificate", "json", reason)

    def once(items: list[tuple[str, Any]]) -> dict[str, Any]:
        return dict(items) if len({key for key, _ in items}) == len(items) else refuse("a key appears twice")

    if len(data) > BYTES:
        refuse(f"more than {BYTES} bytes")
    depth = 0
    for mark in re.findall(rb'"(?:[^"\\]|\\.)*"?|[][{}]', data, re.DOTALL):  # a string without end takes all the rest
        depth += (mark in b"[{") - (mark in b"]}")
        if depth > NESTING:
            refuse(f"nested more than {NESTING} deep")
    try:
        return json.loads(data.decode(), object_pairs_hook=once, parse_float=refuse, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        return refuse(f"not JSON: {error}")


def check(certificate: Any) -> Checked:
    """What a certificate (a loaded JSON object) proves or refutes; :class:`Rejected` where it does neither."""
    checker = Checker()
    try:
        checker.need(isinstance(certificate, dict), "expected an object")
        verdict = certificate.get("verdict")
        checker.need(verdict in ("proved", "refuted"), "the verdict is proved or refuted")
        checker.need("proof" in certificate, "'proof' is missing")
        if verdict == "proved":
            checker.claim(certificate)
        else:
            checker.point(certificate, certificate["proof"], "proof")
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Rejected(checker.step, checker.rule, f"malformed: {type(error).__name__}: {str(error)[:80]}") from error
    claim, *given = (" ".join(s[key] for key in SIDES) for s in [certificate["claim"], *certificate["given"]])
    where = f"{', '.join(sorted(checker.real))} real, all others positive" if checker.real else "all variables positive"
    where += "; wherever the steady state exists and is unique" * checker.steady
    where += "" if checker.heavy else "; wherever masses and frictions are positive"
    witness = certificate["proof"]["at"] if verdict == "refuted" else None
    return Checked(verdict, claim, tuple(given), certificate["network"], where, witness)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("usage: check.py certificate.json", file=sys.stderr)
        return 2
    try:
        with open(arguments[0], "rb") as file:
            data = file.read(BYTES + 1)
    except OSError as error:
        print(f"{arguments[0]}: {error.strerror}", file=sys.stderr)
        return 2
    try:
        print(check(load(data)))
    except Rejected as rejection:
        print(f"rejected: {rejection}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
