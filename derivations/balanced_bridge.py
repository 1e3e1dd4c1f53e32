"""A balanced Wheatstone bridge: the bond between carries exactly nothing, whatever pins, masses and frictions."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from derivations.networks import path_sums
from symflux.algebra import RationalFunction
from symflux.model.network import Network

omega = RationalFunction.variable("omega")
a2, a3, b2, b3, k23, N_23, phi = sympy.symbols("a2 a3 b2 b3 k23 N_23 phi", real=True)


def bridge(**springs: object) -> Network:
    """Baths at a and b; sites 2 and 3 between them, each joined to both baths, and to each other."""
    named = {"a2": "a2", "a3": "a3", "b2": "b2", "b3": "b3", "k23": "k23"} | springs
    return sf.Network.from_edges(
        [("a", "2", named["a2"]), ("a", "3", named["a3"]), ("2", "b", named["b2"]), ("3", "b", named["b3"]),
         ("2", "3", named["k23"])],
        pinning={"a": "ca", "b": "cb", "2": "c2", "3": "c3"}, masses={"2": "m2", "3": "m3"},
        baths={"a": ("ga", "Ta"), "b": ("gb", "Tb")}, name="bridge",
    )  # fmt: skip


def proof() -> Iterator[Residual]:
    network = bridge()
    _, sums = path_sums(network, "a", "b", omega * omega)
    name = RationalFunction.variable
    expected = name("k23") * (name("a2") * name("b3") - name("a3") * name("b2"))
    yield "N_23 is a constant", sums["2", "3"] - expected
    balanced = bridge(b3="a3*b2/a2")
    form = balanced.steady_state().bond_flux("2", "3").spectrum()
    for bath, weight in form.weights.items():
        yield f"at balance bath {bath} sends nothing through 2-3 at any frequency", weight


def instances() -> Iterator[Instance]:
    for values in ((1, 2, 3, 6, 5), (1, 2, 3, 7, 5), (4, 1, 1, 1, 2), (2, 2, 2, 2, 1)):
        springs = dict(zip(("a2", "a3", "b2", "b3", "k23"), values, strict=True))
        rest = {"ca": 1, "cb": 2, "c2": 1, "c3": 3, "m2": 1, "m3": 2, "ga": 1, "gb": 2, "Ta": 2, "Tb": 1}
        network = bridge(**springs).at(rest)
        _, sums = path_sums(network, "a", "b", omega * omega)
        flux = network.steady_state().bond_flux("2", "3")
        yield {a2: values[0], a3: values[1], b2: values[2], b3: values[3], k23: values[4],
               N_23: sums["2", "3"].value, phi: flux}  # fmt: skip


ENTRY = Entry(
    id="balanced_bridge",
    title="In a balanced bridge, a2 b3 = a3 b2, the bond between carries exactly nothing",
    variables={
        a2: "spring a-2", a3: "spring a-3", b2: "spring 2-b", b3: "spring 3-b", k23: "spring of the bond between",
        N_23: "the sum over paths that use 2-3", phi: "flux 2 -> 3",
    },
    statement=sympy.And(
        sympy.Eq(N_23, k23 * (a2 * b3 - a3 * b2)), sympy.Implies(sympy.Eq(a2 * b3, a3 * b2), sympy.Eq(phi, 0))
    ),
    assumptions=(),
    argument=(
        "By derivation path_formula the flux 2 -> 3 is an integral over N N_23. Two simple paths from a to b use the "
        "bond: a-2-3-b forward and a-3-2-b backward. Both visit all four sites, so no determinant is left over: N_23 "
        "= a2 k23 b3 - a3 k23 b2, a constant, the same at every frequency. Where it is zero, so is the flux, for all "
        "pins, masses and frictions."
    ),
    proof=proof,
    instances=instances,
    references=("S. H. Christie 1833 and C. Wheatstone 1843 (resistors)",),
)  # fmt: skip
