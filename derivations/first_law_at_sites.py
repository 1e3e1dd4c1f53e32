"""At every site the powers of all elements add up to zero, and heat and work of the whole network do."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Instance, Residual
from derivations.networks import of_every_kind
from symflux.algebra import RationalFunction

n = sympy.Symbol("n", integer=True, positive=True)
e = sympy.Symbol("e", integer=True, positive=True)
P = sympy.IndexedBase("P")
ZERO = RationalFunction.constant(0)


def proof() -> Iterator[Residual]:
    for network in of_every_kind():
        ss = network.steady_state()
        for site in network.sites:
            for source, value in ss.powers.total(ss.powers.at_site(site), "the power balance").items():
                yield f"{network.name}: site {site}, source {source}", value
        heats = [flux.rational_function for flux in ss.bath_fluxes().values()]
        yield f"{network.name}: heat and work", sum(heats, ss.work().rational_function)


def instances() -> Iterator[Instance]:
    for network in of_every_kind():
        point = {name: k % 3 + 1 for k, name in enumerate(network.parameters)}
        ss = network.at(point).steady_state()
        strengths = {label: bath.temperature for label, bath in ss.network.baths.items()}
        strengths |= {("drive", drive.label): drive.strength for drive in ss.network.drive_items}
        for site in network.sites:
            values = {}
            for k, term in enumerate(ss.powers.at_site(site), start=1):
                form = ss.powers.total([term], "a power")
                values[P[k]] = sum((value * strengths[source] for source, value in form.items()), ZERO)
            yield {n: len(values), **values}


ENTRY = Entry(
    id="first_law_at_sites",
    title="The powers of all elements at a site add up to zero",
    variables={n: "number of elements at the site", e: "an element", P: "P_e = <F_e o v> of the element at the site"},
    statement=sympy.Eq(sympy.Sum(P[e], (e, 1, n)), 0),
    assumptions=(),
    argument=(
        "Any K(s) = M s^2 + D s + V, symmetric or not, that has a steady state in which the powers at the site are "
        "finite. The equation of motion of site i says that the forces F_e on it add up to m_i dv_i/dt (to zero where "
        "it has no mass). Multiply by v_i in the sense of Stratonovich, for which the product rule holds: <m_i dv_i/dt "
        "o v_i> is half the derivative of m_i <v_i^2>, and the pin's <c_i q_i o v_i> half that of c_i <q_i^2>; both "
        "vanish in the steady state. What is left are springs, fields, masses between sites, baths with their noise, "
        "drives and feedback. Over the whole network what conservative elements give to one end they take from the "
        "others, so the heats of the baths and the works add up to zero."
    ),
    proof=proof,
    instances=instances,
    references=("K. Sekimoto, Stochastic Energetics (Springer, 2010), chapter 4",),
)
