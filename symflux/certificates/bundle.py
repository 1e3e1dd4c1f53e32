"""Several certificates in one file: each network is written once. The checker sees each certificate by itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from symflux.certificates.certificate import Certificate, CheckedClaim
from symflux.certificates.check import BYTES, FORMAT, load
from symflux.certificates.core import Rejected
from symflux.errors import CertificateError

__all__ = ["CertificateBundle"]

_FORMAT = "symflux certificates 1"
_KEYS = {"format", "networks", "certificates"}
_MOST = 200  #: certificates in a file


@dataclass(frozen=True)
class CertificateBundle:
    """Certificates that are kept together, as they come from ``prove`` for a list of claims.

    In the file the tables of their networks come first, each once; a certificate names its own by a number.

    >>> import symflux as sf
    >>> net = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    >>> found = sf.prove(["flux(1,2) > 0", "bath_flux(2) < 0"], given="T1 > T2", network=net)
    >>> bundle = found.certificate
    >>> len(bundle.certificates), len(bundle.data["networks"])
    (2, 1)
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     bundle.save(folder + "/both.json")
    ...     [checked.claim for checked in CertificateBundle.load(folder + "/both.json").check()]
    ['flux(1,2) > 0', 'bath_flux(2) < 0']
    """

    certificates: tuple[Certificate, ...]

    @property
    def data(self) -> dict[str, Any]:
        """The content of the file."""
        networks: list[Any] = []
        parts = []
        for certificate in self.certificates:
            table = certificate.data["network"]
            if table is not None and table not in networks:
                networks.append(table)
            own = {key: value for key, value in certificate.data.items() if key != "format"}
            parts.append({**own, "network": None if table is None else networks.index(table)})
        return {"format": _FORMAT, "networks": networks, "certificates": parts}

    @property
    def text(self) -> str:
        """The JSON text of the file."""
        return json.dumps(self.data, indent=1) + "\n"

    def save(self, path: str | PathLike[str]) -> None:
        """Write the file; ``certificates`` has each for a file of its own."""
        Path(path).write_text(self.text, encoding="utf-8")

    def check(self) -> list[CheckedClaim]:
        """What each certificate says. Raises :class:`CertificateError` for the first that is no proof."""
        return [certificate.check() for certificate in self.certificates]

    @staticmethod
    def load(path: str | PathLike[str]) -> CertificateBundle:
        """The certificates in a file, not yet checked. Raises :class:`CertificateError` where it is no such file."""
        try:
            with open(path, "rb") as file:
                data = load(file.read(BYTES + 1))
        except OSError as error:
            raise CertificateError(f"{path}: {error.strerror or error}") from error
        except Rejected as rejection:
            raise CertificateError(f"{path}: {rejection.reason}") from rejection
        return CertificateBundle(tuple(_certificates(data, path)))

    @staticmethod
    def is_bundle(path: str | PathLike[str]) -> bool:
        """Whether the file says that it holds several certificates."""
        try:
            with open(path, "rb") as file:
                data = load(file.read(BYTES + 1))
        except (OSError, Rejected):
            return False
        return isinstance(data, dict) and data.get("format") == _FORMAT

    def __repr__(self) -> str:
        return f"CertificateBundle({len(self.certificates)} certificates)"


def _certificates(data: Any, path: str | PathLike[str]) -> Iterable[Certificate]:
    def need(condition: bool, reason: str) -> None:
        if not condition:
            raise CertificateError(f"{path}: {reason}")

    good = isinstance(data, Mapping) and set(data) == _KEYS
    need(good, f"expected an object with the keys {', '.join(sorted(_KEYS))}")
    need(data["format"] == _FORMAT, f"the format is not {_FORMAT}")
    networks, parts = data["networks"], data["certificates"]
    need(isinstance(networks, list) and isinstance(parts, list), "networks and certificates are lists")
    need(len(parts) <= _MOST, f"more than {_MOST} certificates")
    for k, part in enumerate(parts):
        good = isinstance(part, Mapping) and "format" not in part
        need(good, f"certificate {k}: expected an object without a format")
        number = part.get("network")
        is_number = type(number) is int and 0 <= number < len(networks)
        need(number is None or is_number, f"certificate {k}: no network {str(number)[:20]}")
        yield Certificate({**part, "format": FORMAT, "network": None if number is None else networks[number]})
