"""numpy's linear algebra held to one thread: the matrices here are small, and more threads only wait for one another.

HiGHS needs no holding: scipy asks it for its dual simplex method, which is serial.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

__all__ = ["hold_to_one_thread", "one_thread"]

_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def hold_to_one_thread() -> None:
    """For the rest of this process, a child of the user's own: the library loaded already, and those loaded later."""
    for variable in _VARIABLES:
        os.environ[variable] = "1"
    _set_threads(1)


@contextmanager
def one_thread() -> Iterator[None]:
    """One thread inside the ``with`` block; as many as before afterwards.

    >>> with one_thread():
    ...     pass
    """
    before = _set_threads(1)
    try:
        yield
    finally:
        _set_threads(before)


def _set_threads(count: int) -> int:
    """The number of threads of the library that numpy has loaded, before it is set; 1 where the library is not known.

    In OpenBLAS the variable itself is set: after a fork its function would first start all the threads anew.
    """
    module = sys.modules.get("numpy.linalg._umath_linalg")
    path = getattr(module, "__file__", None)
    if path is None:
        return 1
    with suppress(OSError):
        library = ctypes.CDLL(path)  # a symbol is looked up in the libraries that this one needs, too
        with suppress(ValueError):
            number = ctypes.c_int.in_dll(library, "blas_cpu_number")
            before, number.value = number.value, count
            return before
        with suppress(AttributeError):
            before = int(library.MKL_Get_Max_Threads())
            library.MKL_Set_Num_Threads(count)
            return before
    return 1
