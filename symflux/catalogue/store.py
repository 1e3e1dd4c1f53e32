"""The atlas in a file: SQLite, one row an entry. The schema stands in ``docs/atlas-format.md``.

A file is data: nothing in it is run, and every row is checked in form when it is read.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from symflux.catalogue.fates import KINDS
from symflux.errors import NetworkError

__all__ = ["CIRCULATES", "VERSION", "Store", "digest"]

VERSION = 1
CIRCULATES = ("always", "changing", "sometimes", "never")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entry (
    key TEXT PRIMARY KEY,
    sites INTEGER NOT NULL,
    bonds INTEGER NOT NULL,
    hidden INTEGER NOT NULL,
    circulates TEXT NOT NULL,
    data TEXT NOT NULL
);
"""
_MOST = 2_000_000  #: characters of a row


class Store:
    """An open atlas file. Use it in a ``with`` block; ``readonly`` files are never written, nor made.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Store(folder + "/atlas.sqlite") as store:
    ...     store.add({"key": "12", "sites": 2, "hidden": 0, "circulates": "never",
    ...                "orbits": [{"kind": "fixed", "sign": 1, "bonds": [[1, 2, 1]]}]})
    ...     [row["key"] for row in store.rows()], "12" in store.keys(2)
    (['12'], True)
    """

    def __init__(self, path: str | Path, *, readonly: bool = False):
        self.path = Path(path)
        if readonly and not self.path.is_file():
            raise NetworkError(f"{self.path}: no such file; build one with atlas.build(path=...)")
        try:
            name = f"{self.path.absolute().as_uri()}?mode={'ro' if readonly else 'rwc'}"
            self._database = sqlite3.connect(name, uri=True)
            if not readonly:
                self._database.executescript(_SCHEMA)
                self._database.execute("INSERT OR IGNORE INTO about VALUES ('version', ?)", (str(VERSION),))
                self._database.commit()
            found = self._database.execute("SELECT value FROM about WHERE name = 'version'").fetchone()
        except sqlite3.OperationalError as error:
            raise NetworkError(f"{self.path}: cannot be opened as an atlas: {error}") from None
        except sqlite3.Error as error:
            raise NetworkError(f"{self.path}: not an atlas file: {error}") from None
        if found is None or found[0] != str(VERSION):
            raise NetworkError(f"{self.path}: version {found and found[0]}; this symflux reads version {VERSION}")

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def add(self, data: Mapping[str, Any]) -> None:
        """Store one entry, at once and for good."""
        bonds = sum(len(orbit["bonds"]) for orbit in data["orbits"])
        row = (data["key"], data["sites"], bonds, data["hidden"], data["circulates"], _text(data))
        with self._database:
            self._database.execute("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?)", row)

    def keys(self, sites: int | None = None) -> set[str]:
        """The keys of the entries stored."""
        return {row["key"] for row in self.rows(sites)}

    def rows(self, sites: int | None = None) -> Iterator[dict[str, Any]]:
        """The entries as JSON data, fewest sites and bonds first. Raises :class:`NetworkError` for a broken row."""
        chosen = "" if sites is None else "WHERE sites = ? "
        query = f"SELECT key, data FROM entry {chosen}ORDER BY sites, bonds, key"
        try:
            for key, text in self._database.execute(query, () if sites is None else (sites,)):
                yield _checked(self.path, key, text)
        except sqlite3.Error as error:
            raise NetworkError(f"{self.path}: not an atlas file: {error}") from None

    def pack(self) -> None:
        """Make the file as small as it can be."""
        self._database.execute("VACUUM")


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(data, separators=(",", ":"), sort_keys=True)


def _checked(path: Path, key: Any, text: Any) -> dict[str, Any]:
    """The data of a row, every part of the right kind."""

    def need(good: bool, what: str) -> None:
        if not good:
            raise NetworkError(f"{path}: entry {str(key)[:60]!r} is broken: {what}")

    need(isinstance(text, str) and len(text) <= _MOST, "no text")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    need(isinstance(data, dict) and data.get("key") == key and isinstance(key, str), "no data of this key")
    need(type(data.get("hidden")) is int and data.get("circulates") in CIRCULATES, "hidden or circulates")
    need(_are(data.get("cycle", []), int) and isinstance(data.get("orbits"), list), "cycle or orbits")
    bonds = []
    for orbit in data["orbits"]:
        need(isinstance(orbit, dict) and orbit.get("kind") in KINDS and orbit.get("sign", 0) in (-1, 0, 1), "an orbit")
        need(isinstance(orbit.get("bonds"), list), "an orbit without bonds")
        for bond in orbit["bonds"]:
            need(_are(bond, int) and len(bond) == 3 and bond[2] in (1, -1), "a bond")
            bonds.append(f"{bond[0]}{bond[1]}")
        points = orbit.get("points", [])
        need(_are(orbit.get("open", []), str) and _are(points, list), "open or points")
        need(all(_are(point, int) and len(point) == 4 and min(point) > 0 for point in points), "a point")
        need(len(points) == 2 * (orbit["kind"] == "any"), "points")
    need(sorted(bonds) == sorted(key.split(" ")), "its bonds are not those of its key")
    return dict(data)


def _are(things: Any, kind: type) -> bool:
    return isinstance(things, list) and all(type(thing) is kind for thing in things)


def digest(rows: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 of the fates: key, hidden motions, circulation, and for each bond its kind, sign and boundary.

    Witnesses are left out: another machine may pick other valid ones.
    """
    lines = []
    for row in rows:
        fates = [
            f"{first[0]}-{first[1]} {orbit['kind']} {orbit.get('sign', 0)} {';'.join(sorted(orbit.get('open', ())))}"
            for orbit in row["orbits"]
            for first in orbit["bonds"][:1]
        ]
        lines.append(f"{row['key']}|{row['hidden']}|{row['circulates']}|{'|'.join(fates)}")
    return hashlib.sha256("\n".join(sorted(lines)).encode("ascii")).hexdigest()
