"""The checker of symflux certificates: this file and core.py beside it, standard library only, run alone.

    python -I -S check.py certificate.json

prints what was proved (exit status 0), or names the step, the rule and the reason of the rejection (1);
misuse is 2. The format, and why each rule is sound, is docs/certificate-format.md.
Here a network becomes polynomials, and every quantity of a claim a mean that these polynomials fix.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from itertools import combinations_with_replacement, product
from math import gcd
from pathlib import Path
from typing import Any

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
    "conductance": "bb", "entropy_production": "", "hurwitz_determinant": "",
}  # fmt: skip
HURWITZ, FREQUENCY = "hurwitz_determinant()", "squared_frequency()"
MALFORMED = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError)
KEYS = {  # of a network, and what is printed of them
    "sites": "network of sites", "masses": "masses", "pinning": "pinning", "springs": "springs (site, site, constant)",
    "baths": "baths (site, friction, temperature)",
}  # fmt: skip
METHODS = ("conductances", "determinants", "spectrum")
SHOWN = 12  # elements of a kind that are printed one by one
_LABEL = re.compile(r"[\w.-]{1,50}", re.ASCII)  # no comma, no space: formulas name sites by their labels
Direction = dict[int, int]  # site -> its entry in a vector over the sites
Signal = tuple[Direction, int]  # of the positions, their velocities (1)


class Network:
    """K(d/dt) q = noise, K(s) a sum of elements. Every quantity of a claim is rebuilt from these tables.

    An element is (order r, direction u, coefficient c): the force -c u (u . q^(r)). A common denominator of all c is
    left out: it changes none of the quantities but <q q>, <v v>, <p p>. P(s) = det K(s) = E(z) + s O(z), z = s**2, of
    degree 2n; N_b = adj K(s) e_b; B is the Bezout matrix of E and O, T = det B, C its first row of cofactors. Where all
    roots of P have negative real part (but for a simple root 0), T > 0, and 2 nu(f), which is (1/pi) times the integral
    of f(-w**2)/|P(i w)|**2, is -C_k/T for f = z**(k+1), k < n, and 0 for f = z**k E, 0 < k < n: these fix all others.
    """

    def __init__(self, algebra: Algebra, data: Any):
        self.algebra = a = algebra
        a.fields(data, tuple(KEYS), ("over",))
        lists = [data[key] for key in ("sites", "masses", "pinning")]
        good = all(isinstance(x, list) and 0 < len(x) <= 100 and len(x) == len(lists[0]) for x in lists)
        a.need(good, "network: sites, masses and pinning are lists of one length, at most 100")
        self.labels = [str(site) for site in data["sites"] if type(site) in (int, str) and _LABEL.fullmatch(str(site))]
        n = len(lists[0])
        a.need(len(set(self.labels)) == n, "network: two sites have one label, or a label is strange")
        springs = a.rows(data["springs"], 3, "[site, site, constant]")
        bonds = [tuple(sorted((self.index(i), self.index(j)))) for i, j, _ in springs]
        good = len(set(bonds)) == len(bonds) and all(i < j for i, j in bonds)
        a.need(good, "network: a spring joins two sites, and each pair once")
        baths = a.rows(data["baths"], 3, "[site, friction, temperature]")
        self.baths = [self.index(site) for site, _, _ in baths]
        a.need(len(set(self.baths)) == len(baths), "network: a site has at most one bath")
        texts = (*data["masses"], *data["pinning"], *(k for _, _, k in springs), *(g for _, g, _ in baths))
        entered, number = a.whole(*map(a.polynomial, texts))
        self.masses, self.pinning, frictions = entered[:n], entered[n : 2 * n], entered[2 * n + len(bonds) :]
        self.springs = {bond: k for bond, k in zip(bonds, entered[2 * n :], strict=False) if k}
        self.friction = dict(zip(self.baths, frictions, strict=True))
        self.inertia = [*self.masses, *frictions]
        self.elements: list[tuple[int, Direction, Poly]] = [
            *((2, {i: 1}, m) for i, m in enumerate(self.masses)),
            *((1, {b: 1}, g) for b, g in self.friction.items()),
            *((0, {i: 1}, c) for i, c in enumerate(self.pinning)),
            *((0, {i: 1, j: -1}, k) for (i, j), k in self.springs.items()),
        ]
        self.warm = {b: a.parse(t) for b, (_, _, t) in zip(self.baths, baths, strict=True)}
        self.temperature = {  # times cold, the product of the denominators
            b: a.product(top, *(bottom for c, (_, bottom) in self.warm.items() if c != b))
            for b, (top, _) in self.warm.items()
        }
        self.cold = a.product(*(bottom for _, bottom in self.warm.values()))
        self.over = a.polynomial(data.get("over", "1"))
        self.unit = a.times(self.over, {0: number})  # left out of all masses, frictions, pinning and springs
        a.keep(*entered, *self.temperature.values(), self.cold)
        names = a.names(self.over, self.cold, *self.temperature.values(), *entered) - {"(r)"}
        a.need(not any("(" in name for name in names), "network: its entries name no quantities")
        self.floats = any(all(data["pinning"][k] == "0" for k in self.side(i)) for i in range(n))
        self.known: dict[Any, Any] = {}  # what was worked out before

    # sites and paths

    def index(self, label: Any) -> int:
        self.algebra.need(type(label) in (int, str) and str(label) in self.labels, "network: no site {}", label)
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

    def dangles(self, i: int, j: int) -> bool:
        """Whether one site cuts a bond off from all baths: then it carries nothing, at no frequency."""
        for cut in range(len(self.labels)):
            found = front = {i, j} - {cut}
            while front:
                front = set().union(*(self.near(k) for k in front)) - found - {cut}
                found = found | front
            if not found & set(self.baths):
                return True
        return False

    def rests(self, moves: Any) -> None:
        """No motion escapes the baths: where all but one neighbour of a resting site rest, so does the last."""
        resting = set(self.baths)
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
        for order, direction, c in self.elements:
            entry = {m + order * s: x for m, x in c.items()}
            for i, x in direction.items() if order in orders else ():
                for j, y in direction.items():
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

    def column(self, b: int) -> list[Poly]:
        """adj K(s) e_b."""
        if b not in self.known:
            self.known[b] = self.cofactors(self.matrix((0, 1, 2)), b)
            self.algebra.keep(*self.known[b])
        column: list[Poly] = self.known[b]
        return column

    def response(self, signal: Signal, b: int) -> dict[int, Poly]:
        """{e: coefficient of s**e} of the response of a signal to the noise at b, times P(s)."""
        (direction, order), a, total = signal, self.algebra, dict(ZERO)
        key = (*direction.items(), order, b)
        if key not in self.known:
            for i, x in direction.items():
                a.accumulate(total, self.column(b)[i], x)
            self.known[key] = {e + order: row for e, row in a.by_power(total, "(s)").items()}
            a.keep(total)
        rows: dict[int, Poly] = self.known[key]
        return rows

    def density(self, x: Signal, y: Signal, b: int) -> dict[int, Poly]:
        """{k: coefficient of z**k} of the even part of X(s) Y(-s), f: <x o y> = 2 gamma T nu(f), Stratonovich."""
        a, left, right, rows = self.algebra, self.response(x, b), self.response(y, b), dict[int, Poly]()
        for (e, p), (f, q) in product(left.items(), right.items()):
            if (e + f) % 2 == 0:
                a.accumulate(rows.setdefault((e + f) // 2, {}), a.times(p, q), (-1) ** f)
        return {k: row for k, row in rows.items() if row}

    @cached_property
    def characteristic(self) -> dict[int, Poly]:
        """{k: coefficient of s**k in P}."""
        b, total = self.baths[0] if self.baths else 0, dict(ZERO)
        for entry, value in zip(self.matrix((0, 1, 2))[b], self.column(b), strict=True):
            self.algebra.accumulate(total, self.algebra.times(entry, value))
        return self.algebra.by_power(total, "(s)")

    @cached_property
    def moments(self) -> tuple[list[Poly], Poly]:
        """T times 2 nu(z), 2 nu(z**2), .. and T, the determinant of the Bezout matrix of E and O."""
        a, n, p, total = self.algebra, len(self.labels), self.characteristic, dict(ZERO)
        rows: list[list[Poly]] = [[{} for _ in range(n)] for _ in range(n)]
        for i, j in combinations_with_replacement(range(n), 2):
            for k in range(min(i, n - 1 - j) + 1):
                for first, second, sign in ((j + k + 1, i - k, 1), (i - k, j + k + 1, -1)):
                    a.accumulate(rows[i][j], a.times(p.get(2 * first, ZERO), p.get(2 * second + 1, ZERO)), sign)
            rows[j][i] = rows[i][j]
        if all(set(entry) <= {0} for row in rows for entry in row):
            factors, total = self.eliminated([[Fraction(entry.get(0, 0)) for entry in row] for row in rows])
        else:
            factors = [a.times({0: -1}, c) for c in self.cofactors(rows, 0)]
            for entry, factor in zip(rows[0], factors, strict=True):
                a.accumulate(total, a.times(entry, factor), -1)
        for k in range(n - 1 if p.get(2 * n) else 0):  # z**(k+1) E integrates to 0
            higher: Poly = {}
            for m in range(n):
                a.accumulate(higher, a.times(p.get(2 * m, ZERO), factors[k + m]), -1)
            factors.append(a.quotient(higher, p[2 * n]))
        a.keep(*factors, total)
        return factors, total

    def eliminated(self, rows: list[list[Fraction]]) -> tuple[list[Poly], Poly]:
        """The same for numbers: Gauss elimination of B x = -T e_0, T = det B."""
        n, total = len(rows), Fraction(1)
        rows = [[*row, Fraction(-(i == 0))] for i, row in enumerate(rows)]
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

    def integral(self, f: dict[int, Poly], bound: Poly) -> Poly:
        """2 nu(f) times T and the bound, which is P(0) where f(0) is not zero: 2 nu(E) = 0."""
        a, p, still, total = self.algebra, self.characteristic, f.get(0, ZERO), dict(ZERO)
        a.need(not still or p.get(0), "a position that diffuses: nothing holds the network")
        for k, factor in enumerate(self.moments[0], 1):
            a.accumulate(total, a.product(f.get(k, ZERO), factor, bound))
            if still:
                a.accumulate(total, a.product(still, p.get(2 * k, ZERO), factor), -1)
        return total

    # quantities

    def arguments(self, atom: str) -> tuple[str, list[Any], dict[int, Poly], Poly]:
        """Name and arguments of a quantity, and the temperatures at which it is meant, over the last."""
        name, _, inside = atom[:-1].partition("(")
        a, words, kinds = self.algebra, [word for word in inside.split(",") if word], QUANTITIES.get(name, "")
        good = name in QUANTITIES and len(words) == len(kinds)
        a.need(good, "{} takes {} arguments, not {}", name, len(kinds), len(words))
        found: list[Any] = []
        for kind, word in zip(kinds, words, strict=True):
            a.need(kind != "c" or word[0] in "qvp", "{}: a coordinate is q, v or p and a site, as q1", atom)
            site = self.index(word[1:] if kind == "c" else word)
            a.need(kind != "b" or site in self.baths, "{}: a site has no bath", atom)
            found.append((word[0], site) if kind == "c" else site)
        if name == "conductance":
            a.need(found[0] != found[1], "{}: it needs two different baths", atom)
            return "bath_flux", found[:1], {b: {0: -1} if b == found[1] else {} for b in self.baths}, ONE
        if name.endswith("_coefficient"):
            return name[:-12], found[:-1], {b: ONE if b == found[-1] else {} for b in self.baths}, ONE
        if name == "entropy_production":
            return name, found, self.temperature, a.product(*self.temperature.values())
        return name, found, self.temperature, self.cold

    def exchanged(self, name: str, sites: list[int], warm: dict[int, Poly]) -> list[tuple[int, int, Poly]]:
        """(b, c, weight): bath flux and entropy production are sums of weight times conductance(b,c)."""
        a, found = self.algebra, list[tuple[int, int, Poly]]()
        for b, c in product(sites or self.baths, self.baths):
            drop = a.add(warm[b], warm[c], -1)
            if sites and drop:
                found.append((b, c, drop))
            elif b < c and drop:  # (T_b - T_c)**2/(T_b T_c), over the product of all temperatures
                found.append((b, c, a.product(drop, drop, *(t for d, t in warm.items() if d not in (b, c)))))
        return found

    def conductance(self, b: int, c: int) -> str:
        return f"conductance({self.labels[min(b, c)]},{self.labels[max(b, c)]})"

    def by_conductances(self, atom: str) -> Ratio:
        """The quantity by variables conductance(a,b) >= 0, which vanish where no spring path joins a and b."""
        (name, sites, warm, bottom), a, total, factor = self.arguments(atom), self.algebra, dict(ZERO), ONE
        if atom == HURWITZ:
            return {a.variable(atom): 1}, ONE
        i, j = (sites[0], sites[-1]) if sites else (-1, -1)
        known = {"bath_flux", "entropy_production", "flux", *["kinetic_temperature"] * (i in self.baths)}
        a.need(name in known, "{} is not fixed by the conductances", atom)
        if name == "flux":
            near, far, bonded = self.side(i, j), self.side(j, i), j in self.near(i)
            apart = bonded and j not in near
            a.need(not bonded or apart or self.dangles(i, j), "a flux in a loop is not fixed by the conductances")
            crossing = product(near & set(self.baths), far & set(self.baths)) if apart else ()
            parts = [(b, c, a.add(warm[b], warm[c], -1)) for b, c in crossing]
        else:
            parts = self.exchanged(name, sites, warm)
        if name == "kinetic_temperature":  # T_i - m_i bath_flux(i)/gamma_i
            total, factor = a.times(self.friction[i], warm[i]), a.times({0: -1}, self.masses[i])
            bottom = a.times(bottom, self.friction[i])
        for b, c, weight in parts:
            if c in self.side(b):
                a.accumulate(total, a.product(factor, weight, {a.variable(self.conductance(b, c)): 1}))
        return total, bottom

    def means(self, name: str, sites: list[Any], warm: dict[int, Poly]) -> list[tuple[Poly, Signal, Signal, int]]:
        """(weight, x, y, b): the quantity is the sum of weight gamma_b 2 nu(even part of X Y)."""
        a = self.algebra
        if name in ("bath_flux", "entropy_production"):  # conductance(b,c) is 2 gamma_b gamma_c nu of -s**2 N N
            pairs = self.exchanged(name, sites, warm)
            return [(a.times(self.friction.get(b, ZERO), w), ({b: 1}, 1), ({b: 1}, 1), c) for b, c, w in pairs]
        parts: list[tuple[Poly, Signal, Signal]] = []
        if name == "energy":
            half = {0: Fraction(1, 2)}
            parts = [(a.times(half, c), (u, r // 2), (u, r // 2)) for r, u, c in self.elements if r != 1]
        elif name == "covariance":
            heavy = [self.masses[i] for kind, i in sites if kind == "p"]
            x, y = (({i: 1}, int(kind != "q")) for kind, i in sites)
            parts = [(a.product(*heavy, *[self.unit] * (not heavy)), x, y)]
        else:
            i, j = sites[0], sites[-1]
            apart: Signal = ({i: 1, j: -1}, 0)
            spring = self.springs.get((min(i, j), max(i, j)), ZERO)
            parts = {  # the power k <(q_i - q_j) v_j> of a spring at j, and q_j v_j has no even part
                "flux": [(spring, ({i: 1}, 0), ({j: 1}, 1))],
                "kinetic_temperature": [(self.masses[i], ({i: 1}, 1), ({i: 1}, 1))],
                "position_difference": [(self.unit, apart, apart)] if i != j else [],
            }[name]
        return [(a.times(factor, warm[b]), x, y, b) for factor, x, y in parts for b in self.baths]

    def by_integrals(self, atom: str, by: str) -> Ratio:
        """The quantity times T > 0; of the Hurwitz determinant (up to a positive factor) T. Or its spectrum."""
        a, total = self.algebra, dict(ZERO)
        if atom == HURWITZ:
            a.need(by != "spectrum", "the Hurwitz determinant has no spectrum")
            return self.moments[1], ONE
        name, sites, warm, bottom = self.arguments(atom)
        listed = self.means(name, sites, warm)
        still = any(x[1] == y[1] == 0 for _, x, y, _ in listed)
        a.need(by != "spectrum" or not still, "positions have no spectrum here")
        bound = self.characteristic.get(0, ONE) if still else ONE  # where it is zero, z divides what has a mean
        for weight, x, y, b in listed:
            if weight and by == "spectrum":  # as a polynomial in w**2 = -z
                w, rows = a.variable(FREQUENCY), self.density(x, y, b).items()
                value = {m + w * k: c * (-1) ** k for k, row in rows for m, c in row.items()}
            elif weight:
                value = self.integral(self.density(x, y, b), bound)
            a.accumulate(total, a.product(weight, self.friction[b], value) if weight else {})
        doubled = name == "covariance" and all(kind == "p" for kind, _ in sites)
        return total, a.product(bottom, bound, *[self.unit] * doubled)


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
    for key, title in (*KEYS.items(), ("over", "all but sites and temperatures are over")):
        rows = [table[key]] if key == "over" and key in table else table.get(key, [])
        parts = [" ".join(map(str, row)) if isinstance(row, list) else str(row) for row in rows]
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
        top, bottom = self.product(top, *[common] * below), self.product(bottom, *[common] * over)
        self.keep(top, bottom)
        return top, bottom

    def start(self, certificate: Any, by: str) -> list[tuple[Ratio, str]]:
        """Claim and assumptions written out; sets real, positive (the variables), network, steady."""
        real, given = certificate["real"], certificate["given"]
        good = isinstance(real, list) and all(isinstance(n, str) and NAME.fullmatch(n) for n in real)
        self.need(good and isinstance(given, list), "real and given are lists")
        statements = [self.difference(statement) for statement in [certificate["claim"], *given]]
        self.network = None if certificate["network"] is None else self.tables(certificate["network"])
        atoms = {n for n in self.seen if "(" in n}
        self.need(not atoms or self.network, "quantities of a network, but no network")
        self.need(atoms or not self.network, "the claim names no quantity of its network: it is a claim without one")
        theirs = any("(" in n for ratio, _ in statements[1:] for n in self.names(*ratio))
        self.need(by != "spectrum" or not theirs, "assumptions on quantities say nothing of their spectra")
        self.steady = self.network is not None and atoms != {HURWITZ}
        self.real, self.positive = frozenset(self.seen & set(real)), frozenset(self.seen - atoms - set(real))
        return [(self.written_out(ratio, by), relation) for ratio, relation in statements]

    def opening(self, certificate: Any, node: Any) -> tuple[Region, Ratio, str]:
        """Where a proof begins: finders ask for the goal, the checker alone opens it."""
        return self.goal(certificate, node)

    def goal(self, certificate: Any, node: Any) -> tuple[Region, Ratio, str]:
        """The region of a claim, and the ratio and relation to be proved on it."""
        by = str(node.get("by")) if isinstance(node, dict) else ""
        good = certificate["network"] is None or (by in METHODS and node["rule"] == "network")
        self.need(good, "the first rule of a claim on a network is network, by {}", METHODS)
        (ratio, relation), *given = self.start(certificate, by)
        self.step, self.rule = "proof", "network" if self.network else "denominator"
        region = Region(self.real, frozenset(frozenset((n,)) for n in self.positive), ())
        self.hypotheses = self.assumed(region)
        if self.network:
            self.fields(node, ("rule", "by", "then"), ("moves", "unique", "nonzero"))
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
        semi = "semi" * (self.network is not None and self.network.floats)
        potential = f"V is positive {semi}definite and the steady state" if self.real else "the steady state exists and"
        return f"{potential} is unique"

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
        return tuple(found)

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
            given = [*given, ((self.accumulate(rest, net.friction[b]), ONE), ">")]
        return replace(region, clauses=region.clauses | {frozenset((n,)) for n in positive}), given

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
        claim, *given = self.start(certificate, "values")
        missing, idle = (self.positive | self.real) - set(at), set(at) - (self.positive | self.real)
        self.need(not missing, "no value for {}", tuple(sorted(missing)))
        self.need(not idle, "only variables have values: {} do not occur", tuple(sorted(idle)))
        self.need(all(self.sign(at[n]) > 0 for n in self.positive), "a positive variable is not positive")
        if self.network:
            self.stands(self.network)
        for k, ((top, bottom), relation) in enumerate([claim, *given]):
            if k or step == "proof":
                over, under = self.sign(top), self.sign(bottom)
                self.need(under, "a denominator vanishes there")
                holds = {">": over * under > 0, ">=": over * under >= 0, "==": over == 0}[relation]
                self.need(holds or k == 0, "an assumption fails there")
                self.need(not holds or k > 0, "the claim holds there")

    def stands(self, net: Network) -> None:
        """V >= 0, so that no root of P has positive real part; T != 0, so that none but a simple 0 is imaginary."""
        why = "the network has no unique steady state there: "
        self.need(self.sign(net.over) > 0, why + "over is not positive")
        self.need(all(self.sign(p) > 0 for p in net.inertia), why + "a mass or a friction is not positive")
        self.need(all(self.sign(bottom) for _, bottom in net.warm.values()), why + "a temperature has a denominator 0")
        cold = all(self.sign(self.times(top, bottom)) >= 0 for top, bottom in net.warm.values())
        self.need(cold, why + "a temperature is negative")
        if self.real or not all(self.sign(p) >= 0 for p in (*net.springs.values(), *net.pinning)):
            (whole,) = net.minors(net.matrix((0,), {self.variable("(s)"): 1}), 0).values()
            rows = self.by_power(whole, "(s)")  # det(V + s) has no root >= 0, or > 0 where a part is free to move
            least = min(self.sign(rows.get(k, ZERO)) for k in range(len(net.labels)))
            self.need(least >= (not net.floats), why + "the potential is not positive in every direction")
        self.need(not self.steady or self.sign(net.moments[1]) > 0, why + "a motion escapes the baths")


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
    claim, *given = (f"{s['left']} {s['relation']} {s['right']}" for s in [certificate["claim"], *certificate["given"]])
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
