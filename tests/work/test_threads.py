"""The linear algebra of numpy runs on one thread in every child process, and where the finders ask for it."""

import os
import subprocess
import sys

import numpy as np
import pytest

from symflux.work import child, threads


def count():
    before = threads._set_threads(1)
    threads._set_threads(before)
    return before


@pytest.fixture
def two_threads():
    before = threads._set_threads(2)
    if count() != 2:
        pytest.skip("numpy has a library that is not known")
    yield
    threads._set_threads(before)


@pytest.mark.skipif("openblas" not in str(np.show_config("dicts")), reason="numpy has another library")
def test_the_library_of_numpy_is_known(two_threads):
    assert count() == 2


def test_a_child_has_one_thread_and_its_parent_what_it_had(two_threads):
    assert child.run(count, seconds=10) == 1
    assert count() == 2


def test_the_threads_come_back_after_the_block(two_threads):
    with pytest.raises(ZeroDivisionError), threads.one_thread():
        assert count() == 1
        raise ZeroDivisionError
    assert count() == 2


def test_a_library_loaded_later_in_a_child_finds_the_environment_set():
    program = (
        "import os, sys; from symflux.work import child\n"
        "print(child.run(lambda: os.environ['OMP_NUM_THREADS'], seconds=9), os.environ.get('OMP_NUM_THREADS'))"
    )
    clean = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    done = subprocess.run([sys.executable, "-c", program], env=clean, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "None"]
