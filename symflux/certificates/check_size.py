"""Claims about rows of every size, for the checker of families: the closed form, and signs by one more variable t."""

from __future__ import annotations

from typing import Any

from symflux.certificates.check import check as check_network
from symflux.certificates.check import described
from symflux.certificates.check_row import Family, FamilyChecked, Row
from symflux.certificates.core import NAME, ONE, ZERO, Poly, Ratio


class RowClaim(Family):
    """A claim about conductances of rows (or heat between two baths) for every size, by t = S_n/S_(n+1) at the pole.

    Where tr > 2 sqrt(kap2) > 0: t > 0 from the second size on, kap2 t**2 - tr t + 1 > 0, 2 kap2 t < tr; with kap > 0,
    kap**2 = kap2, also kap t < 1, because t < 1/Lambda < 1/kap.
    """

    def run(self, data: Any) -> FamilyChecked:
        """What a certificate of this kind proves."""
        self.fields(data, ("format", "kind", "rows", "start", "claim", "given", "real", "steps"))
        self.step, self.rule, self.data = "rows", "row", data
        self.need(isinstance(data["rows"], list) and 0 < len(data["rows"]) < 3, "one row, or two that are compared")
        self.found = [self.read_row(row) for row in data["rows"]]
        self.step, start = "claim", data["start"]
        self.need(type(start) is int and 0 <= start < 100, "start is a number of cells")
        self.fields(data["claim"], ("left", "relation", "right"))
        sides = [data["claim"][key] for key in ("left", "right")]
        for side in sides:
            if not isinstance(side, str):
                self.fields(side, ("row", "shift"))
                good = side["row"] in range(len(self.found)) and side["shift"] in range(10)
                self.need(good and type(side["row"]) is type(side["shift"]) is int, "a side is a row and a shift")
        poles = {row[1]: row[0].pole for row in self.found if row[0].pole is not None}
        for variable, (trace, kap2, *_) in poles.items():
            rest = [row[0].pole for row in self.found if row[1] == variable and row[0].pole is not None]
            good = all(self.same(trace, pole[0]) and self.same(kap2, pole[1]) for pole in rest)
            self.need(good, "two poles share a variable")
        lengths = [len(self.found[s["row"]][0].early) - s["shift"] for s in sides if not isinstance(s, str)]
        early = max([start + bool(poles), *lengths])
        wanted: list[tuple[str, Any]] = [(f"{n} cells", self.claim_at(sides, n)) for n in range(start, early)]
        for trace, kap2, *_ in poles.values():
            four = self.times({0: 4}, kap2[0]), kap2[1]
            square = self.times(trace[0], trace[0]), self.times(trace[1], trace[1])
            wanted += [("tr > 0", (trace, ">", (ZERO, ONE))), ("tr^2 > 4 kap2", (square, ">", four))]
        wanted.append(("all sizes", self.claim_at(sides, None)))
        steps = data["steps"]
        self.need(isinstance(steps, list) and len(steps) == len(wanted), f"{len(wanted)} steps are needed")
        used = [
            self.prove_step(step, role, claim, poles)
            for step, (role, claim) in zip(steps, self.in_order(wanted, steps), strict=True)
        ]
        shown = [f"{g['left']} {g['relation']} {g['right']}" for g in data["given"]]
        given = f", given {', '.join(shown)}" if shown else ""
        text = " ".join((self.words(sides[0]), data["claim"]["relation"], self.words(sides[1])))
        return FamilyChecked(
            "row",
            text + given,
            f"for every number of cells >= {start}; {used[0]}; wherever the state is unique",
            "; ".join(map(self.blocks, data["rows"])),
        )

    def in_order(self, wanted: list[tuple[str, Any]], steps: list[Any]) -> list[tuple[str, Any]]:
        """The wanted claims in the order of the steps, by their roles."""
        rest, found = list(wanted), []
        for step in steps:
            self.fields(step, ("role", "certificate"))
            place = next((k for k, (role, _) in enumerate(rest) if role == step["role"]), None)
            self.need(place is not None, "a step has no role that is wanted")
            found.append(rest.pop(place or 0))
        return found

    def prove_step(self, step: Any, role: str, claim: Any, poles: Any) -> str:
        """One ordinary certificate: of this claim, under the user's assumptions and those of the region of t."""
        certificate, (left, relation, right) = step["certificate"], claim
        self.step = f"steps, {role}"
        checked = check_network(certificate)
        good = (
            checked.verdict == "proved"
            and certificate["network"] is None
            and set(certificate["real"]) <= set(self.data["real"])
        )
        self.need(good, "the step proves nothing, or speaks of a network")
        stated = [self.parse(certificate["claim"][key]) for key in ("left", "right")]
        good = certificate["claim"]["relation"] == relation
        self.need(good and self.same(stated[0], left) and self.same(stated[1], right), "another claim is proved")
        for each in certificate["given"]:
            if each not in self.data["given"]:
                self.need(
                    role == "all sizes" and any(self.in_region(each, *item) for item in poles.items()),
                    "an assumption is not given",
                )
        good = not {variable for variable in poles if variable in self.data["real"]}
        self.need(good, "t is positive")
        return str(checked.hypothesis)

    def in_region(self, given: Any, variable: str, pole: Any) -> bool:
        """Whether the assumption is one that t satisfies."""
        (trace, kap2, *_), t = pole, ({self.variable(variable): 1}, ONE)
        left, right = self.parse(given["left"]), self.parse(given["right"])
        if given["relation"] == ">" and self.same(right, (ZERO, ONE)):
            value = self.sum(self.mul(kap2, t, t), self.negative(self.mul(trace, t)), (ONE, ONE))
            return self.same(left, value)
        if given["relation"] == "<" and self.same(right, (ONE, ONE)):
            root = self.over(left, t)
            square = self.times(root[0], root[0]), self.times(root[1], root[1])
            positive = all(c > 0 for p in root for c in p.values()) and variable not in self.names(
                *self.lowest(root, variable)
            )
            return positive and self.same(square, kap2)
        return (
            given["relation"] == "<" and self.same(right, trace) and self.same(left, self.mul(({0: 2}, ONE), kap2, t))
        )

    def lowest(self, value: Ratio, variable: str) -> Ratio:
        """The fraction without powers of the variable that stand above and below."""
        low = min(min(self.by_power(p, variable), default=0) for p in value)
        unit = self.variable(variable) * low
        return {m - unit: c for m, c in value[0].items()}, {m - unit: c for m, c in value[1].items()}

    def claim_at(self, sides: list[Any], cells: int | None) -> tuple[Ratio, str, Ratio]:
        """The claim at one number of cells, or as a function of t."""
        found = [self.parse(s) if isinstance(s, str) else self.value(s["row"], s["shift"], cells) for s in sides]
        return found[0], self.data["claim"]["relation"], found[1]

    def value(self, index: int, shift: int, cells: int | None) -> Ratio:
        """The quantity of a row at one number of cells, or as a function of t, temperatures included."""
        row, variable, heat = self.found[index]
        total = row.constant
        if cells is not None and cells + shift < len(row.early):
            total = row.early[cells + shift]
        if row.pole is not None:
            trace, kap2, a, b, c, d = row.pole
            if cells is None:  # S_(n-1) = (tr S_n - S_(n+1))/kap2, all over S_(n+1)
                t: Ratio = ({self.variable(variable): 1}, ONE)
                for _ in range(shift):
                    t = self.over((ONE, ONE), self.less(trace, self.mul(kap2, t)))
                here, before = self.mul(kap2, t), self.less(self.mul(trace, t), (ONE, ONE))
            else:  # up to one factor
                here, before = (ZERO, ONE), (ONE, ONE)
                for n in range(cells + shift):
                    here, before = (
                        (ONE, ONE) if n == 0 else self.less(self.mul(trace, here), self.mul(kap2, before)),
                        here,
                    )
            above, below = (self.sum(self.mul(x, here), self.mul(y, before)) for x, y in ((a, b), (c, d)))
            total = self.sum(total, self.over(above, below))
        return self.mul(total, heat)

    def read_row(self, data: Any) -> tuple[Row, str, Ratio]:
        """(the closed form, the name of t, the temperature difference or 1)."""
        self.fields(
            data, ("left", "cell", "right", "spring", "ports", "baths", "quantity", "variable", "ledger"), ("squared",)
        )
        tables = [self.network(data[key]) for key in ("left", "cell", "right")]
        self.need(not tables[1].friction, "a cell has a bath")
        left, (enter, leave), right = data["ports"]
        ends = [(left,), (enter, leave), (right,)]
        spring = self.parse(data["spring"])
        frictions = [tables[k].friction[bath] for k, bath in ((0, data["baths"][0]), (2, data["baths"][1]))]
        matrices: list[list[list[Ratio]]] = []
        for table, ports in zip(tables, ends, strict=True):
            s: Ratio = ({self.variable("(s)"): 1}, ONE)
            entries = self.potential(table)
            for site in table.sites:
                own = [entries[site, site], self.mul(table.masses[site], s, s)]
                own += [self.mul(table.friction[site], s)] if site in table.friction else []
                entries[site, site] = self.sum(*own, *[spring] * sum(port == site for port in ports))
            matrices.append([[entries.get((i, j), (ZERO, ONE)) for j in table.sites] for i in table.sites])
        squared = self.parse(data["squared"]) if "squared" in data else (ONE, ONE)
        bottoms: list[Poly] = []
        for _, bottom in [v for rows in matrices for line in rows for v in line] + [*frictions, spring, squared]:
            bottoms += [bottom] if bottom not in bottoms and bottom != ONE else []

        def cleared(value: Ratio) -> Poly:
            """The value times the product of all denominators."""
            return self.product(value[0], *(b for b in bottoms if b != value[1]))

        bond = cleared(spring)
        bond2 = self.product(cleared(squared), *bottoms) if "squared" in data else self.times(bond, bond)
        variable = data["variable"]
        good = isinstance(variable, str) and NAME.fullmatch(variable) and variable not in self.shift
        self.need(good, "t is a new variable")
        row = Row()
        row.shift, row.guard, row.ledger = self.shift, self.guard, self.entries(data["ledger"])
        places = [table.sites.index(port) for table, port in zip(tables, (left, enter, right), strict=True)]
        baths = tables[0].sites.index(data["baths"][0]), tables[2].sites.index(data["baths"][1])
        whole = [[[cleared(v) for v in line] for line in rows] for rows in matrices]
        between = places[0], (places[1], tables[1].sites.index(leave)), places[2]
        row.conductance(whole, between, bond2, baths, [cleared(f) for f in frictions])
        self.guard = row.guard
        self.need(next(row.ledger, None) is None, "the ledger has entries left over")
        if data["quantity"] == "conductance":
            return row, variable, (ONE, ONE)
        cold = tables[2].temperature[data["baths"][1]]
        return row, variable, self.sum(tables[0].temperature[data["baths"][0]], self.negative(cold))

    def entries(self, ledger: Any) -> Any:
        """The ledger, to be taken from its beginning; one that is written on the way is no list."""
        return iter(ledger) if isinstance(ledger, list) else ledger

    def blocks(self, row: Any) -> str:
        """What a row consists of, in words."""
        shown = "; ".join(f"{key}: {', '.join(described(row[key]))}" for key in ("left", "cell", "right"))
        bond = f", its square {row['squared']}" if "squared" in row else ""
        return f"row of {shown}; bond {row['spring']}{bond} at ports {row['ports']}"

    def words(self, side: Any) -> str:
        """A side of the claim as text."""
        if isinstance(side, str):
            return side
        row = self.data["rows"][side["row"]]
        name = f"{row['quantity']}({row['baths'][0]},{row['baths'][1]})" + (
            f" of row {side['row']}" if len(self.found) > 1 else ""
        )
        return name + (f" with {side['shift']} more" if side["shift"] else "")


class RowForm(RowClaim):
    """The closed form itself: constant + (A S_n + B S_(n-1))/(C S_n + D S_(n-1)), S_(n+1) = tr S_n - kap2 S_(n-1)."""

    def run(self, data: Any) -> FamilyChecked:
        """What a certificate of this kind proves."""
        self.fields(data, ("format", "kind", "row", "form"))
        self.step, self.rule, self.data = "row", "closed form", {"rows": [data["row"]]}
        self.found = [self.read_row(data["row"])]
        row, form = self.found[0][0], data["form"]
        self.step = "form"
        self.fields(form, ("constant", "early"), ("tr", "kap2", "A", "B", "C", "D"))
        constants = [self.ratio(text) for text in [form["constant"], *form["early"]]]
        mine = [row.constant, *row.early]
        good = len(mine) == len(constants) and all(map(self.same, constants, mine))
        self.need(good and ("tr" in form) == (row.pole is not None), "another constant, or another number of poles")
        text = f"{self.words({'row': 0, 'shift': 0})} = {form['constant']}"
        if row.pole is not None:
            trace, kap2, a, b, c, d = (self.ratio(form[key]) for key in ("tr", "kap2", "A", "B", "C", "D"))
            t, k, a2, b2, c2, d2 = row.pole
            good = self.same(trace, t) and self.same(kap2, k) and bool(c[0] or d[0])
            good = good and self.same(self.mul(a, c2), self.mul(a2, c)) and self.same(self.mul(b, d2), self.mul(b2, d))
            mixed = [self.sum(self.mul(x, v), self.mul(y, u)) for x, y, u, v in ((a, b, c2, d2), (a2, b2, c, d))]
            self.need(good and self.same(*mixed), "another quotient")
            text += f" + (({form['A']}) S_n + ({form['B']}) S_(n-1))/(({form['C']}) S_n + ({form['D']}) S_(n-1))"
            text += f", S_0 = 0, S_1 = 1, S_(n+1) = ({form['tr']}) S_n - ({form['kap2']}) S_(n-1)"
        return FamilyChecked(
            "closed form",
            text,
            "for every number n of cells at which the steady state exists and is unique",
            self.blocks(data["row"]),
        )
