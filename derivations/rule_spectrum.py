"""A spectral density of one sign has an integral of that sign: the rule network, by the spectrum."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual
from symflux.algebra import Polynomial
from symflux.certificates.check import FREQUENCY
from symflux.certificates.format import network_step, proved
from symflux.model.families import chain, ring
from symflux.positivity.proofs.opening import opening
from symflux.quantities.claim import Claim, network_table

m, gamma, k, x = sympy.symbols("m gamma k x", real=True)


def proof() -> Iterator[Residual]:
    for network in (
        chain(2, spring="k", pinning="c", baths={1: ("g", "T1"), 2: ("h", "T2")}),
        ring(3, spring="k", pinning="c", baths={1: ("g", "T1"), 2: (1, "T2")}),
        ring(4, spring="k", pinning="c", masses="m", baths={1: ("g", "T1"), 2: ("h", "T2")}),
    ):
        form = network.steady_state().bond_flux(1, 2).spectrum()
        claim = Claim.from_text("flux(1,2) > 0", network)
        data = proved(claim.statement(), {}, network=network_table(network))
        goal, _ = opening(data, network_step("spectrum", {}))
        density = goal.polynomial.compose({FREQUENCY: Polynomial.variable(str(form.frequency)) ** 2})
        factor = form.total.numerator.exact_quotient(density)  # the checker leaves out powers of positive variables
        yield f"one term in front, {len(network.sites)} sites", sympy.Integer(len(factor) - 1)
        yield f"the density of the package, {len(network.sites)} sites", form.total.numerator - density * factor


ENTRY = Entry(
    id="rule_spectrum",
    title="A spectral density of one sign has an integral of that sign: the rule network, by the spectrum",
    variables={m: "a mass", gamma: "a friction", k: "a pinning", x: "the squared frequency"},
    statement=gamma * x / ((k - m * x) ** 2 + gamma**2 * x) > 0,
    assumptions=(gamma > 0, x > 0),
    argument=(
        "A sum of quantities is (1/pi) Int w**2 S(w**2)/|P(i w)|**2 dw with one polynomial S, linear in the "
        "temperatures (Wiener and Khinchin; derivation rule_network). The rest of the integrand is positive but for "
        "finitely many w. So S >= 0 for all x = w**2 > 0 gives an integral >= 0, and S > 0 a positive one; so does S "
        ">= 0 of which one coefficient is not 0, since S has then finitely many zeros. The converse is false, which is "
        "why a failure says nothing; and an assumption on a quantity says nothing of its S. "
    ),
    proof=proof,
    instances=({m: 1, gamma: 1, k: 1, x: 1}, {m: 2, gamma: "1/3", k: 5, x: "7/2"}),
    references=("Wiener 1930, Khinchin 1934", "Casher, Lebowitz 1971"),
)
