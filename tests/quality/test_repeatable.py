"""A verdict depends on the question alone: not on the hash seed, not on how busy the machine is."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "repeatable.py"
BUSY = "while True: pass"


def answers(seed):
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, SCRIPT], capture_output=True, text=True, env=environment, check=True, timeout=500
    )
    return run.stdout.splitlines()


@pytest.fixture(scope="module")
def first():
    return answers(1)


def test_the_sample_is_decided(first):
    assert len(first) >= 14
    verdicts = [line.split()[1] for line in first]
    assert set(verdicts) == {"proved", "refuted"}
    assert next(line for line in first if line.startswith("a*x**2+b*x+c")).split()[1] == "proved"


def test_the_hash_seed_changes_nothing(first):
    assert answers(2) == first
    assert answers(31415) == first


def test_a_busy_machine_changes_nothing(first):
    with ExitStack() as stack:
        for _ in range(8):
            process = subprocess.Popen([sys.executable, "-c", BUSY])
            stack.callback(process.wait)
            stack.callback(process.kill)
        assert answers(1) == first
