"""The prover, where it is installed: compiles the theory once, and files behind it."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from symflux.certificates.rocq.export import FOLDER, THEORY, theory_text

COQC = shutil.which("coqc")
MISSING = "no coqc here: the theorems of certificates are not checked; Debian: apt install coq"


def compiled():
    """The folder of the compiled theory; kept between runs, under a name that its text gives."""
    text = theory_text() + subprocess.run([COQC, "--version"], capture_output=True, text=True, timeout=60).stdout
    digest = hashlib.sha256(text.encode()).hexdigest()[:20]
    kept = Path(tempfile.gettempdir()) / f"symflux-theory-{os.getuid()}-{digest}"
    if not kept.exists():
        folder = Path(tempfile.mkdtemp(dir=kept.parent))
        for part in THEORY:
            shutil.copy(FOLDER / f"{part}.v", folder)
            run(folder, folder / f"{part}.v")
        with contextlib.suppress(OSError):  # another run was faster
            folder.rename(kept)
    return kept


def run(theory, path, *, is_good=True):
    """What coqc prints on a file."""
    command = ["nice", COQC, "-q", "-Q", str(theory), "Symflux", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, cwd=path.parent)
    if is_good:
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout + done.stderr
