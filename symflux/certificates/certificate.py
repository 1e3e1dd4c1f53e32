"""A certificate in hand: evidence for or against a claim, to be checked, saved and handed on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

import sympy

from symflux.algebra import RationalFunction, exact
from symflux.certificates.check import BYTES, Checked, load
from symflux.certificates.check import check as run_checker
from symflux.certificates.core import Rejected
from symflux.certificates.rocq.export import rocq_text
from symflux.errors import CertificateError, SymfluxError
from symflux.model.labels import label_text
from symflux.model.network import Network

__all__ = ["Certificate", "CheckedClaim", "check", "network_of_table"]


@dataclass(frozen=True)
class CheckedClaim:
    """What an accepted certificate says. ``claim`` and ``given`` are strings that ``prove`` understands.

    >>> from symflux import check, prove
    >>> found = check(prove("a*b <= 1", given=["a + b == 2"]).certificate)
    >>> found.verdict, found.claim, found.given, found.network, found.witness
    ('proved', 'a*b <= 1', ('a + b == 2',), None, None)
    >>> print(found.summary)
    proved: a*b <= 1, given a + b == 2; all variables positive
    >>> found.hypothesis, found.data["variables"]
    ('all variables positive', {'a': 'positive', 'b': 'positive'})
    """

    checked: Checked

    @property
    def verdict(self) -> str:
        """``proved`` or ``refuted``."""
        return self.checked.verdict

    @property
    def claim(self) -> str:
        """The claim as it stands in the file."""
        return self.checked.claim

    @property
    def given(self) -> tuple[str, ...]:
        """The assumptions as they stand in the file."""
        return self.checked.given

    @property
    def hypothesis(self) -> str:
        """The variables' signs, and where the network's claim is made."""
        return self.checked.hypothesis

    @cached_property
    def network(self) -> Network | None:
        """The network of the claim. Raises :class:`CertificateError` where the checker knows it and ``Network`` not."""
        table = self.checked.network
        real = [name for name, sign in self.checked.variables.items() if sign == "real"]
        return None if table is None else network_of_table(table, real)

    @cached_property
    def witness(self) -> Mapping[str, Any] | None:
        """Of a refutation: exact values."""
        found = self.checked.witness
        return None if found is None else {name: _value(text) for name, text in found.items()}

    @property
    def summary(self) -> str:
        """What the checker prints: the statement with all its hypotheses, and the network."""
        return str(self.checked)

    @property
    def data(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {**asdict(self.checked), "hypothesis": self.hypothesis}

    def __str__(self) -> str:
        return self.summary


@dataclass(frozen=True)
class Certificate:
    """The content of a certificate file (docs/certificate-format.md).

    >>> from symflux.certificates.format import proved, sage, statement
    >>> square = proved(statement("a**2 + b**2", ">=", "2*a*b"), sage([("a*b", [("a**2", 1), ("b**2", 1)])]))
    >>> certificate = Certificate(square)
    >>> certificate.check().claim
    'a**2 + b**2 >= 2*a*b'
    >>> certificate.text.count("rule"), certificate.latex().startswith(r"\\textbf{Claim.}")
    (1, True)
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     certificate.save(folder + "/square.json")
    ...     print(check(folder + "/square.json"))
    proved: a**2 + b**2 >= 2*a*b; all variables positive
    """

    data: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The JSON text of the file."""
        return json.dumps(self.data, indent=1) + "\n"

    def check(self) -> CheckedClaim:
        """Run the checker on it. Raises :class:`CertificateError`, naming step and rule, where it is no proof."""
        return _checked(self.text.encode())

    def latex(self, **options: Any) -> str:
        """The claim and its proof as LaTeX; options as in :func:`symflux.show.tex.proof.proof_latex`."""
        from symflux.show.tex.proof import proof_latex

        return proof_latex(self, **options)

    def to_rocq(
        self, path: str | PathLike[str], *, name: str = "claim", standalone: bool = True, level: str = "moments"
    ) -> None:
        """Write it as a theorem that the Rocq prover checks: ``coqc proof.v`` (docs/for-the-referee.md).

        ``level``: a claim on a network is about every stationary state ("moments"), or only the polynomial that
        decides it is formal ("polynomial"; the file says what is taken on trust).
        ``standalone``: with the theory in front, so that nothing but Rocq is needed; otherwise the file loads it.
        Raises :class:`CertificateError` where the certificate is not accepted, or uses what is not formal yet.

        >>> from tempfile import TemporaryDirectory
        >>> from symflux import prove
        >>> with TemporaryDirectory() as folder:
        ...     prove("a**2 + b**2 >= 2*a*b").certificate.to_rocq(folder + "/proof.v", name="means")
        ...     print("Theorem means : forall a b : R," in Path(folder, "proof.v").read_text())
        True
        """
        self.check()
        Path(path).write_text(rocq_text(self.data, name, standalone=standalone, level=level), encoding="utf-8")

    def save(self, path: str | PathLike[str]) -> None:
        """Write the file."""
        Path(path).write_text(self.text, encoding="utf-8")

    def _repr_html_(self) -> str:
        from symflux.show.notebook.displays import certificate_html

        return certificate_html(self)

    def __repr__(self) -> str:
        claim = self.data.get("claim", {})
        shown = " ".join(str(claim.get(key, "?"))[:60] for key in ("left", "relation", "right"))
        return f"Certificate({self.data.get('verdict')}: {shown})"


def check(path: str | PathLike[str] | Certificate) -> CheckedClaim:
    """Check a certificate file (or one not yet written to a file), by the rules and nothing else.

    Returns what was proved or refuted; raises :class:`CertificateError` where the file proves nothing, naming the step,
    the rule and the reason.

    >>> from symflux import prove
    >>> print(check(prove("a**2 + b**2 > a*b").certificate))
    proved: a**2 + b**2 > a*b; all variables positive
    >>> check("no/such/file.json")
    Traceback (most recent call last):
    ...
    symflux.errors.CertificateError: no/such/file.json: No such file or directory
    """
    if isinstance(path, Certificate):
        return path.check()
    if not isinstance(path, str | PathLike):
        raise CertificateError(f"{type(path).__name__} is no certificate: give a Certificate or the path of a file")
    try:
        with open(path, "rb") as file:
            data = file.read(BYTES + 1)
    except OSError as error:
        raise CertificateError(f"{path}: {error.strerror or error}") from error
    return _checked(data)


def _checked(data: bytes) -> CheckedClaim:
    try:
        return CheckedClaim(run_checker(load(data)))
    except Rejected as rejection:
        found = {"step": rejection.step, "rule": rejection.rule, "reason": rejection.reason}
        raise CertificateError(str(rejection), **found) from rejection


def _value(text: str) -> Any:
    value = exact(text)
    if not value.is_constant:
        return value.to_sympy({"t"})
    number: Fraction = value.value
    return sympy.Rational(number.numerator, number.denominator)


def network_of_table(table: Mapping[str, Any], real: Iterable[str] = ()) -> Network:
    """The network that a certificate speaks of. Raises :class:`CertificateError` where ``Network`` does not know it."""
    sites, over = table["sites"], table.get("over", "1")

    def entry(text: str | None) -> RationalFunction:
        return exact(0) if text is None else exact(text) / exact(over)

    def place(given: Any) -> Any:
        return tuple(given) if isinstance(given, list) else given

    baths: dict[Any, Any] = {}
    for (at, friction, temperature), label in zip(table["baths"], table.get("labels", table["baths"]), strict=True):
        bath = entry(friction), temperature
        if label in (at, str(at)) or not isinstance(label, int | str) or label == label_text(place(at)):
            baths[place(at)] = bath
        else:
            baths.setdefault(place(at), {})[label] = bath
    springs: list[Any] = [(i, j, entry(k)) for i, j, k in table["springs"]]
    springs += [(i, j, (entry(a), entry(b))) for i, j, a, b in table.get("directed", [])]
    try:
        return Network.from_edges(
            springs,
            pinning=dict(zip(sites, map(entry, table["pinning"]), strict=True)),
            masses={
                **dict(zip(sites, map(entry, table["masses"]), strict=True)),
                **{(i, j): entry(m) for i, j, m in table.get("inerters", [])},
            },
            baths=baths,
            sites=sites,
            magnetic={(i, j): entry(w) for i, j, w in table.get("magnetic", [])},
            drives={place(at): entry(strength) for at, strength in table.get("drives", [])},
            feedback={(on, sender): entry(h) for on, sender, h in table.get("feedback", [])},
            real=real,
        )
    except SymfluxError as error:
        raise CertificateError(f"step certificate, rule network: {str(error).splitlines()[0]}") from error
