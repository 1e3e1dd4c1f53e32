"""Every quantity of a network in a certificate, at a point, in floating point: a state space and its Lyapunov equation.

Shares no code with the checker, and no method: coordinates without mass are eliminated, <x o y> is a covariance of the
state and half of each product of a noise with what it moves.
"""

from fractions import Fraction

import numpy as np
from scipy.linalg import solve_continuous_lyapunov

from symflux.algebra.parser import CLAIM_LIMITS, parse

_BONDS = {"springs": 2, "inerters": 2, "directed": 2, "magnetic": 2, "feedback": 2, "baths": 1, "drives": 1}


def formulas(table):
    """All formulas in the tables of a network."""
    yield from (mass for mass in table["masses"] if mass is not None)
    yield from table["pinning"]
    yield table.get("over", "1")
    for key, places in _BONDS.items():
        for row in table.get(key, []):
            yield from row[places:]


class State:
    """M, D, V and the directions of all noise; the state is (v of sites with mass, q of all sites)."""

    def __init__(self, table, at):
        self.at, self.table = at, table
        self.names = [str(site) for site in table["sites"]]
        size = len(self.names)
        self.over = self.number(table.get("over", "1"))
        self.M, self.D, self.V = (np.zeros((size, size)) for _ in range(3))
        self.bonds = []  # (i, j, force on j as rows of (a, v, q) per site, number of its noise and its weight there)
        for k, (mass, pin) in enumerate(zip(table["masses"], table["pinning"], strict=True)):
            self.M[k, k] += 0 if mass is None else self.scaled(mass)
            self.V[k, k] += self.scaled(pin)
        self.own_masses = np.diag(self.M).copy()
        self.noise, self.baths, self.labels = [], [], []
        self._tables(table)
        self.heavy = [k for k in range(size) if self.M[k].any()]
        self.light = [k for k in range(size) if k not in self.heavy]
        self.passive = not table.get("directed") and not table.get("feedback")

    def number(self, text):
        return float(Fraction(parse(text, CLAIM_LIMITS).evaluate(self.at)))

    def scaled(self, text):
        return self.number(text) / self.over

    def place(self, given):
        u = np.zeros(len(self.names))
        for site, sign in zip(given if isinstance(given, list) else [given], (1, -1), strict=False):
            u[self.names.index(str(site))] = sign
        return u

    def _tables(self, table):
        pair = lambda row: [self.names.index(str(site)) for site in row[:2]]  # noqa: E731
        unit = np.eye(len(self.names))
        for row in table["springs"]:
            (i, j), u = pair(row), self.place(row[:2])
            self._coupling("V", i, j, self.scaled(row[2]) * np.outer(u, u))
        for row in table.get("inerters", []):
            (i, j), u = pair(row), self.place(row[:2])
            self._coupling("M", i, j, self.scaled(row[2]) * np.outer(u, u))
        for row in table.get("directed", []):
            (i, j), u = pair(row), self.place(row[:2])
            a, b = map(self.scaled, row[2:])
            self._coupling("V", i, j, a * np.outer(unit[i], u) - b * np.outer(unit[j], u))
        for row in table.get("magnetic", []):
            (i, j), w = pair(row), self.scaled(row[2])
            self._coupling("D", i, j, w * (np.outer(unit[j], unit[i]) - np.outer(unit[i], unit[j])))
        for row in table.get("feedback", []):
            i, j = pair(row)
            self.D[i, j] += self.scaled(row[2])
        labels = table.get("labels", [row[0] for row in table["baths"]])
        for label, (place, friction, temperature) in zip(labels, table["baths"], strict=True):
            u, gamma = self.place(place), self.scaled(friction)
            number = len(self.noise)
            self.noise.append(u)
            self.baths.append((u, gamma, self.number(temperature)))
            self.labels.append(f"({','.join(map(str, label))})" if isinstance(label, list) else str(label))
            if isinstance(place, list):
                i, j = (self.names.index(str(site)) for site in place)
                self._coupling("D", i, j, gamma * np.outer(u, u), number)
            else:
                self.D += gamma * np.outer(u, u)
        self.drives = [(self.place(place), self.scaled(strength)) for place, strength in table.get("drives", [])]
        self.noise += [u for u, _ in self.drives]

    def _coupling(self, name, i, j, matrix, number=None):
        setattr(self, name, getattr(self, name) + matrix)
        self.bonds.append((i, j, name, matrix, number))

    def is_physical(self):
        masses = [self.number(m) for m in self.table["masses"] if m is not None]
        masses += [self.number(row[2]) for row in self.table.get("inerters", [])]
        frictions = [gamma for _, gamma, _ in self.baths]
        heats = [heat for *_, heat in self.baths] + [strength for _, strength in self.drives]
        if self.over <= 0 or min([*masses, *frictions, 1]) <= 0 or min([*heats, 0]) < 0:
            return False
        return not self.passive or np.linalg.eigvalsh(self.V).min() > -1e-9

    def assemble(self):
        """x' = A x + G xi; False where that is not stable."""
        H, L, n, h = self.heavy, self.light, len(self.names), len(self.heavy)
        self.speed = np.zeros((n, h + n)), np.zeros((n, len(self.noise)))  # over the state, over the noise
        U = np.array(self.noise).T.reshape(n, len(self.noise))
        self.speed[0][H, range(h)] = 1
        pull = np.hstack([-self.D[:, H], -self.V])  # what acts at each site, but -D_L v_L and the noise
        if L:
            inverse = np.linalg.inv(self.D[np.ix_(L, L)])
            self.speed[0][L], self.speed[1][L] = inverse @ pull[L], inverse @ U[L]
        rest = pull - self.D[:, L] @ self.speed[0][L] if L else pull
        kick = U - self.D[:, L] @ self.speed[1][L] if L else U
        inverse = np.linalg.inv(self.M[np.ix_(H, H)]) if H else np.zeros((0, 0))
        change = np.zeros((n, h + n)), np.zeros((n, len(self.noise)))
        change[0][H], change[1][H] = inverse @ rest[H], inverse @ kick[H]
        self.change = change
        self.A, self.G = np.vstack([change[0][H], self.speed[0]]), np.vstack([change[1][H], self.speed[1]])
        return np.linalg.eigvals(self.A).real.max() < -1e-6

    def strengths(self, temperatures, driven=True):
        heat = [2 * gamma * T for (_, gamma, _), T in zip(self.baths, temperatures, strict=True)]
        return np.array(heat + [2 * strength * driven for _, strength in self.drives])

    def mean(self, x, y, S, strength):
        """<x o y>; not a number where it is infinite."""
        if abs(x[1] * strength @ y[1]) > 1e-12:
            return np.nan
        mixed = x[0] @ self.G @ (strength * y[1]) + y[0] @ self.G @ (strength * x[1])
        return x[0] @ S @ y[0] + mixed / 2

    def row(self, letter, weights):
        """A sum of weights times a, v or q as a signal."""
        if letter == "q":
            return np.concatenate([np.zeros(len(self.heavy)), weights]), np.zeros(len(self.noise))
        rows = self.speed if letter == "v" else self.change
        return weights @ rows[0], weights @ rows[1]

    def values(self, temperatures, driven=True):
        """{formula: value} of what is linear in the temperatures."""
        strength = self.strengths(temperatures, driven)
        S = solve_continuous_lyapunov(self.A, -self.G @ np.diag(strength) @ self.G.T)
        mean = lambda x, y: self.mean(x, y, S, strength)  # noqa: E731
        unit, found, kinds = np.eye(len(self.names)), {}, {"V": "q", "D": "v", "M": "a"}
        for i, site in enumerate(self.names):
            speed = self.row("v", unit[i])
            found[f"kinetic_temperature({site})"] = self.own_masses[i] * mean(speed, speed)
            for j, other in enumerate(self.names):
                apart = self.row("q", unit[i] - unit[j])
                found[f"position_difference({site},{other})"] = mean(apart, apart)
                for a in "qvp":
                    for b in "qvp":
                        factor = (self.own_masses[i] if a == "p" else 1) * (self.own_masses[j] if b == "p" else 1)
                        x, y = self.row(a.replace("p", "v"), unit[i]), self.row(b.replace("p", "v"), unit[j])
                        found[f"covariance({a}{site},{b}{other})"] = factor * mean(x, y)
                total = 0.0
                for first, second, name, matrix, number in self.bonds:
                    if {i, j} == {first, second} and i != j:
                        force = [-part for part in self.row(kinds[name], matrix[j])]
                        if number is not None:
                            force[1][number] += self.noise[number][j]
                        total += mean(force, self.row("v", unit[j]))
                found[f"flux({site},{other})"] = total
        for number, (label, (u, gamma, _)) in enumerate(zip(self.labels, self.baths, strict=True)):
            force = [-gamma * part for part in self.row("v", u)]
            force[1][number] += 1
            found[f"bath_flux({label})"] = mean(force, self.row("v", u))
        energy = sum((np.outer(unit[i], unit[i]) * m for i, m in enumerate(self.own_masses)), np.zeros_like(self.M))
        energy = sum((matrix for *_, name, matrix, _ in self.bonds if name == "M"), energy)
        found["energy()"] = np.trace(self.V @ S[len(self.heavy) :, len(self.heavy) :]) / 2
        for i, j in zip(*np.nonzero(energy), strict=True):
            found["energy()"] += energy[i, j] * mean(self.row("v", unit[i]), self.row("v", unit[j])) / 2
        return found


def quantities(table, at):
    """{formula: value}; None where there is no steady state, or a free motion."""
    state = State(table, at)
    if not state.is_physical() or not state.assemble():
        return None
    heats = [heat for *_, heat in state.baths]
    found = state.values(heats)
    for number, label in enumerate(state.labels):
        one = state.values(np.eye(len(heats))[number], driven=False)
        for atom, value in one.items():
            name, _, inside = atom[:-1].partition("(")
            found[f"{name}_coefficient({inside}{',' if inside else ''}{label})"] = value
        for other in state.labels:
            if other != label:
                found[f"conductance({other},{label})"] = -one[f"bath_flux({other})"]
    if all(heats):
        pairs = zip(state.labels, heats, strict=True)
        found["entropy_production()"] = -sum(found[f"bath_flux({label})"] / heat for label, heat in pairs)
    return found
