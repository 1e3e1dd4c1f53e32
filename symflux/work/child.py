"""A function run in a child process, so that a time limit holds whatever C library it is in.

The child is a fork: it sees everything the parent had, and sends back one pickled answer. Its linear algebra is held
to one thread. Where the system has no fork (Windows), the function runs in this process and the limit is not enforced.
"""

from __future__ import annotations

import gc
import io
import math
import os
import pickle
import select
import signal
import struct
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, TypeVar

from symflux.errors import SymfluxError, TimeLimitError, WorkerError
from symflux.work.budget import Budget
from symflux.work.threads import hold_to_one_thread

__all__ = ["MEMORY", "Child", "run", "run_counted"]

Answer = TypeVar("Answer")

_HEADER = struct.Struct("<Q")
_QUIET_SECONDS = 2.0  # no progress line before this
MEMORY = 2e9  #: bytes for a search
_SLACK = 2.5  # times longer than its count a piece of work may take
_TICK = 0.2  # how often a silent child is looked at


def run(
    function: Callable[..., Answer],
    *arguments: Any,
    seconds: float,
    label: str = "",
    memory: float = math.inf,
    processor: float = math.inf,
) -> Answer:
    """``function(*arguments)``, computed in a child process within ``seconds`` of wall-clock time.

    What the function returns or raises is returned or raised here. :class:`TimeLimitError` where time runs out,
    :class:`WorkerError` where the child dies, needs more than ``processor`` seconds of processor time, or asks for
    more than ``memory`` bytes beyond what this process has (on Linux). Ctrl-C ends the child and raises
    ``KeyboardInterrupt``. After two seconds a line on stderr shows ``label`` and the time, if stderr is a terminal.

    >>> run(pow, 2, 10, seconds=10)
    1024
    >>> run(time.sleep, 60, seconds=0.05, label="nap")
    Traceback (most recent call last):
    ...
    symflux.errors.TimeLimitError: nap: not done within 0.05 s
    """
    if not hasattr(os, "fork"):
        return function(*arguments)
    with Child(function, *arguments, seconds=seconds, label=label, memory=memory, processor=processor) as child:
        return child.result()


def run_counted(
    function: Callable[..., Answer], *arguments: Any, budget: Budget, label: str = "", memory: float = math.inf
) -> Answer:
    """``function(*arguments, budget)`` in a child process; what it charges there is charged here too.

    Raises as :func:`run` does; where the child dies, all that was left of the budget is charged. The child may take
    some more processor time than its count: what one call of a library takes is not known before.

    >>> def count(n, budget):
    ...     budget.charge(1000 * n)
    ...     return n
    >>> budget = Budget(1.0)
    >>> run_counted(count, 3, budget=budget), budget.spent
    (3, 0.003)
    """
    left, clock = budget.left, budget.clock
    own, processor = Budget(left, clock=clock), _SLACK * left + 0.5
    work = function, arguments, own
    try:
        answer, spent = run(_counted, *work, seconds=clock, label=label, memory=memory, processor=processor)
    except WorkerError:
        budget.charge_seconds(left)
        raise
    budget.charge_seconds(spent)
    result: Answer = answer
    return result


def _counted(function: Callable[..., Answer], arguments: tuple[Any, ...], budget: Budget) -> tuple[Answer, float]:
    return function(*arguments, budget), budget.spent


class Child(Generic[Answer]):
    """A child process at work on ``function(*arguments)``; leaving its ``with`` block ends it.

    The clock starts here. :meth:`result` waits for the answer; :meth:`is_done` only looks.
    """

    def __init__(
        self,
        function: Callable[..., Answer],
        *arguments: Any,
        seconds: float,
        label: str = "",
        memory: float = math.inf,
        processor: float = math.inf,
    ):
        self.seconds, self.label, self.memory = seconds, label, memory
        self._started = time.monotonic()
        self._received = bytearray()
        self._alive = True
        read_end, write_end = os.pipe()
        parent = os.getpid()
        with warnings.catch_warnings():
            # Python warns of fork beside threads; the only threads here are those of numeric libraries, which
            # know of forks, and the child runs nothing but this one function.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._pid = os.fork()
        if self._pid == 0:
            os.close(read_end)
            _work(write_end, function, arguments, seconds, memory, processor, parent)  # does not return
        os.close(write_end)
        self._pipe = read_end

    def __enter__(self) -> Child[Answer]:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End the child, whatever it does, and leave no zombie. Harmless when it has ended."""
        if self._alive:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            with suppress(ChildProcessError):  # somebody else's handler may have collected it
                os.waitpid(self._pid, 0)
            self._alive = False
            os.close(self._pipe)

    def is_done(self) -> bool:
        """Whether :meth:`result` would return or raise at once."""
        return self._poll(0.0) or self._left() <= 0

    def result(self) -> Answer:
        """The answer, waited for until the time is up."""
        progress = _Progress(self.label)
        try:
            while not self._poll(min(max(self._left(), 0.0), _TICK)):
                if self._left() <= 0:
                    raise TimeLimitError(f"{self.label or 'computation'}: not done within {self.seconds:g} s")
                progress.show(time.monotonic() - self._started)
        finally:
            progress.clear()
            if not self._is_complete():
                self.kill()
        kind, content = pickle.loads(self._received[_HEADER.size :])
        self.kill()
        if kind == "value":
            answer: Answer = content
            return answer
        raise _exception(*content)

    def _left(self) -> float:
        return self._started + self.seconds - time.monotonic()

    def _is_complete(self) -> bool:
        size = len(self._received) - _HEADER.size
        return size >= 0 and size >= _HEADER.unpack_from(self._received)[0]

    def _poll(self, wait: float) -> bool:
        """Read what there is, waiting up to ``wait`` seconds; whether the answer is complete.

        The answer carries its length: the end of the pipe need not be seen, for another child of this process
        may have inherited the other end of it.
        """
        if self._is_complete():
            return True
        if not self._alive:
            raise WorkerError(f"{self.label or 'computation'}: was ended before it had an answer")
        poll = select.poll()
        poll.register(self._pipe, select.POLLIN)
        if poll.poll(wait * 1000):
            piece = os.read(self._pipe, 1 << 20)
            self._received += piece
            if not piece:
                self._raise_death(os.waitpid(self._pid, 0)[1])
        else:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid and not poll.poll(0):
                self._raise_death(status)
        return self._is_complete()

    def _raise_death(self, status: int) -> None:
        self._alive = False
        os.close(self._pipe)
        code = os.waitstatus_to_exitcode(status)
        if code == -signal.SIGINT:  # Ctrl-C reaches every process of a terminal, and this one was the first
            raise KeyboardInterrupt
        how = f"signal {-code} ({signal.strsignal(-code)})" if code < 0 else f"status {code}"
        if code == -signal.SIGABRT and self.memory < math.inf:  # as C libraries do when they are refused memory
            how += f"; it may have wanted more than {self.memory / 1e9:g} GB of memory"
        raise WorkerError(f"{self.label or 'computation'}: the child process died with {how}")


def _work(
    pipe: int,
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    seconds: float,
    memory: float,
    processor: float,
    parent: int,
) -> None:
    """The whole life of the child."""
    global _QUIET_SECONDS  # of this process: the line on the terminal is the parent's
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it even inside a C library
        _QUIET_SECONDS = math.inf
        _die_with(parent)
        _limit_processor_time(seconds)
        if processor < math.inf:
            signal.setitimer(signal.ITIMER_PROF, processor)  # its signal ends the process
        _limit_memory(memory)
        hold_to_one_thread()
        gc.freeze()  # the parent's objects: looking at them would copy their pages
        try:
            message = pickle.dumps(("value", function(*arguments)))
        except MemoryError:
            message = pickle.dumps(("error", (WorkerError, ("out of memory",), {}, "")))
        except BaseException as error:
            message = _pickled_exception(error)
        with io.FileIO(pipe, "w") as stream:
            data = memoryview(_HEADER.pack(len(message)) + message)
            while data:
                data = data[stream.write(data) :]
        status = 0
    finally:
        os._exit(status)  # no clean-up of what belongs to the parent


def _die_with(parent: int) -> None:
    """End when the parent ends, however that is killed: a worker may have workers of its own."""
    if sys.platform == "linux":
        import ctypes

        death_signal = 1  # PR_SET_PDEATHSIG
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(death_signal, int(signal.SIGKILL))
        if os.getppid() != parent:
            os._exit(1)


def _limit_processor_time(seconds: float) -> None:
    """A second fence, which holds also if the parent is killed and nobody watches the clock any more."""
    import resource  # only where there is fork

    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    limit = int(min(seconds, 1e9)) + 10
    if soft == resource.RLIM_INFINITY or limit < soft:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def _limit_memory(memory: float) -> None:
    """Bytes beyond what the parent has. Linux alone says how much that is."""
    import resource

    if memory < math.inf and sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:
            present = int(file.read().split()[0]) * resource.getpagesize()
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = present + int(memory)
        if soft == resource.RLIM_INFINITY or limit < soft:
            with suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _pickled_exception(error: BaseException) -> bytes:
    text = "" if isinstance(error, SymfluxError) else "".join(traceback.format_exception(error))
    try:
        message = pickle.dumps(("error", (type(error), error.args, error.__dict__, text)))
        _exception(*pickle.loads(message)[1])
        return message
    except Exception:  # an exception that cannot travel: its words do
        words = f"{type(error).__name__}: {error}"
        return pickle.dumps(("error", (WorkerError, (words,), {}, text)))


def _exception(
    kind: type[BaseException], arguments: tuple[Any, ...], state: dict[str, Any], text: str
) -> BaseException:
    error = kind.__new__(kind, *arguments)  # not kind(...): its signature may differ from its args
    error.__dict__.update(state)
    if text:
        error.add_note(f"in the child process:\n{text}")
    return error


class _Progress:
    """One line on stderr, rewritten every second, gone at the end."""

    def __init__(self, label: str):
        self.label = label
        self.shown = -1
        self.wanted = bool(label) and sys.stderr is not None and sys.stderr.isatty()

    def show(self, elapsed: float) -> None:
        if self.wanted and elapsed >= _QUIET_SECONDS and int(elapsed) != self.shown:
            self.shown = int(elapsed)
            sys.stderr.write(f"\r{self.label}: {self.shown} s\x1b[K")
            sys.stderr.flush()

    def clear(self) -> None:
        if self.shown >= 0:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self.shown = -1
