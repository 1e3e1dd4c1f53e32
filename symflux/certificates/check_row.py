"""Rows of equal cells, for the checker of families: the closed form of a conductance, rebuilt from the blocks.

K(s) = M s**2 + Gamma s + V of left block - n cells - right block. det K = S_n p1 + S_(n-1) p0, S_0 = 0, S_1 = 1,
S_(n+1) = tr S_n - kap2 S_(n-1) in z = s**2; p1 = e1 + s o1, p0 = e2 + s o2; Delta = e1 o2 - e2 o1 = d0 + d1 z is linear
here, zeta its root. The conductance of a bath of the left and one of the right block is -2 g_i g_j nu(z F), F = h
kap2**(n-1). Theorem (derivation "segments"): with gamma = h (e2**2 + tr e1 e2 + kap2 e1**2), the quotient (e1 o2 - e2
o1 = 0, e != 0 at zeta)

    nu(z F) = 1/2 (A S_n + B S_(n-1))/(d1**2 e_p (e1 S_n + e2 S_(n-1))) - 1/2 [1/z] (gamma/Delta**2)(O/E),
    A = gamma' o1 e_p + gamma (o1' e_p - o_p e1'), B the same with o2 and e2,

all at zeta, e_p one of e1, e2 that is not zero there. A fraction may stand in the certificate in lowest terms: it is
compared with the one computed by one multiplication, and the rest goes on with the shorter one (the ledger).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from symflux.certificates.check import QUANTITIES
from symflux.certificates.core import ONE, ZERO, Algebra, Poly, Ratio

Series = list[Ratio]
WORK = 300_000_000  # of a row


@dataclass(frozen=True)
class FamilyChecked:
    """What an accepted certificate says."""

    kind: str
    claim: str
    hypothesis: str
    about: str  #: the network or the row, in words

    def __str__(self) -> str:
        return f"proved: {self.claim}; {self.hypothesis}; {self.about}"


class Family(Algebra):
    """Fractions of polynomials, and networks as tables of them."""

    functions = tuple(QUANTITIES)

    def run(self, data: Any) -> FamilyChecked:
        """What a certificate of this kind proves."""
        raise NotImplementedError

    def ratio(self, text: Any) -> Ratio:
        """A formula; its denominator is not the zero polynomial."""
        top, bottom = self.parse(text)
        self.need(bottom, "a denominator is zero")
        return top, bottom

    def sum(self, *terms: Ratio) -> Ratio:
        """Nothing is cancelled; a common denominator is kept."""
        top, bottom = terms[0]
        for over, under in terms[1:]:
            if under == bottom:
                top = self.add(top, over)
            else:
                top = self.add(self.times(top, under), self.times(over, bottom))
                bottom = self.times(bottom, under)
        return top, bottom

    def mul(self, *factors: Ratio) -> Ratio:
        """The product."""
        return self.product(*(top for top, _ in factors)), self.product(*(bottom for _, bottom in factors))

    def over(self, left: Ratio, right: Ratio) -> Ratio:
        """The quotient."""
        self.need(right[0], "division by zero")
        return self.mul(left, right[::-1])

    def less(self, left: Ratio, right: Ratio) -> Ratio:
        """The difference."""
        return self.sum(left, self.negative(right))

    def negative(self, value: Ratio) -> Ratio:
        """The value times -1."""
        return self.minus(value[0]), value[1]

    def same(self, left: Ratio, right: Ratio) -> bool:
        """Whether two fractions are equal."""
        return bool(self.times(left[0], right[1]) == self.times(right[0], left[1]))

    def network(self, data: Any) -> Table:
        """masses, frictions, temperatures, pins by site, springs by pair of sites; all over one polynomial."""
        self.fields(data, ("sites", "masses", "pinning", "springs", "baths"), ("name", "over"))
        bottom = self.polynomial(data.get("over", "1"))
        self.need(bottom, "network: over is zero")
        sites, springs = data["sites"], dict[frozenset[Any], Ratio]()
        good = isinstance(sites, list) and all(type(s) in (int, str) for s in sites) and len(set(sites)) == len(sites)
        self.need(good and 0 < len(sites) <= 100, "network: sites are a list of at most 100 labels")
        columns = [data["masses"], data["pinning"]]
        self.need(all(isinstance(c, list) and len(c) == len(sites) for c in columns), "network: a value for every site")
        masses, pins = ({s: (self.polynomial(t), bottom) for s, t in zip(sites, c, strict=True)} for c in columns)
        self.need(all(top for top, _ in masses.values()), "network: masses are positive")
        for i, j, k in self.rows(data["springs"], 3, "[site, site, constant]"):
            pair = frozenset((i, j))
            good = {i, j} <= set(sites) and len(pair) == 2 and pair not in springs
            self.need(good, "network: a spring is a new pair")
            springs[pair] = self.polynomial(k), bottom
        baths = self.rows(data["baths"], 3, "[site, friction, temperature]")
        places = {s for s, _, _ in baths}
        self.need(places <= set(sites) and len(places) == len(baths), "network: a bath is at a site, one at each")
        friction = {s: (self.polynomial(g), bottom) for s, g, _ in baths}
        self.need(all(top for top, _ in friction.values()), "network: frictions are positive")
        return Table(sites, masses, pins, springs, friction, {s: self.ratio(t) for s, _, t in baths})

    def potential(self, table: Table) -> dict[tuple[Any, Any], Ratio]:
        """V = diag(pins) + weighted Laplacian, its non-zero entries."""
        entries = {(s, s): pin for s, pin in table.pins.items()}
        for pair, k in table.springs.items():
            i, j = sorted(pair, key=table.sites.index)
            entries[i, j] = entries[j, i] = self.negative(k)
            entries[i, i], entries[j, j] = self.sum(entries[i, i], k), self.sum(entries[j, j], k)
        return entries


@dataclass(frozen=True)
class Table:
    """A network, read."""

    sites: list[Any]
    masses: dict[Any, Ratio]
    pins: dict[Any, Ratio]
    springs: dict[frozenset[Any], Ratio]
    friction: dict[Any, Ratio]
    temperature: dict[Any, Ratio]


class Arithmetic(Algebra):
    """Fractions of polynomials; every result may be replaced by the next entry of a ledger that equals it."""

    ledger: Any = iter(())

    def settle(self, top: Poly, bottom: Poly) -> Ratio:
        """The fraction in the form that the ledger gives it."""
        self.need(bottom, "division by zero")
        if not top:
            return ZERO, ONE
        if bottom == ONE:
            return top, bottom
        entry = self.entry(top, bottom)
        good = isinstance(entry, list) and len(entry) == 2
        self.need(good, "the ledger has too few entries, or one is no pair")
        over, under = self.polynomial(entry[0]), self.polynomial(entry[1])
        self.need(under and self.times(over, bottom) == self.times(top, under), "an entry of the ledger is not equal")
        return over, under

    def entry(self, top: Poly, bottom: Poly) -> Any:
        """The next entry of the ledger; one that is being written is told the fraction."""
        return self.ledger.reduced(top, bottom) if hasattr(self.ledger, "reduced") else next(self.ledger, None)

    def mul(self, *factors: Ratio) -> Ratio:
        """The product."""
        total = factors[0]
        for factor in factors[1:]:
            total = self.settle(self.times(total[0], factor[0]), self.times(total[1], factor[1]))
        return total

    def sum(self, *terms: Ratio) -> Ratio:
        """The sum."""
        top, bottom = terms[0]
        for over, under in terms[1:]:
            if under == bottom:
                top = self.add(top, over)
                top, bottom = self.settle(top, bottom)
            else:
                above = self.add(self.times(top, under), self.times(over, bottom))
                top, bottom = self.settle(above, self.times(bottom, under))
        return top, bottom

    def less(self, left: Ratio, right: Ratio) -> Ratio:
        """left - right."""
        return self.sum(left, (self.minus(right[0]), right[1]))

    def over(self, left: Ratio, right: Ratio) -> Ratio:
        """left/right."""
        self.need(right[0], "division by zero")
        return self.mul(left, (right[1], right[0]))

    # polynomials in z: lists of coefficients, constant first ------------------------------------------------

    def plus(self, p: Sequence[Poly], q: Sequence[Poly], factor: int = 1) -> list[Poly]:
        """p + factor q."""
        size = max(len(p), len(q))
        rows = [[*x, *[ZERO] * (size - len(x))] for x in (p, q)]
        total = [self.add(a, b, factor) for a, b in zip(*rows, strict=True)]
        while total and not total[-1]:
            total.pop()
        return total

    def by(self, p: Sequence[Poly], q: Sequence[Poly]) -> list[Poly]:
        """p q."""
        total: list[Poly] = [{} for _ in range(max(len(p) + len(q) - 1, 0))]
        for i, a in enumerate(p):
            for j, b in enumerate(q):
                self.accumulate(total[i + j], self.times(a, b))
        return self.plus(total, [])

    def slope(self, p: Sequence[Poly]) -> list[Poly]:
        """The derivative."""
        return [self.times({0: k}, c) for k, c in enumerate(p)][1:]

    def at(self, p: Sequence[Poly], zeta: Ratio) -> Ratio:
        """The value at zeta."""
        total: Ratio = (ZERO, ONE)
        for c in reversed(p):
            total = self.sum(self.mul(total, zeta), (c, ONE))
        return total


class Row(Arithmetic):
    """The polynomials of a row, and the closed form of its conductance."""

    def __init__(self) -> None:
        super().__init__()
        self.work = WORK

    def parts(self, p: Poly) -> tuple[list[Poly], list[Poly]]:
        """(even, odd) in s, as polynomials in z."""
        rows = self.by_power(p, "(s)")
        sides: list[list[Poly]] = [[], []]
        for odd in (0, 1):
            top = max((e for e in rows if e % 2 == odd), default=-1)
            sides[odd] = [rows.get(e, ZERO) for e in range(odd, top + 1, 2)]
        return sides[0], sides[1]

    def minor(self, rows: list[list[Poly]], without: Sequence[tuple[int, int]]) -> tuple[list[Poly], list[Poly]]:
        """The cofactor without these (row, column) pairs, by Laplace expansion."""
        gone = {i for i, _ in without}, {j for _, j in without}
        kept = [[x for j, x in enumerate(row) if j not in gone[1]] for i, row in enumerate(rows) if i not in gone[0]]
        value = self.determinant(kept)
        return self.parts(self.times({0: (-1) ** sum(i + j for i, j in without[:1])}, value))

    def determinant(self, rows: list[list[Poly]]) -> Poly:
        """Row by row: {set of columns, as bits: determinant of the rows so far on these columns}."""
        current = {0: dict(ONE)}
        for row in rows:
            wider: dict[int, Poly] = {}
            for mask, value in current.items():
                for k, entry in enumerate(row):
                    if entry and value and not mask >> k & 1:
                        sign = (-1) ** (mask >> k).bit_count()
                        self.accumulate(wider.setdefault(mask | 1 << k, {}), self.times(entry, value), sign)
            current = wider
        return current.get((1 << len(rows)) - 1, dict(ZERO))

    def product2(self, p: Any, q: Any) -> tuple[list[Poly], list[Poly]]:
        """The product of two even-odd pairs."""
        z = self.by(p[1], q[1])
        even = self.plus(self.by(p[0], q[0]), [ZERO, *z] if z else [])
        return even, self.plus(self.by(p[0], q[1]), self.by(p[1], q[0]))

    def scaled(self, p: Any, factor: Sequence[Poly]) -> tuple[list[Poly], list[Poly]]:
        """The product of an even-odd pair with a polynomial in z."""
        return self.by(p[0], factor), self.by(p[1], factor)

    def both(self, p: Any, q: Any, factor: int = 1) -> tuple[list[Poly], list[Poly]]:
        """p + factor q of even-odd pairs."""
        return self.plus(p[0], q[0], factor), self.plus(p[1], q[1], factor)

    def norm(self, p: Any) -> list[Poly]:
        """p(s) p(-s)."""
        odd = self.by(p[1], p[1])
        return self.plus(self.by(p[0], p[0]), [ZERO, *odd] if odd else [], -1)

    def conductance(self, matrices: Any, ports: Any, bond_squared: Poly, baths: Any, frictions: Any) -> None:
        """Sets constant, early, and (where Delta is not constant) tr, kap2 and A, B, C, D at the pole.

        matrices: of left block, cell, right block, the bond's springs included; ports: their indices (left, (in, out),
        right); baths: the indices of bath i in the left and bath j in the right block.
        """
        left, cell, right = matrices
        (first, (enter, leave), last), minus = ports, -1
        bond2 = [bond_squared]
        a = self.minor(cell, [])[0]
        b, b2 = (self.minor(cell, [(p, p)])[0] for p in (leave, enter))
        d = self.minor(cell, [(enter, enter), (leave, leave)])[0] if enter != leave else []
        c = self.minor(cell, [(enter, leave)])[0]
        jacobi = self.plus(self.plus(self.by(a, d), self.by(b, b2), minus), self.by(c, c))
        self.need(not jacobi, "Jacobi's identity fails for the cell")
        self.need(c, "the ports of the cell are not connected")
        trace, kap2 = self.plus(a, self.by(bond2, d), minus), self.by(bond2, self.by(c, c))
        whole = [self.minor(block, []) for block in (left, right)]
        inner = [self.minor(block, [(port, port)]) for block, port in ((left, first), (right, last))]
        k2 = self.plus([], bond2, minus)
        up = self.both(self.scaled(whole[0], a), self.scaled(inner[0], self.by(k2, b2)))
        down = self.both(self.scaled(whole[0], b), self.scaled(inner[0], self.by(k2, d)))
        p1 = self.both(self.product2(whole[1], up), self.scaled(self.product2(inner[1], down), k2))
        p0 = self.both(self.product2(whole[1], whole[0]), self.scaled(self.product2(inner[1], inner[0]), k2))
        p0 = self.scaled(p0, self.plus([], kap2, minus))
        reach = [self.minor(left, [(baths[0], first)]), self.minor(right, [(baths[1], last)])]
        h = self.by(self.by(bond2, kap2), self.by(self.norm(reach[0]), self.norm(reach[1])))
        h = self.by([self.times({0: -2}, self.times(*frictions))], h)
        self.closed(p1, p0, trace, kap2, h)

    def closed(self, p1: Any, p0: Any, trace: list[Poly], kap2: list[Poly], h: list[Poly]) -> None:
        """The closed form of nu(z F) with these polynomials."""
        (e1, o1), (e2, o2) = p1, p0
        delta = self.plus(self.by(e1, o2), self.by(e2, o1), -1)
        self.need(delta, "Delta vanishes identically")
        self.need(len(delta) <= 2, "Delta is not linear: no certificate")
        form = self.plus(self.by(e2, e2), self.by(trace, self.by(e1, e2)))
        form = self.plus(form, self.by(kap2, self.by(e1, e1)))
        self.constant, self.early = self.at_infinity(p1, p0, trace, kap2, self.by(h, form), delta)
        self.pole = None
        if len(delta) < 2:
            return
        zeta = self.settle(self.minus(delta[0]), delta[1])

        def value(p: list[Poly]) -> Ratio:
            return self.at(p, zeta)

        def prime(p: list[Poly]) -> Ratio:
            return self.at(self.slope(p), zeta)

        x1, x2, y1, y2 = map(value, (e1, e2, o1, o2))
        t, k, height, d1 = value(trace), value(kap2), value(h), (delta[1], ONE)
        if x1[0] or x2[0]:
            p, q = (x1, y1) if x1[0] else (x2, y2)
            dx1, dx2 = prime(e1), prime(e2)
            inside = self.sum(self.mul(x2, x2), self.mul(t, x1, x2), self.mul(k, x1, x1))
            g = self.mul(height, inside)
            two: Ratio = ({0: 2}, ONE)
            moved = self.sum(
                self.mul(two, x2, dx2), self.mul(prime(trace), x1, x2), self.mul(t, dx1, x2), self.mul(t, x1, dx2),
                self.mul(prime(kap2), x1, x1), self.mul(two, k, x1, dx1),
            )  # fmt: skip
            dg = self.sum(self.mul(prime(h), inside), self.mul(height, moved))
            above = [
                self.sum(self.mul(dg, y, p), self.mul(g, self.less(self.mul(dy, p), self.mul(q, dx))))
                for y, dy, dx in ((y1, prime(o1), dx1), (y2, prime(o2), dx2))
            ]  # fmt: skip
            under, below = self.mul(two, d1, d1, p), (x1, x2)
        else:  # E vanishes at zeta for every n: minus the residue of (alpha E/O + beta)/Delta^2
            inside = self.sum(self.mul(y2, y2), self.mul(t, y1, y2), self.mul(k, y1, y1))
            alpha, dx1, dx2 = self.mul(height, inside), prime(e1), prime(e2)
            mixed = self.sum(
                self.mul(t, self.sum(self.mul(y2, dx1), self.mul(dx2, y1))),
                self.mul(({0: 2}, ONE), dx2, y2), self.mul(({0: 2}, ONE), k, dx1, y1),
            )  # fmt: skip
            dbeta = self.mul(({0: -1}, ONE), height, mixed)
            above = [
                self.mul(({0: -1}, ONE), self.sum(self.mul(alpha, dx), self.mul(dbeta, y)))
                for dx, y in ((dx1, y1), (dx2, y2))
            ]  # fmt: skip
            under, below = self.mul(({0: 2}, ONE), d1, d1), (y1, y2)
        if above[0][0] or above[1][0]:
            quotient = [self.over(x, under) for x in above]
            self.pole = t, k, quotient[0], quotient[1], below[0], below[1]

    # the term at infinity ---------------------------------------------------------------------------------

    def series(self, p: Sequence[Poly], degree: int, length: int) -> Series:
        """p/z**degree in powers of 1/z."""
        self.need(len(p) <= degree + 1, "a series has a higher term than it may")
        return [(p[degree - k] if 0 <= degree - k < len(p) else ZERO, ONE) for k in range(length)]

    def multiplied(self, p: Series, q: Series) -> Series:
        """The product of two series."""
        zero: Ratio = (ZERO, ONE)
        return [
            self.sum(zero, *(self.mul(p[j], q[k - j]) for j in range(k + 1) if p[j][0] and q[k - j][0]))
            for k in range(len(p))
        ]

    def divided(self, p: Series, q: Series) -> Series:
        """The quotient of two series."""
        row: Series = []
        for k, c in enumerate(p):
            for j in range(1, k + 1):
                if q[j][0] and row[k - j][0]:
                    c = self.less(c, self.mul(q[j], row[k - j]))
            row.append(self.over(c, q[0]))
        return row

    def at_infinity(
        self, p1: Any, p0: Any, trace: list[Poly], kap2: list[Poly], gamma: list[Poly], delta: list[Poly]
    ) -> tuple[Ratio, list[Ratio]]:
        """-1/2 [1/z] (gamma/Delta**2)(O/E) for all large n, and before; t_(n+1) = 1/(tr - kap2 t_n), t_1 = 0."""
        (e1, o1), (e2, o2) = p1, p0
        zero: Ratio = (ZERO, ONE)
        if not gamma:
            return zero, []
        extra, cells = len(gamma) - 1 - 2 * (len(delta) - 1), len(trace) - 1
        gap = max(len(o1), len(o2)) - max(len(e1), len(e2))
        length = max(extra + 2 + max(gap, len(o2) - len(e2)), 1)
        square = self.by(delta, delta)
        weight = self.divided(self.series(gamma, len(gamma) - 1, length), self.series(square, len(square) - 1, length))

        def coefficient(above: Any, below: Any, t: Series) -> Ratio:
            over, under = (max(map(len, pair)) - 1 for pair in (above, below))
            place = extra + over - under + 1
            if place < 0:
                return zero
            sides = []
            for (first, second), degree in ((above, over), (below, under)):
                row = self.series(first, degree, place + 1)
                if any(x[0] for x in t):
                    more = self.multiplied(self.series(second, degree, place + 1), t[: place + 1])
                    row = [self.sum(x, y) for x, y in zip(row, more, strict=True)]
                sides.append(row)
            quotient = self.divided(*sides)
            products = [self.mul(weight[k], quotient[place - k]) for k in range(place + 1)]
            return self.mul(({0: -1}, {0: 2}), self.sum(zero, *products))

        found, t = [coefficient((o2, o2), (e2, e2), [zero] * length)], [zero] * length
        unit = [(ONE, ONE), *[zero] * (length - 1)]
        while True:
            found.append(coefficient((o1, o2), (e1, e2), t))
            more = self.multiplied(self.series(kap2, cells, length), t)
            below = [self.less(x, y) for x, y in zip(self.series(trace, cells, length), more, strict=True)]
            following = [*[zero] * cells, *self.divided(unit, below)][:length]
            if all(self.times(x[0], y[1]) == self.times(y[0], x[1]) for x, y in zip(following, t, strict=True)):
                break
            t = following
        constant = found[-1]
        while found and self.times(found[-1][0], constant[1]) == self.times(constant[0], found[-1][1]):
            found.pop()
        return constant, found
