"""Opens a page in a headless browser where there is one, and says so where not."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

_OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")


def _browser() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no chromium here: the page was not opened")
    return found


def _run(page: Path, fragment: str, size: tuple[int, int], *options: str) -> str:
    browser = _browser()
    with tempfile.TemporaryDirectory() as home:
        command = [browser, *_OPTIONS, f"--user-data-dir={home}", f"--window-size={size[0]},{size[1]}",
                   "--virtual-time-budget=20000", "--enable-logging=stderr", *options,
                   f"file://{page.resolve()}{fragment}"]  # fmt: skip
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


class OpenPage:
    """A page that stays open: to run a line of JavaScript in it, to press keys, to point. Close it, or use ``with``."""

    def __init__(self, page: Path, fragment: str = ""):
        browser = _browser()
        self._home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        theirs, ours = os.pipe(), os.pipe()

        def connect() -> None:  # the browser reads commands from 3 and answers on 4
            high = os.dup2(theirs[0], 30), os.dup2(ours[1], 31)
            os.dup2(high[0], 3), os.dup2(high[1], 4)

        command = [browser, *_OPTIONS, f"--user-data-dir={self._home.name}", "--remote-debugging-pipe", "about:blank"]
        self._process = subprocess.Popen(
            command, preexec_fn=connect, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )  # fmt: skip
        os.close(theirs[0]), os.close(ours[1])
        self._write, self._read, self._heard = theirs[1], ours[0], b""
        self._number, self._session = 0, ""
        self.errors: list[Any] = []
        target = self.ask("Target.createTarget", url=f"file://{page.resolve()}{fragment}")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Runtime.enable")
        code = "Boolean(document.documentElement && document.documentElement.dataset.ready)"
        for _ in range(600):
            if self.ask("Runtime.evaluate", expression=code)["result"]["value"]:
                return
            time.sleep(0.1)
        self.__exit__()
        pytest.fail("the script did not come to its end")

    def ask(self, method: str, **parameters: Any) -> Any:
        """One command of the DevTools protocol."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self._heard:
                piece = os.read(self._read, 1 << 16)
                assert piece, "the browser went away"
                self._heard += piece
            first, _, self._heard = self._heard.partition(b"\0")
            answer = json.loads(first)
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            if answer.get("method") == "Runtime.exceptionThrown":
                self.errors.append(answer["params"])

    def run(self, code: str) -> Any:
        """The value of an expression, after the page has drawn what it changed."""
        wait = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        whole = f"(async () => {{ const value = {code}; await {wait}; return value; }})()"
        found = self.ask("Runtime.evaluate", expression=whole, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def press(self, key: str, **modifiers: int) -> None:
        """A key, down and up, in what has the focus."""
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, **modifiers)

    def point(self, x: float, y: float) -> None:
        """The left button, down and up, at a place of the window."""
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)

    def __enter__(self) -> OpenPage:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._write), os.close(self._read)
        self._home.cleanup()
