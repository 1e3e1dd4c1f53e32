"""Lemma 1: the steady state is unique iff the baths reach every motion.

With W = span{(M^-1 V)^k e_i : i has a bath, k >= 0} the steady state is unique (and positive definite) iff
W = R^n. The hidden modes {u : (u, M w) = 0 for all w in W} are invariant under M^-1 V and feel no friction: the
coordinate (M u) . q oscillates by itself for ever. Derivation: ``lemma_1_uniqueness``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import Any

import sympy
from flint import nmod_mat

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.generic_point import generic_points
from symflux.algebra.linear import Echelon, null_space, primitive_vector
from symflux.errors import ExpressionError, NetworkError, UniquenessError
from symflux.model.elements import Elements
from symflux.model.linear_model import linear_model

__all__ = ["exceptional_set", "hidden_modes", "require_unique"]

_ZERO = RationalFunction.constant(0)
_ONE = RationalFunction.constant(1)
_PRIME = 2**31 - 1
_MAX_MINORS = 5_000
_MAX_TERMS = 200_000  #: of a column, and of a product on the way to a minor


def hidden_modes(network: Elements) -> list[tuple[Any, ...]]:
    """See :meth:`Network.hidden_modes`; exact for rational parameters, generic for symbolic ones."""
    if set(network.beyond_classic) - {"several baths at a site", "a drive"}:  # Lemma 1 holds with these
        network.require_classic("hidden modes (steady_state() shows those of other networks)")
    if network.baths and _full_rank_somewhere(network):
        return []
    symbolic = bool(network.coupling_parameters)
    masses = [mass if symbolic else mass.value for mass in network.mass_items]
    rows = [[w * m if w else w for w, m in zip(vector, masses, strict=True)] for vector in _krylov(network, symbolic)]
    size = len(network.sites)
    if symbolic:
        return [_cleared(mode, network) for mode in null_space(rows, size, _ZERO, _ONE)]
    basis = null_space(rows, size, Fraction(0), Fraction(1))
    return [tuple(sympy.Integer(entry) for entry in primitive_vector(mode)) for mode in basis]


def require_unique(network: Elements) -> None:
    """:class:`NetworkError` without a bath, :class:`UniquenessError` in words where a mode is hidden."""
    if not network.baths:
        raise NetworkError(f"{network.title()} has no bath, so it has no steady state: add one to a site")
    modes = hidden_modes(network)
    if not modes:
        return
    described = [f"{coordinate_text(network, mode)} moves by itself: no bath reaches it" for mode in modes[:3]]
    more = f" (and {len(modes) - 3} more)" if len(modes) > 3 else ""
    where = " for any values of its parameters" if network.coupling_parameters else ""
    raise UniquenessError(f"{network.title()} has no unique steady state{where}: {'; '.join(described)}{more}", modes)


def coordinate_text(network: Elements, mode: Sequence[Any]) -> str:
    """The coordinate (M u) . q of a mode shape u, in words: ``q3 - q4``."""
    text = ""
    for site, entry, mass in zip(network.sites, mode, network.mass_items, strict=True):
        weight = sympy.cancel(entry * mass.to_sympy(network.real))
        if weight == 0:
            continue
        negative = weight.could_extract_minus_sign()
        size = -weight if negative else weight
        shown = "" if size == 1 else f"({size})*" if size.is_Add else f"{size}*"
        text += f" {'-' if negative else '+'} {shown}q{site if isinstance(site, int) else f'[{site}]'}"
    return "-" + text[3:] if text.startswith(" -") else text[3:]


def exceptional_set(network: Elements) -> list[Any]:
    """See :meth:`Network.exceptional_set`.

    The baths' coordinates are in the span, so only the sites without a bath matter: uniqueness is lost where all
    maximal minors of the Krylov matrix of (V_FF, V_FB) vanish, F the sites without a bath and B those with one.
    """
    if not network.baths or hidden_modes(network):
        return [sympy.Integer(0)]
    reached = _bath_sites(network)
    free = [k for k in range(len(network.sites)) if k not in reached]
    if not free or not network.coupling_parameters:
        return [sympy.Integer(1)]
    masses, couplings = _scaled(network)
    size = len(free)
    near = [b for b in reached if any(couplings[b][k] for k in free)]
    if comb(len(near) * size, size) > _MAX_MINORS:
        raise NetworkError(
            f"the exceptional set of {size} sites without a bath needs {comb(len(near) * size, size)} minors; "
            f"the limit is {_MAX_MINORS}: give some parameters values first"
        )
    columns = _polynomial_krylov(network, masses, couplings, free)
    minors: dict[Polynomial, None] = {}
    for chosen in combinations(columns, size):
        minor = _determinant_up_to_sign([[column[row] for column in chosen] for row in range(size)])
        if not minor.is_zero:
            minors.setdefault(_without_positive_factors(minor, network.real))
    ordered = sorted(minors, key=lambda p: (p.total_degree, len(p), str(p)))
    return [_as_product(p, network.real) for p in _independent(ordered, network.real)]


def _independent(ordered: Sequence[Polynomial], real: frozenset[str]) -> list[Polynomial]:
    """The polynomials that say something new where those before them vanish (as far as solving for a parameter
    shows); the common zeros stay the same."""
    kept: list[Polynomial] = []
    known: list[Polynomial] = []
    solved: dict[str, RationalFunction] = {}
    for polynomial in ordered:
        rest = RationalFunction(polynomial)
        for name, value in solved.items():
            rest = rest.substitute({name: value})
        if rest.is_zero:
            continue
        new = _without_positive_factors(rest.numerator, real)
        if new.is_constant:
            return [Polynomial.constant(1)]
        if any(_divides(old, new) for old in known):
            continue
        kept.append(polynomial)
        known.append(new)
        for name in reversed(new.names):
            if new.degree(name) == 1 and new.coefficients_in(name)[1].is_constant:
                constant, slope = new.coefficients_in(name)
                solved[name] = RationalFunction(-constant, slope)
                break
    return kept


def _as_product(polynomial: Polynomial, real: frozenset[str]) -> Any:
    content, factors = polynomial.factor()
    return sympy.Mul(*(sympy.Pow(f.to_sympy(real), e) for f, e in factors)) * (1 if content > 0 else -1)


def _without_positive_factors(polynomial: Polynomial, real: frozenset[str]) -> Polynomial:
    """The product of the distinct factors that positive parameters can make zero."""
    result = Polynomial.constant(1)
    for factor, _ in polynomial.factor()[1]:
        if factor.sign(real) is None:
            result = result * factor
    return result


def _divides(divisor: Polynomial, polynomial: Polynomial) -> bool:
    try:
        polynomial.exact_quotient(divisor)
    except ValueError:
        return False
    return True


# the Krylov space --------------------------------------------------------------------------------------


def _bath_sites(network: Elements) -> list[int]:
    """The numbers of the sites that have a bath, each once."""
    return list(dict.fromkeys(bath.index for bath in linear_model(network).baths if bath.index is not None))


def _scaled(network: Elements) -> tuple[list[Any], list[list[Any]]]:
    """Masses and V as Fractions where the couplings are numbers, else as rational functions."""
    couplings = linear_model(network).coupling.dense()
    if network.coupling_parameters:
        return list(network.mass_items), couplings
    return [m.value for m in network.mass_items], [[entry.value for entry in row] for row in couplings]


def _krylov(network: Elements, symbolic: bool) -> list[list[Any]]:
    """A basis of span{(M^-1 V)^k e_i}. Each new vector is reduced by those before it, which keeps its entries small."""
    size = len(network.sites)
    zero, one = (_ZERO, _ONE) if symbolic else (Fraction(0), Fraction(1))

    def number(value: RationalFunction) -> Any:
        return value if symbolic else value.value

    masses = [number(mass) for mass in network.mass_items]
    rows = [[(j, number(entry)) for j, entry in row] for row in linear_model(network).coupling.rows]
    echelon = Echelon(size)
    basis = []
    starts = _bath_sites(network)
    fresh = [[one if k == start else zero for k in range(size)] for start in sorted(starts)]
    while fresh:
        following = []
        for vector in fresh:
            if echelon.add(vector):
                vector = list(echelon.rows[next(reversed(echelon.rows))])
                basis.append(vector)
                following.append(
                    [
                        sum((entry * vector[j] for j, entry in row if vector[j]), zero) / mass
                        for row, mass in zip(rows, masses, strict=True)
                    ]
                )
        fresh = following
    return basis


def _full_rank_somewhere(network: Elements) -> bool:
    """Whether the rank is full modulo a prime at one parameter point: that proves full (generic) rank."""
    for point in generic_points(network.coupling_parameters, number=10):
        try:
            return _has_full_rank(network, point)
        except (ExpressionError, ValueError):  # a pole, or the prime divides a denominator
            continue
    return False


def _has_full_rank(network: Elements, point: Mapping[str, Fraction]) -> bool:
    """The Krylov matrix modulo a prime, in blocks of one column a bath, until its rank is full or grows no more."""
    import numpy  # only here: the import takes longer than most networks

    def residue(value: RationalFunction) -> int:
        exact = value.evaluate(point) if point else value.value
        return exact.numerator * pow(exact.denominator, -1, _PRIME) % _PRIME

    size, baths = len(network.sites), _bath_sites(network)
    inverse = [pow(residue(m), -1, _PRIME) for m in network.mass_items]
    entries = [(i, j, inverse[i] * residue(entry) % _PRIME) for i, j, entry in linear_model(network).coupling.entries()]
    rows, columns, weights = numpy.array(entries, dtype=numpy.int64).reshape(-1, 3).T
    vectors: list[Any] = []
    fresh = [numpy.eye(1, size, bath, dtype=numpy.int64)[0] for bath in baths]
    blocks, rank = -(-size // len(baths)), -1
    while True:
        while len(vectors) < blocks * len(baths):
            vectors += fresh
            # products stay below 2**62, and sums of up to 1000 residues below 2**53: nothing is rounded
            fresh = [
                numpy.bincount(rows, weights * v[columns] % _PRIME, size).astype(numpy.int64) % _PRIME for v in fresh
            ]
        before, rank = rank, _rank(vectors, size)
        if rank in (size, before) or blocks >= size:
            return rank == size
        blocks *= 2


def _rank(vectors: Sequence[Any], size: int) -> int:
    return int(nmod_mat(len(vectors), size, [entry for v in vectors for entry in v.tolist()], _PRIME).rank())


def _cleared(mode: Sequence[RationalFunction], network: Elements) -> tuple[Any, ...]:
    """A symbolic mode without denominators, first entry with positive leading coefficient."""
    scale = Polynomial.constant(1)
    for entry in mode:
        scale = scale * entry.denominator.exact_quotient(scale.gcd(entry.denominator))
    cleared = [(entry * scale).numerator for entry in mode]
    common = Polynomial.constant(0)
    for p in cleared:
        common = common.gcd(p)
    first = next(p for p in cleared if not p.is_zero)
    sign = 1 if first.leading_coefficient > 0 else -1
    return tuple(p.exact_quotient(common).to_sympy(network.real) * sign for p in cleared)


def _polynomial_krylov(
    network: Elements, masses: list[Any], couplings: list[list[Any]], free: Sequence[int]
) -> list[list[Polynomial]]:
    """The columns (M_F^-1 V_FF)^k M_F^-1 V_Fb, k < |F|, each cleared of denominators."""
    wrap = RationalFunction.wrap
    columns: list[list[Polynomial]] = []
    for b in _bath_sites(network):
        vector = [wrap(couplings[i][b]) / masses[i] for i in free]
        for _ in range(len(free)):
            if not any(vector):
                break
            scale = Polynomial.constant(1)
            for entry in vector:
                scale = scale * entry.denominator.exact_quotient(scale.gcd(entry.denominator))
            columns.append([(entry * scale).numerator for entry in vector])
            _require_small(sum(len(entry) for entry in columns[-1]))
            vector = [
                sum((wrap(couplings[i][j]) * vector[c] for c, j in enumerate(free)), _ZERO) / masses[i] for i in free
            ]
    return columns


def _require_small(terms: int) -> None:
    if terms > _MAX_TERMS:
        raise NetworkError("the exceptional set has too many terms: give some parameters values first")


def _determinant_up_to_sign(matrix: list[list[Polynomial]]) -> Polynomial:
    """By minors of growing width, without divisions, sparsest row first; small matrices only."""
    minors: dict[tuple[int, ...], Polynomial] = {(): Polynomial.constant(1)}
    for row in sorted(matrix, key=lambda r: sum(not entry.is_zero for entry in r)):
        wider: dict[tuple[int, ...], Polynomial] = {}
        for columns, minor in minors.items():
            for k, entry in enumerate(row):
                if k in columns or entry.is_zero:
                    continue
                sign = (-1) ** sum(c > k for c in columns)
                key = tuple(sorted((*columns, k)))
                _require_small(len(minor) * len(entry))
                term = minor * entry * sign
                wider[key] = wider[key] + term if key in wider else term
        minors = {key: value for key, value in wider.items() if not value.is_zero}
    return minors.get(tuple(range(len(matrix))), Polynomial.constant(0))
