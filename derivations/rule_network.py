"""Every quantity is a determinant over the Hurwitz determinant: the rule network."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual
from symflux.algebra import RationalFunction
from symflux.certificates.format import network_step, proved
from symflux.model.families import chain, ring
from symflux.positivity.proofs.opening import opening
from symflux.quantities.claim import Claim, network_table, quantity

nu, p1, p2 = sympy.symbols("nu p1 p2", positive=True)


def proof() -> Iterator[Residual]:
    for network in (
        chain(2, spring="k", pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")}),
        ring(3, spring="k", pinning="c", baths={1: ("g", "T1"), 2: (1, "T2")}),
        chain(3, spring=2, pinning="c", masses="m", baths={1: ("g", "T1"), 3: (1, "T3")}),
    ):
        state = network.steady_state()
        for atom in ("flux(1,2)", "bath_flux(1)", "kinetic_temperature(2)"):
            # quantity - its value is identically zero if the checker opens the claim "quantity == value" at p = 0
            claim = Claim(RationalFunction.variable(atom), "==", quantity(state, atom).rational_function, network)
            data = proved(claim.statement(), {}, network=network_table(network))
            goal, _ = opening(data, network_step("determinants", {}))
            yield f"{atom} on {len(network.sites)} sites", goal.polynomial


ENTRY = Entry(
    id="rule_network",
    title="Every quantity is a determinant over the Hurwitz determinant: the rule network",
    variables={nu: "the integral of w**2/|P(i w)|**2 over 2 pi, one site", p1: "the friction", p2: "the mass"},
    statement=sympy.Eq(nu, 1 / (2 * p1 * p2)),
    assumptions=(sympy.Eq(-p1 * nu, -1 / (2 * p2)),),
    argument=(
        "K(s) = M s**2 + Gamma s + V, P = det K = E(z) + s O(z), z = s**2, N = adj K. By Wiener and Khinchin "
        "a moment is a sum over baths of 2 gamma T nu(f), nu(f) = (1/2 pi) Int f(-w**2)/|P(i w)|**2 dw. Since "
        "E = (P(s) + P(-s))/2, the integrand E z**l/(P(s) P(-s)) is half of z**l/P(-s) + z**l/P(s); for l <= "
        "n - 1 each decays like 1/w**2 and is free of poles in one half plane, so nu(E z**l) = 0. Likewise "
        "nu(O z**l) = 0 for l < n, and for l = n only the large arc contributes, -1/(2 p_2n). These equations "
        "fix nu on z, .., z**(2n-1); by Cramer nu(f) is a quotient of two determinants. With the rows in the order O "
        "z, E z, O z**2, .., O z**n the denominator is det of the Hurwitz matrix of P without its last row and column, "
        "and the other one has f for its last row. For a stable P with positive leading coefficient all Hurwitz "
        "determinants are > 0, and a simple root 0 does not change this one. A common positive factor of M, Gamma "
        "and V divides every second moment and multiplies the spring, mass or friction in front of it: no quantity "
        "changes. "
        "Conductances: derivation landauer_conductance; bridges: bridge_theorem. No motion escapes the baths "
        "if, site by site, all but one neighbour of a resting site rest: row i of V u = lambda M u then says "
        "k_ij u_j = 0. The proof below compares what the checker works out with the independent solver of the "
        "package. "
    ),
    proof=proof,
    instances=({nu: "1/2", p1: 1, p2: 1}, {nu: "1/12", p1: 3, p2: 2}),
    references=("Hurwitz 1895", "Wiener 1930, Khinchin 1934", "Eckmann, Zabey 2004, section 2"),
)
