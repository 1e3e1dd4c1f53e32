"""Certificates with one thing changed: most prove nothing any more, and both checkers must say so."""

import copy
import json
from pathlib import Path

from symflux.certificates import Certificate
from symflux.certificates.rocq.export import theorem_text
from symflux.errors import CertificateError

FOLDER = Path(__file__).parent / "certificates"
RELATIONS = {">": "<", ">=": ">", "<": ">", "<=": "<", "==": ">", "!=": "=="}


def polynomial_certificates(folder="accepted", *, root_in_sample=False):
    """{name: certificate} of those on polynomials, without algebraic points (or with one for a sample)."""
    found = {path.stem: json.loads(path.read_text()) for path in sorted((FOLDER / folder).glob("*.json"))}
    places = ("proof",) if root_in_sample else ("proof", "sample")
    return {
        name: data
        for name, data in found.items()
        if data["network"] is None and not any("root" in data.get(key, {}) for key in places)
    }


def formal_networks():
    """{name: certificate} of the accepted ones on networks that are theorems."""
    found = {}
    for path in sorted((FOLDER / "accepted").glob("*.json")):
        data = json.loads(path.read_text())
        try:
            found |= {path.stem: data} if data["network"] and theorem_text(data) else {}
        except CertificateError:
            continue
    return found


def is_accepted(data):
    try:
        Certificate(data).check()
    except CertificateError:
        return False
    return True


def _places(node, path=()):
    """Every place in the proof, as a path of keys."""
    yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in items:
        yield from _places(child, (*path, key))


def _at(data, path):
    for key in path:
        data = data[key]
    return data


def _changes(value, key, variable):
    """Other values for a place in the proof."""
    if isinstance(value, str) and key not in ("rule", "variable", "negative"):
        if value in ("+", "-"):
            yield "+" if value == "-" else "-"
        else:
            yield from (f"2*({value})", f"-({value})", f"({value})+{variable}", "0")
    elif isinstance(value, int):
        yield from (value + 1, value + 2)
    elif isinstance(value, list) and value:
        yield from (value[1:], value[:-1])


def mutations(data):
    """Copies of a certificate with one change each."""
    variable = sorted(set("abcdexyT") & set(data["claim"]["left"] + data["claim"]["right"]))[0].replace("T", "T1")
    for relation in {RELATIONS[data["claim"]["relation"]], ">"} - {data["claim"]["relation"]}:
        yield {**data, "claim": {**data["claim"], "relation": relation}}
    for less in (variable, "1/7", f"{variable}**2"):
        yield {**data, "claim": {**data["claim"], "left": f"{data['claim']['left']} - {less}"}}
        yield {**data, "claim": {**data["claim"], "right": f"{data['claim']['right']} - {less}"}}
    for k, entry in enumerate(data["given"]):
        turned, lowered = RELATIONS[entry["relation"]], f"{entry['right']} - 1"
        for changed in ({**entry, "relation": turned}, {**entry, "right": lowered}):
            yield {**data, "given": [*data["given"][:k], changed, *data["given"][k + 1 :]]}
    for path in _places(data["proof"]):
        if not path:
            continue
        for value in _changes(_at(data["proof"], path), path[-1], variable):
            changed = copy.deepcopy(data)
            _at(changed["proof"], path[:-1])[path[-1]] = value
            yield changed
