"""A child process gives the answer, or is ended in time."""

import contextlib
import faulthandler
import io
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from flint import fmpz_mpoly_ctx

from symflux.errors import LyapunovError, SymfluxError, TimeLimitError, UniquenessError, WorkerError
from symflux.work import child


def fail(error):
    raise error


def children() -> set[str]:
    """The processes that this one has started and not yet waited for, where the system lists them."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(status.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.add(status.parent.name)
    return found


@pytest.fixture
def no_child_is_left():
    """After the test there is no child that was not there before: other tests leave pools and kernels."""
    before = children()
    yield
    assert children() <= before


def test_children_are_seen():
    before = children()
    with child.Child(time.sleep, 30, seconds=60):
        assert len(children() - before) == (1 if Path("/proc/self/stat").exists() else 0)


def test_the_answer_comes_back():
    assert child.run(divmod, 17, 5, seconds=10) == (3, 2)


def test_an_answer_larger_than_the_pipe_comes_back_whole():
    assert child.run(bytes, 3_000_000, seconds=10) == bytes(3_000_000)


def test_a_closure_may_be_run():
    factor = 6
    assert child.run(lambda: factor * 7, seconds=10) == 42


@pytest.mark.parametrize(
    "error",
    [UniquenessError("hidden motion", [(1, -1)]), LyapunovError("no solution", consistent=False), KeyError("x")],
)
def test_an_exception_is_raised_here_with_its_data(error):
    with pytest.raises(type(error)) as caught:
        child.run(fail, error, seconds=10)
    assert caught.value.args == error.args
    assert caught.value.__dict__.items() >= error.__dict__.items()


def test_a_foreign_exception_tells_where_it_came_from():
    with pytest.raises(ZeroDivisionError) as caught:
        child.run(divmod, 1, 0, seconds=10)
    assert "in the child process" in caught.value.__notes__[0]


def test_an_exception_that_cannot_travel_is_reported_in_words():
    class Local(Exception):
        pass

    with pytest.raises(WorkerError, match="Local: lost"):
        child.run(fail, Local("lost"), seconds=10)


def test_an_answer_that_cannot_travel_is_an_error_here():
    with pytest.raises(Exception, match="pickle"):
        child.run(lambda: lambda: 0, seconds=10)


@pytest.mark.usefixtures("no_child_is_left")
def test_the_limit_holds_inside_a_c_library():
    started = time.monotonic()
    with pytest.raises(TimeLimitError, match=r"^power: not done within 0.3 s$"):
        child.run(pow, 7, 10**9, seconds=0.3, label="power")  # one call into C that no signal handler interrupts
    assert time.monotonic() - started < 5


def test_a_time_limit_is_a_symflux_error():
    assert issubclass(TimeLimitError, WorkerError)
    assert issubclass(WorkerError, SymfluxError)


@pytest.mark.usefixtures("no_child_is_left")
def test_a_child_that_dies_is_reported():
    with pytest.raises(WorkerError, match="died with signal 9"):
        child.run(lambda: os.kill(os.getpid(), signal.SIGKILL), seconds=10, label="crash")
    with pytest.raises(WorkerError, match="died with status 3"):
        child.run(os._exit, 3, seconds=10)


@pytest.mark.usefixtures("no_child_is_left")
def test_two_children_work_side_by_side():
    with child.Child(time.sleep, 30, seconds=60) as slow, child.Child(pow, 2, 5, seconds=60) as quick:
        assert quick.result() == 32
        assert quick.is_done()
        assert not slow.is_done()


def test_a_killed_child_has_no_answer():
    with child.Child(time.sleep, 30, seconds=60, label="nap") as nap:
        nap.kill()
        with pytest.raises(WorkerError, match="nap: was ended"):
            nap.result()


def test_no_file_is_left_open():
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else None
    for _ in range(5):
        child.run(int, seconds=10)
    if before is not None:
        assert len(os.listdir("/proc/self/fd")) == before


def test_interrupt_ends_the_child_and_is_raised():
    program = """
        import os, time
        from symflux.work import child
        try:
            print(os.getpid(), flush=True)
            child.run(pow, 7, 10**9, seconds=60)
        except KeyboardInterrupt:
            try:
                os.waitpid(-1, 0)
            except ChildProcessError:
                print("clean", flush=True)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    with process:
        process.stdout.readline()
        time.sleep(0.5)
        started = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        assert process.stdout.read() == "clean\n"
        assert time.monotonic() - started < 5


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_sees_progress_and_keeps_a_clean_line(monkeypatch):
    monkeypatch.setattr(child, "_QUIET_SECONDS", 0.0)
    monkeypatch.setattr(sys, "stderr", Terminal())
    child.run(time.sleep, 0.5, seconds=10, label="projecting")
    assert sys.stderr.getvalue() == "\rprojecting: 0 s\x1b[K\r\x1b[K"


def test_a_file_sees_no_progress(monkeypatch):
    monkeypatch.setattr(child, "_QUIET_SECONDS", 0.0)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    child.run(time.sleep, 0.3, seconds=10, label="projecting")
    assert sys.stderr.getvalue() == ""


def test_a_worker_may_have_a_worker():
    assert child.run(lambda: child.run(pow, 3, 3, seconds=5), seconds=10) == 27


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the processor-time limit ends it")
def test_the_workers_of_a_worker_end_with_it(tmp_path):
    note = tmp_path / "pid"

    def inner():
        note.write_text(str(os.getpid()))
        return pow(7, 10**9)

    with pytest.raises(TimeLimitError):
        child.run(lambda: child.run(inner, seconds=60), seconds=1)
    pid = int(note.read_text())
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return
        if state == "Z":
            return
        time.sleep(0.1)
    raise AssertionError("the inner worker outlives the outer one")


def test_only_the_outermost_worker_shows_progress(monkeypatch, capfd):
    monkeypatch.setattr(child, "_QUIET_SECONDS", 0.0)
    monkeypatch.setattr(sys, "stderr", Terminal())

    def outer():
        child.run(time.sleep, 0.5, seconds=10, label="inner")
        return sys.stderr.getvalue()

    assert child.run(outer, seconds=10, label="outer") == ""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not limited")
def test_a_child_that_wants_too_much_memory_is_refused():
    assert len(child.run(bytes, 10**7, seconds=10, memory=10**8)) == 10**7
    with pytest.raises(WorkerError, match="out of memory"):
        child.run(bytes, 10**9, seconds=10, memory=10**8)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not limited")
def test_a_c_library_that_is_refused_memory_is_reported(capfd):
    def grow():
        faulthandler.disable()  # pytest's
        x = fmpz_mpoly_ctx.get(["a", "b", "c", "d", "e", "f", "g", "h"]).gens()
        return len(sum(x[1:], x[0] + 1) ** 30)

    with pytest.raises(WorkerError, match=r"signal 6.*0.1 GB of memory|out of memory"):
        child.run(grow, seconds=30, memory=10**8)
