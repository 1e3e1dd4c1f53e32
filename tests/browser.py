"""Opens a page in a headless browser where there is one, and says so where not."""

from __future__ import annotations

import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

import pytest


def _run(page: Path, fragment: str, size: tuple[int, int], *options: str) -> str:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no chromium here: the page was not opened")
    with tempfile.TemporaryDirectory() as home:
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                   f"--user-data-dir={home}", f"--window-size={size[0]},{size[1]}", "--virtual-time-budget=20000",
                   "--enable-logging=stderr", *options, f"file://{page.resolve()}{fragment}"]  # fmt: skip
        run = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=180)
    said = [line for line in run.stderr.splitlines() if "CONSOLE" in line]
    assert not said, said[:3]  # no error of the script, nothing that the page's policy had to stop
    return run.stdout


def dumped(page: Path, fragment: str = "") -> str:
    """The page as the browser sees it after its script has run."""
    text = _run(page, fragment, (1200, 900), "--dump-dom")
    assert 'data-ready="yes"' in text, "the script did not come to its end"
    return text


def picture(page: Path, target: Path, size: tuple[int, int], *, dark: bool = False, fragment: str = "") -> bytes:
    """A picture of the page, as PNG."""
    shades = ["--blink-settings=preferredColorScheme=0"] if dark else []
    _run(page, fragment, size, f"--screenshot={target}", *shades)
    data = target.read_bytes()
    assert struct.unpack(">II", data[16:24]) == size
    return data
