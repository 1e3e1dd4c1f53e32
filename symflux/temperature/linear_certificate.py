"""Certificates for contradictions between linear conditions on the bath temperatures.

A minimal contradiction, c_0, c_1, ... with multipliers, becomes a claim: given c_1, c_2, ..., not c_0. The
certificate starts from the network, so the independent checker works the fluxes out for itself and multiplies
out Farkas' identity with its own polynomials.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.certificates import format as form
from symflux.certificates.certificate import Certificate
from symflux.errors import SignError
from symflux.model.labels import Label
from symflux.model.network import Network
from symflux.polyhedra.linear_program import Vector
from symflux.positivity.condition import negation
from symflux.positivity.proofs.opening import opening
from symflux.quantities.claim import network_table
from symflux.signs.sample import complete_sample
from symflux.temperature.linear_condition import LinearCondition

__all__ = ["certificate_network", "conductance_certificate", "linear_certificate"]

_QUANTITY = re.compile(r"\w\(")
def certificate_network(network: Network, names: Mapping[Label, str]) -> Network:
    """The network with a free temperature of the given name at every bath."""
    return replace(
        network,
        bath_items=tuple(
            replace(bath, temperature=RationalFunction.variable(names[bath.label])) for bath in network.bath_items
        ),
    )


def linear_certificate(
    network: Network,
    names: Sequence[str],
    conditions: Sequence[LinearCondition],
    multipliers: Sequence[Fraction],
    sample: Mapping[str, Any],
) -> Certificate:
    """The certificate for "not the first condition, given the others".

    ``network`` has free temperatures with these ``names``; ``multipliers`` and the positivity of the temperatures
    make the conditions contradict each other; ``sample`` gives temperatures at which all but the first hold. The
    certificate is checked before it is returned.
    """
    first, *others = conditions
    template = _template(network, first, others, sample)
    target, assumptions = _read(template, "determinants", first)
    scales = [
        _scale(polynomial, factor, condition.row, names)
        for (polynomial, factor), condition in zip([(target, Fraction(1)), *assumptions], conditions, strict=True)
    ]
    multiples = [
        ([k], y * scales[0] / abs(multipliers[0]) / scale)
        for k, (y, scale) in enumerate(zip(multipliers[1:], scales[1:], strict=True))
    ]
    return _finished(template, "determinants", first, multiples, target if multipliers[0] < 0 else -target)


def conductance_certificate(
    network: Network,
    names: Mapping[Label, str],
    first: LinearCondition,
    others: Sequence[LinearCondition],
    shares: Mapping[tuple[Label, Label], Mapping[int, Fraction]],
    sample: Mapping[str, Any],
    *,
    direction: str,
) -> Certificate:
    """The certificate for "not the first condition, given the others", for any couplings.

    The first condition is on a flux = sum K_ab (T_a - T_b), and contradicts that each difference is a sum of
    positive multiples of the other conditions and of temperatures: ``shares`` holds {(a, b): {condition:
    multiplier}}; or the same for T_b - T_a, where ``direction`` is "-" and not "+".
    """
    template = _template(network, first, others, sample)
    target, assumptions = _read(template, "conductances", first)
    order = {label: k for k, label in enumerate(network.baths)}
    terms = {frozenset(n for n, _ in monomial): abs(c) for monomial, c in target.terms()}
    weights: dict[int, list[str]] = {}
    for (a, b), multipliers in shares.items():
        bond = f"conductance({','.join(map(str, sorted((a, b), key=order.__getitem__)))})"
        known = bond if bond in target.names else "1"  # the only conductance of all is left out
        size = terms.get(frozenset({known, names[a]} - {"1"}))
        if size is None:  # baths that no path joins exchange no heat
            continue
        for k, y in multipliers.items():
            scale = _scale(*assumptions[k], others[k].row, list(names.values()))
            weights.setdefault(k, []).append(f"{size * y / scale}*{known}")
    multiples = [([k], " + ".join(parts)) for k, parts in weights.items()]
    return _finished(template, "conductances", first, multiples, target if direction == "+" else -target)


def _template(
    network: Network, first: LinearCondition, others: Sequence[LinearCondition], sample: Mapping[str, Any]
) -> dict[str, Any]:
    """The certificate of "not the first condition, given the others", without its proof.

    Raises :class:`SignError` where no couplings are found at which the steady state is unique.
    """
    speaks = any(_QUANTITY.search(condition.left) for condition in (first, *others))  # of the network at all
    template = form.proved(
        form.statement(first.left, negation(first.relation)),
        {},
        given=[form.statement(condition.left, condition.relation) for condition in others],
        real=sorted(network.real & set(network.parameters)),
        network=network_table(network) if speaks else None,
    )
    if not speaks:
        named = {name for condition in (first, *others) for name in exact(condition.left).names}
        return {**template, "sample": form.point({name: value for name, value in sample.items() if name in named})}
    found = complete_sample(template, network.parameters, sample)
    if found is None:
        raise SignError("no couplings were found at which the steady state is unique: the claim would say nothing")
    return {**template, "sample": form.point(found)}


def _read(
    template: dict[str, Any], by: str, first: LinearCondition
) -> tuple[Polynomial, list[tuple[Polynomial, Fraction]]]:
    """The polynomials that the first condition and the others become for the checker, up to positive factors."""
    claim = template["claim"] if first.relation != "==" else form.statement(first.left, ">")
    goal, _ = opening({**template, "claim": claim}, _step(template, by, {}))
    return goal.polynomial, [(polynomial, factor) for polynomial, _, factor in goal.assumptions]


def _step(template: Mapping[str, Any], by: str, proof: dict[str, Any]) -> dict[str, Any]:
    return proof if template["network"] is None else form.network_step(by, proof)


def _finished(
    template: dict[str, Any],
    by: str,
    first: LinearCondition,
    multiples: Sequence[tuple[list[int], Any]],
    side: Polynomial,
) -> Certificate:
    """The certificate, checked; that a value is not 0 is shown by the side on which it is positive."""
    proof = form.sage(multiples=multiples)
    if first.relation == "==":
        proof = form.factor(1, [(side, 2, proof)])
    certificate = Certificate({**template, "proof": _step(template, by, proof)})
    certificate.check()
    return certificate


def _scale(polynomial: Polynomial, factor: Fraction, row: Vector, names: Sequence[str]) -> Fraction:
    """The positive factor between the checker's polynomial, factor times this one, and the row (signs apart)."""
    for name, value in zip(names, row, strict=False):
        if value:
            slope = polynomial.derivative(name)
            number = (slope if slope.is_constant and not slope.is_zero else polynomial).constant_value
            return abs(number * factor / value)
    if not any(row):
        return Fraction(1)
    raise SignError("a condition that names no temperature has no certificate")
