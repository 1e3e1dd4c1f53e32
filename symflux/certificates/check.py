"""The checker of symflux certificates: this file and core.py beside it, standard library only, run alone.

    python -I -S check.py certificate.json

prints what was proved (exit status 0), or names the step, the rule and the reason of the rejection (1);
misuse is 2. The format, and why each rule is sound, is docs/certificate-format.md.
Here a network becomes polynomials, and every quantity of a claim a sum of means that these polynomials fix.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from itertools import combinations_with_replacement, product
from math import gcd
from pathlib import Path
from typing import Any, NamedTuple

if not __package__:  # run as a script: the core is the file beside this one
    _spec = spec_from_file_location("symflux.certificates.core", Path(__file__).with_name("core.py"))
    assert _spec is not None and _spec.loader is not None
    sys.modules[_spec.name] = module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[_spec.name])
from symflux.certificates.core import BITS, NAME, ONE, ZERO, Algebra, Poly, Prover, Ratio, Region, Rejected

FORMAT, BYTES = "symflux certificate 2", 4_000_000
FORMATS = (FORMAT, "symflux certificate 1")
LINEAR = {  # quantities linear in the temperatures: a letter for each argument, s site, b bath, c coordinate as in q1
    "flux": "ss", "bath_flux": "b", "kinetic_temperature": "s", "covariance": "cc", "position_difference": "ss",
    "energy": "",
}  # fmt: skip
QUANTITIES = {
    **LINEAR, **{f"{name}_coefficient": f"{kinds}b" for name, kinds in LINEAR.items()},
    "conductance": "bb", "entropy_production": "", "hurwitz_determinant": "", "diffusion": "ss", "bath_diffusion": "b",
}  # fmt: skip
SPREADS = {"diffusion": "flux", "bath_diffusion": "bath_flux"}  # of a heat: its variance, half of it per time
OVER_P0 = ("covariance", "position_difference", "energy", *(f"{name}(" for name in SPREADS))  # p_0 stands below
HURWITZ, FREQUENCY, STABLE = "hurwitz_determinant()", "squared_frequency()", "stable"
MALFORMED = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError)
KEYS = {  # of a network, and what is printed of them
    "sites": "network of sites", "masses": "masses", "pinning": "pinning", "springs": "springs (site, site, constant)",
    "baths": "baths (site, friction, temperature)",
}  # fmt: skip
MORE = {
    "labels": "labels of the baths", "inerters": "masses between sites (site, site, mass)",
    "directed": "directed springs (site, site, constant that the first feels, that the second feels)",
    "magnetic": "magnetic fields (site, site, w: the first feels w times the velocity of the second)",
    "drives": "drives (site, strength)", "feedback": "feedback (on, from, friction)",
    "over": "all but sites and temperatures are over",
}  # fmt: skip
GRAPH = ("sites", "symmetries", "reversals")  # of a network step: where theorems are to be applied
METHODS = ("conductances", "determinants", "spectrum")
SHOWN = 12  # elements of a kind that are printed one by one
_ARGUMENT = re.compile(r"\([^()]*\)|[^,]+")
_LABEL = re.compile(r"[\w.-]{1,50}", re.ASCII)  # no comma, no space: formulas name sites by their labels
Direction = dict[int, int]  # site -> its entry in a vector over the sites


class Element(NamedTuple):
    """The force -c u (v . q^(order)); of a bath its noise too, u sqrt(2 c T) xi, which is all that a drive has."""

    kind: str  # its table
    order: int
    u: Direction
    v: Direction
    c: Poly
    source: int  # the number of its noise, -1 without


class Signal(NamedTuple):
    """What is multiplied in a mean: a derivative of direction . q; or the force of a source, its noise included."""

    direction: tuple[tuple[int, int], ...]
    order: int
    source: int = -1


def moving(direction: Direction, order: int = 1) -> Signal:
    return Signal(tuple(sorted(direction.items())), order)


class Network:
    """K(d/dt) q = noise, K(s) a sum of elements. Every quantity of a claim is rebuilt from these tables.

    A common denominator of all c is left out: it changes none of the quantities but <q q>, <v v>, <p p>.
    P = det K, and a signal x answers the noise of source b by X_b/P, with X_b from adj K u_b. By Wiener and Khinchin
    <x o y> is the sum over b of 2 c_b T_b nu(even part of X_b(s) Y_b(-s)), nu(f) = (1/2 pi) times the integral of
    f(-w**2)/|P(i w)|**2 dw, z = s**2. P = E(z) + s O(z) has degree d; C is the first row of cofactors of the Bezout
    matrix B of E and O, T = det B (C and T times p_d for d odd). Where all roots of P have negative real part (but for
    a simple root 0), T > 0, and 2 nu(f) is -C_k/T for f = z**(k+1), k < d//2, and 0 for f = z**k E (d even) or z**k O
    (d odd), k > 0: these fix all others.
    """

    def __init__(self, algebra: Algebra, data: Any):
        self.algebra = a = algebra
        a.fields(data, tuple(KEYS), tuple(MORE))
        lists = [data[key] for key in ("sites", "masses", "pinning")]
        good = all(isinstance(x, list) and 0 < len(x) <= 100 and len(x) == len(lists[0]) for x in lists)
        a.need(good, "network: sites, masses and pinning are lists of one length, at most 100")
        self.labels = [str(site) for site in data["sites"] if type(site) in (int, str) and _LABEL.fullmatch(str(site))]
        n = len(lists[0])
        a.need(len(set(self.labels)) == n, "network: two sites have one label, or a label is strange")
        rows = list(self.written(data))
        entered, number = a.whole(*(a.polynomial(text) for *_, text in rows))
        noisy = [k for k, (kind, *_) in enumerate(rows) if kind in ("baths", "drives")]
        self.elements = [
            Element(kind, order, u, v, c, noisy.index(k) if k in noisy else -1)
            for k, ((kind, order, u, v, _), c) in enumerate(zip(rows, entered, strict=True))
        ]
        self.sources = [self.elements[k] for k in noisy]  # baths, then drives
        self.baths = [e for e in self.sources if e.kind == "baths"]
        self.names = [str(x) for x in data.get("labels", [self.spelled(bath.u) for bath in self.baths])]
        good = len(set(self.names)) == len(self.names) == len(self.baths)
        a.need(good, "network: at most one bath has a label, its site where there is no other")
        own = [(name, self.spelled(bath.u)) for name, bath in zip(self.names, self.baths, strict=True)]
        good = all(name == place or (_LABEL.fullmatch(name) and name not in self.labels) for name, place in own)
        a.need(good, "network: the label of a bath is that of another place, or strange")
        self.warm = {b: a.parse(t) for b, (_, _, t) in enumerate(data["baths"])}
        heats = {b: self.warm.get(b, (ONE, ONE)) for b in range(len(self.sources))}
        self.temperature = {  # times cold, the product of the denominators; 1 for a drive
            b: a.product(top, *(bottom for c, (_, bottom) in heats.items() if c != b)) for b, (top, _) in heats.items()
        }
        self.cold = a.product(*(bottom for _, bottom in heats.values()))
        self.over = a.polynomial(data.get("over", "1"))
        self.unit = a.times(self.over, {0: number})  # left out of all elements
        a.keep(*entered, *self.temperature.values(), self.cold)
        names = a.names(self.over, self.cold, *self.temperature.values(), *entered) - {"(r)"}
        a.need(not any("(" in name for name in names), "network: its entries name no quantities")
        heavy = {i for i, mass in enumerate(data["masses"]) if mass is not None}
        for _ in range(n):  # a mass between two sites makes both heavy, if one is
            heavy |= {i for e in self.elements if e.kind == "inerters" and heavy & e.u.keys() for i in e.u}
        self.light = set(range(n)) - heavy
        a.need(self.is_limit(), "network: at a site of no mass, M = 0 is not known to be a limit: give it one")
        self.kinds = {e.kind for e in self.elements if e.c}
        self.inertia = [e.c for e in self.elements if e.kind in ("masses", "inerters", "baths")]
        self.drives = [e.c for e in self.elements if e.kind == "drives"]
        self.passive = not self.kinds & {"directed", "feedback"}  # nothing feeds the motion
        stiff = [e for e in self.elements if e.order == 0]
        sides = {min(side): side for side in (self.side(i, among=stiff) for i in range(n))}
        self.loose = sum(all(data["pinning"][k] == "0" for k in side) for side in sides.values())  # parts that float
        self.known: dict[Any, Any] = {}  # what was worked out before

    # tables

    def written(self, data: Any) -> Iterator[tuple[str, int, Direction, Direction, Any]]:
        """(kind, order, u, v, formula) of every element."""
        rows = self.algebra.rows
        for i, (mass, pin) in enumerate(zip(data["masses"], data["pinning"], strict=True)):
            if mass is not None:
                yield "masses", 2, {i: 1}, {i: 1}, mass
            yield "pinning", 0, {i: 1}, {i: 1}, pin
        for kind, order in (("springs", 0), ("inerters", 2), ("directed", 0), ("magnetic", 1)):
            listed = rows(data.get(kind, []), 3 + (kind == "directed"), "[site, site, constant, ..]")
            bonds = [self.place(row[:2]) for row in listed]
            self.algebra.need(len({frozenset(u) for u in bonds}) == len(bonds), "network: {} join each pair once", kind)
            for u, (_, _, text, *more) in zip(bonds, listed, strict=True):
                i, j = u
                if kind == "directed":
                    yield kind, order, {i: 1}, u, text
                    yield kind, order, {j: -1}, u, more[0]
                elif kind == "magnetic":
                    yield kind, order, {i: -1}, {j: 1}, text
                    yield kind, order, {j: 1}, {i: 1}, text
                else:
                    yield kind, order, u, u, text
        for place, friction, _ in rows(data["baths"], 3, "[site, friction, temperature]"):
            yield "baths", 1, self.place(place), self.place(place), friction
        for place, strength in rows(data.get("drives", []), 2, "[site, strength]"):
            yield "drives", 1, self.place(place), {}, strength
        for on, sender, friction in rows(data.get("feedback", []), 3, "[on, from, friction]"):
            yield "feedback", 1, self.place(on), self.place(sender), friction

    def place(self, given: Any) -> Direction:
        """The direction of a site, or of the first of two against the second."""
        found = [self.index(x) for x in (given if isinstance(given, list) else [given])]
        self.algebra.need(len(set(found)) == len(found) in (1, 2), "network: a place is a site, or two different ones")
        return dict(zip(found, (1, -1), strict=False))

    def spelled(self, u: Direction) -> str:
        """A place as formulas write it: 1, (1,2)."""
        sites = ",".join(self.labels[i] for i in u)
        return sites if len(u) == 1 else f"({sites})"

    def index(self, label: Any) -> int:
        self.algebra.need(type(label) in (int, str) and str(label) in self.labels, "network: no site {}", label)
        return self.labels.index(str(label))

    def is_limit(self) -> bool:
        """Means at M = 0 are limits: sites of no mass feel friction, and of forces on velocities only baths and drives
        on them alone, and at most one bath that joins them to one massive site."""
        touched = [(e, self.light & {*e.u, *e.v}) for e in self.elements if e.order]
        pairs = [frozenset(e.u) for e, hit in touched if hit and len(e.u) == 2]
        good = all(e.source >= 0 and (len(e.u) == 1 or (e.v and len(hit) == 1)) for e, hit in touched if hit)
        rubbed = {i for e in self.baths for i in e.u}
        return good and len(set(pairs)) == len(pairs) and self.light <= rubbed

    # sites and paths

    def near(self, i: int, among: Iterable[Element] = ()) -> set[int]:
        return {j for e in among or self.elements if e.c and i in (*e.u, *e.v) for j in (*e.u, *e.v)} - {i}

    def side(self, start: int, without: int = -1, among: Iterable[Element] = ()) -> set[int]:
        """The sites joined to one, leaving out its bond to another."""
        found, front = {start}, self.near(start, among) - {without}
        while front:
            found |= front
            front = set().union(*(self.near(i, among) for i in front)) - found
        return found

    def dangles(self, i: int, j: int) -> bool:
        """Whether one site cuts a bond off from all baths: then it carries nothing, at no frequency."""
        bathed = {k for e in self.sources for k in e.u}
        for cut in range(len(self.labels)):
            found = front = {i, j} - {cut}
            while front:
                front = set().union(*(self.near(k) for k in front)) - found - {cut}
                found = found | front
            if not found & bathed:
                return "magnetic" not in self.kinds
        return False

    def rests(self, moves: Any) -> None:
        """No motion escapes the baths: where all but one neighbour of a resting site rest, so does the last."""
        resting = {i for bath in self.baths if len(bath.u) == 1 for i in bath.u}
        for first, second in self.algebra.rows(moves, 2, "[resting site, site it forces to rest]"):
            i, j = self.index(first), self.index(second)
            good = i in resting and self.near(i) - resting == {j}
            self.algebra.need(good, "site {} does not force site {} to rest", first, second)
            resting.add(j)
        self.algebra.need(len(resting) == len(self.labels), "some site is not forced to rest by the baths")

    # means

    def matrix(self, orders: tuple[int, ...], more: Poly = ZERO) -> list[list[Poly]]:
        """K(s), or the part of it of these orders; and more on the diagonal."""
        a, s, size = self.algebra, self.algebra.variable("(s)"), len(self.labels)
        rows = [[dict(more) if i == j else {} for j in range(size)] for i in range(size)]
        for e in self.elements:
            entry = {m + e.order * s: x for m, x in e.c.items()}
            for (i, x), (j, y) in product(e.u.items(), e.v.items()) if e.order in orders else ():
                a.accumulate(rows[i][j], entry, x * y)
        return rows

    def minors(self, rows: list[list[Poly]], wide: int) -> dict[int, Poly]:
        """{set of columns, as bits: determinant of all the rows on these columns}, ``wide`` of the columns left out."""
        a, current, before = self.algebra, {0: dict(ONE)}, self.algebra.kept
        a.spend(len(rows) ** 3)
        for index, row in enumerate(rows):
            following, later = dict[int, Poly](), rows[index + 1 :]
            gone = sum(1 << k for k in range(len(row)) if not any(other[k] for other in later))
            a.spend(10 * len(row) * len(current))
            for mask, value in current.items():
                for column, entry in enumerate(row):
                    key = mask | 1 << column
                    if entry and key != mask and (gone & ~key).bit_count() <= wide:  # else no later row can fill it
                        term, sign = a.times(entry, value), (-1) ** (mask >> column).bit_count()
                        a.keep(term)
                        a.accumulate(following.setdefault(key, {}), term, sign)
            current, a.kept = {mask: value for mask, value in following.items() if value}, before
            a.keep(*current.values())
        a.kept = before
        return current

    def cofactors(self, rows: list[list[Poly]], b: int) -> list[Poly]:
        """Of row b."""
        table, full = self.minors([row for i, row in enumerate(rows) if i != b], 1), (1 << len(rows)) - 1
        return [self.algebra.times({0: (-1) ** (b + i)}, table.get(full ^ 1 << i, ZERO)) for i in range(len(rows))]

    def column(self, i: int) -> list[Poly]:
        """adj K(s) e_i."""
        if i not in self.known:
            self.known[i] = self.cofactors(self.matrix((0, 1, 2)), i)
            self.algebra.keep(*self.known[i])
        column: list[Poly] = self.known[i]
        return column

    @cached_property
    def whole(self) -> dict[int, Poly]:
        """{k: coefficient of s**k in P}."""
        i, total = min((i for e in self.sources for i in e.u), default=0), dict(ZERO)
        for entry, value in zip(self.matrix((0, 1, 2))[i], self.column(i), strict=True):
            self.algebra.accumulate(total, self.algebra.times(entry, value))
        return self.algebra.by_power(total, "(s)")

    @cached_property
    def zeros(self) -> int:
        """Of P at 0: one for each part that floats, or one where P(0) is 0 all the same; more are undamped motions."""
        return self.loose or int(min(self.whole) > 0)

    @cached_property
    def characteristic(self) -> dict[int, Poly]:
        """P without all but one of these zeros."""
        return {k - max(self.zeros - 1, 0): p for k, p in self.whole.items()}

    def response(self, signal: Signal, b: int) -> dict[int, Poly]:
        """{e: coefficient of s**e} of the answer of a signal to the noise of b, times P, without its zeros at 0."""
        if (signal, b) not in self.known:
            a, force = self.algebra, self.sources[signal.source] if signal.source >= 0 else None
            direction, total = force.v if force else dict(signal.direction), dict(ZERO)
            for (i, x), (j, y) in product(direction.items(), self.sources[b].u.items()):
                a.accumulate(total, self.column(j)[i], x * y)
            rows = {e + (1 if force else signal.order): row for e, row in a.by_power(total, "(s)").items()}
            if force:
                rows = {e: a.times(row, a.minus(force.c)) for e, row in rows.items()}
                for e, row in self.whole.items() if signal.source == b else ():
                    a.accumulate(rows.setdefault(e, {}), row)
            rows = {e - self.zeros: row for e, row in rows.items() if row}
            a.need(min(rows, default=0) >= 0, "a position that diffuses: nothing holds the network")
            self.known[signal, b] = rows
            a.keep(*rows.values())
        known: dict[int, Poly] = self.known[signal, b]
        return known

    def density(self, x: Signal, y: Signal, b: int) -> dict[int, Poly]:
        """{k: coefficient of z**k} of the even part of X_b(s) Y_b(-s), f: <x o y> = 2 c T nu(f), Stratonovich."""
        a, rows, free = self.algebra, dict[int, Poly](), self.zeros > 0
        for (e, p), (f, q) in product(self.response(x, b).items(), self.response(y, b).items()):
            if (e + f) % 2 == 0:
                a.accumulate(rows.setdefault((e + f) // 2 + free, {}), a.times(p, q), (-1) ** (f + free))
        rows = {k: row for k, row in rows.items() if row}
        a.need(max(rows, default=0) < max(self.characteristic), "infinite: white noise with no mass between")
        return rows

    def bezout(self, p: dict[int, Poly]) -> list[list[Poly]]:
        """The Bezout matrix of the even and the odd part of a polynomial."""
        a, m = self.algebra, max(p) // 2
        rows: list[list[Poly]] = [[{} for _ in range(m)] for _ in range(m)]
        for i, j in combinations_with_replacement(range(m), 2):
            for k in range(min(i, m - 1 - j) + 1):
                for first, second, sign in ((j + k + 1, i - k, 1), (i - k, j + k + 1, -1)):
                    a.accumulate(rows[i][j], a.times(p.get(2 * first, ZERO), p.get(2 * second + 1, ZERO)), sign)
            rows[j][i] = rows[i][j]
        return rows

    @cached_property
    def moments(self) -> tuple[list[Poly], Poly]:
        """T times 2 nu(z), 2 nu(z**2), .. and T, the determinant of the Bezout matrix, times p_d for d odd."""
        return self.moments_for(self.characteristic)

    @cached_property
    def squared(self) -> dict[int, Poly]:
        """P**2 without its zeros at 0."""
        rows = dict[int, Poly]()
        for (e, p), (f, q) in product(self.whole.items(), repeat=2):
            self.algebra.accumulate(rows.setdefault(e + f - 2 * self.zeros, {}), self.algebra.times(p, q))
        return {k: row for k, row in rows.items() if row}

    @cached_property
    def spreads(self) -> tuple[list[Poly], Poly]:
        """The same for P**2, whose roots have negative real part where those of P have: its T, too, is > 0 there."""
        return self.moments_for(self.squared)

    def moments_for(self, p: dict[int, Poly]) -> tuple[list[Poly], Poly]:
        a, total = self.algebra, dict(ZERO)
        degree, rows = max(p), self.bezout(p)
        if all(set(entry) <= {0} for row in rows for entry in row):
            factors, total = self.eliminated(rows)
        else:
            factors = [a.times({0: -1}, c) for c in self.cofactors(rows, 0)]
            for entry, factor in zip(rows[0], factors, strict=True):
                a.accumulate(total, a.times(entry, factor), -1)
        if degree % 2:
            factors, total = [a.times(p[degree], factor) for factor in factors], a.times(p[degree], total)
        for k in range(degree - 1 - len(rows)):  # z**(k+1) E integrates to 0, or z**(k+1) O
            higher: Poly = {}
            for m in range(len(rows)):
                a.accumulate(higher, a.times(p.get(2 * m + degree % 2, ZERO), factors[k + m]), -1)
            factors.append(a.quotient(higher, p[degree]))
        a.keep(*factors, total)
        return factors, total

    def eliminated(self, matrix: list[list[Poly]]) -> tuple[list[Poly], Poly]:
        """The same for numbers: Gauss elimination of B x = -T e_0, T = det B."""
        n, total = len(matrix), Fraction(1)
        rows = [[*(Fraction(entry.get(0, 0)) for entry in row), Fraction(-(i == 0))] for i, row in enumerate(matrix)]
        for k in range(n):
            pivot = next((i for i in range(k, n) if rows[i][k]), None)
            if pivot is None:
                return [{}] * n, {}
            total *= rows[pivot][k] * (1 if pivot == k else -1)
            rows[k], rows[pivot] = rows[pivot], rows[k]
            rows[k] = [x / rows[k][k] for x in rows[k]]
            for i in range(n):
                if i != k and rows[i][k]:
                    bits = self.algebra.bits(dict(enumerate((*rows[i], *rows[k]))))
                    self.algebra.spend(n * (40 + bits * bits // 50_000))
                    rows[i] = [x - rows[i][k] * y for x, y in zip(rows[i], rows[k], strict=True)]
        return [{0: row[n] * total} if row[n] else {} for row in rows], {0: total}

    @cached_property
    def stability(self) -> list[Poly]:
        """All > 0 just where the steady state exists: T where nothing feeds the motion, else what Hermite asks."""
        if self.passive:
            return [self.moments[1]]
        damped = {k - self.zeros: p for k, p in self.whole.items()}
        rows, found = self.bezout(damped), [damped.get(k, ZERO) for k in range(max(damped))]
        for k in range(len(rows)):
            minor = [row[k:] for row in rows[k:]]
            if all(set(entry) <= {0} for row in minor for entry in row):
                found.append(self.eliminated(minor)[1])
            else:
                found += self.minors(minor, 0).values() or [ZERO]
        return found

    def integral(self, f: dict[int, Poly], bound: Poly, squared: bool = False) -> Poly:
        """2 nu(f) times T and the bound, which is P(0) where f(0) is not zero: 2 nu(E) = 0, 1/p_1 for d = 1."""
        a, p, still = self.algebra, self.squared if squared else self.characteristic, f.get(0, ZERO)
        total = dict(still) if max(p) == 1 else dict(ZERO)
        for k, factor in enumerate((self.spreads if squared else self.moments)[0], 1):
            a.accumulate(total, a.product(f.get(k, ZERO), factor, bound))
            if still:
                a.accumulate(total, a.product(still, p.get(2 * k, ZERO), factor), -1)
        return total

    def cross(self, x: Signal, y: Signal, b: int) -> dict[int, Poly]:
        """{k: coefficient of s**k} of X_b(s) Y_b(-s)."""
        rows = dict[int, Poly]()
        for (e, p), (f, q) in product(self.response(x, b).items(), self.response(y, b).items()):
            self.algebra.accumulate(rows.setdefault(e + f, {}), self.algebra.times(p, q), (-1) ** f)
        return rows

    def density_of_two(self, one: tuple[Signal, ...], other: tuple[Signal, ...], b: int, c: int) -> dict[int, Poly]:
        """The same for the covariance of x o y and u o v, over P**2: X U* V Y* + X V* U Y*, X and U* or V* by b."""
        a, rows, (x, y) = self.algebra, dict[int, Poly](), one
        for u, v in (other, other[::-1]):
            for (e, p), (f, q) in product(self.cross(x, u, b).items(), self.cross(y, v, c).items()):
                if (e + f) % 2 == 0:
                    a.accumulate(rows.setdefault((e + f) // 2, {}), a.times(p, q), (-1) ** f)
        rows = {k: row for k, row in rows.items() if row}
        a.need(max(rows, default=0) < max(self.squared), "infinite: white noise reaches both factors of a current")
        return rows

    # quantities

    def read(self, atom: str) -> tuple[str, list[Any]]:
        """Name and arguments of a quantity: numbers of sites, (letter, site) of coordinates, numbers of baths."""
        name, _, inside = atom[:-1].partition("(")
        a, words, kinds = self.algebra, _ARGUMENT.findall(inside), QUANTITIES.get(name, "")
        good = name in QUANTITIES and len(words) == len(kinds)
        a.need(good, "{} takes {} arguments, not {}", name, len(kinds), len(words))
        found: list[Any] = []
        for kind, word in zip(kinds, words, strict=True):
            if kind == "b":
                a.need(word in self.names, "{}: there is no bath {}", atom, word)
                found.append(self.names.index(word))
            elif kind == "c":
                a.need(word[0] in "qvp", "{}: a coordinate is q, v or p and a site, as q1", atom)
                found.append((word[0], self.index(word[1:])))
            else:
                found.append(self.index(word))
        return name, found

    def atom(self, name: str, *found: Any) -> str:
        """What :meth:`read` reads."""
        spell = {"s": self.labels.__getitem__, "b": self.names.__getitem__, "c": lambda c: c[0] + self.labels[c[1]]}
        return f"{name}({','.join(spell[kind](x) for kind, x in zip(QUANTITIES[name], found, strict=True))})"

    def arguments(self, atom: str) -> tuple[str, list[Any], dict[int, Poly], Poly]:
        """Name and arguments, and the temperatures at which the quantity is meant, over the last."""
        name, found = self.read(atom)
        if name == "conductance":
            self.algebra.need(found[0] != found[1], "{}: it needs two different baths", atom)
            return name, found, {found[1]: ONE}, ONE
        if name.endswith("_coefficient"):
            return name[:-12], found[:-1], {found[-1]: ONE}, ONE
        if name == "entropy_production":
            heats = (self.temperature[b] for b in range(len(self.baths)))
            return name, found, self.temperature, self.algebra.product(*heats)
        return name, found, self.temperature, self.cold

    def mass(self, i: int) -> Poly:
        own = [e.c for e in self.elements if e.kind == "masses" and i in e.u]
        self.algebra.need(own, "site {} has no mass", self.labels[i])
        return own[0]

    def power(self, e: Element, *sites: int) -> tuple[Poly, Signal, Signal]:
        """The mean power of the force of an element at its sites, or at some of them."""
        speed = moving({i: x for i, x in e.u.items() if i in sites or not sites})
        if e.source >= 0:
            return ONE, Signal((), 0, e.source), speed
        return self.algebra.minus(e.c), moving(e.v, e.order), speed

    def between(self, i: int, j: int) -> list[Element]:
        """The bond of two sites; feedback and drives do work, and are none."""
        return [e for e in self.elements if {*e.u, *e.v} == {i, j} and i != j and e.kind not in ("feedback", "drives")]

    def means(self, name: str, found: list[Any]) -> list[tuple[Poly, Signal, Signal]]:
        """The quantity as a sum of (factor, x, y), factor <x o y>."""
        a, i, j = self.algebra, found[0] if found else 0, found[-1] if found else 0
        if name == "flux":  # the power at j of all that joins i and j
            return [self.power(e, j) for e in self.between(i, j) if j in e.u]
        if name == "bath_flux":
            return [self.power(self.sources[i])]
        if name == "entropy_production":
            heats = {b: self.temperature[b] for b in range(len(self.baths))}
            rest = {b: a.product({0: -1}, *(t for c, t in heats.items() if c != b)) for b in heats}
            return [(rest[b], *self.power(self.sources[b])[1:]) for b in heats]
        if name == "conductance":
            return [(self.sources[i].c, moving(self.sources[i].u), moving(self.sources[i].u))]
        if name == "energy":
            a.need("directed" not in self.kinds, "directed springs have no energy")
            kept = [e for e in self.elements if e.order != 1]
            moves = [moving(e.u, e.order // 2) for e in kept]
            return [(a.times({0: Fraction(1, 2)}, e.c), x, x) for e, x in zip(kept, moves, strict=True)]
        if name == "kinetic_temperature":
            return [(self.mass(i), moving({i: 1}), moving({i: 1}))]
        if name == "position_difference":
            apart = moving({i: 1, j: -1}, 0)
            return [(self.unit, apart, apart)] if i != j else []
        heavy = [self.mass(k) for kind, k in found if kind == "p"]
        x, y = (moving({k: 1}, int(kind != "q")) for kind, k in found)
        slow = x.order + y.order < 2 or not {k for _, k in found} <= self.light
        a.need(slow, "velocities without mass have no covariance: it depends on how the masses go to zero")
        return [(a.product(*heavy, *[self.unit] * (not heavy)), x, y)]

    def by_integrals(self, atom: str, by: str) -> Ratio:
        """The quantity times T > 0; of the Hurwitz determinant (up to a positive factor) T. Or its spectrum."""
        a, total = self.algebra, dict(ZERO)
        if atom == HURWITZ:
            a.need(by != "spectrum", "the Hurwitz determinant has no spectrum")
            return self.moments[1], ONE
        name, found, warm, bottom = self.arguments(atom)
        if name in SPREADS:
            a.need(by != "spectrum", "a variance has no spectrum here")
            return self.spread(self.means(SPREADS[name], found), warm, bottom)
        listed = self.means(name, found)
        still = any(x.source < 0 and y.source < 0 and x.order + y.order == 0 for _, x, y in listed)
        a.need(by != "spectrum" or not still, "positions have no spectrum here")
        bound = self.characteristic.get(0, ONE) if still else ONE  # where it is zero, z divides what has a mean
        for (factor, x, y), (b, heat) in product(listed, warm.items()):
            weight = a.product(factor, self.sources[b].c, heat)
            rows = self.density(x, y, b) if weight else {}
            if rows and by == "spectrum":  # as a polynomial in w**2 = -z
                w = a.variable(FREQUENCY)
                value = {m + w * k: c * (-1) ** k for k, row in rows.items() for m, c in row.items()}
            else:
                value = self.integral(rows, bound) if rows else ZERO
            a.accumulate(total, a.times(weight, value))
        doubled = name == "covariance" and all(kind == "p" for kind, _ in found)
        return total, a.product(bottom, bound, *[self.unit] * doubled)

    def spread(self, listed: list[tuple[Poly, Signal, Signal]], warm: dict[int, Poly], bottom: Poly) -> Ratio:
        """lim Var(Q_t)/(2 t) of the heat with this mean, times the T of P**2."""
        a, total, bound = self.algebra, dict(ZERO), self.squared[0]
        for (factor, *one), (other, *two) in product(listed, repeat=2):
            for (b, heat), (c, more) in product(warm.items(), repeat=2):
                weight = a.product(factor, other, self.sources[b].c, self.sources[c].c, heat, more)
                rows = self.density_of_two((one[0], one[1]), (two[0], two[1]), b, c) if weight else {}
                if rows:
                    a.accumulate(total, a.times(weight, self.integral(rows, bound, squared=True)))
        return total, a.product(bottom, bottom, bound)

    # theorems

    def conductance(self, b: int, c: int) -> Poly:
        """The variable conductance(b,c) of two joined baths; without fields the order does not matter."""
        if "magnetic" not in self.kinds:
            b, c = sorted((b, c), key=lambda b: [*self.baths[b].u])
        sides = set[int]().union(*(self.side(i) for i in self.baths[b].u))
        joined = sides & self.baths[c].u.keys()
        return {self.algebra.variable(self.atom("conductance", b, c)): 1} if joined else {}

    def flow(self, inside: set[int], warm: dict[int, Poly]) -> Poly:
        """Heat from these baths to all others: the sum of k_cb T_b - k_bc T_c, b inside, c outside."""
        a, total = self.algebra, dict(ZERO)
        for b, c in product(inside, range(len(self.baths))):
            if c not in inside:
                a.accumulate(total, a.times(self.conductance(c, b), warm.get(b, ZERO)))
                a.accumulate(total, a.times(self.conductance(b, c), warm.get(c, ZERO)), -1)
        return total

    def by_conductances(self, atom: str) -> Ratio:
        """The quantity by variables of which theorems speak: conductances, and coefficients of the temperatures."""
        (name, found, warm, bottom), a, baths = self.arguments(atom), self.algebra, range(len(self.baths))
        if atom == HURWITZ:
            return {a.variable(atom): 1}, ONE
        good = self.passive and not self.light and "drives" not in self.kinds
        a.need(good, "theorems on conductances: masses everywhere, and nothing but baths that feeds the motion")
        i, j = (found[0], found[-1]) if found else (-1, -1)
        if name == "conductance":
            return self.conductance(*self.read(atom)[1]), ONE
        if name == "bath_flux":
            return self.flow({i}, warm), bottom
        if name == "entropy_production" and "magnetic" in self.kinds:
            return {a.variable(atom): 1}, ONE
        if name == "entropy_production":
            total = dict(ZERO)
            for b in baths:
                rest = a.product({0: -1}, *(warm[c] for c in baths if c != b))
                a.accumulate(total, a.times(rest, self.flow({b}, warm)))
            return total, bottom
        if name == "flux":
            near, joining = self.side(i, j), self.between(i, j)
            if not joining or (j in near and self.dangles(i, j)):
                return {}, bottom
            if j not in near and all(e.kind != "baths" for e in joining):
                return self.flow({b for b in baths if {*self.baths[b].u} <= near}, warm), bottom
        mass = self.mass(i) if name == "kinetic_temperature" else ZERO
        own = next((b for b in baths if [*self.baths[b].u] == [i]), -1)
        if mass and own >= 0 and "inerters" not in self.kinds:  # it is T_i - m_i bath_flux(i)/gamma_i
            friction, lost = self.baths[own].c, a.times(mass, self.flow({own}, warm))
            return a.add(a.times(friction, warm.get(own, ZERO)), lost, -1), a.times(bottom, friction)
        a.need(name in LINEAR and name != "energy", "{} is not fixed by the conductances", atom)
        total, sign = dict(ZERO), 1
        if name == "flux" and i > j and all(e.kind != "baths" for e in self.between(i, j)):
            found, sign = [j, i], -1
        for b, heat in warm.items():
            a.accumulate(total, a.times({a.variable(self.atom(f"{name}_coefficient", *found, b)): sign}, heat))
        return total, bottom

    def symmetry(self, moves: Any, turned: bool) -> tuple[dict[int, int], dict[int, int]]:
        """Sites and baths go to others, and K stays as it is, or (``turned``) becomes its transpose."""
        a, to, rows = self.algebra, {i: i for i in range(len(self.labels))}, self.matrix((0, 1, 2))
        to |= {self.index(first): self.index(second) for first, second in a.rows(moves, 2, "[site, where it goes]")}
        good = sorted(to.values()) == sorted(to)
        for i, j in product(to, to) if good else ():
            good = good and rows[to[i]][to[j]] == (rows[j][i] if turned else rows[i][j])
        a.need(good, "the network is not the same where its sites are exchanged so")
        goes: dict[int, int] = {}
        for b, bath in enumerate(self.baths):
            images = [{to[i]: sign * x for i, x in bath.u.items()} for sign in (1, -1)]
            free = (c for c, other in enumerate(self.baths) if c not in goes.values() and other.u in images)
            goes[b] = next((c for c in free if self.baths[c].c == bath.c), -1)
        a.need(-1 not in goes.values(), "a bath goes where there is none of its friction")
        return to, goes

    def image(self, atom: str, to: dict[int, int], goes: dict[int, int], turned: bool) -> Poly:
        """What is equal to a variable by the symmetry. K -> K transposed: Then k_bc goes to k_cb."""
        kind, found = self.read(atom)
        if turned and kind != "conductance":
            return {self.algebra.variable(atom): 1}
        found = found[::-1] if turned else found
        go: dict[str, Any] = {"s": to.__getitem__, "b": goes.__getitem__, "c": lambda c: (c[0], to[c[1]])}
        sent = (go[letter](x) for letter, x in zip(QUANTITIES[kind], found, strict=True))
        return self.by_conductances(self.atom(kind, *sent))[0]


@dataclass(frozen=True)
class Checked:
    """What an accepted certificate says."""

    verdict: str
    claim: str
    given: tuple[str, ...]
    variables: Mapping[str, str]  # every variable that occurs: "positive" or "real"
    hypotheses: tuple[str, ...]  # where the claim is made, beyond the variables' signs and what is given
    network: dict[str, Any] | None
    description: tuple[str, ...]  # of the network, in lines
    witness: dict[str, str] | None
    root: dict[str, Any] | None  # what t is in the witness

    @property
    def hypothesis(self) -> str:
        """The variables' signs, and where the claim is made."""
        real = ", ".join(n for n, sign in self.variables.items() if sign == "real")
        signs = f"{real} real, all others positive" if real else "all variables positive"
        return "; ".join((signs, *(f"wherever {each}" for each in self.hypotheses)))

    def __str__(self) -> str:
        where = f", given {', '.join(self.given)}" if self.given else ""
        at = f", at {', '.join(f'{k} = {v}' for k, v in self.witness.items())}" if self.witness else ""
        if self.root:
            at += f", t the root of {self.root['polynomial']} between {' and '.join(self.root['interval'])}"
        return "\n".join((f"{self.verdict}: {self.claim}{where}{at}; {self.hypothesis}", *self.description))


def described(table: Mapping[str, Any]) -> tuple[str, ...]:
    """A network in lines: in full where it is small, else counts and a digest of the table."""
    lines, digest = list[str](), sha256(json.dumps(table, sort_keys=True).encode()).hexdigest()

    def shown(value: Any) -> str:
        return f"({','.join(map(str, value))})" if isinstance(value, list) else "none" if value is None else str(value)

    for key, title in (*KEYS.items(), *MORE.items()):
        rows = [table[key]] if key == "over" and key in table else table.get(key, [])
        parts = [" ".join(map(shown, row)) if isinstance(row, list) else shown(row) for row in rows]
        whole = len(parts) <= SHOWN and sum(map(len, parts)) <= 2000
        text = ", ".join(parts) if whole else f"{len(parts)} in the network of sha256 {digest}"
        lines += [f"{title}: {text}"] if parts else []
    return tuple(lines)


class Checker(Prover):
    """Reads a certificate: the claim, its network, its points; then the rules."""

    functions = (*QUANTITIES, FREQUENCY[:-2])
    network: Network | None = None
    real = positive = frozenset[str]()
    hypotheses: tuple[str, ...] = ()

    def tables(self, data: Any) -> Network:
        return Network(self, data)

    def difference(self, statement: Any) -> tuple[Ratio, str]:
        """left - right and its relation to 0, turned so that it is >, >= or ==; x != 0 is x**2 > 0."""
        self.fields(statement, ("left", "relation", "right"))
        relation, sides = statement["relation"], [self.parse(statement[key]) for key in ("left", "right")]
        self.need(relation in (">", ">=", "<", "<=", "==", "!="), "no such relation {}", relation)
        (top, bottom), (over, under) = sides[::-1] if "<" in relation else sides
        top, bottom = self.accumulate(self.times(top, under), self.times(over, bottom), -1), self.times(bottom, under)
        if relation == "!=":
            top, bottom, relation = self.times(top, top), self.times(bottom, bottom), ">"
        self.keep(top, bottom)
        return (top, bottom), relation.replace("<", ">")

    def written_out(self, ratio: Ratio, by: str) -> Ratio:
        """The ratio with its quantities written out by the network; factors T > 0 are left out."""
        atoms = sorted(n for n in self.names(*ratio) - {"(r)"} if "(" in n)
        if not atoms or self.network is None:
            return ratio
        if by == "spectrum":  # integrals add up like their integrands; they do not multiply
            degrees = [{sum(e for n, e in self.exponents(m).items() if n in atoms) for m in p} for p in ratio]
            self.need(degrees[0] <= {1} and degrees[1] == {0}, "a spectrum needs a sum of quantities, nothing else")
        net, marks = self.network, [{self.variable(name): 1} for name in ("(t)", "(u)")]
        # (t) and (u) count the factors T and those of P**2 that the quantities in a product have below
        spread = {n: n.partition("(")[0] in SPREADS for n in atoms}
        images = {n: net.by_conductances(n) if by == "conductances" else net.by_integrals(n, by) for n in atoms}
        common = self.product(*(bottom for _, bottom in images.values()))
        values = {
            n: self.product(marks[spread[n]], top, *(images[o][1] for o in atoms if o != n))
            for n, (top, _) in images.items()
        }

        def cleared(p: Poly) -> tuple[Poly, int]:
            rows, total = dict[tuple[int, int], Poly](), dict(ZERO)
            for e, row in self.by_power(self.put(p, values), "(t)").items():
                rows |= {(e, f): part for f, part in self.by_power(row, "(u)").items()}
            self.need(HURWITZ not in atoms or (atoms == [HURWITZ] and len(rows) < 2), "only its sign is known")
            most, many, more = (max(map(of, rows), default=0) for of in (lambda k: k[0], lambda k: k[1], sum))
            for (e, f), row in rows.items():
                factors = [common] * (more - e - f)
                factors += [net.moments[1]] * (most - e) if most > e and by != "conductances" else []
                factors += [net.spreads[1]] * (many - f) if many > f else []
                self.accumulate(total, self.product(row, *factors))
            return total, more

        (top, over), (bottom, below) = (cleared(p) for p in ratio)
        top, bottom = self.product(top, *[common] * below), self.product(bottom, *[common] * over)
        self.keep(top, bottom)
        return top, bottom

    def start(self, certificate: Any, by: str) -> list[tuple[Ratio, str]]:
        """Claim and assumptions written out; sets real, positive (the variables), network, steady."""
        real, given = certificate["real"], certificate["given"]
        good = isinstance(real, list) and all(isinstance(n, str) and NAME.fullmatch(n) for n in real)
        self.need(good and isinstance(given, list), "real and given are lists")
        stable = STABLE in given
        claim = self.difference(certificate["claim"])
        known = [self.difference(each) for each in given if each != STABLE]
        self.network = None if certificate["network"] is None else self.tables(certificate["network"])
        atoms = {n for n in self.seen if "(" in n}
        self.need(not (atoms or stable) or self.network, "quantities of a network, but no network")
        said = atoms or stable or not self.network
        self.need(said, "the claim names no quantity of its network: it is a claim without one")
        theirs = any("(" in n for ratio, _ in known for n in self.names(*ratio))
        self.need(by != "spectrum" or not theirs, "assumptions on quantities say nothing of their spectra")
        self.steady = self.network is not None and (stable or atoms != {HURWITZ})
        self.real, self.positive = frozenset(self.seen & set(real)), frozenset(self.seen - atoms - set(real))
        written = [(self.written_out(ratio, by), relation) for ratio, relation in known]
        if self.network and stable:
            written += [((p, ONE), ">") for p in self.network.stability]
        return [(self.written_out(claim[0], by) if by != "sample" else claim[0], claim[1]), *written]

    def opening(self, certificate: Any, node: Any) -> tuple[Region, Ratio, str]:
        """Where a proof begins: finders ask for the goal, the checker alone opens it."""
        return self.goal(certificate, node)

    def goal(self, certificate: Any, node: Any) -> tuple[Region, Ratio, str]:
        """The region of a claim, and the ratio and relation to be proved on it."""
        by = str(node.get("by")) if isinstance(node, dict) else ""
        good = certificate["network"] is None or (by in METHODS and node["rule"] == "network")
        self.need(good, "the first rule of a claim on a network is network, by {}", METHODS)
        self.step, self.rule = "proof", "denominator" if certificate["network"] is None else "network"
        (ratio, relation), *given = self.start(certificate, by)
        region = Region(self.real, frozenset(frozenset((n,)) for n in self.positive), ())
        self.hypotheses = self.assumed(region)
        if self.network:
            self.fields(node, ("rule", "by", "then"), ("moves", "unique", "nonzero", *GRAPH))
            if node.get("unique") is True and self.steady:  # the hypothesis of the claim, T > 0, as one more assumption
                given.append(((self.network.moments[1], ONE), ">"))
            names = self.names(*(p for statement in ((ratio, relation), *given) for p in statement[0]))
            region, given = self.theorems(self.network, node, region, given, names)
        for (top, bottom), known in given:
            sign = self.plain_sign(bottom, region)
            if not sign:
                self.hypotheses = tuple(dict.fromkeys((*self.hypotheses, "no assumption has a denominator 0")))
            region = replace(region, given=(*region.given, (self.times(top, {0: sign} if sign else bottom), known)))
        if sign := self.plain_sign(ratio[1], region):
            ratio = self.times(ratio[0], {0: sign}), ONE
        return region, (self.plain(ratio[0], region), ratio[1]), relation

    @property
    def exists(self) -> str:
        """Where a claim on the steady state is made, in words."""
        net = self.network
        if not self.real or net is None or not net.passive:
            return "the steady state exists and is unique"
        return f"V is positive {'semi' * (net.loose > 0)}definite and the steady state is unique"

    def assumed(self, region: Region) -> tuple[str, ...]:
        """What a claim on the network supposes, in words: all that is not plain to see."""
        net, found = self.network, list[str]()
        if net is None:
            return ()
        self.need(self.is_positive(net.over, region), "network: over is not seen to be > 0")
        if self.steady:
            found.append(self.exists)
        if not all(self.is_positive(p, region) for p in net.inertia):
            found.append("masses and frictions are positive")
        if not all(self.plain_sign(bottom, region) for _, bottom in net.warm.values()):
            found.append("no temperature has a denominator 0")
        if not all(self.doubtful(self.times(t, bottom), region) is None for t, bottom in net.warm.values()):
            found.append("temperatures are >= 0")
        if not all(self.doubtful(p, region) is None for p in net.drives):
            found.append("drives are >= 0")
        return tuple(found)

    def theorems(self, net: Network, node: Any, region: Region, given: Any, names: set[str]) -> tuple[Region, Any]:
        """What holds in every steady state of the variables that quantities are written out by."""
        springs = [e for e in net.elements if e.kind == "springs" and e.c]
        stiff, single = all(self.is_positive(e.c, region) for e in springs), all(len(e.u) == 1 for e in net.baths)
        pins = {i: e.c for e in net.elements if e.kind == "pinning" and e.c for i in e.u}
        held = stiff and net.passive and all(self.is_positive(pin, region) for pin in pins.values())
        loose = {min(side) for i in range(len(net.labels)) if not (side := net.side(i)) & pins.keys()}
        alone = stiff and single and net.kinds <= {"masses", "pinning", "springs", "baths"}
        tied = held and single and bool(springs) and len(net.side(0, among=springs)) == len(net.labels)
        positive, free = {FREQUENCY} & names, set[str]()
        if HURWITZ in names:
            self.need(held, "the potential is not seen to be >= 0: springs and pinning must have positive terms")
            if "moves" in node:
                self.need(alone and len(loose) < 2, "two parts of the network are not pinned, or not by springs alone")
                net.rests(node["moves"])
                positive.add(HURWITZ)
        if node["by"] == "conductances":
            facts = list(self.facts(net, node, names))
            given, names = (
                [*given, *(((p, ONE), known) for p, known in facts)],
                names | self.names(*(p for p, _ in facts)),
            )
        for atom in sorted(n for n in names - {HURWITZ, FREQUENCY} if "(" in n):
            kind, found = net.read(atom)
            *places, bath = found or [-1]
            still = kind == "covariance_coefficient" and "q" in {letter for letter, _ in places}
            still = still or kind == "position_difference_coefficient"
            self.need(not still or (held and not loose), "no position is seen to be bounded")
            hot = all(self.is_positive(heat, region) for heat in net.temperature.values())
            self.need(kind != "entropy_production" or hot, "a temperature is not seen to be > 0")
            if kind == "flux_coefficient" or (kind == "covariance_coefficient" and places[0] != places[1]):
                free.add(atom)  # of either sign
            joined = kind == "kinetic_temperature_coefficient" and net.side(*net.baths[bath].u) & {*places}
            if (tied or alone) and (kind == "conductance" or joined):
                positive.add(atom)
        region = replace(region, real=region.real | free)
        return replace(region, clauses=region.clauses | {frozenset((n,)) for n in positive}), given

    def facts(self, net: Network, node: Any, names: set[str]) -> Iterator[tuple[Poly, str]]:
        """Assumptions by theorem, on the variables by which quantities are written out."""
        baths = range(len(net.baths))
        for b, bath in enumerate(net.baths):  # the coefficient of T_b in <v**2> is positive
            rest, kept = dict(bath.c), [k for c in baths if c != b and self.names(k := net.conductance(b, c)) <= names]
            if len(bath.u) == 1 and not net.light and "inerters" not in net.kinds:
                for k in kept:
                    self.accumulate(rest, self.times(net.mass(*bath.u), k), -1)
                yield rest, ">"
        for b in baths if "magnetic" in net.kinds else ():  # the heat out of all baths is 0
            balance = dict(ZERO)
            for c in baths:
                self.accumulate(balance, net.conductance(b, c) if b != c else ZERO)
                self.accumulate(balance, net.conductance(c, b) if b != c else ZERO, -1)
            yield balance, "=="
        atoms = {n for n in names if "(" in n} - {HURWITZ}
        for i, c in product(map(net.index, node.get("sites", [])), baths):  # the powers at a site add up to zero
            total = dict(ZERO)
            powers = [net.atom("flux_coefficient", j, i, c) for j in range(len(net.labels)) if j != i]
            powers += [net.atom("bath_flux_coefficient", b, c) for b in baths if [*net.baths[b].u] == [i]]
            for power in powers:
                self.accumulate(total, net.by_conductances(power)[0])
            atoms |= {n for n in self.names(total) if "(" in n}
            yield total, "=="
        for kind, *found in sorted({(kind, *found[:-1]) for kind, found in map(net.read, atoms)}, key=str):  # Gibbs
            one = kind == "kinetic_temperature_coefficient" and "inerters" not in net.kinds
            if one or (kind == "flux_coefficient" and "magnetic" not in net.kinds):
                parts = [net.atom(kind, *found, b) for b in baths]
                atoms |= set(parts)
                yield self.add({self.variable(n): 1 for n in parts}, ONE if one else ZERO, -1), "=="
        for key in ("symmetries", "reversals"):
            for moves in node.get(key, []):
                to, goes = net.symmetry(moves, key == "reversals")
                for atom in sorted(atoms):
                    image = net.image(atom, to, goes, key == "reversals")
                    if self.names(image) <= atoms:
                        yield self.accumulate({self.variable(atom): 1}, image, -1), "=="

    def claim(self, certificate: Any) -> None:
        """The proof of a proved claim."""
        self.sample(certificate)
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

    def plain(self, p: Poly, region: Region) -> Poly:
        """With coprime integer coefficients, and no powers of positive variables for factors."""
        (p,), _ = self.whole(p)
        content = gcd(*p.values()) or 1
        p = {m: c // content for m, c in p.items()}
        for name in (next(iter(clause)) for clause in region.clauses if len(clause) == 1):
            least = min(self.by_power(p, name), default=0)
            p = {m - least * self.variable(name): c for m, c in p.items()}
        return p

    # points

    def coefficients(self, p: Poly) -> list[Fraction]:
        """Of a polynomial in (r), the root."""
        rows = self.by_power(p, "(r)")
        self.need(all(set(row) == {0} for row in rows.values()), "expected numbers, or polynomials in t")
        return [Fraction(rows.get(e, ZERO).get(0, 0)) for e in range(max(rows, default=-1) + 1)]

    def enclose(self, root: Any) -> None:
        """The root that the values are polynomials in: the polynomial changes sign on the interval."""
        self.fields(root, ("polynomial", "interval"))
        self.root = self.coefficients(self.put(self.polynomial(root["polynomial"]), {"t": {self.variable("(r)"): 1}}))
        ((low, high),) = self.rows([root["interval"]], 2, "[low, high]")
        self.low, self.high = self.number(low), self.number(high)
        ends = [self.enclosure(self.root, x, x)[0] for x in (self.low, self.high)]
        self.need(self.low < self.high and ends[0] * ends[1] < 0, "no root is enclosed")

    def enclosure(self, f: list[Fraction], low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
        """An interval that holds f on an interval, by Horner's scheme."""
        least, most = Fraction(0), Fraction(0)
        for c in reversed(f):
            bits = self.bits({0: least, 1: most}) + self.bits({0: low, 1: high}) + self.bits({0: c})
            self.need(bits < BITS, f"a number of over {BITS} bits")
            self.spend(100 + bits * bits // 10_000)
            ends = [least * low, least * high, most * low, most * high]
            least, most = min(ends) + c, max(ends) + c
        return least, most

    def sign(self, p: Poly) -> int:
        """The sign of a polynomial in (r), the root."""
        if set(p) <= {0}:
            return int(p.get(0, 0) > 0) - int(p.get(0, 0) < 0)
        f, n = self.coefficients(p), len(self.root)
        while len(f) >= n:  # modulo the polynomial of the root
            k = len(f) - n
            factor = f[-1] / self.root[-1]
            bits = self.bits(dict(enumerate((*f[k:], *self.root, factor))))
            self.need(bits < BITS, f"a number of over {BITS} bits")
            self.spend(n * (60 + bits * bits // 20_000))
            f[k:] = [c - factor * d for c, d in zip(f[k:], self.root, strict=True)]
            while f and not f[-1]:
                f.pop()
        least, most = self.enclosure(f, self.low, self.high)
        self.need(least > 0 or most < 0 or not f, "the interval of the root is too wide to tell a sign")
        return (least > 0) - (most < 0)

    def sample(self, certificate: Any) -> None:
        """A claim with assumptions or a network is no claim unless it is about something."""
        if certificate["given"] or certificate["network"] is not None:
            self.step, self.rule = "sample", "point"
            self.need("sample" in certificate, "no sample point: prove it again")
            inner = Checker()
            inner.work = self.work
            inner.point(certificate, certificate["sample"], "sample")
            self.work, self.step, self.rule = inner.work, "certificate", "format"

    def point(self, certificate: Any, node: Any, step: str) -> None:
        """Exact values at which every assumption holds; the claim does not, unless this is a sample."""
        self.step, self.rule = step, "point"
        self.fields(node, ("rule", "at"), ("root",))
        self.need(node["rule"] == "point", "the evidence is a point")
        if "root" in node:
            self.enclose(node["root"])
        at = {n: self.polynomial(text) for n, text in node["at"].items()}
        if "root" in node:
            at = {n: self.put(p, {"t": {self.variable("(r)"): 1}}) for n, p in at.items()}
        self.need(all(self.names(p) <= {"(r)"} for p in at.values()), "expected numbers, or polynomials in t, a root")
        self.values, self.seen = at, set()
        claim, *given = self.start(certificate, "values" if step == "proof" else "sample")
        missing, idle = (self.positive | self.real) - set(at), set(at) - (self.positive | self.real)
        self.need(not missing, "no value for {}", tuple(sorted(missing)))
        self.need(not idle, "only variables have values: {} do not occur", tuple(sorted(idle)))
        self.need(all(self.sign(at[n]) > 0 for n in self.positive), "a positive variable is not positive")
        if self.network:
            self.stands(self.network)
            self.moves(self.network, certificate, step)
        for k, ((top, bottom), relation) in enumerate([claim, *given]):
            if k or step == "proof":
                over, under = self.sign(top), self.sign(bottom)
                self.need(under, "a denominator vanishes there")
                holds = {">": over * under > 0, ">=": over * under >= 0, "==": over == 0}[relation]
                self.need(holds or k == 0, "an assumption fails there")
                self.need(not holds or k > 0, "the claim holds there")

    def stands(self, net: Network) -> None:
        """All that the claim supposes: what is positive, and that no root of P but a simple 0 is not to the left."""
        why = "the network has no unique steady state there: "
        self.need(self.sign(net.over) > 0, why + "over is not positive")
        self.need(all(self.sign(p) > 0 for p in net.inertia), why + "a mass or a friction is not positive")
        self.need(all(self.sign(p) >= 0 for p in net.drives), why + "a drive is negative")
        self.need(all(self.sign(bottom) for _, bottom in net.warm.values()), why + "a temperature has a denominator 0")
        cold = all(self.sign(self.times(top, bottom)) >= 0 for top, bottom in net.warm.values())
        self.need(cold, why + "a temperature is negative")
        stiff = all(self.sign(e.c) >= 0 for e in net.elements if e.kind in ("springs", "pinning"))
        if net.passive and (self.real or not stiff):
            (whole,) = net.minors(net.matrix((0,), {self.variable("(s)"): 1}), 0).values()
            rows = self.by_power(whole, "(s)")  # det(V + s) has no root >= 0, or > 0 where a part is free to move
            least = min(self.sign(rows.get(k, ZERO)) for k in range(len(net.labels)))
            self.need(least >= (not net.loose), why + "the potential is not positive in every direction")
        if self.steady:  # T != 0 where nothing feeds the motion, else all of Hermite's conditions
            good = all(self.sign(p) > 0 for p in net.stability)
            self.need(good, why + ("a motion escapes the baths" if net.passive else "it is not stable"))

    def moves(self, net: Network, certificate: Any, step: str) -> None:
        """det K has a root 0 there as often as for all parameters: where it has more, no steady state is meant."""
        table = certificate["network"]
        fed = STABLE in certificate["given"] and (table.get("directed") or table.get("feedback"))  # asks for p_0 > 0
        below = step == "sample" and any(n.startswith(OVER_P0) for n in self.seen)
        if self.steady and net.zeros > (not fed and not below):
            anew = Checker()
            anew.work, anew.step, anew.rule = self.work, self.step, self.rule
            always = anew.tables(table).zeros
            anew.need(always == net.zeros, "a part moves freely there that does not for all values")
            self.work = anew.work


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
        keys = ("format", "verdict", "claim", "given", "real", "network", "proof")
        checker.fields(certificate, keys, ("sample",))
        checker.need(certificate["format"] in FORMATS, "the format is not {}", FORMAT)
        verdict, proof, table = (certificate[key] for key in ("verdict", "proof", "network"))
        checker.need(verdict in ("proved", "refuted"), "the verdict is proved or refuted")
        if verdict == "proved":
            checker.claim(certificate)
        else:
            checker.point(certificate, proof, "proof")
            checker.hypotheses = (checker.exists,) * checker.steady
    except MALFORMED as error:
        reason = f"malformed: {type(error).__name__}: {str(error)[:80]}"
        raise Rejected(checker.step, checker.rule, reason) from error
    said = [certificate["claim"], *certificate["given"]]
    claim, *given = (s if s == STABLE else f"{s['left']} {s['relation']} {s['right']}" for s in said)
    signs = {n: "real" if n in checker.real else "positive" for n in sorted(checker.real | checker.positive)}
    witness, root = (proof.get(key) if verdict == "refuted" else None for key in ("at", "root"))
    lines = () if table is None else described(table)
    return Checked(verdict, claim, tuple(given), signs, checker.hypotheses, table, lines, witness, root)


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
