"""The certificate of a statement about every size; its checker is :mod:`symflux.certificates.check_family`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from symflux.certificates.check_family import FamilyChecked, check_family, load_family
from symflux.certificates.core import Rejected
from symflux.errors import CertificateError

__all__ = ["FamilyCertificate"]


@dataclass(frozen=True)
class FamilyCertificate:
    """A certificate about a family (docs/every-size.md), to be checked, saved and handed on.

    >>> import symflux as sf
    >>> net = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    >>> heat = sf.family.copies(net, {"legs": ("N", [2])}).bond_flux(1, 2)
    >>> print(sf.prove(heat > 0, given=["T1 > T2"]).certificate.check())
    proved: flux(1,2) > 0, given N >= 1, T1 > T2; for every whole number N >= 1 of copies; ...
    """

    data: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The JSON text of the file."""
        return json.dumps(self.data, indent=1) + "\n"

    def check(self) -> FamilyChecked:
        """Run the checker on it. Raises :class:`CertificateError`, naming step and rule, where it is no proof."""
        try:
            return check_family(load_family(self.text.encode()))
        except Rejected as rejection:
            raise CertificateError(str(rejection)) from rejection

    def save(self, path: str | PathLike[str]) -> None:
        """Write the file."""
        Path(path).write_text(self.text, encoding="utf-8")

    def __repr__(self) -> str:
        return f"FamilyCertificate({self.data.get('kind')})"
