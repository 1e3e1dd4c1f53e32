"""Netlists in the manner of SPICE: a line an element, read with suspicion; every complaint names its line.

    R1 1 0 1k T=T1       a resistor and its temperature (missing: the symbol T_R1; noisy=0: no noise)
    C1 1 0 C             a capacitor
    L1 1 2               an inductor; a missing value is the symbol of the component's name
    K1 L1 L2 M=m         mutual inductance m, or a coefficient where sqrt(L1 L2) is rational
    G1 1 0 2 0 gm        current gm (V_2 - V_0) from 1 through the source to 0
    I1 1 0 S=s           white noise current sqrt(2 s) xi
    * a comment          ; another

Node 0 (or gnd) is ground. Numbers may carry the suffixes of SPICE, t, g, meg, k, m (milli), u, n, p, f, and then a
unit. So ``1F`` is a femto-unit there, as in every SPICE. A line that begins with ``+`` continues the one before;
nothing is read after ``.end``. Unlike in SPICE the first line is no title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
_POSITIVE = {"R": "resistance", "C": "capacitance", "L": "inductance", "I": "strength"}
_KINDS = "R (resistor), C (capacitor), L (inductor), K (mutual inductance), G (controlled source), I (noise current)"
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)(meg|[tgkmunpf])?([a-z]*)\Z", re.IGNORECASE)
_UNITS = ("", "ohm", "ohms", "f", "farad", "h", "henry", "s", "siemens", "v", "a", "j")
_CELSIUS = ("c", "degc", "celsius")
_KELVIN = "kelvin"
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
    for number, line in _lines(text, problems):
        try:
            component = _component(line, number, remarks)
            taken = next((c for name, c in found.items() if name.upper() == component.name.upper()), None)
            if taken is not None:
                raise NetworkError(f"the name {component.name} is taken by the component on line {taken.line}")
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


def _lines(text: str, problems: list[str]) -> Iterator[tuple[int, str]]:
    """The lines that hold components, each with its number; continued ones joined."""
    waiting: tuple[int, str] | None = None
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.split(";")[0].strip()
        if line.startswith("+"):
            if waiting is None:
                problems.append(f"line {number}: + continues the line before, and there is none")
            else:
                waiting = waiting[0], f"{waiting[1]} {line[1:]}"
            continue
        if not line or line.startswith("*") or line.lower().startswith(".title"):
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        if line.lower() == ".end":
            return
        waiting = number, line
    if waiting is not None:
        yield waiting


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
    by_option = options.get("M" if kind == "K" else "S")
    if by_option is not None and len(plain) > count:
        raise NetworkError(f"{name}: its value is given twice, {plain[count][:40]} and {by_option[:40]}")
    text = by_option if len(plain) == count else plain[count]
    value = _value(text, remarks, number) if text is not None else RationalFunction.variable(name)
    if kind in _POSITIVE:
        _require_positive(name, _POSITIVE[kind], value, strict=kind != "I")
    if kind == "K":
        is_coefficient = "M" not in options and text is not None
        return Component(name, "k" if is_coefficient else "K", (), value, number, partners=(plain[0], plain[1]))
    nodes = tuple(_node(word) for word in plain[:count])
    if kind != "G" and nodes[0] == nodes[1]:
        raise NetworkError(f"{name}: both ends are at node {nodes[0]}, a short circuit")
    temperature = RationalFunction.constant(0)
    if kind == "R" and not _is_quiet(options.get("noisy", "1")):
        given = options.get("T")
        temperature = RationalFunction.variable(f"T_{name}") if given is None else _temperature(given, remarks, number)
        _require_positive(name, "temperature", temperature, strict=False)
    return Component(name, kind, nodes, value, number, temperature)


def _require_positive(name: str, what: str, value: RationalFunction, *, strict: bool) -> None:
    sign = value.sign(strict=False)
    if strict and value.is_zero:
        short = "leave it out" if what == "capacitance" else "a short circuit; join its nodes to one instead"
        raise NetworkError(f"{name}: the {what} is 0: {short}")
    if not value.is_zero and sign != 1:
        raise NetworkError(f"{name}: the {what} {str(value)[:60]} is not positive for all positive parameters")


def _temperature(text: str, remarks: list[str], line: int) -> RationalFunction:
    """An energy, k_B = 1; a number of degrees Celsius is none."""
    match = _NUMBER.match(text)
    unit = match[3].lower() if match else ""
    if unit in _CELSIUS:
        raise NetworkError(f"T={text[:40]}: no degrees Celsius; write T= for the temperature (an energy, k_B = 1)")
    if match and (match[2] or "").lower() == "k" and unit in ("", _KELVIN[1:]):
        raise NetworkError(f"T={text[:40]}: K is kilo here, not kelvin; write the number alone (an energy, k_B = 1)")
    return _value(text, remarks, line)


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
            key = _option(word, kind)
            if key in options:
                raise NetworkError(f"{key}= is given twice")
            options[key] = waiting.pop(0)
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
        digits, suffix, unit = match.groups()
        power = _SUFFIX[suffix.lower()] if suffix else 0
        if unit.lower() not in _UNITS:
            known = "t, g, meg, k, m, u, n, p, f"
            raise NetworkError(f"value {text[:40]!a}: {unit[:20]} is no unit; a number may end with {known} and a unit")
        if suffix == "F":
            remarks.append(f"line {line}: {text} is {digits} femto-units, as in SPICE")
        if suffix == "M":
            remarks.append(f"line {line}: {text} is {digits} milli-units, as in SPICE; mega is meg")
        return exact(digits) * Fraction(10) ** power
    try:
        return parse(text[1:-1] if text.startswith("{") and text.endswith("}") else text)
    except ExpressionError as error:
        raise NetworkError(f"value {error}") from None
