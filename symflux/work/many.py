"""One function on many inputs, in this process or on any executor of the ``concurrent.futures`` kind.

A process pool, a ``dask.distributed`` client (``client.get_executor()``) or mpi4py's ``MPIPoolExecutor`` will do:
whatever has ``submit`` and gives futures back. Answers come as they are ready; the caller keeps them, so that nothing
is lost when a worker dies.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from symflux.errors import SymfluxError, WorkerError

__all__ = ["Progress", "answers", "each"]

Item = TypeVar("Item")
Answer = TypeVar("Answer")

_WINDOW = 32  #: chunks that wait or run at a time
_EVERY = 5.0  #: seconds between lines of progress


class Progress:
    """Lines on stderr: how many of how many are done. On a terminal one line that is rewritten."""

    def __init__(self, label: str, total: int, done: int = 0):
        self.label, self.total, self.done = label, total, done
        self.started = self.shown = time.monotonic()

    def step(self, number: int = 1) -> None:
        """Count answers; a line every few seconds."""
        self.done += number
        now = time.monotonic()
        terminal = sys.stderr is not None and sys.stderr.isatty()
        if sys.stderr is None or now - self.shown < (0.5 if terminal else _EVERY):
            return
        self.shown = now
        text = f"{self.label}: {self.done} of {self.total}, {now - self.started:.0f} s"
        sys.stderr.write(f"\r{text}\x1b[K" if terminal else text + "\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave a clean line behind on a terminal."""
        if sys.stderr is not None and sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def each(
    function: Callable[[Item], Answer], items: Iterable[Item], *, executor: Any = None, chunk: int = 1
) -> Iterator[tuple[Item, Answer]]:
    """(item, answer) pairs, in order without an executor, else as they are ready.

    The function must be importable by the workers, items and answers must pickle. ``chunk`` items travel together:
    take about 20 where a message costs as much as a job. What the function raises is raised here; where a worker dies
    (and the executor does not repeat its work by itself) a :class:`WorkerError` says so.

    >>> sorted(each(abs, [-1, 2, -3]))
    [(-3, 3), (-1, 1), (2, 2)]
    """
    if executor is None:
        for item in items:
            yield item, function(item)
        return
    if not callable(getattr(executor, "submit", None)):
        raise WorkerError(f"executor = {type(executor).__name__}: give one with submit(), as in concurrent.futures")
    yield from _on(executor, function, iter(items), max(chunk, 1))


def answers(function: Callable[[Item], Answer], items: Iterable[Item], *, executor: Any = None) -> list[Answer]:
    """The answers in the order of the items, however they arrive; the rest as in :func:`each`.

    >>> answers(abs, [-1, 2, -3])
    [1, 2, 3]
    """
    found = dict(answer for _, answer in each(partial(_numbered, function), enumerate(items), executor=executor))
    return [found[place] for place in range(len(found))]


def _numbered(function: Callable[[Item], Answer], item: tuple[int, Item]) -> tuple[int, Answer]:
    return item[0], function(item[1])


def _on(
    executor: Executor, function: Callable[[Item], Answer], items: Iterator[Item], chunk: int
) -> Iterator[tuple[Item, Answer]]:
    pending: dict[Future[list[Answer]], list[Item]] = {}
    try:
        while True:
            while len(pending) < _WINDOW and (part := list(islice(items, chunk))):
                pending[executor.submit(_chunk, function, part)] = part
            if not pending:
                return
            ready, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in ready:
                part = pending.pop(future)
                yield from zip(part, future.result(), strict=True)
    except SymfluxError:
        raise
    except BrokenExecutor as error:
        raise WorkerError(f"a worker died ({error}): what is stored stays, start again for the rest") from None
    finally:
        for future in pending:
            future.cancel()


def _chunk(function: Callable[[Item], Answer], items: list[Item]) -> list[Answer]:
    return [function(item) for item in items]
