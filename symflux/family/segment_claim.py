"""Claims about a row for every size: polynomial claims with one more variable t = S_n/S_(n+1) for its pole.

Where tr > 2 sqrt(kap2) > 0 at the pole, t_(n+1) = S_n/S_(n+1) obeys t_1 = 0, t_(m+1) = 1/(tr - kap2 t_m), and grows to
1/Lambda: 0 <= t, kap2 t^2 - tr t + 1 > 0, 2 kap2 t < tr. What holds for all such t holds for every size. Derivation:
``signs_for_every_size``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sympy

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.family.claims import SizeClaim, listed, require_known, told
from symflux.family.closed_form import square_root
from symflux.family.segment_table import certificate
from symflux.family.value import value_of
from symflux.quantities.claim import Claim
from symflux.signs.outcome import Outcome
from symflux.signs.prove import prove

if TYPE_CHECKING:
    from symflux.family.residues import Pole
    from symflux.family.segment_result import SegmentResult
    from symflux.family.size_function import SizeFunction

__all__ = ["SegmentClaim"]

_ZERO, _ONE = RationalFunction.constant(0), RationalFunction.constant(1)
_SMALL = 6  #: how many sizes are looked at one by one where the claim for all of them is not proved


class SegmentClaim(SizeClaim):
    """A claim about a quantity of a row, for every size.

    >>> import symflux as sf
    >>> heat = sf.family.chain(spring=1, pinning="c", baths={"first": (1, "T1"), "last": (1, "T2")}).bath_flux("first")
    >>> outcome = sf.prove(heat.next() < heat, given=["T1 > T2"])
    >>> outcome.verdict, outcome.claim
    ('proved', Claim(bath_flux(first) at N + 1 < bath_flux(first)))
    """

    def __init__(self, left: SegmentResult, relation: str, right: Any):
        self.left, self.relation, self.right = left, relation, right

    @cached_property
    def sides(self) -> tuple[Any, Any]:
        """Both sides, numbers as rational functions."""
        right = (
            self.right if hasattr(self.right, "coefficients") and hasattr(self.right, "shift") else value_of(self.right)
        )
        return self.left, right

    @property
    def text(self) -> str:
        """The claim in words."""
        size = self.left.family.shape.size

        def words(side: Any) -> str:
            if isinstance(side, RationalFunction):
                return str(side)
            more = f" at {size} + {side.shift}" if side.shift else ""
            return f"{side.text}{more}"

        left, right = self.sides
        return f"{words(left)} {self.relation} {words(right)}"

    @cached_property
    def results(self) -> list[SegmentResult]:
        """The sides that depend on the size."""
        found = [side for side in self.sides if not isinstance(side, RationalFunction)]
        shapes = {(r.family.shape.offset, r.family.shape.step, r.family.shape.least) for r in found}
        if len(shapes) > 1:
            raise NetworkError("a claim compares rows that count their cells alike")
        return found

    @property
    def start(self) -> int:
        """The smallest number of cells."""
        shape = self.left.family.shape
        return (shape.least - shape.offset) // shape.step

    def at_cells(self, cells: int) -> Claim:
        """The claim for one number of cells, free of quantities."""
        sides = [s if isinstance(s, RationalFunction) else s.value(cells + s.shift) for s in self.sides]
        return Claim(sides[0], self.relation, sides[1], None, self.real)

    @property
    def real(self) -> frozenset[str]:
        return frozenset(n for r in self.results for n in r.family.real)

    @property
    def parameters(self) -> set[str]:
        """Every parameter of the claim."""
        found = {n for r in self.results for n in r.family.parameters}
        return found | {n for s in self.sides if isinstance(s, RationalFunction) for n in s.names}

    # the claim for all sizes ----------------------------------------------------------------------------------

    def outcome_of(self, given: Iterable[Any] = (), real: Iterable[Any] = (), seconds: float = 60) -> Outcome:
        """Proved for every size, refuted at one, or undecided with the reason."""
        more = listed(given)
        require_known(more, tuple(sorted(self.parameters)), real)
        plan = self._plan()
        if isinstance(plan, str):
            return self._by_sizes(more, real, seconds, plan)
        steps: list[dict[str, Any]] = []
        last = None
        for role, claim, assumptions in plan.claims():
            found = last = prove(claim, given=[*assumptions, *more], real=real, seconds=seconds / 2)
            if found.verdict != "proved":
                reason = f"{role} was not proved: {claim.text[:200]}: {found.reason}"
                return self._by_sizes(more, real, seconds, reason)
            assert found.certificate is not None
            steps.append({"role": role, "certificate": dict(found.certificate.data)})
        assert last is not None
        from_steps = certificate(self, plan, steps, more)
        if isinstance(from_steps, str):
            return self._by_sizes(more, real, seconds, f"proved, but without a certificate: {from_steps}")
        size = self.left.family.shape.size
        reason = (
            f"for every {size} >= {self.left.family.least}, by the closed form; wherever the steady state is unique"
        )
        return told(last, claim=self, reason=reason, certificate=from_steps)

    def _by_sizes(self, more: list[Claim], real: Iterable[Any], seconds: float, reason: str) -> Outcome:
        """Refuted by a small size, or undecided for the reason that is given."""
        found = None
        for cells in range(self.start, self.start + _SMALL):
            claim = self.at_cells(cells)
            found = prove(claim, given=more, real=real, seconds=seconds / (2 * _SMALL))
            if found.verdict == "refuted":
                shape = self.left.family.shape
                size = shape.step * cells + shape.offset
                witness = {shape.size: sympy.Integer(size), **(found.witness or {})}
                return told(found, claim=self, reason=f"at {shape.size} = {size}: {found.reason}", witness=witness)
        assert found is not None
        return told(found, verdict="undecided", claim=self, reason=reason, certificate=None, witness=None)

    def _plan(self) -> Plan | str:
        """The claims that together say it for every size, or why there are none."""
        variables: dict[str, tuple[str, Pole]] = {}
        for result in self.results:
            for function in result.coefficients.values():
                for pole in function.poles:
                    if pole.field.root is None:
                        degree = pole.field.degree
                        return f"a pole of degree {degree} in z: signs for every size are proved for linear ones"
                    key = f"{pole.factor} {pole.trace} {pole.kap2}"
                    if key not in variables:
                        taken = self.parameters | {name for name, _ in variables.values()}
                        name = next(n for n in ("t", "tau", *(f"t_{k}" for k in range(99))) if n not in taken)
                        variables[key] = name, pole
        return Plan(self, variables)


@dataclass(frozen=True)
class Plan:
    """The claims that a proof for every size consists of."""

    claim: SegmentClaim
    variables: dict[str, tuple[str, Pole]]  #: {pole: its variable t, itself}

    @property
    def early(self) -> int:
        """The number of cells from which on the claim with t holds for all sizes."""
        claim = self.claim
        lengths = [len(f.early) - r.shift for r in claim.results for f in r.coefficients.values()]
        return max([claim.start + 1, *lengths]) if self.variables else max([claim.start, *lengths])

    def claims(self) -> list[tuple[str, Claim, list[Claim]]]:
        """(role, claim, assumptions beside the user's)."""
        found: list[tuple[str, Claim, list[Claim]]] = []
        region: list[Claim] = []
        for name, pole in self.variables.values():
            trace, kap2 = ends(pole)
            t = RationalFunction.variable(name)
            found.append(("tr > 0", Claim(trace, ">", _ZERO, None, self.claim.real), []))
            spread = Claim(trace * trace, ">", 4 * kap2, None, self.claim.real)
            found.append(("tr^2 > 4 kap2", spread, []))
            region.append(Claim(kap2 * t * t - trace * t + 1, ">", _ZERO))
            region.append(Claim(2 * kap2 * t, "<", trace))
            root = positive_root(kap2)
            if root is not None:  # t < 1/Lambda < 1/kap
                region.append(Claim(root * t, "<", _ONE))
        for cells in range(self.claim.start, self.early):
            found.append((f"{cells} cells", self.claim.at_cells(cells), []))
        sides = [s if isinstance(s, RationalFunction) else self.in_t(s) for s in self.claim.sides]
        found.append(("all sizes", Claim(sides[0], self.claim.relation, sides[1], None, self.claim.real), region))
        return found

    def in_t(self, result: SegmentResult) -> RationalFunction:
        """The value as a function of t = S_n/S_(n+1), n cells."""
        total = _ZERO
        for label, function in result.coefficients.items():
            temperature = _ONE if label is None else result.family.temperature(label)
            total = total + self._function(function, result.shift) * temperature
        return total

    def _function(self, function: SizeFunction, shift: int) -> RationalFunction:
        total = function.constant
        for pole in function.poles:
            name, _ = self.variables[f"{pole.factor} {pole.trace} {pole.kap2}"]
            trace, kap2 = ends(pole)
            t = RationalFunction.variable(name)
            for _ in range(shift):
                t = 1 / (trace - kap2 * t)
            field = pole.field
            a, b, c, d = (field.coefficients(field.of(p))[0] for p in pole.terms)
            # S_(n-1) = (tr S_n - S_(n+1))/kap2
            total = total + ((a * kap2 + b * trace) * t - b) / ((c * kap2 + d * trace) * t - d)
        return total


def positive_root(kap2: RationalFunction) -> RationalFunction | None:
    """kap > 0 with kap^2 = kap2, seen to be positive by its coefficients, or None."""
    root = square_root(kap2)
    good = (
        root is not None and root.numerator.has_positive_coefficients() and root.denominator.has_positive_coefficients()
    )
    return root if good else None


def ends(pole: Pole) -> tuple[RationalFunction, RationalFunction]:
    """tr and kap2 at a linear pole."""
    field = pole.field
    return field.coefficients(field.of(pole.trace))[0], field.coefficients(field.of(pole.kap2))[0]
