"""The prover, where it is installed: compiles the theory once, and files behind it."""

import shutil
import subprocess

from symflux.certificates.rocq.export import FOLDER, THEORY

COQC = shutil.which("coqc")
MISSING = "no coqc here: the theorems of certificates are not checked; Debian: apt install coq"


def compiled(folder):
    """Compile a copy of the theory; the folder."""
    for part in THEORY:
        shutil.copy(FOLDER / f"{part}.v", folder)
        run(folder, folder / f"{part}.v")
    return folder


def run(theory, path, *, is_good=True):
    """What coqc prints on a file."""
    command = ["nice", COQC, "-q", "-Q", str(theory), "Symflux", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, cwd=path.parent)
    if is_good:
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout + done.stderr
