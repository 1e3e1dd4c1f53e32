r"""Statements about every size as LaTeX."""

from __future__ import annotations

from symflux.algebra import Polynomial, RationalFunction
from symflux.errors import NetworkError
from symflux.family.blocks import Z
from symflux.family.closed_form import ClosedForm, closed_form
from symflux.family.rings import RingResult
from symflux.family.segment_result import SegmentResult
from symflux.family.symmetry import SymmetryLaw
from symflux.model.labels import Site
from symflux.show.tex.latex import latex

__all__ = ["law_latex", "ring_latex", "size_latex"]

FORMS = ("recurrence", "sinh", "chebyshev", "fibonacci")


def law_latex(law: SymmetryLaw) -> str:
    r"""A linear law of the fluxes, ready to be put between dollar signs.

    >>> import symflux as sf
    >>> law, = sf.ring(3, spring="k", baths={1: ("g1", "T1"), 2: ("g2", "T2")}).symmetry_laws()
    >>> print(law_latex(law))
    (g_1 + g_2)\,\phi_{1\to 2} + g_2\,\phi_{2\to 3} + g_1\,\phi_{3\to 1} = 0
    """

    def named(i: Site, j: Site, times: str) -> str:
        bonded = law.network.has_bond(i, j)
        return times + (rf"\phi_{{{i}\to {j}}}" if bonded else rf"\langle q_{{{i}}} v_{{{j}}}\rangle")

    return law.written(latex, named, r"\,") + " = 0"


def size_latex(result: SegmentResult, form: str = "recurrence") -> str:
    r"""A quantity of a row for every size: a quotient of neighbours of one sequence, or a sum over roots.

    >>> import symflux as sf
    >>> ends = {"first": (1, "T1"), "last": (1, "T2")}
    >>> heat = sf.family.chain(spring=1, walls=(1, 1), baths=ends).bath_flux("first")
    >>> print(size_latex(heat, "fibonacci"))
    \frac{1}{2}\,\frac{F_{2N-2}}{F_{2N}}\,(T_1 - T_2)
    """
    if form not in FORMS:
        raise NetworkError(f"form {form!r}: one of {', '.join(FORMS)}")
    function, hot, cold = result.single
    heat = ""
    if hot is not None:
        difference = latex(result.family.temperature(hot) - result.family.temperature(cold))
        heat = rf"\,({difference})"
    try:
        found = closed_form(function)
    except NetworkError:
        if form != "recurrence":
            raise
        return _sum_over_roots(result, heat)
    if found.x is None:
        return latex(found.factor) + heat
    return _quotient(result, found, form, heat)


def _quotient(result: SegmentResult, found: ClosedForm, form: str, heat: str) -> str:
    assert found.x is not None and found.above is not None and found.below is not None
    if form == "fibonacci" and found.x != 3:
        raise NetworkError(f"form 'fibonacci': x = {found.x.summary()}; only x = 3 gives Fibonacci numbers")
    sides, where = [], []
    same = found.above[1] == found.below[1]
    for (lag, eta), letter in ((found.above, r"\eta"), (found.below, r"\eta" if same else r"\theta")):
        first, second = _term(result, lag, form), _term(result, lag - 1, form)
        if not eta:
            sides.append(first)
            continue
        simple = eta.is_constant
        factor = "" if eta == 1 else (latex(eta) if simple else letter) + r"\,"
        sides.append(f"{first} - {factor}{second}")
        if not simple and f"{letter} = {latex(eta)}" not in where:
            where.append(f"{letter} = {latex(eta)}")
    x = latex(found.x)
    notes = {
        "recurrence": ["s_0 = 0", "s_1 = 1", "s_{n+1} = x\\,s_n - s_{n-1}", f"x = {x}"],
        "sinh": [rf"2\cosh\alpha = {x}"],
        "chebyshev": [f"x = {x}"],
        "fibonacci": [],
    }[form]
    factor = "" if found.factor == 1 else latex(found.factor) + r"\,"
    text = rf"{factor}\frac{{{sides[0]}}}{{{sides[1]}}}{heat}"
    return ",\\quad ".join([text, *notes, *where])


def _term(result: SegmentResult, lag: int, form: str) -> str:
    """s_(n + lag), n the number of cells, by the size N = step n + offset."""
    shape = result.family.shape
    lag += result.shift
    if shape.step == 1:
        start, number = shape.size, lag - shape.offset
    else:
        start, number = rf"{shape.size}/{shape.step}", lag - shape.offset // shape.step

    def index(more: int, times: int = 1) -> str:
        value = times * (number + more)
        head = start if times == 1 else f"{times}{start}"
        return head if value == 0 else f"{head}{value:+d}"

    if form == "sinh":
        inside = index(0)
        return rf"\sinh({inside})\alpha" if inside != start else rf"\sinh {inside}\alpha"
    if form == "chebyshev":
        return f"U_{{{index(-1)}}}(x/2)"
    return f"F_{{{index(0, 2)}}}" if form == "fibonacci" else f"s_{{{index(0)}}}"


def _sum_over_roots(result: SegmentResult, heat: str) -> str:
    """Constant and the sum over the roots of Delta, with the recurrence of S_n."""
    function = result.single[0]
    n, m = _cells(result, 0), _cells(result, -1)
    pieces = [] if not function.constant else [latex(function.constant)]
    for pole in function.poles:
        a, b, c, d = (_in_z(value) for value in pole.terms)
        delta = _in_z(pole.factor)
        pieces.append(
            rf"\sum_{{{delta} = 0}} \frac{{({a})\,S_{{{n}}} + ({b})\,S_{{{m}}}}}{{({c})\,S_{{{n}}} + ({d})\,S_{{{m}}}}}"
        )
    row = result.family.row
    rules = rf"S_0 = 0,\quad S_1 = 1,\quad S_{{m+1}} = ({_in_z(row.trace)})\,S_m - {_factor(row.kap2)}\,S_{{m-1}}"
    return rf"\left[{' + '.join(pieces)}\right]{heat},\quad {rules}"


def _cells(result: SegmentResult, more: int) -> str:
    shape = result.family.shape
    number = more + result.shift - (shape.offset if shape.step == 1 else shape.offset // shape.step)
    start = shape.size if shape.step == 1 else f"{shape.size}/{shape.step}"
    return start if number == 0 else f"{start}{number:+d}"


def _in_z(value: Polynomial) -> str:
    return latex(RationalFunction(value.compose({Z: Polynomial.variable("z")})))


def _factor(value: Polynomial) -> str:
    text = _in_z(value)
    return f"({text})" if len(value) > 1 else text


def ring_latex(result: RingResult) -> str:
    r"""The heat of a ring for every size; a conjectured formula says so.

    >>> import symflux as sf
    >>> rings = sf.family.ring(spring="k", baths={"first": (1, "T1"), "last": (1, "T2")})
    >>> print(ring_latex(rings.conductance("first", "last")))
    k\,\frac{\cosh(N/2-1)\alpha}{\cosh(N\alpha/2)},\quad 2\cosh\alpha = 2 (2 k + 1)
    """
    family = result.family
    k, frictions = family.spring, [g for g, _ in family.ends.values()]
    heat = "" if result.kind == "conductance" else rf"\,({latex(result.difference)})"
    n, x = family.size, latex(family.x)
    front = 2 * k / (frictions[0] + frictions[1])
    if not family.opposite:
        quotient = rf"\frac{{\cosh({n}/2-1)\alpha}}{{\cosh({n}\alpha/2)}}"
        return rf"{latex(front)}\,{quotient}{heat},\quad 2\cosh\alpha = {x}"
    product = frictions[0] * frictions[1]
    front = front * product / (product + 4 * k)
    quotient = r"\frac{s_{h} - s_{h-1}}{s_{h+1} - s_{h}}"
    rules = rf"s_{{m+1}} = x\,s_m - s_{{m-1}},\quad x = {x},\quad {n} = 2h+1"
    return rf"{latex(front)}\,{quotient}{heat},\quad {rules}\quad\text{{({result.status})}}"
