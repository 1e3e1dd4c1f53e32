"""Network files (TOML) read: the format of ``docs/network-format.md``, with suspicion.

Files may come from strangers. The size is bounded before anything is read, decimals are read exactly, strings go
through the whitelist parser, unknown keys are refused with the nearest known one, and all problems are reported.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from symflux.errors import InexactInputError, NetworkError
from symflux.model.builders import MAX_SPRINGS, build
from symflux.model.elements import Elements
from symflux.model.labels import Site, closest, show_site

__all__ = ["MAX_FILE_BYTES", "file_text", "netlist_in", "network_from_text", "read_network", "toml_data"]

MAX_FILE_BYTES = 1_000_000
MAX_KEY_PARTS = 50

_TOP = (
    "name", "sites", "masses", "pinning", "quartic_pinning", "real", "spring", "mass", "bath", "magnetic", "drive",
    "feedback",
)  # fmt: skip
_SPRING = ("between", "k", "quartic")
_BATH = ("site", "between", "friction", "temperature", "name")
_TOML_PIECE = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|' r"'''.*?'''|" r'"(?:[^"\\\n]|\\.)*"|' r"'[^'\n]*'|#[^\n]*|[\n=,{}\[\].]", re.DOTALL
)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,9})\Z")


class _Inexact:
    """A TOML float that is no number (nan, inf); refused where it is used, with its place."""

    def __init__(self, text: str):
        self.text = text


def _decimal(text: str) -> Any:
    try:
        value = Decimal(text.replace("_", ""))
    except InvalidOperation:
        return _Inexact(text)
    return value if value.is_finite() else _Inexact(text)


def read_network(path: str | Path) -> Elements:
    """The network in a file; :class:`NetworkError` says file, place, and what would do."""
    return network_from_text(file_text(path, "a network file"), where=_shown(path))


def file_text(path: str | Path, what: str) -> str:
    """The text of a file of bounded size; :class:`NetworkError` where it cannot be read. ``what`` names its kind."""
    if not isinstance(path, str | os.PathLike):
        raise NetworkError(f"{what} is given by its path, not as {type(path).__name__}")
    shown = _shown(path)
    try:
        with open(path, "rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NetworkError(f"{shown}: cannot be read: {reason}") from None
    if len(data) > MAX_FILE_BYTES:
        raise NetworkError(f"{shown}: larger than {MAX_FILE_BYTES} bytes, the limit for {what}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NetworkError(f"{shown}: not UTF-8 text (byte {error.start}); {what} is TOML") from None


def _shown(path: str | Path) -> str:
    text = str(path)
    name = text if text.isprintable() else ascii(text)
    return name if len(name) <= 80 else "..." + name[-77:]


def network_from_text(text: str, *, where: str = "network") -> Elements:
    """The network that the text of a network file describes; ``where`` begins every message."""
    data = toml_data(text, where=where, what="a network file")
    try:
        return _circuit(_netlist(data)) if "circuit" in data else _network(data)
    except NetworkError as error:
        lines = [f"{where}: {problem}" for problem in error.problems]
        kind = InexactInputError if isinstance(error, InexactInputError) else NetworkError
        raise kind("\n".join(lines), lines) from None


def netlist_in(path: str | Path) -> str:
    """The netlist in a network file; :class:`NetworkError` where it has none."""
    where = _shown(path)
    data = toml_data(file_text(path, "a network file"), where=where, what="a network file")
    if "circuit" not in data:
        raise NetworkError(f'{where}: no circuit; write [circuit] and netlist = """..."""')
    try:
        return _netlist(data)
    except NetworkError as error:
        raise NetworkError(f"{where}: {error}") from None


def _netlist(data: Mapping[str, Any]) -> str:
    others = [key for key in data if key != "circuit"]
    if others:
        raise NetworkError(f"[circuit] stands alone: take {show_site(others[0])} away")
    table = data["circuit"]
    if not isinstance(table, dict) or set(table) != {"netlist"} or not isinstance(table["netlist"], str):
        raise NetworkError('[circuit] holds one text: netlist = """..."""')
    return table["netlist"]


def _circuit(netlist: str) -> Elements:
    """The network of a netlist, which is read in a room above."""
    from symflux.circuit.circuit import elements_of_netlist

    return elements_of_netlist(netlist)


def toml_data(text: str, *, where: str, what: str) -> dict[str, Any]:
    """The data of a TOML text, decimals exact; :class:`NetworkError` where it is none, or is made to cost time."""
    if _longest_key(text) > MAX_KEY_PARTS:
        raise NetworkError(f"{where}: a key of more than {MAX_KEY_PARTS} parts; {what} has keys like pinning.1")
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        raise NetworkError(f"{where}: not valid TOML: {_one_line(str(error))}") from None
    except RecursionError:
        raise NetworkError(f"{where}: nested too deeply for {what}") from None
    except ValueError as error:  # integers of thousands of digits
        raise NetworkError(f"{where}: a number is too long: {_one_line(str(error))}") from None


def _longest_key(text: str) -> int:
    """The most dots between two separators: tomllib's time grows with their square."""
    longest = dots = 0
    for match in _TOML_PIECE.finditer(text):
        piece = match[0]
        if piece == ".":
            dots += 1
            longest = max(longest, dots)
        elif piece in "\n=,{}[]":
            dots = 0
    return longest


def _one_line(text: str) -> str:
    line = " ".join(repr(text)[1:-1].split())
    return line if len(line) <= 150 else line[:147] + "..."


def _network(data: Mapping[str, Any]) -> Elements:
    unknown = [key for key in data if key not in _TOP]
    refused = [f"unknown key {show_site(key)}; {closest(key, _TOP)}" for key in unknown[:20]]
    if len(unknown) > 20:
        refused.append(f"... and {len(unknown) - 20} more unknown keys")
    springs, quartic = _springs(data.get("spring", []), refused)
    baths = _baths(data.get("bath", []), refused)
    masses = _placed("mass", data.get("mass", []), "mass", refused)
    sites = data.get("sites", [])
    if not isinstance(sites, list):
        refused.append("sites: write a list, as in sites = [1, 2, 3]")
        sites = []
    named = [label for entry in springs for label in entry[:2]] + sites
    real = data.get("real", [])
    if not isinstance(real, list) or not all(isinstance(name, str) for name in real):
        refused.append('real: write a list of names, as in real = ["k12"]')
        real = []
    tables = {key: _table(data[key], named) for key in ("pinning", "masses", "quartic_pinning") if key in data}
    return build(
        springs=springs,
        pinning=tables.get("pinning", 0),
        baths=baths,
        masses=_masses(tables.get("masses"), masses, refused),
        inerters={where: mass for where, mass in masses.items() if isinstance(where, tuple)},
        sites=sites,
        magnetic=_placed("magnetic", data.get("magnetic", []), "w", refused, only_between=True),
        drives=_placed("drive", data.get("drive", []), "strength", refused),
        feedback=_feedback(data.get("feedback", []), refused),
        real=real,
        name=data.get("name"),
        quartic=quartic,
        quartic_pinning=tables.get("quartic_pinning"),
        refused=refused,
    )


def _entries(what: str, given: Any, keys: Sequence[str], required: Sequence[str], refused: list[str]) -> list[Any]:
    """The well-formed [[spring]] or [[bath]] tables."""
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        refused.append(f"{what}: write [[{what}]] tables")
        return []
    good = []
    for number, entry in enumerate(given, start=1):
        place = f"[[{what}]] number {number}"
        if len(refused) >= 100:
            break
        for key in list(entry)[:20]:
            if key not in keys:
                refused.append(f"{place}: unknown key {show_site(key)}; {closest(key, keys)}")
        missing = [key for key in required if key not in entry]
        if missing:
            refused.append(f"{place}: no {' and no '.join(missing)}")
        else:
            good.append((place, entry))
    return good


def _springs(given: Any, refused: list[str]) -> tuple[list[tuple[Any, Any, Any]], dict[Any, Any]]:
    if isinstance(given, list) and len(given) > MAX_SPRINGS:
        refused.append(f"{len(given)} springs; the limit is {MAX_SPRINGS}")
        return [], {}
    springs, quartic = [], {}
    for place, entry in _entries("spring", given, _SPRING, ("between", "k"), refused):
        between = entry["between"]
        if not isinstance(between, list) or len(between) != 2:
            refused.append(f"{place}: between is a list of two sites, as in between = [1, 2]")
            continue
        if not all(isinstance(label, int | str) and not isinstance(label, bool) for label in between):
            refused.append(f"{place}: sites are integers or strings")
            continue
        k = entry["k"]
        springs.append((between[0], between[1], list(map(_value, k)) if isinstance(k, list) else _value(k)))
        if "quartic" in entry:
            quartic[(between[0], between[1])] = _value(entry["quartic"])
    return springs, quartic


def _baths(given: Any, refused: list[str]) -> dict[Any, Any]:
    """{place: (friction, temperature)}, or {place: {name: (friction, temperature)}} where names are given."""
    baths: dict[Any, Any] = {}
    for place, entry in _entries("bath", given, _BATH, ("friction", "temperature"), refused):
        where = _where(entry, place, refused)
        if where is None:
            continue
        values = (_value(entry["friction"]), _value(entry["temperature"]))
        name = entry.get("name")
        if name is not None and (not isinstance(name, str) or not name):
            refused.append(f"{place}: name is a string")
        elif name is None and where in baths:
            refused.append(f"{place}: site {show_site(where)} already has a bath; give each a name")
        elif name is None:
            baths[where] = values
        elif isinstance(baths.setdefault(where, {}), dict) and name not in baths[where]:
            baths[where][name] = values
        else:
            refused.append(f"{place}: name {show_site(name)}: another bath there has it, or has none; name each")
    return baths


def _where(entry: Mapping[str, Any], place: str, refused: list[str]) -> Any:
    """The site, or the pair of sites, of an entry with ``site`` or ``between``; None and a problem where neither is."""
    if ("site" in entry) == ("between" in entry):
        refused.append(f"{place}: give either site or between")
        return None
    given = entry["between"] if "between" in entry else [entry["site"]]
    if not isinstance(given, list) or len(given) != (2 if "between" in entry else 1):
        refused.append(f"{place}: between is a list of two sites, as in between = [1, 2]")
        return None
    if not all(isinstance(label, int | str) and not isinstance(label, bool) for label in given):
        refused.append(f"{place}: a site is an integer or a string")
        return None
    return given[0] if len(given) == 1 else tuple(given)


def _placed(what: str, given: Any, key: str, refused: list[str], *, only_between: bool = False) -> dict[Any, Any]:
    """{place: value} of [[mass]], [[magnetic]] or [[drive]] tables."""
    found: dict[Any, Any] = {}
    keys = ("between", key) if only_between else ("site", "between", key)
    for place, entry in _entries(what, given, keys, (key,), refused):
        where = _where(entry, place, refused)
        if where is None:
            continue
        if where in found or (isinstance(where, tuple) and where[::-1] in found):
            refused.append(f"{place}: given twice")
        found[where] = _value(entry[key])
    return found


def _feedback(given: Any, refused: list[str]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    keys = ("on", "from", "friction")
    for place, entry in _entries("feedback", given, keys, keys, refused):
        pair = entry["on"], entry["from"]
        if not all(isinstance(label, int | str) and not isinstance(label, bool) for label in pair):
            refused.append(f"{place}: on and from are sites, integers or strings")
            continue
        if pair in found:
            refused.append(f"{place}: given twice")
        found[pair] = _value(entry["friction"])
    return found


def _masses(table: Any, placed: Mapping[Any, Any], refused: list[str]) -> Any:
    """The masses of the table, with those of the [[mass]] entries that name a site."""
    sites = {where: mass for where, mass in placed.items() if not isinstance(where, tuple)}
    if not sites:
        return table
    if table is not None and not isinstance(table, dict):
        refused.append("[[mass]]: masses gives one value for all sites; say it once")
        return table
    twice = [where for where in sites if where in (table or {})]
    if twice:
        refused.append(f"[[mass]]: site {show_site(twice[0])} stands in masses too; say it once")
    return {**(table or {}), **sites}


def _value(given: Any) -> Any:
    """A value for the builder, which refuses in place what is none."""
    if isinstance(given, _Inexact):
        return float(given.text)
    return given


def _table(given: Any, named: Sequence[Any]) -> Any:
    """A pinning or mass entry: one value, or a table whose keys are site labels.

    TOML keys are strings: ``1 = "c"`` means the site 1 unless the network calls a site "1".
    """
    if not isinstance(given, dict):
        return _value(given)
    strings = {label for label in named if isinstance(label, str)}
    table: dict[Site, Any] = {}
    for key, value in given.items():
        table[int(key) if key not in strings and _INTEGER.match(key) else key] = _value(value)
    return table
