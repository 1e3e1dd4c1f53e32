"""Netlists in the manner of SPICE: a line an element, read with suspicion; every complaint names its line.

    R1 1 0 1k T=T1       a resistor and its temperature (missing: the symbol T_R1; noisy=0: no noise)
    C1 1 0 C             a capacitor
    L1 1 2               an inductor; a missing value is the symbol of the component's name
    K1 L1 L2 M=m         mutual inductance m, or a coefficient where sqrt(L1 L2) is rational
    G1 1 0 2 0 gm        current gm (V_2 - V_0) from 1 through the source to 0
    I1 1 0 S=s           white noise current sqrt(2 s) xi
    * a comment          ; another

Node 0 (or gnd) is ground. Numbers may carry the suffixes of SPICE: t, g, meg, k, m (milli), u, n, p, f. So ``1F`` is a
femto-unit there, as in every SPICE.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from symflux.algebra import RationalFunction, exact
from symflux.algebra.parser import parse
from symflux.errors import ExpressionError, NetworkError, SymfluxError
from symflux.model.labels import Site, check_site, closest

__all__ = ["GROUND", "Component", "read_netlist"]

GROUND = 0
MAX_CHARACTERS = 100_000
MAX_LINES = 2_000

_NODES = {"R": 2, "C": 2, "L": 2, "I": 2, "G": 4, "K": 0}
_OPTIONS = {"R": ("T", "noisy"), "C": (), "L": (), "I": ("S",), "G": (), "K": ("M",)}
_KINDS = "R (resistor), C (capacitor), L (inductor), K (mutual inductance), G (controlled source), I (noise current)"
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)(meg|[tgkmunpf])?[a-z]*\Z", re.IGNORECASE)
_SUFFIX = {"t": 12, "g": 9, "meg": 6, "k": 3, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")


@dataclass(frozen=True)
class Component:
    """One element of a circuit: its kind (a letter), its nodes, its value and options, and the line it stands on."""

    name: str
    kind: str
    nodes: tuple[Site, ...]
    value: RationalFunction
    line: int
    temperature: RationalFunction = field(default_factory=lambda: RationalFunction.constant(0))
    partners: tuple[str, ...] = ()  #: the two inductors that a K couples


def read_netlist(text: str) -> tuple[list[Component], list[str]]:
    """The components, and remarks; :class:`NetworkError` with every problem, each with the number of its line."""
    if not isinstance(text, str):
        raise NetworkError(f"a netlist is text, not {type(text).__name__}")
    if len(text) > MAX_CHARACTERS or text.count("\n") > MAX_LINES:
        raise NetworkError(f"netlist: over {MAX_CHARACTERS} characters or {MAX_LINES} lines")
    found: dict[str, Component] = {}
    problems: list[str] = []
    remarks: list[str] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.split(";")[0].strip()
        if not line or line.startswith("*") or line.lower() == ".end" or line.lower().startswith(".title"):
            continue
        try:
            component = _component(line, number, remarks)
            if component.name.upper() in {name.upper() for name in found}:
                raise NetworkError(f"the name {component.name} is taken by another component")
            found[component.name] = component
        except SymfluxError as error:
            problems.append(f"line {number}: {str(error).splitlines()[0]}")
        if len(problems) >= 100:
            break
    if not problems and not found:
        problems.append("the netlist has no component")
    if problems:
        raise NetworkError("\n".join(problems), problems)
    return list(found.values()), remarks


def _component(line: str, number: int, remarks: list[str]) -> Component:
    words = line.replace("=", " = ").split()
    name, kind = words[0], words[0][0].upper()
    if kind not in _NODES:
        shown = "directives other than .title and .end are not read" if kind == "." else f"known: {_KINDS}"
        raise NetworkError(f"{name[:40]!a}: {shown}")
    if not _NAME.match(name):
        raise NetworkError(f"{name[:40]!a}: a component's name is a letter and then letters, digits or _")
    plain, options = _split(words[1:], kind)
    count = 2 if kind == "K" else _NODES[kind]
    if len(plain) < count:
        what = "two inductors" if kind == "K" else f"{count} nodes"
        raise NetworkError(f"{name}: {what} are needed, as in {_example(kind)}")
    if len(plain) > count + 1:
        raise NetworkError(f"{name}: one value is expected after the nodes, found {plain[count + 1][:40]!a} too")
    text = options.get("M" if kind == "K" else "S", plain[count] if len(plain) > count else None)
    value = _value(text, remarks, number) if text is not None else RationalFunction.variable(name)
    if kind == "K":
        is_coefficient = "M" not in options and text is not None
        return Component(name, "k" if is_coefficient else "K", (), value, number, partners=(plain[0], plain[1]))
    nodes = tuple(_node(word) for word in plain[:count])
    if kind != "G" and nodes[0] == nodes[1]:
        raise NetworkError(f"{name}: both ends are at node {nodes[0]}, a short circuit")
    temperature = RationalFunction.constant(0)
    if kind == "R" and not _is_quiet(options.get("noisy", "1")):
        given = options.get("T")
        temperature = RationalFunction.variable(f"T_{name}") if given is None else _value(given, remarks, number)
    return Component(name, kind, nodes, value, number, temperature)


def _is_quiet(word: str) -> bool:
    if word not in ("0", "1"):
        raise NetworkError(f"noisy={word[:20]}: write noisy=0 or noisy=1")
    return word == "0"


def _split(words: Sequence[str], kind: str) -> tuple[list[str], dict[str, str]]:
    """Plain words, and ``key = value`` options."""
    plain: list[str] = []
    options: dict[str, str] = {}
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if waiting and waiting[0] == "=":
            waiting.pop(0)
            if not waiting:
                raise NetworkError(f"{word[:40]}= has no value")
            options[_option(word, kind)] = waiting.pop(0)
        else:
            plain.append(word)
    return plain, options


def _option(word: str, kind: str) -> str:
    if word.lower() in ("temp", "dtemp"):
        raise NetworkError(f"{word}= is Celsius in SPICE; write T= for the temperature (an energy, k_B = 1)")
    known = {key.lower(): key for key in _OPTIONS[kind]}
    if word.lower() not in known:
        raise NetworkError(f"unknown option {word[:40]!a}; {closest(word, _OPTIONS[kind])}")
    return known[word.lower()]


def _example(kind: str) -> str:
    return {"R": "R1 1 0 R", "C": "C1 1 0 C", "L": "L1 1 2 L", "I": "I1 1 0 S=s", "G": "G1 1 0 2 0 gm"}.get(
        kind, "K1 L1 L2 M=m"
    )


def _node(word: str) -> Site:
    if word.lower() == "gnd":
        return GROUND
    return check_site(int(word) if word.isascii() and word.isdigit() and len(word) <= 9 else word)


def _value(text: str, remarks: list[str], line: int) -> RationalFunction:
    """A number with a suffix, or a formula, perhaps in braces."""
    match = _NUMBER.match(text)
    if match:
        digits, suffix = match.groups()
        power = _SUFFIX[suffix.lower()] if suffix else 0
        if suffix == "F":
            remarks.append(f"line {line}: {text} is {digits} femto-units, as in SPICE")
        if suffix == "M":
            remarks.append(f"line {line}: {text} is {digits} milli-units, as in SPICE; mega is meg")
        return exact(digits) * Fraction(10) ** power
    try:
        return parse(text[1:-1] if text.startswith("{") and text.endswith("}") else text)
    except ExpressionError as error:
        raise NetworkError(f"value {error}") from None
