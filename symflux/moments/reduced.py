"""Fewer symbols first: units set to 1, and each diagonal entry of V that has a symbol of its own as one symbol.

Every mean is computed for a model with fewer symbols or fewer terms, by the same solver, and put back; what is
asked of K itself (its determinant, the Hurwitz determinant, the spectral form) is answered for the model as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.sparse_matrix import SparseMatrix
from symflux.model.linear_model import LinearModel
from symflux.moments.grading import Grading, grading_of
from symflux.moments.signal import Signal, position, velocity
from symflux.moments.symbolic import SymbolicMoments
from symflux.moments.system import Moments

__all__ = ["OwnDiagonalMoments", "ReducedMoments", "UnitMoments", "own_diagonal", "with_values"]

_ONE = RationalFunction.constant(1)


class ReducedMoments(SymbolicMoments):
    """Means by way of another model. ``inner`` gives the solver of that model."""

    def __init__(self, model: LinearModel, inner: Callable[[], Moments]):
        super().__init__(model)
        self._make = inner

    @cached_property
    def inner(self) -> Moments:
        """The solver of the simpler model."""
        return self._make()

    def _restored(self, value: RationalFunction, source: int, left: Signal, right: Signal) -> RationalFunction:
        raise NotImplementedError

    def mean(self, source: int, left: Signal, right: Signal) -> RationalFunction:
        """<left o right> per unit of the source, as in :meth:`Moments.mean`."""
        return self._restored(self.inner.mean(source, left, right), source, left, right)

    def position_velocity(self, source: int, i: int, j: int) -> RationalFunction:
        """The antisymmetric part of <q_i v_j>, as in :meth:`Moments.position_velocity`."""
        value = self.inner.position_velocity(source, i, j)
        return self._restored(value, source, position({i: 1}), velocity({j: 1}))

    @property
    def is_undamped(self) -> bool:
        return self.inner.is_undamped


class UnitMoments(ReducedMoments):
    """The references of a grading are 1: a symbol less for each."""

    def __init__(self, model: LinearModel, grading: Grading, inner: Callable[[], Moments]):
        super().__init__(model, inner)
        self.grading = grading

    def _restored(self, value: RationalFunction, source: int, left: Signal, right: Signal) -> RationalFunction:
        forces = bool(left.sources) + bool(right.sources)
        is_drive = source >= len(self.model.baths)
        # <q q>/T is like 1/V; a derivative is a rate, a force like V q; a drive's strength like D T
        rate = 2 * forces - 2 + left.order + right.order - is_drive
        return self.grading.restored(value, forces - 1 - is_drive, rate)


class OwnDiagonalMoments(ReducedMoments):
    """V_ii is one symbol at each site whose pinning is a symbol of its own: ``sums`` are what stands for each."""

    def __init__(self, model: LinearModel, sums: Mapping[str, RationalFunction], inner: Callable[[], Moments]):
        super().__init__(model, inner)
        self.sums = dict(sums)
        self._last: tuple[Polynomial, Polynomial] | None = None

    def _restored(self, value: RationalFunction, source: int, left: Signal, right: Signal) -> RationalFunction:
        # the change of variables can be undone, so that lowest terms stay lowest terms
        top, bottom = self._put_back(value.numerator), self._denominator(value.denominator)
        result = RationalFunction(top, bottom, reduce=False)
        result.is_reduced = value.is_reduced
        return result

    def _put_back(self, polynomial: Polynomial) -> Polynomial:
        return polynomial.compose({name: value.numerator for name, value in self.sums.items()})

    def _denominator(self, polynomial: Polynomial) -> Polynomial:
        """Large means share their denominator: it is put back once."""
        if self._last is None or self._last[0] != polynomial:
            self._last = polynomial, self._put_back(polynomial)
        return self._last[1]


def with_values(model: LinearModel, values: Mapping[str, RationalFunction]) -> LinearModel:
    """The model with symbols replaced in M, D and V."""

    def put(value: RationalFunction) -> RationalFunction:
        return value.substitute(values)

    return LinearModel(
        sites=model.sites,
        mass=model.mass.mapped(put),
        damping=model.damping.mapped(put),
        coupling=model.coupling.mapped(put),
        baths=tuple(replace(bath, friction=put(bath.friction)) for bath in model.baths),
        drives=model.drives,
    )


def units_removed(model: LinearModel) -> tuple[Grading, LinearModel] | None:
    """The grading of a model, and the model with its references set to 1; None where there is no grading."""
    grading = grading_of(model)
    if grading is None:
        return None
    return grading, with_values(model, dict.fromkeys(grading.references, _ONE))


def own_diagonal(model: LinearModel) -> tuple[dict[str, RationalFunction], LinearModel] | None:
    """({symbol: V_ii}, the model with V_ii = symbol) for the sites whose V_ii has a symbol that stands nowhere else,
    to the first power and with the factor 1; None where that changes nothing.

    >>> import symflux as sf
    >>> net = sf.chain(3, spring=["a", "b"], pinning=["c1", "c2", 1], baths={1: (1, "T")})
    >>> sums, simpler = own_diagonal(net.linear_model())
    >>> {name: str(value) for name, value in sums.items()}, str(simpler.coupling[1, 1])
    ({'c1': 'a + c1', 'c2': 'a + b + c2'}, 'c2')
    """
    places: dict[str, list[tuple[int, int] | None]] = {}
    for matrix in (model.mass, model.damping, model.coupling):
        for i, j, entry in matrix.entries():
            for name in entry.names:
                places.setdefault(name, []).append((i, j) if matrix is model.coupling else None)
    for bath in model.baths:
        for name in bath.friction.names:
            places.setdefault(name, []).append(None)
    sums: dict[str, RationalFunction] = {}
    taken: dict[int, str] = {}
    for name, where in places.items():
        if len(where) != 1 or where[0] is None or where[0][0] != where[0][1] or where[0][0] in taken:
            continue
        i = where[0][0]
        entry = model.coupling[i, i]
        rest = entry - RationalFunction.variable(name)
        if entry.denominator == 1 and rest and name not in rest.names:
            sums[name], taken[i] = entry, name
    if not sums:
        return None
    size = model.size
    terms = [(i, j, RationalFunction.variable(taken[i]) if i == j and i in taken else entry)
             for i, j, entry in model.coupling.entries()]  # fmt: skip
    return sums, replace(model, coupling=SparseMatrix.of(size, terms))
