"""The sign of one flux over all temperatures: which signs occur, where, and from which temperature on.

A heat flux is a linear form in the bath temperatures that vanishes where all are equal. Without assumptions a
flux that is not identically zero therefore takes all three signs (T -> constant - T turns it round); what can be
learnt lies in the form itself, in the thresholds, and in the signs that are left under assumptions (``given``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy

from symflux.algebra import Polynomial, RationalFunction, parameter_symbol
from symflux.certificates.certificate import Certificate
from symflux.errors import NoSuchSignError, SignError
from symflux.model.labels import Label, label_text
from symflux.model.network import Network, Site
from symflux.polyhedra.linear_program import Farkas, Row, Vector
from symflux.signs.prove import prove
from symflux.temperature.coupling_sign import coupling_sign
from symflux.temperature.linear_certificate import certificate_network
from symflux.temperature.linear_condition import LinearCondition
from symflux.temperature.sources import form_of
from symflux.temperature.space import TemperatureSpace, rational
from symflux.temperature.symbolic_region import SymbolicSigns, conductance_pairs, symbolic_signs
from symflux.work.budget import Budget
from symflux.work.child import MEMORY, run

__all__ = ["TemperatureRegion", "Threshold", "coldest", "hottest", "numeric_form", "temperature_region"]

SIGNS = {"+": 1, "0": 0, "-": -1}
MANY_SITES = 12  #: from here on even numbers take long enough for a process of their own
SHARE = 0.4  #: of the seconds by the clock that are worked, by the count
GRACE = 0.5  #: seconds for the search to say where it ended


@dataclass(frozen=True)
class Threshold:
    """The temperature of one bath at which a flux reverses, the other temperatures fixed.

    ``expr`` is an energy, in the names of the other temperatures; ``interval`` holds the temperatures of this bath at
    which the flux is positive.

    >>> import symflux as sf
    >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    >>> threshold = ss.bond_flux(1, 2).temperature_region().threshold(1)
    >>> threshold.bath, threshold.name, threshold.expr, threshold.interval
    (1, 'T1', T2, Interval.open(T2, oo))
    """

    bath: Label
    name: str
    expr: sympy.Expr  #: that temperature, in terms of the other temperatures
    interval: sympy.Set | None  #: temperatures of the bath at which the flux is positive; None if undecided

    def _sympy_(self) -> sympy.Expr:
        return self.expr

    def latex(self, **options: Any) -> str:
        """The threshold as a LaTeX equation; ``names`` maps parameters to their LaTeX.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> print(ss.bond_flux(1, 2).temperature_region().threshold(1).latex())
        T_1 = T_2
        """
        from symflux.show.tex.answers import threshold_latex

        return threshold_latex(self, **options)

    def __str__(self) -> str:
        if self.interval is None:
            return f"{self.name} = {self.expr}"
        return f"{self.name} = {self.expr}; positive {'above' if self.interval.sup is sympy.oo else 'below'}"


@dataclass(frozen=True)
class TemperatureRegion:
    """Where in temperature space a flux is positive, zero, negative.

    ``signs`` holds the signs that occur for some T > 0 that satisfies the assumptions, "+", "0" and "-".
    With couplings that are numbers it is complete: a sign that is missing does not occur. With symbolic couplings
    it holds the signs that occur whatever the couplings, ``undecided`` those about which nothing was proved; the
    others occur for no couplings. ``except_where`` lists polynomials in the couplings: where all of them vanish
    the flux is zero at all temperatures (empty: nowhere).

    >>> import symflux as sf
    >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    >>> region = ss.bond_flux(1, 2).temperature_region(given=["T1 > T2"])
    >>> sorted(region.signs), region.verdict, region.form
    (['+'], 'proved', {1: 1/6, 2: -1/6})
    >>> print(region.coefficients[2])
    -1/6
    >>> region.witness("+"), region.multipliers("-")
    ({1: 2, 2: 1}, {'flux(1,2) < 0': 6, 'T1 > T2': 1})
    >>> print(region.certificate("-").check().claim)
    flux(1,2) >= 0
    >>> region.threshold(1).expr
    T2
    """

    network: Network
    at: Network  #: the network with the values that the flux was given
    label: str
    space: TemperatureSpace
    signs: frozenset[str]
    undecided: frozenset[str]
    except_where: tuple[Polynomial, ...]
    reason: str
    pairs: tuple[tuple[Label, Label], ...] | None  #: the flux is sum K_ab (T_a - T_b) over these, if it is such a sum
    _answers: Mapping[str, Vector | Farkas]
    _flux: Any = field(repr=False, compare=False)  #: the flux, or its coefficients where they are numbers

    @cached_property
    def coefficients(self) -> Mapping[Label, RationalFunction]:
        """{bath: coefficient of its temperature in the flux}, exact; large ones are computed when asked for."""
        known = self._flux if isinstance(self._flux, Mapping) else form_of(self._flux)
        return {source: known[source] for source in self.space.baths}

    @property
    def form(self) -> dict[Label, sympy.Expr]:
        """{bath: coefficient of its temperature in the flux}; they add up to zero where nothing does work.

        With drives also {("drive", its label): coefficient of its strength}.
        """
        real = self.network.real
        return {bath: c.to_sympy(real) for bath, c in self.coefficients.items()}

    def latex(self, **options: Any) -> str:
        r"""Where the flux is positive, as LaTeX; ``names`` maps parameters to their LaTeX.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> print(ss.bond_flux(1, 2).temperature_region().latex())
        \phi_{1\to 2} > 0 \iff \frac{1}{6}\,(T_1 - T_2) > 0
        """
        from symflux.show.tex.answers import temperature_region_latex

        return temperature_region_latex(self, **options)

    def _repr_html_(self) -> str:
        from symflux.show.notebook.displays import temperature_region_html

        return temperature_region_html(self)

    @property
    def verdict(self) -> str:
        """ "proved" if every sign is decided, else "undecided"."""
        return "undecided" if self.undecided else "proved"

    def witness(self, sign: str) -> dict[Label, sympy.Rational]:
        """{bath: temperature} at which the flux has this sign; small integers where possible.

        Raises :class:`NoSuchSignError` where the sign does not occur; its ``multipliers`` prove that.
        """
        if sign not in SIGNS:
            raise SignError(f"no sign {sign!r}; signs are '+', '-' and '0'")
        if sign in self.undecided:
            raise SignError(f"{self.label}: whether the sign {sign} occurs is undecided: {self.reason}")
        answer = self._answers.get(sign)
        if answer is None:
            raise self._no_common_witness(sign)
        if isinstance(answer, Farkas):
            multipliers = self.multipliers(sign)
            shown = " + ".join(f"{y}*({text})" for text, y in multipliers.items())
            raise NoSuchSignError(
                f"{self.label} is {_WORD[sign]} at no temperatures{_under(self.space)}: 0 = {shown}", multipliers
            )
        return self.space.witness(answer)

    def multipliers(self, sign: str) -> dict[str, sympy.Rational]:
        """The Farkas multipliers that prove that a sign does not occur: {condition: multiplier}.

        The conditions are the sign itself, the assumptions, and the positivity of temperatures; multiplied and
        added they cancel, which the positive left sides of true conditions could not.
        """
        answer = self._answers.get(sign)
        if not isinstance(answer, Farkas):
            raise SignError(f"{self.label}: there are no multipliers against the sign {sign}")
        texts = (f"{self.label} {_CONDITION[sign]}", *self.space.row_texts)
        return {texts[k]: rational(answer.multipliers[k]) for k in answer.support}

    def certificate(self, sign: str) -> Certificate:
        """The certificate, for the independent checker, that a sign does not occur.

        For symbolic couplings there is one where the flux is a sum of conductances times temperature differences.
        """
        if sign not in SIGNS or sign in self.signs | self.undecided:
            raise SignError(f"{self.label}: there is no certificate against the sign {sign}")
        if self._coefficient(self.space.baths[0]) is None:
            raise SignError(f"{self.label}: certificates speak of flux, bath_flux and kinetic_temperature only")
        answer = self._answers.get(sign)
        if not isinstance(answer, Farkas):
            return self._symbolic_certificate(sign)
        form = numeric_form(self.coefficients, self.label)
        row = tuple(-c for c in form) if sign == "-" else form
        condition = LinearCondition(self.label, _CONDITION[sign].removesuffix(" 0"), (*row, Fraction(0)))
        first, *cone = answer.multipliers
        return self.space.certificate(self.at, [(condition, first)], {k: y for k, y in enumerate(cone) if y})

    def _symbolic_certificate(self, sign: str) -> Certificate:
        if self.pairs is None or not self.network.is_classic:
            return self._proved_certificate(sign)
        direction = "-" if sign == "+" or "+" not in self.signs else "+"
        condition = LinearCondition(self.label, _CONDITION[sign].removesuffix(" 0"), ())
        return self.space.conductance_certificate(self.at, condition, self.pairs, direction)

    def _proved_certificate(self, sign: str) -> Certificate:
        """By the sign engine, all at once: the flux under the assumptions, temperatures and couplings together."""
        outcome = prove(
            f"{self.label} {_NEGATION[sign]} 0",
            given=[f"{a.left} {a.relation} 0" for a in self.space.assumptions] + list(self.space.coupling_assumptions),
            network=certificate_network(self.at, self.space.by_bath),
        )
        if outcome.certificate is None or outcome.verdict != "proved":
            raise SignError(f"{self.label}: no single certificate against the sign {sign}: {outcome.reason}")
        return outcome.certificate

    def _coefficient(self, bath: Label) -> str | None:
        """How claims on the network name a coefficient."""
        known = self.label.startswith(("flux(", "bath_flux(", "kinetic_temperature("))
        return f"{self.label.replace('(', '_coefficient(', 1)[:-1]},{label_text(bath)})" if known else None

    def _no_common_witness(self, sign: str) -> SignError:
        """What to say where couplings are symbols and no temperatures serve all of them."""
        if sign not in self.signs:
            return NoSuchSignError(f"{self.label} is {_WORD[sign]} at no temperatures{_under(self.space)}", {})
        return SignError(
            f"{self.label}: the temperatures for the sign {sign} depend on the couplings; put numbers with .at(...)"
        )

    def threshold(self, bath: Label) -> Threshold:
        """The exact temperature of one bath at which the flux vanishes, and where it is positive.

        The flux is c_bath (T_bath - threshold): positive above where c_bath > 0, below where c_bath < 0.
        Raises :class:`SignError` where the temperature of this bath has no influence. Assumptions are not used.
        """
        if bath not in self.space.baths:
            bath = self.network.bath(bath).label
        slope = self.coefficients.get(bath)
        if slope is None or slope.is_zero:
            raise SignError(f"{self.label} does not depend on the temperature of bath {bath}: no threshold there")
        names = dict(zip(self.space.baths, self.space.names, strict=True))
        real = self.network.real
        expression = sympy.Add(
            *(
                (-c / slope).to_sympy(real) * parameter_symbol(names[other])
                for other, c in self.coefficients.items()
                if other != bath and not c.is_zero
            )
        )
        formula, given = self._coefficient(bath), self.space.coupling_assumptions
        direction = coupling_sign(slope, self.at, formula=formula, given=given)
        interval = None
        if direction.sign == 1:
            interval = sympy.Interval.open(sympy.Max(0, expression), sympy.oo)
        elif direction.sign == -1:
            interval = sympy.Interval.open(0, expression)
        return Threshold(bath, names[bath], expression, interval)

    def __str__(self) -> str:
        listed = ", ".join(sorted(self.signs, key="+0-".index)) or "none"
        open_question = f"; undecided: {', '.join(sorted(self.undecided, key='+0-'.index))}" if self.undecided else ""
        return f"{self.label}{_under(self.space)}: signs {listed}{open_question}"


_WORD = {"+": "positive", "-": "negative", "0": "zero"}
_NEGATION = {"+": "<=", "-": ">=", "0": "!="}
_CONDITION = {"+": "> 0", "-": "< 0", "0": "== 0"}


def _under(space: TemperatureSpace) -> str:
    listed = [a.text for a in space.assumptions] + [str(c) for c in space.coupling_assumptions]
    return f" with {', '.join(listed)}" if listed else ""


def temperature_region(flux: Any, *, given: Any = (), seconds: float = 20) -> TemperatureRegion:
    """Where in temperature space a flux is positive, zero, negative: exact, with a witness or a proof for each sign.

    ``flux`` is a result that is linear in the bath temperatures. ``given`` restricts them, ``["T1 > T2",
    "T3 == T4"]``: linear, strict or not; a bath's temperature has the user's name for it, else ``T<site>``.
    Every bath temperature counts as free, even where the network gives a number. Conditions on symbolic couplings
    may stand among them. :class:`TimeLimitError` where the flux itself is not known after ``seconds``; the search for
    proofs, where couplings are symbols, ends in that time and says what it left undecided.

    >>> from symflux.model.families import chain
    >>> net = chain(3, pinning=1, baths={1: (1, "T1"), 2: (1, "T2"), 3: (1, "T3")})
    >>> region = temperature_region(net.steady_state().bond_flux(1, 2), given=["T1 > T3", "T2 > T3"])
    >>> region.form
    {1: 151/1064, 2: -2/19, 3: -39/1064}
    >>> sorted(region.signs), region.witness("-")
    (['+', '-', '0'], {1: 2, 2: 3, 3: 1})
    >>> region.threshold(1).expr
    112*T2/151 + 39*T3/151
    """
    network: Network = flux.network
    label = label_of(flux)
    space = TemperatureSpace.of(network, given, only_differences=flux.quantity.kind.endswith("flux"))
    space.check_not_empty()
    at = with_values(flux)
    found_pairs = conductance_pairs(network, flux.quantity)
    pairs = None if found_pairs is None else tuple(found_pairs)
    if at.coupling_parameters or len(network.sites) > MANY_SITES:
        arguments = flux, space, at, search_budget(seconds)
        found = run(_signs_or_coefficients, *arguments, seconds=seconds + GRACE, label=label, memory=MEMORY)
    else:
        found = _signs_or_coefficients(flux, space, at, search_budget(seconds))
    if isinstance(found, SymbolicSigns):
        return TemperatureRegion(
            network,
            at,
            label,
            space,
            found.signs,
            found.undecided,
            found.except_where,
            found.reason,
            pairs,
            found.points,
            flux,
        )
    form = space.lifted(numeric_form(found, label))
    answers = {
        "+": space.solve([Row(form, ">")]),
        "0": space.solve([Row(form, "==")]),
        "-": space.solve([Row(tuple(-c for c in form), ">")]),
    }
    signs = frozenset(sign for sign, answer in answers.items() if not isinstance(answer, Farkas))
    return TemperatureRegion(network, at, label, space, signs, frozenset(), (), "", pairs, answers, found)


def search_budget(seconds: float) -> Budget:
    """The counted work of a search for proofs that may take so many seconds by the clock."""
    return Budget(SHARE * seconds, clock=seconds)


def _signs_or_coefficients(
    flux: Any, space: TemperatureSpace, at: Network, budget: Budget
) -> SymbolicSigns | dict[Label, RationalFunction]:
    """The coefficients where they are numbers, else the signs: symbolic coefficients may be too large to send."""
    coefficients = form_of(flux)
    if all(c.is_constant for c in coefficients.values()):
        return coefficients
    return symbolic_signs(flux.quantity, coefficients, space, at, seconds=budget)


def hottest(ss: Any, site: Site) -> TemperatureRegion:
    """Lemma 2: the flux of the hottest bath. Its ``signs`` are {"+"} where nothing does work: it never absorbs heat.

    phi_i = sum_j K_ij (T_i - T_j) with K_ij >= 0; symbolic couplings are no obstacle. The bath is asked to be
    strictly hotter than every other one. Derivation ``lemma_2``.
    """
    return _extremal(ss, site, ">")


def coldest(ss: Any, site: Site) -> TemperatureRegion:
    """Lemma 2: the flux of the coldest bath. Its ``signs`` are {"-"} where nothing does work: it never gives heat."""
    return _extremal(ss, site, "<")


def _extremal(ss: Any, site: Site, relation: str) -> TemperatureRegion:
    flux = ss.bath_flux(site)
    space = TemperatureSpace.of(ss.network)
    names = dict(zip(space.baths, space.names, strict=True))
    others = [bath for bath in ss.network.baths if bath != site]
    return temperature_region(flux, given=[f"{names[site]} {relation} {names[other]}" for other in others])


def numeric_form(coefficients: Mapping[Label, RationalFunction], label: str) -> Vector:
    """The coefficients as numbers; :class:`SignError` where they depend on parameters."""
    names = sorted({name for c in coefficients.values() for name in c.names})
    if names:
        raise SignError(f"{label} depends on {', '.join(names)}: put numbers for the couplings with .at(...)")
    return tuple(Fraction(c.value) for c in coefficients.values())


def with_values(result: Any) -> Network:
    """The network of a result, the values put in that the result was given for couplings."""
    network: Network = result.network
    couplings = {name: value for name, value in result.quantity.at if name in network.coupling_parameters}
    return network.at(couplings) if couplings else network


def label_of(result: Any) -> str:
    """What a result is called in messages: ``flux(1,2)``."""
    return f"{result.quantity.kind}({','.join(map(label_text, result.quantity.sites))})"
