"""Work that may still be done, counted in steps: a search that ends by the count ends the same way everywhere.

A clock tells how busy the machine is. A count of terms multiplied, pivots made and points looked at depends on the
question alone, and so do the verdict, the certificate and the witness of a search that is limited by it. The clock is
the outer fence only (:mod:`symflux.work.child`).
"""

from __future__ import annotations

import math
import time

__all__ = ["Budget", "Limit", "Spent"]

_STEPS = 1_000_000  # in a second of counted work; a step is about a microsecond of an idle machine


class Spent(Exception):
    """No work is left for what was asked."""


class Budget:
    """Steps of work, ``seconds`` times a million of them, that are charged as they are done.

    Work is charged after it is done, so the last piece may exceed what was left. A :meth:`part` charges its whole too.
    ``clock`` is the fence: so many seconds from now by the clock, after which nothing that is done counts any more.

    >>> budget = Budget(2.0)
    >>> part = budget.part(0.5)
    >>> part.charge(300_000)
    >>> part.left, budget.left, part.is_spent
    (0.2, 1.7, False)
    """

    def __init__(self, seconds: float, whole: Budget | None = None, *, clock: float = math.inf):
        self._limit: float = max(round(seconds * _STEPS), 0) if seconds < math.inf else math.inf
        self._spent = 0
        self._whole = whole
        self._fence: float = time.monotonic() + clock if whole is None else whole._fence

    @classmethod
    def of(cls, limit: Limit) -> Budget:
        """The budget itself, or a new one of so many seconds of counted work, its fence far behind."""
        return limit if isinstance(limit, Budget) else cls(limit, clock=3 * limit + 1)

    def part(self, seconds: float) -> Budget:
        """A budget for one piece of the work: so many seconds of it, at most all that is left."""
        return Budget(min(seconds, self.left), self)

    def charge(self, steps: float) -> None:
        """Count work that was done."""
        self._spent += int(steps)
        if self._whole is not None:
            self._whole.charge(steps)

    def charge_seconds(self, seconds: float) -> None:
        """Count work that was done and counted elsewhere."""
        self.charge(round(seconds * _STEPS))

    @property
    def spent(self) -> float:
        """Seconds of counted work that were done."""
        return self._spent / _STEPS

    @property
    def left(self) -> float:
        """Seconds of counted work that may still be done."""
        return max(self._limit - self._spent, 0) / _STEPS

    @property
    def is_spent(self) -> bool:
        """Whether the work must end."""
        return self._spent >= self._limit

    def require(self) -> None:
        """Raise :class:`Spent` where no work is left."""
        if self.is_spent:
            raise Spent

    @property
    def clock(self) -> float:
        """Seconds by the clock until the fence."""
        return max(self._fence - time.monotonic(), 0.0)


Limit = Budget | float
