"""The checker of statements about every size: this file beside the four others of the checker, standard library only.

    python -I -S check_family.py certificate.json

prints what was proved (exit status 0), or names the step, the rule and the reason of the rejection (1); misuse is 2.
Kinds of certificates, each by a theorem of docs/every-size.md:

kind            the theorem                                what is multiplied out here
copies          equal copies: sectors of fixed size        P^T V P and V_same - V_other against the reduced network
symmetry law    A M^-1 V = V M^-1 A: a law of the fluxes   that equation, and the coefficients of the law
row             the residue formula of equal cells         the closed form, rebuilt from the blocks

Nothing here searches. The proof about the reduced network is checked by check.py.
"""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

if not __package__:  # run as a script: the checker of single networks is the two files beside this one
    for _name in ("core", "check", "check_row", "check_size"):
        _spec = spec_from_file_location(f"symflux.certificates.{_name}", Path(__file__).with_name(f"{_name}.py"))
        assert _spec is not None and _spec.loader is not None
        sys.modules[_spec.name] = module_from_spec(_spec)
        _spec.loader.exec_module(sys.modules[_spec.name])
from symflux.certificates.check import BYTES, MALFORMED, described, load
from symflux.certificates.check import check as check_network
from symflux.certificates.check_row import Family, Table
from symflux.certificates.check_row import FamilyChecked as FamilyChecked
from symflux.certificates.check_size import RowClaim, RowForm
from symflux.certificates.core import ONE, ZERO, Ratio, Rejected

FORMAT = "symflux family certificate 1"


class Copies(Family):
    """Equal copies. n copies of a part: masses, frictions, pins and bonds of the means are those of one copy times n;
    the differences move by V_same - V_other. q_(a,i) = Q_a + y_(a,i), <y_(a,i) y_(b,j)> = (delta_ij - 1/n) <u_a u_b>.
    """

    def run(self, data: Any) -> FamilyChecked:
        self.fields(data, ("format", "kind", "network", "parts", "claim", "sectors", "proof"))
        self.step, self.rule = "network", "copies"
        self.table = table = self.network(data["network"])
        self.part: dict[Any, tuple[str, Ratio]] = {}
        self.mutual: dict[tuple[Any, Any], Ratio] = {}
        self.twin: dict[Any, Any] = {}
        self.need(isinstance(data["parts"], list) and data["parts"], "parts are a list")
        for part in data["parts"]:
            self.read_part(part)
        labels = [*table.sites, *self.twin.values()]
        self.need(len(set(map(str, labels))) == len(labels), "two sites have one label")
        sectors = data["sectors"]
        known = {"symmetric", *(name for name, _ in self.part.values())}
        self.need(isinstance(sectors, list) and set(sectors) <= known, "sectors are symmetric or parts")
        proof = data["proof"]
        checked = check_network(proof)
        self.need(checked.verdict == "proved", "the proof refutes")
        self.step, self.rule = "proof.network", "copies"
        self.compare(self.network(proof["network"]), sectors)
        self.step = "claim"
        self.fields(data["claim"], ("left", "relation", "right"))
        self.need(data["claim"]["relation"] == proof["claim"]["relation"], "another relation is proved")
        for side in ("left", "right"):
            good = self.same(self.side(data["claim"][side]), self.ratio(proof["claim"][side]))
            self.need(good, f"{side}: another value is proved")
        self.require_counts(proof["given"])
        given = f", given {', '.join(checked.given)}" if checked.given else ""
        text = " ".join((words(data["claim"]["left"]), data["claim"]["relation"], words(data["claim"]["right"])))
        counts = ", ".join(dict.fromkeys(part["count"] for part in data["parts"]))
        where = f"for every whole number {counts} >= 1 of copies; {checked.hypothesis}"
        parts = "; ".join(f"{p['count']} times {p['sites']}, joined by {p['mutual']}" for p in data["parts"])
        about = f"{', '.join(described(data['network']))}; {parts}"
        return FamilyChecked("copies", text + given, where, about)

    def read_part(self, data: Any) -> None:
        """One part: its count, its sites in one copy, the springs between two copies."""
        self.fields(data, ("name", "count", "sites", "twins", "mutual"))
        name, count, sites, twins = data["name"], self.polynomial(data["count"]), data["sites"], data["twins"]
        good = isinstance(name, str) and name != "symmetric" and name not in {n for n, _ in self.part.values()}
        self.need(good and count, "a part has a name of its own and a count that is not zero")
        good = isinstance(sites, list) and isinstance(twins, list) and len(twins) == len(sites) > 0
        self.need(good and set(sites) <= set(self.table.sites) - set(self.part), "the sites of a part are in no other")
        self.part |= dict.fromkeys(sites, (name, (count, ONE)))
        self.twin |= dict(zip(sites, twins, strict=True))
        for a, b, k in self.rows(data["mutual"], 3, "[site, site, constant]"):
            self.need({a, b} <= set(sites) and (a, b) not in self.mutual, "mutual springs join sites of the part, once")
            self.mutual[a, b] = self.ratio(k)
        symmetric = all(self.same(k, self.mutual.get((b, a), (ZERO, ONE))) for (a, b), k in self.mutual.items())
        self.need(symmetric, "mutual springs are not symmetric")

    def require_counts(self, given: Any) -> None:
        """Every count that is not a number is assumed to be 1 or more."""
        counts = {tuple(sorted(c.items())): c for _, (c, _) in self.part.values() if set(c) - {0}}
        found = [g for g in given if g["relation"] == ">=" and self.same(self.ratio(g["right"]), (ONE, ONE))]
        stated = [self.ratio(g["left"]) for g in found]
        good = all(any(self.same((c, ONE), s) for s in stated) for c in counts.values())
        self.need(good, "count >= 1 is not assumed")

    def count(self, site: Any) -> Ratio:
        """How many copies of a site there are."""
        return self.part[site][1] if site in self.part else (ONE, ONE)

    def together(self, a: Any, b: Any) -> bool:
        """Whether two sites are in one part."""
        return a in self.part and b in self.part and self.part[a][0] == self.part[b][0]

    def blocks(self) -> tuple[dict[Any, Ratio], dict[Any, Ratio]]:
        """(V inside one copy, or between any two sites; V between two copies). A bond leads to every copy."""
        same, other = {(s, s): pin for s, pin in self.table.pins.items()}, dict[Any, Ratio]()
        for pair, k in self.table.springs.items():
            for a, b in (sorted(pair, key=str), sorted(pair, key=str, reverse=True)):
                number = (ONE, ONE) if self.together(a, b) else self.count(b)
                same[a, b] = self.negative(k)
                same[a, a] = self.sum(same[a, a], self.mul(number, k))
        for (a, b), k in self.mutual.items():
            other[a, b] = self.negative(k)
            less = self.sum(self.count(a), ({0: -1}, ONE))
            same[a, a] = self.sum(same[a, a], self.mul(less, k))
        return same, other

    def compare(self, reduced: Table, sectors: list[str]) -> None:
        """The reduced network has the matrices that the theorem says, and no other sites."""
        same, other = self.blocks()
        expected: dict[tuple[Any, Any], Ratio] = {}
        scale: dict[Any, tuple[Any, Ratio]] = {}  # site of the reduced network: (site, factor of mass and friction)
        nothing: Ratio = (ZERO, ONE)
        if "symmetric" in sectors:
            for a in self.table.sites:
                scale[a] = a, self.count(a)
                for b in self.table.sites:
                    if self.together(a, b):  # mu_a B_ab = n (V_same + (n - 1) V_other)
                        less = self.sum(self.count(a), ({0: -1}, ONE))
                        row = self.sum(same.get((a, b), nothing), self.mul(less, other.get((a, b), nothing)))
                    else:
                        row = self.mul(self.count(b), same.get((a, b), nothing))
                    expected[a, b] = self.mul(self.count(a), row)
        for a, (name, _) in self.part.items():
            if name in sectors:
                scale[self.twin[a]] = a, (ONE, ONE)
                for b in (b for b in self.part if self.together(a, b)):
                    row = self.sum(same.get((a, b), nothing), self.negative(other.get((a, b), nothing)))
                    expected[self.twin[a], self.twin[b]] = row
        self.need(set(scale) == set(reduced.sites), "the reduced network has other sites")
        found = self.potential(reduced)
        for key in {*expected, *found}:
            self.need(self.same(expected.get(key, nothing), found.get(key, nothing)), f"V differs at {key}"[:80])
        for site, (a, factor) in scale.items():
            self.need(self.same(reduced.masses[site], self.mul(factor, self.table.masses[a])), "a mass differs")
            self.need((site in reduced.friction) == (a in self.table.friction), "a bath is missing or added")
            if a in self.table.friction:
                good = self.same(reduced.friction[site], self.mul(factor, self.table.friction[a]))
                self.need(good, "a friction differs")
                self.need(self.same(reduced.temperature[site], self.table.temperature[a]), "a temperature differs")

    def side(self, data: Any) -> Ratio:
        """A side of the claim by quantities of the sectors."""
        if isinstance(data, str):
            value = self.ratio(data)
            self.need(not any("(" in n for n in self.names(*value)), "a value names no quantities")
            return value
        self.fields(data, ("times", "kind", "sites"))
        kind, sites = data["kind"], data["sites"]
        self.need(isinstance(sites, list) and sites and set(sites) <= set(self.table.sites), "the sites are not there")
        return self.mul((self.polynomial(data["times"]), ONE), self.quantity(kind, sites[0], sites[-1], sites))

    def quantity(self, kind: Any, i: Any, j: Any, sites: list[Any]) -> Ratio:
        """A quantity of the family by quantities of the sectors."""
        kinds = {"flux": 2, "flux_apart": 2, "bath_flux": 1, "conductance": 2, "kinetic_temperature": 1}
        self.need(kind in kinds and len(sites) == kinds[kind], "no such quantity")
        n, pair = self.count(i), frozenset((i, j))
        own = self.sum((ONE, ONE), self.negative(self.over((ONE, ONE), n))) if i in self.part else (ZERO, ONE)

        def atom(name: str, *places: Any) -> Ratio:
            return {self.variable(f"{name}({','.join(map(str, places))})"): 1}, ONE

        if kind in ("flux", "flux_apart"):
            self.need(i != j, "a flux joins two sites")
            if not self.together(i, j):
                self.need(kind == "flux" and pair in self.table.springs, "no such bond")
                return self.over(atom("flux", i, j), self.mul(n, self.count(j)))
            inner = self.table.springs.get(pair, (ZERO, ONE))
            mutual = self.mutual.get((i, j), (ZERO, ONE))
            less = self.sum(n, ({0: -1}, ONE))
            mean = self.over(atom("flux", i, j), self.mul(n, self.sum(inner, self.mul(less, mutual))))
            difference = self.over(atom("flux", self.twin[i], self.twin[j]), self.sum(inner, self.negative(mutual)))
            if kind == "flux_apart":
                own, inner = self.negative(self.over((ONE, ONE), n)), mutual
            self.need(inner[0], "no such bond")
            return self.mul(inner, self.sum(mean, self.mul(own, difference)))
        self.need(kind == "kinetic_temperature" or set(sites) <= set(self.table.friction), "a site has no bath")
        mean = self.over(atom(kind, *sites), n)
        if i not in self.part or (kind == "conductance" and not self.together(i, j)):
            return mean
        return self.sum(mean, self.mul(own, atom(kind, *(self.twin[s] for s in sites))))


def words(side: Any) -> str:
    """A side of a claim as text."""
    if isinstance(side, str):
        return side
    times = "" if side["times"] == "1" else f"({side['times']})*"
    return f"{times}{side['kind']}({','.join(map(str, side['sites']))})"


class Law(Family):
    """A antisymmetric, A M^-1 V = V M^-1 A. With W = A M^-1: tr(Gamma R W) = 0, R_ij = <v_i q_j> antisymmetric."""

    def run(self, data: Any) -> FamilyChecked:
        self.fields(data, ("format", "kind", "network", "generator"), ("cycle",))
        self.step, self.rule = "network", "symmetry law"
        table, nothing = self.network(data["network"]), (ZERO, ONE)
        potential, generator = self.potential(table), dict[tuple[Any, Any], Ratio]()
        self.step = "generator"
        for i, j, value in self.rows(data["generator"], 3, "[site, site, value]"):
            good = {i, j} <= set(table.sites) and i != j and (i, j) not in generator
            self.need(good, "an entry is a new pair of sites")
            generator[i, j] = self.ratio(value)
            generator[j, i] = self.negative(generator[i, j])
        for i in table.sites:  # (A M^-1 V)_ij = (V M^-1 A)_ij: A M^-1 V is symmetric, up to the sign of A
            for j in table.sites:
                left = [
                    self.over(self.mul(generator[i, k], potential[k, j]), table.masses[k])
                    for k in table.sites if (i, k) in generator and (k, j) in potential
                ]  # fmt: skip
                right = [
                    self.over(self.mul(potential[i, k], generator[k, j]), table.masses[k])
                    for k in table.sites if (k, j) in generator and (i, k) in potential
                ]  # fmt: skip
                good = self.same(self.sum(nothing, *left), self.sum(nothing, *right))
                self.need(good, f"A M^-1 V differs from V M^-1 A at {i}, {j}"[:80])
        terms: dict[tuple[Any, Any], Ratio] = {}
        for (i, j), entry in generator.items():
            pull = [self.over(table.friction[s], table.masses[s]) for s in (i, j) if s in table.friction]
            if pull and entry[0] and (j, i) not in terms:
                terms[i, j] = self.mul(entry, self.sum(*pull))
        self.need(terms, "the law is empty")
        if "cycle" in data:
            return self.cycle(data["cycle"], table, terms, ", ".join(described(data["network"])))
        text = " + ".join(f"a({i},{j})*<q_{i} v_{j}>" for i, j in terms)
        where = "a(i,j) = A_ij (g_i/m_i + g_j/m_j); wherever the steady state is unique"
        entries = "; ".join(f"{i},{j}: {value}" for i, j, value in data["generator"])
        about = f"A = {entries}; {', '.join(described(data['network']))}"
        return FamilyChecked("symmetry law", f"{text} == 0", where, about)

    def cycle(self, cycle: Any, table: Table, terms: dict[tuple[Any, Any], Ratio], about: str) -> FamilyChecked:
        """All terms are bonds along the cycle, in its direction, with coefficients of positive terms."""
        self.step = "cycle"
        self.need(isinstance(cycle, list) and len(cycle) > 2, "a cycle has three sites or more")
        steps, signs = list(zip(cycle, [*cycle[1:], cycle[0]], strict=True)), set()
        self.need(len({frozenset(s) for s in steps}) == len(steps), "a bond is passed twice")
        for (i, j), value in terms.items():
            along = (i, j) in steps
            good = (along or (j, i) in steps) and frozenset((i, j)) in table.springs
            self.need(good, "a term is no bond of the cycle")
            flux = self.over(value, table.springs[frozenset((i, j))])
            flux = flux if along else self.negative(flux)
            sides = [{c > 0 for c in p.values()} for p in flux]
            self.need(all(len(side) == 1 for side in sides), "a coefficient is not seen to have one sign")
            signs.add(sides[0] == sides[1])
        self.need(len(signs) == 1, "the coefficients have two signs")
        shown = " -> ".join(map(str, [*cycle, cycle[0]]))
        claim = f"heat does not flow all the way round {shown}: the fluxes, with positive weights, add up to zero"
        where = "all variables positive; wherever the steady state exists and is unique"
        return FamilyChecked("symmetry law", claim, where, about)


KINDS: dict[str, type[Family]] = {
    "copies": Copies,
    "symmetry law": Law,
    "row": RowClaim,
    "closed form": RowForm,
}


def check_family(data: Any) -> FamilyChecked:
    """What a certificate (a loaded JSON object) proves; :class:`Rejected` where it proves nothing."""
    kind = data.get("kind") if isinstance(data, dict) else None
    checker = KINDS.get(kind if isinstance(kind, str) else "", Family)()
    try:
        checker.need(isinstance(data, dict) and data.get("format") == FORMAT, f"the format is not {FORMAT!r}")
        checker.need(kind in KINDS, f"no such kind; known: {', '.join(KINDS)}")
        found: FamilyChecked = checker.run(data)
        return found
    except MALFORMED as error:
        raise Rejected(checker.step, checker.rule, f"malformed: {type(error).__name__}: {str(error)[:80]}") from error


def load_family(data: bytes) -> Any:
    """The JSON object of a file; the limits of check.py."""
    return load(data)


def main(arguments: list[str]) -> int:
    """The command."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("usage: check_family.py certificate.json", file=sys.stderr)
        return 2
    try:
        with open(arguments[0], "rb") as file:
            print(check_family(load_family(file.read(BYTES + 1))))
    except OSError as error:
        print(f"{arguments[0]}: {error.strerror}", file=sys.stderr)
        return 2
    except Rejected as rejection:
        print(f"rejected: {rejection}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
