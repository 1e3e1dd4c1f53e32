"""Runs pdflatex where there is one, and says so where not."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

PREAMBLE = (
    r"\documentclass[10pt]{article}\usepackage{amsmath,amssymb,tikz}\allowdisplaybreaks\begin{document}" "\n",
    "\n\\end{document}\n",
)


def compiled(text: str, folder: Path, name: str = "document") -> Path:
    """The PDF of a LaTeX text; fails on any error, or on a box that is too full by more than 1pt."""
    if shutil.which("pdflatex") is None:
        pytest.skip("no pdflatex here: the document was not compiled")
    (folder / f"{name}.tex").write_text(text, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", f"{name}.tex"]
    for _ in range(2 if r"\ref{" in text or "revtex" in text else 1):
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=120)
        absent = re.search(r"File `([\w.-]+\.(?:sty|cls))' not found", run.stdout)
        if absent:
            pytest.skip(f"no {absent[1]} here: the document was not compiled")
        assert run.returncode == 0, "\n".join(line for line in run.stdout.splitlines() if line.startswith(("!", "l.")))
    log = (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
    full = [m for m in re.findall(r"Overfull \\[hv]box \(([\d.]+)pt too (?:wide|high)", log) if float(m) > 1]
    assert not full, f"boxes too full, in pt: {full}"
    return folder / f"{name}.pdf"
