"""Can heat flow along a bond from the colder site to the hotter? Temperatures where it does, or a proof.

Two meanings of a site's temperature are asked about: that of its bath, where both sites have one, and the
kinetic temperature m <v^2>, which every site has. Both are linear in the bath temperatures, as is the flux, so
with couplings that are numbers the answer is always exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy

from symflux.algebra import Polynomial, RationalFunction
from symflux.certificates.certificate import Certificate
from symflux.errors import SignError
from symflux.model.labels import Label, check_pair
from symflux.model.network import Bond, Network
from symflux.polyhedra.linear_program import Farkas, Row
from symflux.temperature.coupling_sign import coupling_sign
from symflux.temperature.linear_condition import LinearCondition
from symflux.temperature.region import GRACE, MANY_SITES, numeric_form, search_budget
from symflux.temperature.sources import checked_bonds, form_of
from symflux.temperature.space import TemperatureSpace, rational
from symflux.work.budget import Budget
from symflux.work.child import MEMORY, run

__all__ = ["AgainstGradient", "GradientAnswer", "against_gradient"]

Form = dict[Label, RationalFunction]
#: conditions and rows with multipliers
_Proof = tuple[tuple[tuple[LinearCondition, Fraction], ...], dict[int, Fraction]]


@dataclass(frozen=True)
class GradientAnswer:
    """Whether heat can flow from lower to higher temperature, in one meaning of temperature.

    ``possible`` is True (with ``witness``), False (with ``multipliers`` where couplings are numbers) or None
    (undecided, with ``reason``). With symbolic couplings True holds wherever not all of ``except_where`` vanish.

    >>> import symflux as sf
    >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    >>> answer = ss.against_gradient((1, 2)).bath
    >>> answer.meaning, answer.possible, answer.witness, [c.check().verdict for c in answer.certificates()]
    ('bath', False, None, ['proved', 'proved'])
    """

    meaning: str  #: "bath", "kinetic" or "both"
    possible: bool | None
    witness: Mapping[Label, sympy.Expr] | None
    multipliers: Mapping[str, sympy.Rational] | None
    reason: str
    except_where: tuple[Polynomial, ...] = ()
    _space: TemperatureSpace | None = field(default=None, repr=False, compare=False)
    _proofs: tuple[_Proof, ...] = field(default=(), repr=False, compare=False)

    def certificates(self) -> list[Certificate]:
        """Why it is impossible at these couplings, for the independent checker: one for each direction of the heat.

        Raises :class:`SignError` where it is possible, or where the couplings are symbols.
        """
        if self._space is None:
            raise SignError(f"{self.meaning} temperatures: there is no certificate that it is impossible")
        return [self._space.certificate(self._space.network, rows, cone) for rows, cone in self._proofs]


@dataclass(frozen=True)
class AgainstGradient:
    """The answers for one bond; ``bath`` and ``both`` are None where not both sites have a bath named after them,
    ``kinetic`` and ``both`` where one has no mass.

    >>> import symflux as sf
    >>> ss = sf.chain(3, pinning=1, baths={s: (1, f"T{s}") for s in (1, 2, 3)}).steady_state()
    >>> answer = ss.against_gradient((1, 2))
    >>> answer.possible, answer.witness
    (True, {1: 4, 2: 5, 3: 1})
    """

    bond: Bond
    kinetic: GradientAnswer | None
    bath: GradientAnswer | None
    both: GradientAnswer | None

    @property
    def possible(self) -> bool | None:
        """Whether it is possible in either meaning of temperature; None if that is undecided."""
        answers = [a.possible for a in (self.bath, self.kinetic) if a is not None]
        return True if True in answers else None if None in answers else False

    @property
    def witness(self) -> Mapping[Label, sympy.Expr] | None:
        """Temperatures where it happens, in both meanings at once where that is possible."""
        for answer in (self.both, self.bath, self.kinetic):
            if answer is not None and answer.possible:
                return answer.witness
        return None

    def __str__(self) -> str:
        i, j = self.bond
        words = {True: "possible", False: "impossible", None: "undecided"}
        parts = [f"{a.meaning}: {words[a.possible]}" for a in (self.bath, self.kinetic, self.both) if a is not None]
        return f"heat on {i}-{j} against the temperatures: {', '.join(parts)}"


def against_gradient(ss: Any, bond: Bond, *, given: Any = (), seconds: float = 20) -> AgainstGradient:
    """Whether some bath temperatures drive heat through a bond from the colder site to the hotter.

    :class:`TimeLimitError` where the flux itself is not known after ``seconds``; the search for proofs, where couplings
    are symbols, ends in that time.

    >>> from symflux.model.families import chain
    >>> net = chain(3, pinning=1, baths={s: (1, f"T{s}") for s in (1, 2, 3)})
    >>> answer = against_gradient(net.steady_state(), (1, 2))
    >>> answer.bath.possible, answer.witness
    (True, {1: 4, 2: 5, 3: 1})
    """
    i, j = check_pair(bond)
    network: Network = ss.network
    checked_bonds(network, [(i, j)])
    space = TemperatureSpace.of(network, given)
    space.check_not_empty()
    if network.coupling_parameters or len(network.sites) > MANY_SITES:
        budget = search_budget(seconds)
        return run(_answer, ss, (i, j), space, budget, seconds=seconds + GRACE, label=f"bond {i}-{j}", memory=MEMORY)
    return _answer(ss, (i, j), space, search_budget(seconds))


def _answer(ss: Any, bond: Bond, space: TemperatureSpace, budget: Budget) -> AgainstGradient:
    network, (i, j) = space.network, bond
    flux = form_of(ss.bond_flux(i, j))
    climbs = {}
    if network.masses[i] and network.masses[j]:
        before, after = (form_of(ss.kinetic_temperature(site)) for site in (i, j))
        kinetic = {b: after[b] - before[b] for b in space.baths}
        climbs["kinetic"] = (f"kinetic_temperature({j}) - kinetic_temperature({i})", kinetic)
    if i in network.baths and j in network.baths:
        names = dict(zip(space.baths, space.names, strict=True))
        steps = {b: RationalFunction.constant((b == j) - (b == i)) for b in space.baths}
        climbs["bath"] = (f"{names[j]} - {names[i]}", steps)
    label = f"flux({i},{j})"
    numeric = all(c.is_constant for form in (flux, *(f for _, f in climbs.values())) for c in form.values())
    if not numeric and space.assumptions:
        raise SignError(f"{label}: with symbolic couplings, assumptions on temperatures are not understood here")
    if not numeric and not space.is_shift_invariant:
        raise SignError(f"{label}: it does not vanish at equal temperatures: give the couplings values with .at(...)")
    if not climbs:
        raise SignError(f"sites {i} and {j} have no temperature to compare: give them masses or baths")
    answers = {}
    for meaning, wanted in (("kinetic", ["kinetic"]), ("bath", ["bath"]), ("both", ["bath", "kinetic"])):
        if not all(w in climbs for w in wanted):
            continue
        if numeric:
            answers[meaning] = _numeric(meaning, label, flux, [climbs[w] for w in wanted], space)
        elif meaning != "both":
            answers[meaning] = _symbolic(meaning, (i, j), flux, climbs[meaning][1], space, budget)
    return AgainstGradient((i, j), answers.get("kinetic"), answers.get("bath"), answers.get("both"))


def _numeric(
    meaning: str, label: str, flux: Form, climbs: list[tuple[str, Form]], space: TemperatureSpace
) -> GradientAnswer:
    """Heat flows i -> j while j is hotter, or the other way round: two linear systems."""
    refusals: dict[str, sympy.Rational] = {}
    proofs: list[_Proof] = []
    for sign, direction in ((1, ">"), (-1, "<")):
        conditions = []
        for text, form in [(label, flux), *climbs]:
            row = tuple(sign * c for c in numeric_form(form, text))
            conditions.append(LinearCondition(text, direction, (*row, Fraction(0))))
        answer = space.solve([Row(space.lifted(c.row[:-1]), ">") for c in conditions])
        if not isinstance(answer, Farkas):
            return GradientAnswer(meaning, True, space.witness(answer), None, "")
        texts = [*map(str, conditions), *space.row_texts]
        refusals = refusals or {texts[k]: rational(answer.multipliers[k]) for k in answer.support}
        count = len(conditions)
        rows = tuple((c, y) for c, y in zip(conditions, answer.multipliers, strict=False) if y)
        proofs.append((rows, {k: y for k, y in enumerate(answer.multipliers[count:]) if y}))
    return GradientAnswer(meaning, False, None, refusals, "", (), space, tuple(proofs))


def _symbolic(
    meaning: str, bond: Bond, flux: Form, climb: Form, space: TemperatureSpace, budget: Budget
) -> GradientAnswer:
    """Two linear forms that vanish at equal temperatures: independent ones take every pair of signs.

    With m = f_a g_b - f_b g_a not zero, x = (g_b - f_b)/m at bath a and y = (f_a - g_a)/m at bath b make both
    forms 1, and 1 + x^2 + y^2 may be added to every temperature. Proportional forms f = c g agree in sign
    exactly where c > 0.
    """
    baths = space.baths
    minors = {
        (a, b): minor
        for k, a in enumerate(baths)
        for b in baths[k + 1 :]
        if not (minor := flux[a] * climb[b] - flux[b] * climb[a]).is_zero
    }
    if minors:
        (a, b), minor = min(minors.items(), key=lambda item: len(item[1].numerator))
        x, y = (climb[b] - flux[b]) / minor, (flux[a] - climb[a]) / minor
        base = x * x + y * y + 1
        real = space.network.real
        witness = {s: (base + (x if s == a else y if s == b else 0)).to_sympy(real) for s in baths}
        return GradientAnswer(meaning, True, witness, None, "", (minor.numerator,))
    pivot = next((b for b in baths if not climb[b].is_zero), None)
    if pivot is None or all(c.is_zero for c in flux.values()):
        return GradientAnswer(meaning, False, None, None, "the flux or the temperature difference vanishes identically")
    (i, j), given = bond, space.coupling_assumptions
    rise = f"(kinetic_temperature_coefficient({j},{pivot}) - kinetic_temperature_coefficient({i},{pivot}))"
    if meaning == "bath":
        rise = str(climb[pivot])
    formula = f"flux_coefficient({i},{j},{pivot})*{rise}"
    product = flux[pivot] * climb[pivot]
    ratio = coupling_sign(product, space.network, formula=formula, given=given, seconds=budget.part(0.5 * budget.left))
    if ratio.sign is None:
        return GradientAnswer(meaning, None, None, None, ratio.reason)
    if ratio.sign < 0:
        return GradientAnswer(meaning, False, None, None, "the flux is a negative multiple of the temperature rise")
    hot = {s: sympy.Integer(1) for s in baths}
    slope = coupling_sign(
        climb[pivot], space.network, formula=rise, given=given, seconds=budget.part(0.5 * budget.left)
    )
    if slope.sign in (1, -1):
        hot[pivot] = sympy.Integer(2)
        return GradientAnswer(meaning, True, hot, None, "the flux is a positive multiple of the temperature rise")
    return GradientAnswer(meaning, True, None, None, "the flux is a positive multiple of the temperature rise")
