"""One function on many inputs: in this process, on a pool, with a worker that dies."""

import os
import signal
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from symflux.errors import NetworkError, WorkerError
from symflux.work.many import Progress, each


def square(n):
    return n * n


def refuse_three(n):
    if n == 3:
        raise NetworkError("three is refused")
    return n


def die_at_three(n):
    if n == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return n


def test_without_an_executor_answers_come_in_order():
    assert list(each(square, range(5))) == [(n, n * n) for n in range(5)]


@pytest.mark.parametrize("chunk", [1, 3, 100])
def test_every_item_is_answered_once(chunk):
    with ThreadPoolExecutor(3) as pool:
        assert sorted(each(square, range(100), executor=pool, chunk=chunk)) == [(n, n * n) for n in range(100)]


def test_items_are_taken_as_they_are_needed():
    taken = []

    def items():
        for n in range(10_000):
            taken.append(n)
            yield n

    with ThreadPoolExecutor(1) as pool:
        answers = each(square, items(), executor=pool)
        next(answers)
        assert len(taken) < 200
        answers.close()


def test_what_the_function_raises_is_raised():
    with ProcessPoolExecutor(1) as pool, pytest.raises(NetworkError, match="three is refused"):
        list(each(refuse_three, range(5), executor=pool))


def test_a_worker_that_dies_is_told_in_one_line():
    with ProcessPoolExecutor(1) as pool, pytest.raises(WorkerError, match="a worker died") as caught:
        list(each(die_at_three, range(5), executor=pool))
    assert "\n" not in str(caught.value)


def test_what_is_no_executor_is_refused():
    with pytest.raises(WorkerError, match="give one with submit"):
        list(each(square, [1], executor=2))


def test_progress_goes_to_stderr(capsys, monkeypatch):
    monkeypatch.setattr("symflux.work.many._EVERY", 0.0)
    progress = Progress("atlas", 10, done=3)
    progress.step()
    progress.end()
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.startswith("atlas: 4 of 10, ")
