"""Square matrices of rational functions with few non-zero entries: frozen, hashable, equal by content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from symflux.algebra.rational_function import RationalFunction

__all__ = ["SparseMatrix"]

_ZERO = RationalFunction.constant(0)


@dataclass(frozen=True, repr=False)
class SparseMatrix:
    """A square matrix by its rows; an entry that is not there is zero.

    >>> x = RationalFunction.variable("x")
    >>> matrix = SparseMatrix.of(2, [(0, 1, x), (0, 0, 1 - x), (0, 0, x)])
    >>> matrix
    <SparseMatrix 2 x 2: (0, 0): 1, (0, 1): x>
    >>> str(matrix[0, 1]), str(matrix[1, 1]), dict(matrix.row(1)), matrix.is_symmetric, matrix.is_diagonal
    ('x', '0', {}, False, False)
    """

    rows: tuple[tuple[tuple[int, RationalFunction], ...], ...]

    @staticmethod
    def of(size: int, terms: Iterable[tuple[int, int, RationalFunction]]) -> SparseMatrix:
        """The sum of single entries ``(row, column, value)``; entries that add up to zero are left out."""
        rows: list[dict[int, RationalFunction]] = [{} for _ in range(size)]
        for i, j, value in terms:
            rows[i][j] = rows[i][j] + value if j in rows[i] else RationalFunction.wrap(value)
        return SparseMatrix(tuple(tuple((j, entry) for j, entry in sorted(row.items()) if entry) for row in rows))

    @property
    def size(self) -> int:
        """The number of rows."""
        return len(self.rows)

    @cached_property
    def _tables(self) -> tuple[Mapping[int, RationalFunction], ...]:
        return tuple(MappingProxyType(dict(row)) for row in self.rows)

    def row(self, i: int) -> Mapping[int, RationalFunction]:
        """{column: non-zero entry} of one row, columns ascending."""
        return self._tables[i]

    def __getitem__(self, place: tuple[int, int]) -> RationalFunction:
        return self._tables[place[0]].get(place[1], _ZERO)

    def entries(self) -> Iterator[tuple[int, int, RationalFunction]]:
        """Every non-zero entry as (row, column, value), row by row."""
        for i, row in enumerate(self.rows):
            for j, entry in row:
                yield i, j, entry

    def diagonal(self) -> list[RationalFunction]:
        """The entries (i, i), zeros included."""
        return [self[i, i] for i in range(self.size)]

    def dense(self) -> list[list[RationalFunction]]:
        """All entries, row by row."""
        return [[table.get(j, _ZERO) for j in range(self.size)] for table in self._tables]

    def mapped(self, function: Callable[[RationalFunction], RationalFunction]) -> SparseMatrix:
        """The matrix with every non-zero entry replaced."""
        return SparseMatrix.of(self.size, ((i, j, function(entry)) for i, j, entry in self.entries()))

    @cached_property
    def is_symmetric(self) -> bool:
        """Whether it equals its transpose."""
        return all(self[j, i] == entry for i, j, entry in self.entries())

    @cached_property
    def is_antisymmetric(self) -> bool:
        """Whether it is minus its transpose."""
        return all(self[j, i] == -entry for i, j, entry in self.entries())

    @cached_property
    def is_diagonal(self) -> bool:
        """Whether every entry off the diagonal is zero."""
        return all(i == j for i, j, _ in self.entries())

    def __getstate__(self) -> dict[str, object]:
        return {"rows": self.rows}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)

    def __repr__(self) -> str:
        shown = [f"({i}, {j}): {entry.summary()}" for i, j, entry in list(self.entries())[:8]]
        more = ", ..." if sum(map(len, self.rows)) > 8 else ""
        return f"<SparseMatrix {self.size} x {self.size}: {', '.join(shown) or 'zero'}{more}>"
