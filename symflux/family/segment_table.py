"""A claim about rows of every size as it stands in a certificate: the blocks, the ledger of fractions, the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symflux.algebra import RationalFunction
from symflux.algebra.polynomial import Polynomial
from symflux.certificates.check_family import FORMAT
from symflux.certificates.check_size import RowClaim
from symflux.certificates.core import Poly
from symflux.errors import NetworkError
from symflux.family.blocks import Z
from symflux.family.certificate import FamilyCertificate
from symflux.quantities.claim import Claim, network_table

if TYPE_CHECKING:
    from symflux.family.segment_claim import Plan, SegmentClaim
    from symflux.family.segment_result import SegmentResult

__all__ = ["certificate", "form_certificate"]


class _Writer:
    """A ledger that is written while the checker's own program runs: each fraction in lowest terms."""

    def __init__(self, checker: RowClaim):
        self.checker = checker
        self.written: list[list[str]] = []

    def reduced(self, top: Poly, bottom: Poly) -> list[str]:
        """The next entry."""
        value = RationalFunction(self._polynomial(top), self._polynomial(bottom))
        entry = [str(value.numerator), str(value.denominator)]
        self.written.append(entry)
        return entry

    def _polynomial(self, value: Poly) -> Polynomial:
        names = self.checker.exponents
        return Polynomial.from_terms((tuple(names(m).items()), int(c)) for m, c in value.items())

    def __next__(self) -> Any:
        raise StopIteration


def certificate(
    claim: SegmentClaim, plan: Plan, steps: list[dict[str, Any]], given: list[Claim]
) -> FamilyCertificate | str:
    """The certificate, or why there is none."""
    rows: list[dict[str, Any]] = []
    sides: list[Any] = []
    for side in claim.sides:
        if isinstance(side, RationalFunction):
            sides.append(str(side))
            continue
        found = _row(side, plan)
        if isinstance(found, str):
            return found
        if found not in rows:
            rows.append(found)
        sides.append({"row": rows.index(found), "shift": side.shift})
    for row in rows:
        _write_ledger(row)
    data = {
        "format": FORMAT,
        "kind": "row",
        "rows": rows,
        "start": claim.start,
        "claim": {"left": sides[0], "relation": claim.relation, "right": sides[1]},
        "given": [each.statement() for each in given],
        "real": sorted(claim.real),
        "steps": steps,
    }
    return FamilyCertificate(data)


def form_certificate(result: SegmentResult) -> FamilyCertificate:
    """The certificate of the closed form of a conductance or of the heat between two baths, one pole at most."""
    row = _row(result, None)
    if isinstance(row, str):
        raise NetworkError(row)
    function = result.single[0]
    form: dict[str, Any] = {"constant": str(function.constant), "early": [str(c) for c in function.early]}
    for pole in function.poles:
        field = pole.field
        values = (field.coefficients(field.of(p))[0] for p in (pole.trace, pole.kap2, *pole.terms))
        form |= dict(zip(("tr", "kap2", "A", "B", "C", "D"), map(str, values), strict=True))
    _write_ledger(row)
    return FamilyCertificate({"format": FORMAT, "kind": "closed form", "row": row, "form": form})


def _write_ledger(row: dict[str, Any]) -> None:
    """The checker's own program runs on the row, and each fraction is written down in lowest terms."""
    reader = RowClaim()
    writer = _Writer(reader)
    reader.read_row({**row, "ledger": writer})
    row["ledger"] = writer.written


def _row(result: SegmentResult, plan: Plan | None) -> dict[str, Any] | str:
    family = result.family
    if result.kind not in ("conductance", "bath_flux"):
        return f"{result.kind}: certificates are for heat between one bath of the left and one of the right block"
    try:
        function, hot, cold = result.single
    except NetworkError as error:  # more than two baths
        return str(error)
    places = [family.bath_place(label) for label in (result.labels if hot is None else (hot, cold))]
    if [side for side, _ in places] != ["left", "right"]:
        return "certificates are for heat from a bath of the left block to one of the right block"
    if family.row.delta.degree(Z) > 1:
        return "certificates are for one pole: Delta of degree 1"
    variables = {} if plan is None else plan.variables
    shape, names = family.shape, [name for key, (name, _) in variables.items() if key in keys_of(function)]
    first, enter, leave, last = shape.ports
    for part in (shape.left, shape.cell, shape.right):
        part.require_classic("certificates of families")
    table = {
        "left": network_table(shape.left),
        "cell": network_table(shape.cell),
        "right": network_table(shape.right),
        "spring": str(shape.spring),
        "ports": [first, [enter, leave], last],
        "baths": [site for _, site in places],
        "quantity": result.kind,
        "variable": names[0] if names else "unused_t",
    }
    return table if shape.squared is None else {**table, "squared": str(shape.squared)}


def keys_of(function: Any) -> list[str]:
    """The names of its poles in a plan."""
    return [f"{pole.factor} {pole.trace} {pole.kap2}" for pole in function.poles]
