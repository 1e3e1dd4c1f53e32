"""Lemma 1 for fields, baths between sites, massless sites: unique iff no motion leaves every bath at rest."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from derivations.networks import passive_kinds
from symflux.model.network import Network
from symflux.moments.existence import undamped_motions
from symflux.moments.route import moments_of

r = sympy.Symbol("r", integer=True, nonnegative=True)
D = sympy.Symbol("D", real=True)


def proof() -> Iterator[Residual]:
    # conj(s) psi^+ K(s) psi = 0: its real part, for s = x + i y and psi^+ Omega psi = i o
    m, g, v, o, x, y = sympy.symbols("m g v o x y", real=True)
    s = x + sympy.I * y
    form = sympy.expand(sympy.conjugate(s) * (m * s**2 + (g + sympy.I * o) * s + v))
    square = x**2 + y**2
    yield "real part", sympy.expand(sympy.re(form) - x * (m * square + v) - g * square)
    # a field reaches where no spring does: the determinant of a free particle in a field beside one with a bath
    net = sf.Network.from_edges(
        [(1, 2, "k")], pinning="c", sites=[1, 2, 3], baths={1: ("g", "T")}, magnetic={(2, 3): "w"}, real=["w"]
    )
    yield "undamped motions of a chain whose last bond is a field", len(undamped_motions(net.linear_model()))


def networks() -> Iterator[Network]:
    for network in passive_kinds():
        yield network.at({name: k % 3 + 1 for k, name in enumerate(network.parameters)})
    yield sf.Network.from_edges([(2, 3, 1)], pinning=1, baths={1: (1, 1)}, sites=[1, 2, 3], magnetic={(2, 3): 2})
    yield sf.chain(2, pinning=1, baths={(1, 2): (1, 1)})  # only the difference is damped: the sum oscillates
    yield sf.chain(2, baths={(1, 2): (1, 1)})  # not pinned: the sum moves freely, which is allowed
    yield sf.star(4, pinning=1, baths={2: (1, 1)})
    yield sf.Network.from_edges([], sites=["x", "y"], pinning=1, baths={"x": (1, 1)}, magnetic={("x", "y"): 3})


def instances() -> Iterator[Instance]:
    for network in networks():
        model = network.linear_model()
        moments = moments_of(model)
        yield {r: len(undamped_motions(model)), D: 0 if moments.is_undamped else moments.hurwitz_determinant()}


ENTRY = Entry(
    id="undamped_motions",
    title="The steady state is unique iff no motion exp(i w t) x, w real and not 0, leaves every bath at rest",
    variables={r: "dimension of the motions that move no bath, free ones left out", D: "the Hurwitz determinant of P~"},
    statement=sympy.Equivalent(sympy.Eq(r, 0), sympy.Ne(D, 0)),
    assumptions=(),
    argument=(
        "M = M^T >= 0, V = V^T >= 0, D = Omega + sum_b gamma_b u_b u_b^T, gamma_b > 0, Omega antisymmetric, det K "
        "not identically zero. Let K(s) x = 0, s != 0. The real part of conj(s) x^+ K(s) x is Re s (|s|^2 x^+ M x +"
        " x^+ V x) + |s|^2 sum gamma_b |u_b.x|^2 = 0, because x^+ Omega x is imaginary. All terms have one sign, so"
        " Re s <= 0 unless M x = V x = 0 and u_b.x = 0 for all b, when s Omega x = 0 would hold for every s and det"
        " K vanish. If Re s = 0 the last sum is zero: u_b.x = 0 for every bath, a motion exp(i w t) x that no bath "
        "feels. Conversely such a motion is a root on the imaginary axis. So P~ = P/s^r is Hurwitz iff there is "
        "none, iff its Hurwitz determinant, the resultant of the even and the odd part, is not zero: with roots "
        "only in Re s <= 0 and none at 0, E and O have a common zero only at a pair +-i w. Roots at s = 0 are free "
        "motions, w = 0 (a conserved momentum), and are allowed: the state is unique modulo them."
    ),
    proof=proof,
    instances=instances,
)
