"""The checker of symflux certificates: one file, standard library only, runs alone.

    python -I -S check.py certificate.json

prints what was proved (exit status 0), or names the step, the rule and the reason of the rejection (1);
misuse is 2. The format, and why each rule is sound, is docs/certificate-format.md.
Nothing here searches: polynomials over the rationals are added, multiplied, substituted and compared.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial, reduce
from math import gcd, lcm, prod
from operator import or_
from typing import Any

FORMAT = "symflux certificate 1"
BYTES, FORMULA, WORK, TERMS, BITS, NAMES = 4_000_000, 500_000, 30_000_000, 100_000, 60_000, 200
FIELD, MASK, TOP = 16, 0xFFFF, 0x8000  # a monomial is one integer: FIELD bits of exponent for each variable
LINEAR = {  # quantities linear in the temperatures: a letter for each argument, s site, b bath, c coordinate as in q1
    "flux": "ss", "bath_flux": "b", "kinetic_temperature": "s", "covariance": "cc", "position_difference": "ss",
    "energy": "",
}  # fmt: skip
QUANTITIES = {
    **LINEAR, **{f"{name}_coefficient": f"{kinds}b" for name, kinds in LINEAR.items()},
    "conductance": "bb", "entropy_production": "", "hurwitz_determinant": "",
}  # fmt: skip
HURWITZ, FREQUENCY = "hurwitz_determinant()", "squared_frequency()"
BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}  # the minus of one number binds with 3
_TOKEN = re.compile(r"\d+\.?\d*|\.\d+|[A-Za-z_]\w*(?: *\( *(?:[\w.-]+ *(?:, *[\w.-]+ *)*)?\))?|\*\*|[-+*/()]", re.ASCII)
_LABEL = re.compile(r"[\w.-]{1,50}", re.ASCII)  # no comma, no space: formulas name sites by their labels
_NAME = re.compile(r"(?!(?:nan|inf|infinity)$)[A-Za-z_]\w{0,99}", re.ASCII | re.IGNORECASE)
Poly = dict[int, Any]  # packed monomial -> int or Fraction, no zeros
Ratio = tuple[Poly, Poly]
Coordinate = tuple[int, dict[int, Poly]]  # how many dots, and the weight of each site's position
ZERO: Poly = {}
ONE: Poly = {0: 1}


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
    root: str  # what t is in the witness

    def __str__(self) -> str:
        where = f", given {', '.join(self.given)}" if self.given else ""
        at = f", at {', '.join(f'{k} = {v}' for k, v in self.witness.items())}{self.root}" if self.witness else ""
        return f"{self.verdict}: {self.claim}{where}{at}; {self.hypothesis}"


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

    def __init__(self) -> None:
        self.shift: dict[str, int] = {}
        self.guard = 0  # the top bit of every exponent, never set
        self.seen: set[str] = set()  # every variable of a formula
        self.values: dict[str, Poly] = {}  # put into every formula as it is read
        self.work, self.step, self.rule = WORK, "certificate", "format"

    def need(self, condition: Any, reason: str) -> None:
        if not condition:
            raise Rejected(self.step, self.rule, reason)

    def fields(self, node: Any, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        """The node is an object with these keys and no others."""
        self.need(isinstance(node, dict), f"expected an object, found {str(node)[:40]!r}")
        for key in (*required, *node):
            self.need(key in node, f"{key!r} is missing")
            self.need(key in required + optional, f"unknown key {key[:40]!r}; known: {required + optional}")

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
        return set(self.exponents(reduce(or_, (m for p in polynomials for m in p), 0)))

    def accumulate(self, total: Poly, q: Poly, factor: Any = 1) -> Poly:
        """Adds to a polynomial in place."""
        self.spend(len(q))
        for monomial, c in q.items():
            total[monomial] = value = total.get(monomial, 0) + factor * c
            if (bits := value.denominator.bit_length()) > 400:
                self.spend(bits // 8)
                self.need(bits < BITS, f"a number of over {BITS} bits")
            if not value:
                del total[monomial]
        return total

    def add(self, p: Poly, q: Poly, factor: Any = 1) -> Poly:
        self.spend(len(p) // 8)
        return self.accumulate(dict(p), q, factor)

    def common(self, *polynomials: Poly) -> int:
        """A common denominator."""
        total = 1
        for c in (c for p in polynomials for c in p.values()):
            total = lcm(total, c.denominator)
            self.spend(1 + total.bit_length() // 8)
            self.need(total.bit_length() < BITS, f"a number of over {BITS} bits")
        return total

    def minus(self, p: Poly) -> Poly:
        return {m: -c for m, c in p.items()}

    def bits(self, numbers: Any) -> int:
        """The length of the longest number."""
        return max((c.numerator.bit_length() + c.denominator.bit_length() for c in numbers), default=0)

    def times(self, p: Poly, q: Poly) -> Poly:
        if len(p) == len(q) == 1:  # most products in a formula: in short
            ((m, c),), ((n, d),) = p.items(), q.items()
            if not (m | n | m + n) & self.guard and type(c * d) is int and (c * d).bit_length() < 400:
                self.spend(4)
                return {m + n: c * d}
        bits, left, right = self.bits(p.values()) + self.bits(q.values()), reduce(or_, p, 0), reduce(or_, q, 0)
        self.need(bits < BITS, f"a number of over {BITS} bits")
        self.need(not (left | right | left + right) & self.guard, f"an exponent of {TOP} or more")
        self.spend(len(p) * len(q) * (1 + bits // 400 + len(self.shift) // 32) + 8)
        result: Poly = {}
        for m, c in p.items():
            for n, d in q.items():
                result[m + n] = result.get(m + n, 0) + c * d
        self.need(len(result) <= TERMS, f"a polynomial of more than {TERMS} terms")
        return {m: c for m, c in result.items() if c}

    def product(self, *factors: Poly) -> Poly:
        return reduce(self.times, factors, dict(ONE))

    def by_power(self, p: Poly, name: str) -> dict[int, Poly]:
        """{e: c_e} with p = sum c_e name**e."""
        self.variable(name)
        shift, rows = self.shift[name], dict[int, Poly]()
        self.spend(len(p) // 2)
        for monomial, c in p.items():
            e = monomial >> shift & MASK
            rows.setdefault(e, {})[monomial - (e << shift)] = c
        return rows

    def put(self, p: Poly, values: dict[str, Poly]) -> Poly:
        """The polynomial with values in place of variables, one after the other."""
        self.spend(20 + len(p) // 4 + len(self.shift))
        for name in sorted(self.names(p) & set(values)):
            rows, result, power, at = self.by_power(p, name), dict(ZERO), ONE, 0
            for e in sorted(rows):
                while at < e:
                    power, at = self.times(power, values[name]), at + 1
                self.accumulate(result, self.times(rows[e], power))
            p = result
        return p

    def parse(self, text: Any) -> Ratio:
        """(numerator, denominator) of the rational function that a formula denotes; nothing is cancelled."""
        self.need(isinstance(text, str), f"expected a formula in a string, found {str(text)[:40]!r}")
        self.need(len(text) <= FORMULA, f"a formula of more than {FORMULA} characters")
        strange = next((c for c in _TOKEN.sub("", text) if c != " "), "")
        self.need(not strange, f"unexpected {strange!a} in a formula")
        stack = ["", *reversed(_TOKEN.findall(text))]
        self.spend(8 * len(stack))
        value = self.expression(stack, 0)
        self.need(stack == [""], f"unexpected {stack[-1][:40]!r} in a formula")
        top, bottom = (self.put(p, self.values) for p in value)
        self.need(bottom, "a denominator vanishes at the point")
        return top, bottom

    def expression(self, stack: list[str], least: int) -> Ratio:
        """A value and the operators behind it that bind closer than ``least``."""
        token = stack.pop() if len(stack) > 1 else ""
        if token in ("-", "+"):
            top, bottom = self.expression(stack, 3)
            top = self.minus(top) if token == "-" else top
        elif token == "(":
            top, bottom = self.expression(stack, 0)
            self.need(stack[-1] == ")", "a parenthesis is not closed")
            stack.pop()
        else:
            top, bottom = self.atom(token.replace(" ", ""))
        while BINDING.get(stack[-1], 0) > least:
            operator = stack.pop()
            other = self.expression(stack, BINDING[operator] - (operator == "**"))
            if operator == "**":
                exponent = Fraction(other[0].get(0, 0)) / other[1].get(0, 1)
                good = set(other[0]) <= {0} == set(other[1]) and exponent.denominator == 1 and abs(exponent) <= 2000
                self.need(good, "an exponent must be an integer of at most 2000")
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
                top, bottom = self.add(top, over, 1 if operator == "+" else -1), self.times(bottom, other[1])
        return top, bottom

    def inverse(self, ratio: Ratio) -> Ratio:
        """1/(p/q) = q**2/(p q): a number only where q != 0."""
        top, bottom = ratio
        self.need(top, "division by zero: a denominator vanishes")
        return (bottom, top) if set(bottom) == {0} else (self.times(bottom, bottom), self.times(top, bottom))

    def atom(self, token: str) -> Ratio:
        name, bracket, _ = token.partition("(")
        if _NAME.fullmatch(name) and len(token) <= 400 and (name in QUANTITIES or not bracket or token == FREQUENCY):
            self.seen.add(token)
            return {self.variable(token): 1}, dict(ONE)
        whole, _, decimals = token.partition(".")
        what = f"expected a number, a variable or one of {', '.join(QUANTITIES)}, found {token[:40]!r}"
        self.need((whole + decimals).isdigit() and len(token) <= 4000, what)
        return ({0: int(whole + decimals)} if int(whole + decimals) else {}), {0: 10 ** len(decimals)}

    def polynomial(self, text: Any) -> Poly:
        top, bottom = self.parse(text)
        self.need(set(bottom) == {0}, f"{text[:40]!r} is not a polynomial")
        return top if bottom == ONE else {m: Fraction(c) / bottom[0] for m, c in top.items()}

    def number(self, text: Any) -> Fraction:
        value = self.polynomial(text)
        self.need(set(value) <= {0}, f"expected a number, found {text[:40]!r}")
        return Fraction(value.get(0, 0))

    def minors(self, rows: list[list[Poly]]) -> dict[int, Poly]:
        """{set of columns, as bits: determinant of all the rows on these columns}, row by row."""
        current, wide = {0: dict(ONE)}, len(rows[0]) - len(rows) if rows else 0
        for index, row in enumerate(rows):
            following, later = dict[int, Poly](), rows[index + 1 :]
            gone = sum(1 << k for k in range(len(row)) if not any(other[k] for other in later))
            self.spend(4 * len(row) * len(current))
            for mask, value in current.items():
                for column, entry in enumerate(row):
                    key = mask | 1 << column
                    if entry and key != mask and (gone & ~key).bit_count() <= wide:  # else no later row can fill it
                        sign = (-1) ** (mask >> column).bit_count()
                        self.accumulate(following.setdefault(key, {}), self.times(entry, value), sign)
            current = {mask: value for mask, value in following.items() if value}
        return current


class Network:
    """M q'' + Gamma q' + V q = noise. Every quantity of a claim is rebuilt from these tables.

    A common denominator of M, Gamma and V is left out: it changes none of the quantities but <q q>, <v v>, <p p>.
    P(s) = det(M s**2 + Gamma s + V) = E(z) + s O(z), z = s**2, of degree 2n; N = adj(M s**2 + Gamma s + V).
    H: the coefficients of z, .., z**(2n-1) in O z, E z, O z**2, E z**2, .., O z**n; G(f) = -det(H with f for its
    last row), T = p_2n det H. Where all roots of P have negative real part (but for a simple root 0),
    T > 0 and (1/pi) Int_-oo^oo f(-w**2)/|P(i w)|**2 dw = G(f)/T.
    """

    def __init__(self, algebra: Algebra, data: Any):
        self.algebra = a = algebra
        a.fields(data, ("sites", "masses", "pinning", "springs", "baths"), ("name", "over"))
        lists = [data[key] for key in ("sites", "masses", "pinning")]
        good = all(isinstance(x, list) and 0 < len(x) <= 100 and len(x) == len(lists[0]) for x in lists)
        a.need(good, "network: sites, masses and pinning are lists of one length, at most 100")
        self.labels = [str(site) for site in data["sites"] if type(site) in (int, str) and _LABEL.fullmatch(str(site))]
        a.need(len(set(self.labels)) == len(lists[0]), "network: two sites have one label, or a label is strange")
        springs = a.rows(data["springs"], 3, "[site, site, constant]")
        bonds = [tuple(sorted((self.index(i), self.index(j)))) for i, j, _ in springs]
        good = len(set(bonds)) == len(bonds) and all(i < j for i, j in bonds)
        a.need(good, "network: a spring joins two sites, and each pair once")
        baths = a.rows(data["baths"], 3, "[site, friction, temperature]")
        self.baths = [self.index(site) for site, _, _ in baths]
        a.need(len(set(self.baths)) == len(baths), "network: a site has at most one bath")
        entries = [data["masses"], data["pinning"], [k for _, _, k in springs], [g for _, g, _ in baths]]
        read = [[a.polynomial(text) for text in texts] for texts in entries]
        entered = [p for polynomials in read for p in polynomials]
        number = a.common(*entered)
        self.masses, self.pinning, constants, frictions = (
            [{m: int(c * number) for m, c in p.items()} for p in polynomials] for polynomials in read
        )
        self.springs = {bond: k for bond, k in zip(bonds, constants, strict=True) if k}
        self.friction = dict(zip(self.baths, frictions, strict=True))
        ratios = {b: a.parse(t) for b, (_, _, t) in zip(self.baths, baths, strict=True)}
        self.temperature = {  # times cold, the product of the denominators
            b: a.product(top, *(bottom for c, (_, bottom) in ratios.items() if c != b))
            for b, (top, _) in ratios.items()
        }
        self.cold = a.product(*(bottom for _, bottom in ratios.values()))
        self.inertia, self.over = [*self.masses, *frictions], a.polynomial(data.get("over", "1"))
        self.unit = a.times(self.over, {0: number})  # the common denominator that is left out of M, Gamma and V
        names = a.names(self.over, self.cold, *self.temperature.values(), *entered) - {"(r)"}
        a.need(not any("(" in n for n in names), "network: its entries name no quantities")
        good = all(p and (set(p) != {0} or p[0] > 0) for p in self.inertia)
        a.need(good, "network: masses and frictions are > 0")
        self.adjugate: dict[tuple[int, int], Poly] = {}

    def index(self, label: Any) -> int:
        known = type(label) in (int, str) and str(label) in self.labels
        self.algebra.need(known, f"network: no site {ascii(label)[:40]}")
        return self.labels.index(str(label))

    def near(self, i: int) -> set[int]:
        return {a + b - i for a, b in self.springs if i in (a, b)}

    def side(self, start: int, without: int = -1) -> set[int]:
        """The sites joined to one, leaving out its bond to another."""
        found, front = {start}, self.near(start) - {without}
        while front:
            found |= front
            front = set().union(*(self.near(i) for i in front)) - found
        return found

    def rests(self, moves: Any) -> None:
        """No motion escapes the baths: where all but one neighbour of a resting site rest, so does the last."""
        resting = set(self.baths)
        for first, second in self.algebra.rows(moves, 2, "[resting site, site it forces to rest]"):
            i, j = self.index(first), self.index(second)
            good = i in resting and self.near(i) - resting == {j}
            self.algebra.need(good, f"site {first} does not force site {second} to rest")
            resting.add(j)
        self.algebra.need(len(resting) == len(self.labels), "some site is not forced to rest by the baths")

    @cached_property
    def potential(self) -> list[list[Poly]]:
        rows: list[list[Poly]] = [[{} for _ in self.labels] for _ in self.labels]
        for i, pin in enumerate(self.pinning):
            rows[i][i] = dict(pin)
        for (i, j), k in self.springs.items():
            rows[i][j] = rows[j][i] = self.algebra.minus(k)
            for site in (i, j):
                self.algebra.accumulate(rows[site][site], k)
        return rows

    @cached_property
    def matrix(self) -> list[list[Poly]]:
        """M s**2 + Gamma s + V."""
        s, rows = self.algebra.variable("(s)"), [[dict(entry) for entry in row] for row in self.potential]
        for i, mass in enumerate(self.masses):
            rows[i][i].update({m + 2 * s: c for m, c in mass.items()})
            rows[i][i].update({m + s: c for m, c in self.friction.get(i, ZERO).items()})
        return rows

    def minor(self, rows: Any, columns: Any) -> Poly:
        table = self.algebra.minors([[self.matrix[i][j] for j in columns] for i in rows])
        return table.get((1 << len(columns)) - 1, ZERO)

    def response(self, i: int, b: int) -> Poly:
        """N_ib."""
        i, b, sites = min(i, b), max(i, b), range(len(self.labels))
        if (i, b) not in self.adjugate:
            minor = self.minor([k for k in sites if k != i], [k for k in sites if k != b])
            self.adjugate[i, b] = self.algebra.times({0: (-1) ** (i + b)}, minor)
        return self.adjugate[i, b]

    @cached_property
    def moments(self) -> tuple[list[Poly], Poly]:
        """The factors of z, .., z**(2n-1) in G, and T."""
        a, n = self.algebra, len(self.labels)
        p = a.by_power(self.minor(range(n), range(n)), "(s)")
        shifts = [2 * k for k in range(2 * n - 1)]
        rows = [[p.get(k - 2 * l + odd, ZERO) for k in shifts] for l in range(n) for odd in (1, 0)][:-1]
        table, full = a.minors(rows[:-1]), (1 << (2 * n - 1)) - 1
        factors = [a.times({0: -((-1) ** j)}, table.get(full ^ 1 << j, ZERO)) for j in range(2 * n - 1)]
        total: Poly = {}
        for entry, factor in zip(rows[-1], factors, strict=True):
            a.accumulate(total, a.times(entry, factor), -1)
        return factors, a.times(p[2 * n], total)

    @cached_property
    def bound(self) -> Poly:
        """det V = P(0), where it is not zero, else 1: the factor of every <q_i q_j>, for it takes G(1) det V."""
        return self.algebra.by_power(self.minor(*[range(len(self.labels))] * 2), "(s)").get(0, ONE)

    @cached_property
    def lowest(self) -> Poly:
        """G(1) det V: where all roots of P have negative real part, 0 = Int dw / P(i w) = Int E(-w**2) dw / |P|**2."""
        a, n, total = self.algebra, len(self.labels), dict(ZERO)
        p = a.by_power(self.minor(range(n), range(n)), "(s)")
        a.need(p.get(0), "a position that diffuses: nothing holds the network")
        for k in range(1, n + 1):
            a.accumulate(total, a.times(p.get(2 * k, ZERO), self.moments[0][k - 1]), -1)
        return total

    def integral(self, left: Coordinate, right: Coordinate, b: int, by: str) -> Poly:
        """G of the even part of x(s) y(-s), x = s**p sum w_i N_ib; of positions times det V; or the spectrum."""
        a, s, result = self.algebra, self.algebra.variable("(s)"), dict(ZERO)
        (p, x), (q, y) = left, right
        x_of, y_of = (reduce(a.add, (a.times(w, self.response(i, b)) for i, w in v.items()), ZERO) for v in (x, y))
        density = a.product({0: (-1) ** q}, x_of, a.put(y_of, {"(s)": {s: -1}}))
        for e, row in a.by_power(density, "(s)").items():
            power, odd = divmod(e + p + q, 2)
            if not odd and by == "spectrum":  # as a polynomial in w**2 = -z, over w**2
                a.need(power, "positions have no spectrum here")
                a.accumulate(result, a.times(row, {a.variable(FREQUENCY) * (power - 1): (-1) ** power}))
            elif not odd and power:
                factors = (row, self.moments[0][power - 1], *[self.bound] * (not p + q))
                a.accumulate(result, a.product(*factors))
            elif not odd:
                a.accumulate(result, a.times(row, self.lowest))
        return result

    def coordinate(self, text: str) -> tuple[int, Coordinate]:
        """The site of q1, v1 or p1, and the coordinate: how many dots, and the weights of the sites."""
        i = self.index(text[1:])
        self.algebra.need(text[0] in "qvp", f"expected a coordinate as q1, v1 or p1, found {text[:40]!r}")
        return i, (int(text[0] != "q"), {i: self.masses[i] if text[0] == "p" else ONE})

    def arguments(self, atom: str) -> tuple[str, list[int], dict[int, Poly], Poly]:
        """Name and sites of a quantity, and the temperatures at which it is meant, over the last."""
        name, _, inside = atom[:-1].partition("(")
        given, kinds = [label for label in inside.split(",") if inside], QUANTITIES[name]
        self.algebra.need(len(given) == len(kinds), f"{name} takes {len(kinds)} arguments, not {len(given)}")
        sites = [self.coordinate(g)[0] if k == "c" else self.index(g) for k, g in zip(kinds, given, strict=True)]
        good = all(site in self.baths for k, site in zip(kinds, sites, strict=True) if k == "b")
        self.algebra.need(good, f"{atom}: a site has no bath")
        if name == "conductance":
            self.algebra.need(sites[0] != sites[1], f"{atom}: it needs two different baths")
            return "bath_flux", sites[:1], {b: {0: -1} if b == sites[1] else {} for b in self.baths}, ONE
        if name.endswith("_coefficient"):
            return name[:-12], sites[:-1], {b: ONE if b == sites[-1] else {} for b in self.baths}, ONE
        return name, sites, self.temperature, self.cold

    def entropy_production(self, parts: list[Ratio]) -> Ratio:
        """- sum over the baths of their flux over their temperature."""
        a, total = self.algebra, dict(ZERO)
        for b, (part, _) in zip(self.baths, parts, strict=True):
            a.accumulate(total, a.product(part, *(t for c, t in self.temperature.items() if c != b)), -1)
        return total, a.product(*self.temperature.values())

    def conductance(self, b: int, c: int) -> str:
        return f"conductance({self.labels[min(b, c)]},{self.labels[max(b, c)]})"

    def by_conductances(self, atom: str) -> Ratio:
        """The quantity by variables conductance(a,b) >= 0, which vanish where no spring path joins a and b."""
        (name, sites, warm, bottom), a, total = self.arguments(atom), self.algebra, dict(ZERO)
        if atom == HURWITZ:
            return {a.variable(atom): 1}, ONE
        if name == "entropy_production":
            return self.entropy_production([self.by_conductances(f"bath_flux({self.labels[b]})") for b in self.baths])
        a.need(name in ("bath_flux", "kinetic_temperature", "flux"), f"{name} is not fixed by the conductances")
        i, j = sites[0], sites[-1]
        pairs, factor = [(i, b) for b in self.baths if b != i], ONE
        if name == "kinetic_temperature":  # T_i - m_i bath_flux(i)/gamma_i
            a.need(i in self.baths, "the kinetic temperature of a site without bath is not fixed by the conductances")
            total, factor = a.times(self.friction[i], warm[i]), a.minus(self.masses[i])
            bottom = a.times(bottom, self.friction[i])
        elif name == "flux":
            near, far, bonded = self.side(i, j), self.side(j, i), j in self.near(i)
            a.need(not bonded or j not in near, "a flux in a loop is not fixed by the conductances")
            pairs = [(b, c) for b in self.baths if b in near for c in self.baths if c in far and bonded]
        for b, c in pairs:
            difference = a.add(warm[b], warm[c], -1)
            if difference and c in self.side(b):
                a.accumulate(total, a.product(factor, difference, {a.variable(self.conductance(b, c)): 1}))
        return total, bottom

    def by_integrals(self, atom: str, by: str) -> Ratio:
        """The quantity times T > 0; of the Hurwitz determinant (up to a positive factor) T itself. Or its spectrum."""
        (name, sites, warm, bottom), a, total = self.arguments(atom), self.algebra, dict(ZERO)
        a.need(by == "spectrum" or self.moments[1] or atom == HURWITZ, "the network has no unique steady state")
        if atom == HURWITZ:
            a.need(by != "spectrum", "the Hurwitz determinant has no spectrum")
            return self.moments[1], ONE
        if name == "entropy_production":
            return self.entropy_production([self.by_integrals(f"bath_flux({self.labels[b]})", by) for b in self.baths])
        parts = self.parts(name, sites, atom)
        bottom = a.times(bottom, self.unit) if re.match(r"covariance\w*\(p[^,]*,p", atom) else bottom
        scale = self.bound if name == "energy" or any(p + q == 0 for _, (p, _), (q, _) in parts) else ONE
        for b in self.baths:
            weight = a.add(warm[sites[0]], warm[b], -1) if name == "bath_flux" else warm[b]
            for factor, x, y in parts if weight else ():
                terms = factor, self.friction[b], weight, self.integral(x, y, b, by)
                a.accumulate(total, a.product(*terms, *[scale] * (x[0] + y[0] > 0)))
        return total, a.times(bottom, scale)

    def parts(self, name: str, sites: list[int], atom: str) -> list[tuple[Poly, Coordinate, Coordinate]]:
        """(factor, x, y): the quantity is the sum of factor <x y>; of a bath flux, its part for T_b - T_i."""
        if name == "covariance":
            x, y = atom[:-1].partition("(")[2].split(",")[:2]
            unit = ONE if "p" in (x[0], y[0]) else self.unit
            return [(unit, self.coordinate(x)[1], self.coordinate(y)[1])]
        i, j = (sites[0], sites[-1]) if sites else (0, 0)
        moves: list[Coordinate] = [(1, {k: ONE}) for k in range(len(self.labels))]
        if name == "flux":
            spring = self.springs.get((min(i, j), max(i, j)), ZERO)
            return [(spring, (0, {i: ONE}), moves[j])] if spring else []
        if name in ("bath_flux", "kinetic_temperature"):
            return [(self.friction[i] if name == "bath_flux" else self.masses[i], moves[i], moves[i])]
        apart: dict[Any, Coordinate] = {k: (0, {k[0]: ONE, k[1]: {0: -1}}) for k in ((i, j), *self.springs)}
        if name == "position_difference":
            return [(self.unit, apart[i, j], apart[i, j])] if i != j else []
        twice = [(m, x, x) for m, x in zip(self.masses, moves, strict=True)]  # the energy
        twice += [(c, (0, {k: ONE}), (0, {k: ONE})) for k, c in enumerate(self.pinning) if c]
        twice += [(k, apart[bond], apart[bond]) for bond, k in self.springs.items()]
        return [(self.algebra.times({0: Fraction(1, 2)}, factor), x, y) for factor, x, y in twice]


class Checker(Algebra):
    """Walks a proof. Each rule proves p rel 0 on a region, or raises."""

    def prove(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        rule = node.get("rule") if isinstance(node, dict) else None
        self.step, self.rule = step, rule if isinstance(rule, str) and rule in RULES else ascii(rule)[:40]
        self.need(self.rule == rule, f"no such rule; known: {', '.join(RULES)}")
        method, required, optional = RULES[self.rule]
        self.fields(node, ("rule", *required), optional)
        self.need((relation == "==") == (rule == "equal"), f"it cannot prove {relation} 0")
        method(self, node, region, p, relation, step)
        self.step, self.rule = step, str(rule)

    def doubtful(self, p: Poly, region: Region) -> str:
        """A term that is not plain to be >= 0, or nothing."""
        self.spend(len(p) * (1 + len(self.shift) // 8))
        odd = sum(1 << self.shift[name] for name in region.real if name in self.shift)
        found = next((m for m, c in p.items() if c < 0 or m & odd), None)
        return "" if found is None else f"{p[found]}*{self.exponents(found)}"[:80]

    def supports(self, p: Poly, region: Region) -> list[frozenset[str]]:
        """The variables of each term, where every term is >= 0 on the region."""
        term = self.doubtful(p, region)
        self.need(not term, f"the term {term} is not seen to be >= 0")
        return [frozenset(self.exponents(m)) for m in p]

    def everywhere(self, supports: list[frozenset[str]], region: Region, positive: Any = frozenset()) -> bool:
        """Every face that meets the region (it has a positive variable of each clause) carries one of the supports."""
        self.spend(200 + 10 * (len(supports) + len(region.clauses)))
        if any(s <= positive for s in supports):
            return True
        unmet = [c for c in region.clauses if not c & positive]
        return bool(unmet) and all(self.everywhere(supports, region, positive | {n}) for n in min(unmet, key=len))

    def is_positive(self, p: Poly, region: Region) -> bool:
        """All terms >= 0 and their sum > 0, plain to see."""
        return not self.doubtful(p, region) and self.everywhere(self.supports(p, region), region)

    def plain_sign(self, p: Poly, region: Region) -> int:
        return self.is_positive(p, region) - self.is_positive(self.minus(p), region)

    def assumption(self, k: Any, region: Region) -> tuple[Poly, str]:
        self.need(type(k) is int and 0 <= k < len(region.given), f"no assumption {str(k)[:20]} here")
        return region.given[k]

    def leaf(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """p = sum h g g' .. + sum w q**2 + sum of weighted AM-GM forms + terms >= 0."""
        rest, strict = dict(p), list[frozenset[str]]()
        for indices, text in self.rows(node.get("multiples", []), 2, "[[assumption, ..], polynomial]"):
            self.need(isinstance(indices, list), "expected a list of assumptions")
            given, h = [self.assumption(k, region) for k in indices], self.polynomial(text)
            self.accumulate(rest, self.product(h, *(g for g, _ in given)), -1)
            if all(known != "==" for _, known in given):
                found = self.supports(h, region)
                strict += found if all(known == ">" for _, known in given) else []
        for weight_text, root_text in self.rows(node.get("squares", []), 2, "[weight, polynomial]"):
            weight, root = self.polynomial(weight_text), self.polynomial(root_text)
            self.supports(weight, region)
            self.accumulate(rest, self.product(weight, root, root), -1)
        at = {n: self.number(v) for n, v in node.get("at", {}).items()}
        for text, outer in self.rows(node.get("circuits", []), 2, "[monomial, [[monomial, weight], ..]]"):
            self.circuit(rest, self.monomial(text, at), self.rows(outer, 2, "[monomial, weight]"), at, region)
        strict += self.supports(rest, region)
        self.spend(20 * len(region.given))
        for g, known in region.given:  # a strict assumption with terms >= 0 is a clause
            if known == ">" and 0 not in g and not self.names(g) & region.real and not self.doubtful(g, region):
                each = [{n} for n in self.names(g)] if len(g) == 1 else [self.names(g)]
                region = replace(region, clauses=region.clauses | {frozenset(c) for c in each})
        good = relation == ">=" or self.everywhere(strict, region)
        self.need(good, "it is >= 0, but not seen to be > 0 on every face that meets the region")

    def circuit(self, rest: Poly, inner: tuple[int, Fraction], outer: Any, at: Any, region: Region) -> None:
        """sum w_a x**a / X**a >= (sum w_a) x**b / X**b where sum w_a (a - b) = 0, w_a > 0, at any X > 0."""
        (middle, center), moment = inner, dict.fromkeys(self.shift.values(), 0)
        weights = [self.number(weight) for _, weight in outer]
        scale, total = self.common(dict(enumerate(weights))), sum(weights)
        for (outer_text, _), weight in zip(outer, weights, strict=True):
            monomial, value = self.monomial(outer_text, at)
            self.need(weight > 0 and not self.doubtful({monomial: 1}, region), "weights and outer terms are positive")
            self.accumulate(rest, {monomial: weight * center / value}, -1)
            for s in self.shift.values():
                moment[s] = moment.get(s, 0) + int(weight * scale) * ((monomial >> s & MASK) - (middle >> s & MASK))
        self.need(not any(moment.values()), "the weights of a circuit do not balance")
        free = self.doubtful({middle: 1}, region) and rest.get(middle, 0) > 0  # |x| may be put for an odd real x
        self.accumulate(rest, {middle: total}, -1 if free else 1)

    def monomial(self, text: Any, at: dict[str, Fraction]) -> tuple[int, Fraction]:
        """A monomial and its value at X."""
        p = self.polynomial(text)
        self.need(list(p.values()) == [1], f"expected a monomial, found {str(text)[:40]!r}")
        powers = self.exponents(next(iter(p)))
        self.need(all(at.get(n, 1) > 0 and e <= 200 for n, e in powers.items()), "X is positive, exponents below 200")
        bits = sum(e * self.bits([at[n]]) for n, e in powers.items() if n in at)
        self.need(bits < BITS, f"a number of over {BITS} bits")
        self.spend(10 * len(self.shift) + bits)
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
        """f > 0 and f p rel 0."""
        f = self.polynomial(node["by"])
        self.prove(node["positive"], region, f, ">", f"{step}.positive")
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
            self.need((negative, turned) == (p, closed), f"the claim is not the same for -{name}")
        else:
            self.prove(node["negative"], turned, negative, relation, f"{step}.negative")
        self.prove(node["positive"], closed, p, relation, f"{step}.positive")

    def homogenize(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """One more positive variable makes p and the assumptions homogeneous; put it to 1."""
        name = node["variable"]
        used = self.names(p, *(g for g, _ in region.given)) | region.real | frozenset[str]().union(*region.clauses)
        self.need(isinstance(name, str) and _NAME.fullmatch(name) and name not in used, "it needs a new variable")

        def raised(q: Poly) -> Poly:
            self.spend(len(q) * (1 + len(self.shift) // 4))
            degrees, unit = {m: sum(self.exponents(m).values()) for m in q}, self.variable(name)
            self.need(max(degrees.values(), default=0) < TOP, f"a degree of {TOP} or more")
            return {m + unit * (max(degrees.values()) - degrees[m]): c for m, c in q.items()}

        wider = region.mapped(raised, clauses=region.clauses | {frozenset((name,))})
        self.prove(node["then"], wider, raised(p), relation, f"{step}.then")

    def eliminate(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        """An assumption c x - h == 0 puts h/c for x; that x is positive stays, as the last assumption."""
        (g, known), name = self.assumption(node["given"], region), str(node["variable"])
        rows = self.by_power(g, name)
        good = known == "==" and set(rows) <= {0, 1} and set(rows.get(1, ZERO)) == {0}
        self.need(good, "it needs an assumption c x - h == 0 with a number c and h free of x")
        value = {name: self.times(rows.get(0, ZERO), {0: Fraction(-1) / rows[1][0]})}
        clauses, real = frozenset(c for c in region.clauses if name not in c), region.real - {name}
        smaller = region.mapped(lambda q: self.put(q, value), clauses=clauses, real=real)
        if name not in region.real:
            sign = ">" if frozenset((name,)) in region.clauses else ">="
            smaller = replace(smaller, given=(*smaller.given, (value[name], sign)))
        self.prove(node["then"], smaller, self.put(p, value), relation, f"{step}.then")

    # the claim as a whole

    def difference(self, statement: Any) -> tuple[Ratio, str]:
        """left - right and its relation to 0, turned so that it is >, >= or ==; x != 0 is x**2 > 0."""
        self.fields(statement, ("left", "relation", "right"))
        relation, sides = statement["relation"], [self.parse(statement[key]) for key in ("left", "right")]
        self.need(relation in (">", ">=", "<", "<=", "==", "!="), f"no such relation {str(relation)[:20]!r}")
        (top, bottom), (over, under) = sides[::-1] if "<" in relation else sides
        top, bottom = self.add(self.times(top, under), self.times(over, bottom), -1), self.times(bottom, under)
        if relation == "!=":
            return (self.times(top, top), self.times(bottom, bottom)), ">"
        return (top, bottom), relation.replace("<", ">")

    def written_out(self, ratio: Ratio, by: str) -> Ratio:
        """The ratio with its quantities written out by the network; factors T > 0 are left out."""
        atoms = sorted(n for n in self.names(*ratio) - {"(r)"} if "(" in n)
        if not atoms or self.network is None:
            return ratio
        if by == "spectrum":  # integrals add up like their integrands; they do not multiply
            degrees = [{sum(e for n, e in self.exponents(m).items() if n in atoms) for m in p} for p in ratio]
            self.need(degrees[0] <= {1} and degrees[1] == {0}, "a spectrum needs a sum of quantities, nothing else")
        net, mark = self.network, {self.variable("(t)"): 1}  # (t) counts the quantities in a product
        images = {n: net.by_conductances(n) if by == "conductances" else net.by_integrals(n, by) for n in atoms}
        common = self.product(*(bottom for _, bottom in images.values()))
        values = {
            n: self.product(mark, top, *(images[o][1] for o in atoms if o != n)) for n, (top, _) in images.items()
        }

        def cleared(p: Poly) -> tuple[Poly, int]:
            rows, total = self.by_power(self.put(p, values), "(t)"), dict(ZERO)
            self.need(HURWITZ not in atoms or (atoms == [HURWITZ] and len(rows) < 2), "only its sign is known")
            factor = common if len(rows) < 2 or by == "conductances" else self.times(common, net.moments[1])
            for e, row in rows.items():
                self.accumulate(total, self.product(row, *[factor] * (max(rows) - e)))
            return total, max(rows, default=0)

        (top, over), (bottom, below) = (cleared(p) for p in ratio)
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
        theirs = any("(" in n for ratio, _ in statements[1:] for n in self.names(*ratio))
        self.need(by != "spectrum" or not theirs, "assumptions on quantities say nothing of their spectra")
        self.steady = self.network is not None and atoms != {HURWITZ}
        self.real, self.positive = frozenset(self.seen & set(real)), frozenset(self.seen - atoms - set(real))
        missing = sorted((self.positive | self.real) - set(self.values))
        self.need(by != "values" or not missing, f"no value for {', '.join(missing)}")
        return [(self.written_out(ratio, by), relation) for ratio, relation in statements]

    def opening(self, certificate: Any, node: Any) -> tuple[Region, Ratio, str]:
        """The region of a claim, and the ratio and relation to be proved on it."""
        self.heavy, by = True, str(node.get("by")) if isinstance(node, dict) else ""
        good = certificate["network"] is None or (by in METHODS and node["rule"] == "network")
        self.need(good, f"the first rule of a claim on a network is network, by {' or '.join(METHODS)}")
        (ratio, relation), *given = self.start(certificate, by)
        self.step, self.rule = "proof", "network" if self.network else "denominator"
        region = Region(self.real, frozenset(frozenset((n,)) for n in self.positive), ())
        if self.network:
            self.fields(node, ("rule", "by", "then"), ("moves", "unique", "nonzero"))
            if node.get("unique") is True and self.steady:  # the hypothesis of the claim, T > 0, as one more assumption
                given.append(((self.network.moments[1], ONE), ">"))
            self.need(self.is_positive(self.network.over, region), "network: over is not seen to be > 0")
            self.heavy = all(self.is_positive(p, region) for p in self.network.inertia)
            names = self.names(*(p for statement in ((ratio, relation), *given) for p in statement[0]))
            region, given = self.theorems(self.network, node, region, given, names)
        for (top, bottom), known in given:
            sign = self.plain_sign(bottom, region)
            region = replace(region, given=(*region.given, (self.times(top, {0: sign} if sign else bottom), known)))
        if sign := self.plain_sign(ratio[1], region):
            ratio = self.times(ratio[0], {0: sign}), ONE
        return region, (self.plain(ratio[0], region), ratio[1]), relation

    def theorems(self, net: Network, node: Any, region: Region, given: Any, names: set[str]) -> tuple[Region, Any]:
        """What holds of the conductances in every steady state, of the Hurwitz determinant, and of frequencies."""
        stiff = all(self.is_positive(k, region) for k in net.springs.values())
        positive = {n for n in names if n == FREQUENCY or (n.startswith("conductance(") and stiff)}
        if HURWITZ in names:
            pinned = {i for i, pin in enumerate(net.pinning) if pin}
            good = stiff and all(self.is_positive(net.pinning[i], region) for i in pinned)
            self.need(good, "the potential is not seen to be >= 0: springs and pinning must have positive terms")
            if "moves" in node:
                loose = {min(side) for i in range(len(net.labels)) if not (side := net.side(i)) & pinned}
                self.need(len(loose) < 2, "two parts of the network are not pinned")
                net.rests(node["moves"])
                positive.add(HURWITZ)
        for b in net.baths if node["by"] == "conductances" else ():
            occurring = [n for c in net.side(b) - {b} if (n := net.conductance(b, c)) in names]
            rest = self.product(net.masses[b], {self.variable(n): -1 for n in occurring})
            given = [*given, ((self.add(rest, net.friction[b]), ONE), ">")]
        return replace(region, clauses=region.clauses | {frozenset((n,)) for n in positive}), given

    def claim(self, certificate: Any) -> None:
        """The proof of a proved claim."""
        first = node = certificate["proof"]
        region, (top, bottom), relation = self.opening(certificate, node)
        node = node["then"] if self.network else node
        if bottom != ONE:
            self.rule = "denominator"
            self.fields(node, ("rule", "sign", "proof", "then"))
            self.need(node["rule"] == "denominator" and node["sign"] in ("+", "-"), "the denominator needs a sign")
            sign = {0: 1 if node["sign"] == "+" else -1}
            self.prove(node["proof"], region, self.times(bottom, sign), ">", "proof.denominator")
            node, top = node["then"], self.times(top, sign)
        if relation == ">" and "nonzero" in first:  # a spectrum >= 0 that is not 0 for all frequencies: one coefficient
            self.fields(first["nonzero"], ("power", "proof"))
            coefficient = self.by_power(top, FREQUENCY).get(first["nonzero"]["power"], ZERO)
            self.prove(first["nonzero"]["proof"], region, coefficient, ">", "proof.nonzero")
            relation = ">="
        self.prove(node, region, top, relation, "proof")
        if certificate["given"]:
            Checker().point(certificate, certificate.get("sample"), "sample")

    def plain(self, p: Poly, region: Region) -> Poly:
        """With coprime integer coefficients, and no powers of positive variables for factors."""
        content = Fraction(gcd(*(c.numerator for c in p.values())) or 1, self.common(p))
        p = {m: int(c / content) for m, c in p.items()}
        for name in (next(iter(clause)) for clause in region.clauses if len(clause) == 1):
            least = min(self.by_power(p, name), default=0)
            p = {m - least * self.variable(name): c for m, c in p.items()}
        return p

    # points

    def point(self, certificate: Any, node: Any, step: str) -> None:
        """Exact values at which every assumption holds; the claim does not, unless this is a sample."""
        self.step, self.rule = step, "point"
        self.fields(node, ("rule", "at"), ("root",))
        root = node.get("root", {"polynomial": "t", "interval": ["-1", "1"]})
        self.fields(root, ("polynomial", "interval"))
        self.root = self.coefficients(self.put(self.polynomial(root["polynomial"]), {"t": {self.variable("(r)"): 1}}))
        ((low, high),) = self.rows([root["interval"]], 2, "[low, high]")
        self.low, self.high = self.number(low), self.number(high)
        ends = [self.enclosure(self.root, x, x)[0] for x in (self.low, self.high)]
        self.need(self.low < self.high and ends[0] * ends[1] < 0, "no root is enclosed")
        self.need(all(map(_NAME.fullmatch, node["at"])), "only variables have values")
        at = {n: self.polynomial(text) for n, text in node["at"].items()}
        self.values = {n: self.put(p, {"t": {self.variable("(r)"): 1}}) for n, p in at.items()}
        self.seen = set()
        claim, *given = self.start(certificate, "values")
        signs = {n: self.sign(value) for n, value in self.values.items()}
        self.need(all(signs[n] > 0 for n in self.positive), "a positive variable is not positive")
        self.need(not self.network or self.is_stable(self.network), "the network has no unique steady state there")
        for k, ((top, bottom), relation) in enumerate([claim, *given]):
            over, under = self.sign(top), self.sign(bottom)
            self.need(under or (k == 0 and step == "sample"), "a denominator vanishes there")
            holds = {">": over * under > 0, ">=": over * under >= 0, "==": over == 0}[relation]
            self.need(holds or k == 0, "an assumption fails there")
            self.need(not holds or k > 0 or step == "sample", "the claim holds there")

    def is_stable(self, net: Network) -> bool:
        """V >= 0, so that no root of P has positive real part; T != 0, so that none but a simple 0 is imaginary."""
        good = all(self.sign(p) > 0 for p in (net.over, *net.inertia)) and all(
            self.sign(self.times(t, net.cold)) >= 0 for t in net.temperature.values()
        )
        is_plain = all(self.sign(p) >= 0 for p in (*net.springs.values(), *net.pinning))
        if self.real or not is_plain:  # V > 0, by Sylvester
            for k in range(1, len(net.labels) + 1):
                minor = self.minors([row[:k] for row in net.potential[:k]]).get((1 << k) - 1, ZERO)
                good = good and self.sign(minor) > 0
        return good and (not self.steady or self.sign(net.moments[1]) > 0)

    def coefficients(self, p: Poly) -> list[Fraction]:
        rows = self.by_power(p, "(r)")
        self.need(all(set(row) == {0} for row in rows.values()), "expected numbers, or polynomials in t")
        return [Fraction(rows.get(e, ZERO).get(0, 0)) for e in range(max(rows, default=-1) + 1)]

    def enclosure(self, f: list[Fraction], low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
        """An interval that holds f on an interval, by Horner's scheme."""
        least, most, bits = Fraction(0), Fraction(0), len(f) * self.bits([low, high]) + self.bits(f)
        self.spend(5 * len(f) * (20 + (bits // 100) ** 2 // 8))
        for c in reversed(f):
            ends = [least * low, least * high, most * low, most * high]
            least, most = min(ends) + c, max(ends) + c
        return least, most

    def sign(self, p: Poly) -> int:
        """The sign of a polynomial in (r), the root."""
        f, n = self.coefficients(p), len(self.root)
        while len(f) >= n:  # modulo the polynomial of the root
            k = len(f) - n
            self.spend(n * (20 + (self.bits((*f[k:], *self.root)) // 100) ** 2 // 8))
            factor = f[-1] / self.root[-1]
            f[k:] = [c - factor * d for c, d in zip(f[k:], self.root, strict=True)]
            while f and not f[-1]:
                f.pop()
        least, most = self.enclosure(f, self.low, self.high)
        self.need(least > 0 or most < 0 or not f, "the interval of the root is too wide to tell a sign")
        return (least > 0) - (most < 0)


METHODS = ("conductances", "determinants", "spectrum")
RULES = {  # rule: method, keys it needs, keys it may have
    "sage": (Checker.leaf, (), ("multiples", "at", "circuits")),
    "gram": (Checker.leaf, ("squares",), ("multiples",)),
    "star": (Checker.star, ("at", "cones"), ()),
    "excluded": (Checker.excluded, ("given", "proof"), ("sign",)),
    "factor": (Checker.factor, ("constant", "factors"), ()),
    "multiply": (Checker.multiply, ("by", "positive", "then"), ()),
    "equal": (Checker.equal, ("above", "below"), ()),
    "signs": (Checker.signs, ("variable", "positive", "negative"), ()),
    "homogenize": (Checker.homogenize, ("variable", "then"), ()),
    "eliminate": (Checker.eliminate, ("given", "variable", "then"), ()),
}


def load(data: bytes) -> Any:
    """The JSON object in a certificate file, within the limits."""

    def refuse(reason: str) -> Any:
        raise Rejected("certificate", "json", reason)

    def once(items: list[tuple[str, Any]]) -> dict[str, Any]:
        return dict(items) if len({key for key, _ in items}) == len(items) else refuse("a key appears twice")

    if len(data) > BYTES:
        refuse(f"more than {BYTES} bytes")
    try:
        return json.loads(data.decode(), object_pairs_hook=once, parse_float=refuse, parse_constant=refuse)
    except RecursionError:
        return refuse("nested too deep")
    except ValueError as error:
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
            checker.heavy = True
            checker.point(certificate, certificate["proof"], "proof")
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Rejected(checker.step, checker.rule, f"malformed: {type(error).__name__}: {str(error)[:80]}") from error
    claim, *given = (f"{s['left']} {s['relation']} {s['right']}" for s in [certificate["claim"], *certificate["given"]])
    where = f"{', '.join(sorted(checker.real))} real, all others positive" if checker.real else "all variables positive"
    exists = "V is positive definite and the steady state" if checker.real else "the steady state exists and"
    where += f"; wherever {exists} is unique" * checker.steady
    where += "" if checker.heavy else "; wherever masses and frictions are positive"
    witness, root = (certificate["proof"].get(key) if verdict == "refuted" else None for key in ("at", "root"))
    is_root = f", t a root of {root['polynomial']} between {' and '.join(root['interval'])}" if root else ""
    return Checked(verdict, claim, tuple(given), certificate["network"], where, witness, is_root)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("usage: check.py certificate.json", file=sys.stderr)
        return 2
    try:
        with open(arguments[0], "rb") as file:
            print(check(load(file.read(BYTES + 1))))
    except OSError as error:
        print(f"{arguments[0]}: {error.strerror}", file=sys.stderr)
        return 2
    except Rejected as rejection:
        print(f"rejected: {rejection}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
