"""Constructors for certificates: plain dictionaries in the format of docs/certificate-format.md.

Formulas may be given as strings or as anything whose ``str`` is in the grammar (numbers, polynomials).

>>> given = [statement("T1", ">", "T2"), statement("T2", ">", "T3")]
>>> proof = sage(multiples=[([0], 1), ([1], 1)])
>>> data = proved(statement("T1", ">", "T3"), proof, given=given, sample={"T1": 3, "T2": 2, "T3": 1})
>>> from symflux.certificates import Certificate
>>> print(Certificate(data).check())
proved: T1 > T3, given T1 > T2, T2 > T3; all variables positive
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from symflux.certificates.check import FORMAT

__all__ = [
    "denominator", "eliminate", "ends", "equal", "excluded", "factor", "gram", "homogenize", "introduce", "multiply",
    "network_step", "network_table", "point", "proved", "refuted", "sage", "signs", "star", "statement",
]  # fmt: skip

Node = dict[str, Any]
Multiples = Iterable[tuple[Sequence[int], Any]]


def statement(left: Any, relation: str, right: Any = 0) -> Node:
    """``left relation right``, as a claim or an assumption."""
    return {"left": str(left), "relation": relation, "right": str(right)}


def _certificate(
    verdict: str, claim: Node, proof: Node, given: Sequence[Any], real: Iterable[str], network: Node | None
) -> Node:
    return {
        "format": FORMAT, "verdict": verdict, "claim": claim, "given": list(given), "real": sorted(real),
        "network": network, "proof": proof,
    }  # fmt: skip


def proved(
    claim: Node,
    proof: Node,
    *,
    given: Sequence[Any] = (),
    real: Iterable[str] = (),
    network: Node | None = None,
    sample: Mapping[str, Any] | None = None,
) -> Node:
    """A certificate of a proof. ``sample`` gives every variable a value at which the assumptions hold, and with a
    network the steady state exists; without either there is none."""
    data = _certificate("proved", claim, proof, given, real, network)
    if sample is not None:
        data["sample"] = point(sample)
    return data


def refuted(
    claim: Node,
    witness: Node,
    *,
    given: Sequence[Any] = (),
    real: Iterable[str] = (),
    network: Node | None = None,
) -> Node:
    """A certificate of a refutation, by :func:`point`."""
    return _certificate("refuted", claim, witness, given, real, network)


def point(at: Mapping[str, Any], *, polynomial: Any = None, interval: tuple[Any, Any] | None = None) -> Node:
    """Values for all variables; polynomials in ``t``, a root of ``polynomial`` in ``interval``, where that is given."""
    node: Node = {"rule": "point", "at": {name: str(value) for name, value in at.items()}}
    if polynomial is not None and interval is not None:
        node["root"] = {"polynomial": str(polynomial), "interval": [str(interval[0]), str(interval[1])]}
    return node


def network_table(
    sites: Sequence[Any],
    masses: Sequence[Any],
    pinning: Sequence[Any],
    springs: Iterable[tuple[Any, Any, Any]],
    baths: Iterable[tuple[Any, Any, Any]],
    over: Any = 1,
    *,
    labels: Sequence[Any] | None = None,
    inerters: Iterable[tuple[Any, Any, Any]] = (),
    directed: Iterable[tuple[Any, Any, Any, Any]] = (),
    magnetic: Iterable[tuple[Any, Any, Any]] = (),
    drives: Iterable[tuple[Any, Any]] = (),
    feedback: Iterable[tuple[Any, Any, Any]] = (),
) -> Node:
    """The network of a claim: springs are (site, site, constant), baths are (place, friction, temperature).

    A place is a site or a pair of sites; a mass is None at a site without mass. All but the temperatures are the
    polynomials given here divided by ``over``. The other tables are rows as docs/certificate-format.md has them.
    """
    table: Node = {
        "sites": list(sites),
        "masses": [None if m is None else str(m) for m in masses],
        "pinning": [str(c) for c in pinning],
        "springs": [[i, j, str(k)] for i, j, k in springs],
        "baths": [[_place(i), str(g), str(t)] for i, g, t in baths],
    }
    if labels is not None:
        table["labels"] = list(labels)
    pairs = {"inerters": inerters, "directed": directed, "magnetic": magnetic, "feedback": feedback}
    more = {key: [[i, j, *map(str, values)] for i, j, *values in rows] for key, rows in pairs.items()}
    more["drives"] = [[_place(i), str(strength)] for i, strength in drives]
    table.update({key: rows for key, rows in more.items() if rows})
    return table if str(over) == "1" else {**table, "over": str(over)}


def _place(site: Any) -> Any:
    return list(site) if isinstance(site, tuple) else site


def _multiples(multiples: Multiples) -> list[Any]:
    return [[list(indices), str(h)] for indices, h in multiples]


def sage(
    circuits: Iterable[tuple[Any, Sequence[tuple[Any, Any]]]] = (),
    *,
    at: Mapping[str, Any] | None = None,
    multiples: Multiples = (),
) -> Node:
    """Sum of weighted AM-GM forms, multiples (h times the assumptions of these numbers), and terms >= 0."""
    node: Node = {"rule": "sage"}
    if at and any(str(x) != "1" for x in at.values()):
        node["at"] = {name: str(x) for name, x in at.items() if str(x) != "1"}
    listed = [[str(inner), [[str(outer), str(w)] for outer, w in weights]] for inner, weights in circuits]
    if listed:
        node["circuits"] = listed
    if found := _multiples(multiples):
        node["multiples"] = found
    return node


def gram(
    squares: Iterable[tuple[Any, Any]],
    *,
    multiples: Multiples = (),
    products: Iterable[tuple[Sequence[int], Any, Any]] = (),
) -> Node:
    """Sum of weight times square; of weight times square times the assumptions of these numbers."""
    node: Node = {"rule": "gram", "squares": [[str(w), str(q)] for w, q in squares]}
    if listed := [[list(indices), str(w), str(q)] for indices, w, q in products]:
        node["products"] = listed
    if found := _multiples(multiples):
        node["multiples"] = found
    return node


def star(at: Mapping[str, int], cones: Mapping[str, Node]) -> Node:
    """Split the cone at the ray ``at``."""
    return {"rule": "star", "at": {name: str(w) for name, w in at.items()}, "cones": dict(cones)}


def excluded(given: int, proof: Node, sign: str | None = None) -> Node:
    """The assumption of that number fails here."""
    node: Node = {"rule": "excluded", "given": given, "proof": proof}
    return node if sign is None else {**node, "sign": sign}


def factor(constant: Any, factors: Iterable[tuple[Any, int, Node | None]]) -> Node:
    """Factors (polynomial, power, proof), each of them > 0 or >= 0 like the claim; a constant > 0."""
    entries = []
    for polynomial, power, proof in factors:
        entry: Node = {"poly": str(polynomial), "power": power}
        entries.append(entry if proof is None else {**entry, "proof": proof})
    return {"rule": "factor", "constant": str(constant), "factors": entries}


def scaled(constant: Any, polynomial: Any, node: Node) -> Node:
    """The proof of a polynomial for ``constant`` > 0 times it, which is what the checker has."""
    return node if constant == 1 else factor(constant, [(polynomial, 1, node)])


def multiply(by: Any, positive: Node, then: Node, *, dense: bool = False) -> Node:
    """The claim times a positive polynomial; ``dense``: one that is >= 0, and not zero everywhere."""
    return {"rule": "multiply", "by": str(by), "dense" if dense else "positive": positive, "then": then}


def signs(variable: str, positive: Node, negative: Node | str) -> Node:
    """Both signs of a real variable; ``negative`` is "same" for an even claim."""
    return {"rule": "signs", "variable": variable, "positive": positive, "negative": negative}


def homogenize(variable: str, then: Node) -> Node:
    """One more positive variable."""
    return {"rule": "homogenize", "variable": variable, "then": then}


def eliminate(given: int, variable: str, then: Node) -> Node:
    """An equality solved for a variable."""
    return {"rule": "eliminate", "given": given, "variable": variable, "then": then}


def introduce(variable: str, value: Any, proof: Node, then: Node, *, power: int = 1, strict: bool = True) -> Node:
    """A new variable whose power is a polynomial that is positive, or not negative; its equation is an assumption."""
    sign = ">" if strict else ">="
    return {
        "rule": "introduce", "variable": variable, "value": str(value), "power": power, "sign": sign,
        "proof": proof, "then": then,
    }  # fmt: skip


def ends(
    variable: str,
    bounds: tuple[int | None, int],
    at_low: Node,
    at_high: Node,
    *,
    weak: str | None = None,
    concave: Node | None = None,
) -> Node:
    """A claim that is concave in a variable, at both ends of the interval that two assumptions give it.

    No lower bound: that the variable is positive is one. ``weak``: the end at which only >= 0 is shown.
    """
    low, high = bounds
    node: Node = {"rule": "ends", "variable": variable, "high": high, "at_low": at_low, "at_high": at_high}
    extra = {"low": low, "weak": weak, "concave": concave}
    return {**node, **{key: value for key, value in extra.items() if value is not None}}


def equal(above: Node, below: Node) -> Node:
    """Proofs of >= 0 and <= 0."""
    return {"rule": "equal", "above": above, "below": below}


def denominator(sign: str, proof: Node, then: Node) -> Node:
    """The sign of the claim's denominator."""
    return {"rule": "denominator", "sign": sign, "proof": proof, "then": then}


def network_step(
    by: str,
    then: Node,
    moves: Iterable[tuple[Any, Any]] | None = None,
    *,
    unique: bool = False,
    nonzero: tuple[int, Node] | None = None,
    sites: Iterable[Any] = (),
    symmetries: Iterable[Iterable[tuple[Any, Any]]] = (),
    reversals: Iterable[Iterable[tuple[Any, Any]]] = (),
) -> Node:
    """First step of a claim on a network: "determinants", "conductances" or "spectrum".

    ``unique`` makes the hypothesis, that the Hurwitz determinant is positive, the last of the assumptions. With
    ``nonzero``, a power of the squared frequency and a proof that its coefficient is positive, a spectrum need only be
    >= 0. At ``sites`` the powers add up to zero; ``symmetries`` are moves (site, where it goes) that leave K(s) as it
    is, ``reversals`` those that transpose it.
    """
    node: Node = {"rule": "network", "by": by, "then": then}
    if listed := list(sites):
        node["sites"] = listed
    for key, moved in (("symmetries", symmetries), ("reversals", reversals)):
        if found := [[list(move) for move in moves] for moves in moved]:
            node[key] = found
    if unique:
        node["unique"] = True
    if nonzero is not None:
        node["nonzero"] = {"power": nonzero[0], "proof": nonzero[1]}
    return node if moves is None else {**node, "moves": [list(move) for move in moves]}
