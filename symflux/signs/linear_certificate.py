"""Certificates for contradictions between linear conditions on the bath temperatures.

A minimal contradiction, c_0, c_1, ... with multipliers, becomes a claim: given c_1, c_2, ..., not c_0. The
certificate starts from the network, so the independent checker works the fluxes out for itself and multiplies
out Farkas' identity with its own polynomials.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.linear_program import Vector
from symflux.certificates import format as form
from symflux.certificates.certificate import Certificate
from symflux.certificates.check import Checker, Poly, Region
from symflux.errors import SignError, VerificationError
from symflux.network.network import Bath, Network, Site

__all__ = ["Condition", "certificate_network", "conductance_certificate", "linear_certificate"]

_NEGATION = {">": "<=", "<": ">=", ">=": "<", "<=": ">", "==": "!="}


@dataclass(frozen=True)
class Condition:
    """``left relation 0``, where ``left`` is a formula of the certificate's grammar.

    ``row`` is the linear form in the temperatures (constant last) that the relation makes > 0, >= 0 or == 0.
    """

    left: str
    relation: str
    row: Vector

    def __str__(self) -> str:
        return f"{self.left} {self.relation} 0"


def certificate_network(network: Network, names: Mapping[Site, str]) -> Network:
    """The network with a free temperature of the given name at every bath."""
    return replace(
        network,
        bath_items=tuple(
            (site, Bath(bath.friction, RationalFunction.variable(names[site]))) for site, bath in network.bath_items
        ),
    )


def linear_certificate(
    network: Network,
    names: Sequence[str],
    conditions: Sequence[Condition],
    multipliers: Sequence[Fraction],
    sample: Mapping[str, Any],
) -> Certificate:
    """The certificate for "not the first condition, given the others".

    ``network`` has free temperatures with these ``names``; ``multipliers`` and the positivity of the temperatures
    make the conditions contradict each other; ``sample`` gives temperatures at which all but the first hold. The
    certificate is checked before it is returned.
    """
    first, *others = conditions
    assembled = _assembler("determinants", network, first, others, sample)
    reader = _Reader()
    target, assumptions = reader.read(assembled(form.farkas()))
    scales = [
        _scale(reader, polynomial, condition.row, names)
        for polynomial, condition in zip([target, *assumptions], conditions, strict=True)
    ]
    multiples = [
        ([k], y * scales[0] / abs(multipliers[0]) / scale)
        for k, (y, scale) in enumerate(zip(multipliers[1:], scales[1:], strict=True))
    ]
    proof = form.farkas(multiples)
    if first.relation == "==":
        proof = form.different("+" if multipliers[0] < 0 else "-", proof)
    certificate = Certificate(assembled(proof))
    certificate.check()
    return certificate


def conductance_certificate(
    network: Network,
    names: Mapping[Site, str],
    first: Condition,
    others: Sequence[Condition],
    shares: Mapping[tuple[Site, Site], Mapping[int, Fraction]],
    sample: Mapping[str, Any],
    *,
    direction: str,
) -> Certificate:
    """The certificate for "not the first condition, given the others", for any couplings.

    The first condition is on a flux = sum K_ab (T_a - T_b), and contradicts that each difference is a sum of
    positive multiples of the other conditions and of temperatures: ``shares`` holds {(a, b): {condition:
    multiplier}}; or the same for T_b - T_a, where ``direction`` is "-" and not "+".
    """
    assembled = _assembler("conductances", network, first, others, sample)
    reader = _Reader()
    target, assumptions = reader.read(assembled(form.farkas()))
    order = {site: k for k, site in enumerate(network.sites)}

    def conductance(a: Site, b: Site) -> str:
        return f"conductance({','.join(map(str, sorted((a, b), key=order.__getitem__)))})"

    weights: dict[int, list[str]] = {}
    for (a, b), multipliers in shares.items():
        term = target.get(reader.variable(conductance(a, b)) + reader.variable(names[a]))
        if term is None:  # baths that no path joins exchange no heat
            continue
        for k, y in multipliers.items():
            scale = _scale(reader, assumptions[k], others[k].row, list(names.values()))
            weights.setdefault(k, []).append(f"{abs(Fraction(term)) * y / scale}*{conductance(a, b)}")
    proof = form.farkas([([k], " + ".join(terms)) for k, terms in weights.items()])
    if first.relation == "==":
        proof = form.different(direction, proof)
    certificate = Certificate(assembled(proof))
    certificate.check()
    return certificate


def _assembler(
    by: str, network: Network, first: Condition, others: Sequence[Condition], sample: Mapping[str, Any]
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Proof -> the whole certificate of "not the first condition, given the others"."""
    table = form.network_table(
        network.sites,
        network.mass_items,
        network.pinning_items,
        [(i, j, k) for (i, j), k in network.spring_items],
        [(site, bath.friction, bath.temperature) for site, bath in network.bath_items],
    )

    def assembled(proof: dict[str, Any]) -> dict[str, Any]:
        return form.proved(
            form.statement(first.left, _NEGATION[first.relation]),
            form.network_step(by, proof),
            given=[form.statement(condition.left, condition.relation) for condition in others],
            real=sorted(network.real & set(network.parameters)),
            network=table,
            sample=sample if others else None,
        )

    return assembled


class _Seen(Exception):
    """What the checker was about to prove."""


class _Reader(Checker):
    """The checker's own first step: the polynomials that claim and assumptions become."""

    target: Poly
    region: Region

    def prove(self, node: Any, region: Region, p: Poly, relation: str, step: str) -> None:
        self.target, self.region = p, region
        raise _Seen

    def read(self, data: dict[str, Any]) -> tuple[Poly, list[Poly]]:
        try:
            self.claim(data)
        except _Seen:
            return self.target, [polynomial for polynomial, _ in self.region.given]
        raise VerificationError("the checker did not ask for a proof")


def _scale(reader: Checker, polynomial: Poly, row: Vector, names: Sequence[str]) -> Fraction:
    """The positive factor between the checker's polynomial and the row (signs apart)."""
    for name, value in zip(names, row, strict=False):
        if value:
            return abs(Fraction(polynomial[reader.variable(name)]) / value)
    if not any(row):
        return Fraction(1)
    raise SignError("a condition that names no temperature has no certificate")
