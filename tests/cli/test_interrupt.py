"""Ctrl-C ends every command at once, with one line and status 130, and leaves no process behind."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from symflux.model.network import Network

SYMBOLIC = Network.from_edges(
    [(i, j, f"k{i}{j}") for i in range(1, 6) for j in range(i + 1, 6)],
    pinning="c",
    baths={1: ("g1", "T1"), 3: ("g3", "T3")},
)
NUMERIC = Network.from_edges(
    [(i, j, 1 + (i * j * (i + j)) % 97) for i in range(1, 61) for j in range(1, i)],
    pinning=1,
    baths={i: (1, f"T{i}") for i in (1, 20, 40)},
)
COMMANDS = [
    (SYMBOLIC, ["flux"]),
    (SYMBOLIC, ["prove", "flux(1,2)*flux(2,4) < 1"]),
    (SYMBOLIC, ["region", "flux(2,4)", "--over", "temperatures"]),
    (NUMERIC, ["find", "flux(1,2) > 0, flux(2,3) > 0, flux(3,4) > 0"]),
]


def status_of(pid):
    """(parent, state) of a process, or None where it is gone."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[:2]
    except OSError:
        return None
    return int(parent), state


def descendants(pid):
    everyone = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    children = [p for p in everyone if (status := status_of(p)) and status[0] == pid and status[1] != "Z"]
    return children + [below for child in children for below in descendants(child)]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_interrupt_ends_a_command_and_all_its_processes(tmp_path):
    started = []
    for k, (network, (command, *rest)) in enumerate(COMMANDS):
        file = tmp_path / f"{k}.toml"
        file.write_text(network.to_toml())
        line = [sys.executable, "-m", "symflux", command, str(file), *rest, "--seconds", "100"]
        started.append(
            subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
        )
    try:
        for process in started:
            limit = time.monotonic() + 30
            while not (below := descendants(process.pid)):
                assert process.poll() is None and time.monotonic() < limit
                time.sleep(0.05)
            time.sleep(0.3)
            below = descendants(process.pid)
            assert below
            interrupted = time.monotonic()
            process.send_signal(signal.SIGINT)  # to the command alone, as a shell without a terminal would
            out, err = process.communicate(timeout=10)
            assert time.monotonic() - interrupted < 2
            assert (process.returncode, out, err) == (130, "", "symflux: interrupted\n")
            time.sleep(0.1)
            assert [p for p in below if (status := status_of(p)) and status[1] != "Z"] == []
    finally:
        for process in started:
            process.kill()
            process.communicate()
