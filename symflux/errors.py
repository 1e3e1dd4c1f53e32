"""Every error symflux raises on purpose.

    SymfluxError
    ├── ExpressionError        a string or expression that is not an exact rational function
    │   └── TooLargeError      ... or one that would be, but is over a stated limit
    ├── NetworkError           a network that cannot be built, or a question it cannot answer
    │   ├── InexactInputError  a float (or bool, nan, inf) where an exact number is needed
    │   ├── UniquenessError    no unique steady state; carries the hidden modes
    │   ├── StabilityError     no steady state: motions grow; carries the inequalities that fail
    │   └── DivergenceError    one answer is infinite, others are not; carries the baths that make it so
    ├── LyapunovError          A Q + Q A^T + B = 0 has no solution, or more than one
    ├── VerificationError      a result that does not satisfy its defining equations (a bug: report it)
    ├── SignError              a question about a sign that has no answer as put
    │   └── NoSuchSignError    a sign that does not occur; carries the multipliers that prove it
    ├── WorkerError            a computation in a child process that died without an answer
    │   └── TimeLimitError     ... or was ended at its time limit
    └── CertificateError       a certificate that proves nothing; names step, rule and reason

Messages are one line: where, what was found, what would do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class SymfluxError(Exception):
    """Base class of every error that symflux raises on purpose.

    >>> import symflux as sf
    >>> issubclass(sf.NetworkError, sf.SymfluxError)
    True
    """


class ExpressionError(SymfluxError):
    """A string or expression that does not denote an exact rational function."""


class TooLargeError(ExpressionError):
    """An expression over one of the stated limits (length, depth, exponent, expanded size)."""


class NetworkError(SymfluxError):
    """A network that cannot be built as described, or a question that it cannot answer.

    ``problems`` lists every problem found, one line each.

    >>> import symflux as sf
    >>> try:
    ...     sf.Network.from_edges([(1, 1, 1), (2, 3, "x y")], baths={7: (1, 1)})
    ... except NetworkError as error:
    ...     print(error.problems[-1])
    bath at 7: no such site; sites: 1, 2, 3
    """

    def __init__(self, message: str, problems: Sequence[str] = ()):
        super().__init__(message)
        self.problems: tuple[str, ...] = tuple(problems) or (message,)


class InexactInputError(NetworkError):
    """A float, bool, nan or infinity where an exact value is needed; the message says how to write it.

    >>> import symflux as sf
    >>> sf.Network.from_edges([(1, 2, 0.1)])
    Traceback (most recent call last):
    ...
    symflux.errors.InexactInputError: spring 1-2: 0.1 is a float, which is not exact: write "0.1" (= 1/10) or ...
    """


class UniquenessError(NetworkError):
    """The steady state is not unique: some motion is reached by no bath.

    ``hidden_modes`` holds the mode shapes as tuples of sympy numbers or expressions, in ``net.sites`` order.

    >>> import symflux as sf
    >>> try:
    ...     sf.chain(3, baths={2: (1, 1)}).steady_state()
    ... except UniquenessError as error:
    ...     print(error.hidden_modes)
    [(1, 0, -1)]
    """

    def __init__(self, message: str, hidden_modes: Sequence[Any] = ()):
        super().__init__(message)
        self.hidden_modes: list[Any] = list(hidden_modes)


class StabilityError(NetworkError):
    """No steady state, because some motion grows: directed springs or feedback feed it.

    ``conditions`` holds the stability conditions that fail, as text.

    >>> import symflux as sf
    >>> try:
    ...     sf.Network.from_edges([(1, 2, 2)], pinning=1, baths={1: (1, 1)}, feedback={(1, 1): -3}).steady_state()
    ... except sf.StabilityError as error:
    ...     print(error.conditions[0])
    coefficient of s^1 in det K
    """

    def __init__(self, message: str, conditions: Sequence[str] = ()):
        super().__init__(message)
        self.conditions = tuple(conditions)


class DivergenceError(NetworkError):
    """An answer that is infinite, where the steady state itself exists and other answers are finite.

    ``baths`` holds the labels of the baths and drives that make it so.

    >>> import symflux as sf
    >>> net = sf.Network.from_edges([], sites=[1], pinning=1, masses=0, baths={1: {"hot": (1, 2), "cold": (1, 1)}})
    >>> try:
    ...     print(net.steady_state().bath_flux("hot"))
    ... except sf.DivergenceError as error:
    ...     print(error.baths)
    ('hot', 'cold')
    """

    def __init__(self, message: str, baths: Sequence[Any] = ()):
        super().__init__(message)
        self.baths = tuple(baths)


class LyapunovError(SymfluxError):
    """A Lyapunov equation without a unique solution. ``consistent`` says which of the two ways it fails.

    ``null_vectors`` are the x with A x = 0 and ``null_solutions`` the symmetric N with A N + N A^T = 0, as sympy
    matrices (a basis each); ``free`` lists the entries (i, j) that such solutions leave free.

    >>> import symflux as sf
    >>> try:
    ...     sf.solve_lyapunov([[0, 1], [0, -1]], [[0, 0], [0, 2]])
    ... except LyapunovError as error:
    ...     print(error)
    ...     print(error.consistent, error.null_vectors, error.free)
    A and -A share an eigenvalue, 0 (A has the null vector (1, 0)), and the equation is inconsistent: it has no solution
    False [Matrix([
    [1],
    [0]])] [(0, 0)]
    """

    def __init__(
        self,
        message: str,
        consistent: bool,
        *,
        null_vectors: Sequence[Any] = (),
        null_solutions: Sequence[Any] = (),
        free: Sequence[tuple[int, int]] = (),
    ):
        super().__init__(message)
        self.consistent = consistent
        self.null_vectors: list[Any] = list(null_vectors)
        self.null_solutions: list[Any] = list(null_solutions)
        self.free: list[tuple[int, int]] = list(free)


class VerificationError(SymfluxError):
    """A result that does not satisfy its defining equations. This is a bug in symflux: please report it.

    >>> issubclass(VerificationError, SymfluxError)
    True
    """


class SignError(SymfluxError):
    """A question about a sign that has no answer as it was put (contradictory assumptions, for example).

    >>> import symflux as sf
    >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    >>> ss.sign_patterns(given=["T1 > T2", "T2 > T1"])
    Traceback (most recent call last):
    ...
    symflux.errors.SignError: given: no positive temperatures satisfy T1 > T2, T2 > T1; leave one out
    """


class WorkerError(SymfluxError):
    """A computation in a child process that died without an answer (out of memory, or a crash in a C library)."""


class TimeLimitError(WorkerError):
    """A computation that was ended because its time was up."""


class NoSuchSignError(SignError):
    """A sign, or a pattern of signs, that occurs at no temperatures.

    ``multipliers`` proves it: {condition: sympy number}; the conditions, multiplied and added, give 0 > 0.

    >>> import symflux as sf
    >>> region = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
    >>> try:
    ...     region.temperature_region(given=["T1 > T2"]).witness("-")
    ... except NoSuchSignError as error:
    ...     print(error.multipliers)
    {'flux(1,2) < 0': 6, 'T1 > T2': 1}
    """

    def __init__(self, message: str, multipliers: Mapping[str, Any] | None = None):
        super().__init__(message)
        self.multipliers: dict[str, Any] = dict(multipliers or {})


class CertificateError(SymfluxError):
    """A certificate that is malformed or proves nothing; the message names step, rule and reason.

    >>> import symflux as sf
    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
    ...     _ = file.write("[]")
    ...     file.flush()
    ...     sf.check(file.name)
    Traceback (most recent call last):
    ...
    symflux.errors.CertificateError: step certificate, rule format: expected an object, found []
    """

    def __init__(self, message: str, *, step: str | None = None, rule: str | None = None, reason: str | None = None):
        super().__init__(message)
        self.step, self.rule, self.reason = step, rule, reason  #: of a rejection, None where no file could be read
