"""With a bath at every site the series in the anharmonicity is asymptotic, and directions really persist."""

from fractions import Fraction
from itertools import product

import sympy

from derivations.entry import Entry
from symflux import complete, paper, star

drift, energy, weight, rate, supply, ratio = sympy.symbols("drift energy weight rate supply ratio", real=True)
eps = sympy.Symbol("eps", nonnegative=True)


def networks():
    """Two symbolic networks with a bath at every site, unequal masses, quartic springs and pins."""
    baths = {i: (f"g{i}", f"T{i}") for i in (1, 2, 3)}
    pair = complete(2, spring="k", pinning=["c1", "c2"], masses=["m1", "m2"], baths={i: baths[i] for i in (1, 2)})
    yield pair.with_quartic({(1, 2): "a"}, pinning={1: "b"})
    path = star(3, spring="k", pinning=["c1", "c2", 0], masses=["m1", 1, 2], baths=baths)
    yield path.with_quartic({(1, 2): "a", (1, 3): 1}, pinning={3: "b"})


class Mechanics:
    """Energy, generator and Lyapunov function of a network, as sympy polynomials in q and v."""

    def __init__(self, net, delta):
        n = len(net.sites)
        self.q, self.v = sympy.symbols(f"q1:{n + 1}"), sympy.symbols(f"v1:{n + 1}")
        self.m = [net.masses[s].to_sympy() for s in net.sites]
        self.g = [net.friction(s).to_sympy() for s in net.sites]
        self.T = [net.baths[s].temperature.to_sympy() for s in net.sites]
        V = [[entry.to_sympy() for entry in row] for row in net.potential_matrix()]
        self.elastic = sum(V[a][b] * self.q[a] * self.q[b] for a in range(n) for b in range(n))
        quartic = [(self.q[net.index(i)] - self.q[net.index(j)], c) for (i, j), c in net.quartic.items()]
        quartic += [(self.q[net.index(s)], d) for s, d in net.quartic_pinning.items()]
        self.quartic = sum(c.to_sympy() * r**4 for r, c in quartic) / 4
        self.kinetic = sum(m * v**2 for m, v in zip(self.m, self.v, strict=True))
        self.potential = self.elastic / 2 + eps * self.quartic
        self.H = self.kinetic / 2 + self.potential
        self.W = self.H + sum(
            delta * m * q * v + delta * g * q**2 / 2
            for m, g, q, v in zip(self.m, self.g, self.q, self.v, strict=True)
        )
        self.supply = sum(g * T / m for g, T, m in zip(self.g, self.T, self.m, strict=True))

    def generator(self, f):
        """L f of the Langevin dynamics."""
        total = 0
        for q, v, m, g, T in zip(self.q, self.v, self.m, self.g, self.T, strict=True):
            force = -sympy.diff(self.potential, q) - g * v
            total += v * sympy.diff(f, q) + force / m * sympy.diff(f, v) + g * T / m**2 * sympy.diff(f, v, 2)
        return total


def proof():
    delta = sympy.Symbol("delta")
    for net in networks():
        one = Mechanics(net, delta)
        friction = sum(g * v**2 for g, v in zip(one.g, one.v, strict=True))
        expected = -friction + delta * one.kinetic - delta * (one.elastic + 4 * eps * one.quartic) + one.supply
        yield f"{net.title()}: drift of W", sympy.expand(one.generator(one.W) - expected)
        below = one.kinetic / 4 + one.potential
        for m, g, q, v in zip(one.m, one.g, one.q, one.v, strict=True):
            below += m * (v / 2 + delta * q) ** 2 + delta * (g / 2 - delta * m) * q**2
        yield f"{net.title()}: W from below", sympy.expand(one.W - below)
        above = one.H + one.kinetic / 2
        for m, g, q, v in zip(one.m, one.g, one.q, one.v, strict=True):
            above += delta * (delta * m + g) * q**2 / 2 - m * (v - delta * q) ** 2 / 2
        yield f"{net.title()}: W from above", sympy.expand(one.W - above)


def instances():
    """Two of the paper's examples, at points of phase space and eps; delta = 1/2 is half the friction over the mass."""
    for example in (paper.example_1(), paper.example_3()):
        net = example.with_quartic(dict.fromkeys(example.bonds, 1))
        delta = sympy.Rational(1, 2)
        one = Mechanics(net, delta)
        speed = one.generator(one.W)
        # pinning is 1, so q.q <= q.V.q, and W <= 2 H + (delta^2 m + delta gamma) q.q / 2 <= (2 + 3/4) H
        for strength, sign in product((0, Fraction(1, 100), 3), (-1, 2)):
            point = {eps: strength}
            for k, (q, v) in enumerate(zip(one.q, one.v, strict=True)):
                point |= {q: sign * k - 1, v: 2 - sign * k}
            point = {key: sympy.Rational(value) for key, value in point.items()}
            yield {
                drift: speed.subs(point), energy: one.H.subs(point), weight: one.W.subs(point),
                rate: delta, supply: one.supply, ratio: sympy.Rational(11, 4),
            }  # fmt: skip


ENTRY = Entry(
    id="bounded_moments",
    title="With a bath at every site the moments stay bounded, and the series is asymptotic to every order",
    variables={
        drift: "L W, the generator on W = H + delta sum (m_i q_i v_i + gamma_i q_i^2 / 2), at a point of phase space",
        energy: "the energy H there, quartic part included",
        weight: "W there",
        rate: "delta, positive and at most gamma_i / (2 m_i) for every site",
        supply: "sum gamma_i T_i / m_i",
        ratio: "2 + the largest x with det(delta^2 M + delta Gamma - x V) = 0",
    },
    statement=sympy.And(drift <= supply - 2 * rate * energy, weight >= energy / 2, weight <= ratio * energy),
    assumptions=(rate > 0, supply >= 0),
    argument="""
Assume a bath at every site, V positive definite, all c_ij, d_i >= 0. Since q.grad U_4 = 4 U_4,
L W = -v.Gamma v + delta v.M v - delta (q.V q + 4 eps U_4) + sum gamma T/m, and delta <= gamma/(2m) turns the first two
terms into at most -delta v.M v: L W <= -2 delta H + b. Completing squares, H/2 <= W <= C H. None of delta, b, C depends
on eps. For powers, L W^n = n W^(n-1) L W + n (n-1) W^(n-2) sum (gamma T/m^2) (dW/dv)^2, and (dW/dv_i)^2 =
m_i^2 (v_i + delta q_i)^2 is at most a constant times H; so L W^n <= -a W^n + b_n with a > 0, and a stationary state
(W grows at infinity: there is one; the dynamics is hypoelliptic and controllable: only one) has <W^n> <= b_n / a for
every eps >= 0. All moments are bounded uniformly in eps.
The series: L_0 keeps polynomials of degree <= d and is invertible on them up to constants (A is stable), so for a
polynomial f there is a polynomial h with L_0 h = f - <f>_0, and <f>_eps = <f>_0 + <(L - eps L_1) h>_eps =
<f>_0 + eps <-L_1 h>_eps. Repeat with the polynomial -L_1 h: after K + 1 steps the remainder is eps^(K+1) times the mean
of a fixed polynomial, which is bounded. So every flux equals its series to order K up to O(eps^(K+1)), and a flux whose
first coefficient that is not zero is positive is positive for all small enough eps > 0.
""",
    proof=proof,
    instances=instances,
)
