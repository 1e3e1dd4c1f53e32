"""One line of the core changed at a time, a sign, a bound, a dropped term: some test must notice every change.

    python tests/quality/core_mutations.py            all of them, with a table at the end; exit status 1 if one lives
    python tests/quality/core_mutations.py spectrum   those whose file or what is changed has this in it

Each runs in a copy of the package, with the tests named beside it; several minutes. That every line still stands as it
is written here, once in its file, is tested in ``test_core_mutations.py``.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent


class Mutant(NamedTuple):
    file: str  #: under symflux/
    old: str
    new: str
    tests: str  #: under tests/, separated by spaces


MUTANTS = [
    # moments: how a network becomes means
    Mutant(
        "moments/symbolic.py",
        "total = total - coefficient * value",
        "total = total + coefficient * value",
        "moments/test_route.py",
    ),
    Mutant(
        "moments/symbolic.py",
        "minus([e_0 * c for c in rest], [constant * e for e in self.damped_even[1:]])",
        "[e_0 * c for c in rest]",
        "moments/test_route.py",
    ),
    Mutant(
        "moments/symbolic.py",
        "bottom = bottom * self.damped[-1] ** power",
        "bottom = bottom * self.damped[-1]",
        "moments/test_route.py",
    ),
    Mutant(
        "moments/symbolic.py",
        "form[shift + k] - top * modulus[k]",
        "form[shift + k] + top * modulus[k]",
        "moments/test_route.py",
    ),
    Mutant(
        "moments/poly.py",
        "above = matrix[i - 1][j] if i and j < size else zero",
        "above = zero",
        "moments/test_route.py",
    ),
    Mutant(
        "moments/system.py",
        "return plus(total, self.determinant) if source in signal.sources else total",
        "return total",
        "steady_state/test_kinds.py",
    ),
    # quantities: results, their arithmetic and calculus
    Mutant(
        "quantities/formal.py",
        "return parts if rest.is_zero else None",
        "return parts",
        "quantities/test_arithmetic.py",
    ),
    Mutant(
        "quantities/calculus.py",
        '"maximum" if before > 0 > after else "minimum"',
        '"maximum" if before > 0 else "minimum"',
        "quantities/test_calculus.py",
    ),
    Mutant(
        "quantities/calculus.py",
        "if best is None or (edges and best.value < edge):",
        "if best is None:",
        "quantities/test_calculus.py",
    ),
    Mutant(
        "quantities/placement.py",
        "value.is_constant and (value.value or may_grow)",
        "value.is_constant",
        "quantities/test_result.py steady_state/test_flux.py",
    ),
    Mutant(
        "quantities/placement.py",
        "if network.directed_items:  # stability decides there, not energy",
        "if True:",
        "quantities/test_result.py steady_state/test_flux.py",
    ),
    # positivity: conditions, points, cells, proofs
    Mutant(
        "positivity/condition.py",
        'Condition(top if relation in ("==", "!=") else top * bottom, relation)',
        "Condition(top, relation)",
        "positivity/test_condition.py",
    ),
    Mutant(
        "positivity/points/decomposition.py",
        "yield coefficients[0]",
        "pass",
        "positivity/points signs/test_region.py",
    ),
    Mutant(
        "positivity/points/decomposition.py",
        "if any(exponent % 2 for exponent in in_real):",
        "if False:",
        "positivity/points signs/test_region.py",
    ),
    Mutant(
        "positivity/points/witness.py",
        "n in self.real or point[n] > 0 for n in self.names",
        "n in self.real or point[n] >= 0 for n in self.names",
        "positivity/points",
    ),
    Mutant(
        "positivity/points/cad.py",
        "degree + degree % 2 - power",
        "degree - power",
        "positivity/points/test_cad.py",
    ),
    Mutant(
        "positivity/proofs/opening.py",
        "total = total - times(times(listed[0]",
        "total = total + times(times(listed[0]",
        "positivity/proofs/test_opening.py",
    ),
    Mutant(
        "positivity/proofs/goal.py",
        "{j: Polynomial.variable(j) + t * w for j, w in ray.items() if j != k}",
        "{j: Polynomial.variable(j) + t for j in ray if j != k}",
        "positivity/proofs/test_cone_tree.py",
    ),
    # signs: questions, cells, design
    Mutant("signs/question.py", "return value.numerator * bottom", "return value.numerator", "signs/test_question.py"),
    Mutant("signs/cell.py", "if exponent % 2 and len(seen[f]) == 2", "if len(seen[f]) == 2", "signs/test_region.py"),
    Mutant(
        "signs/cell.py",
        "if _compare(wall, name, values[name]) * side >= 0:",
        "if _compare(wall, name, values[name]) * side > 0:",
        "signs/test_region.py",
    ),
    Mutant(
        "signs/region.py",
        'elif (ratio.value > 0) != (">" in relation):',
        'elif (ratio.value > 0) == (">" in relation):',
        "signs/test_region.py",
    ),
    Mutant(
        "signs/structural.py",
        "if site in resting and len(moving) == 1:",
        "if site in resting and moving:",
        "signs/test_structural.py",
    ),
    Mutant(
        "model/physical.py",
        "minors.append(minor.numerator * minor.denominator)",
        "minors.append(minor.numerator)",
        "model/test_physical.py",
    ),
    # the spectrum: weights of bath fluxes, sign changes at quadratic factors
    Mutant(
        "steady_state/spectrum.py",
        "total = total - self._at(data.friction) * weights[bath]",
        "total = total - weights[bath]",
        "steady_state/test_spectrum.py",
    ),
    Mutant(
        "steady_state/spectrum.py",
        "weights[bath] = -self._in_frequency(",
        "weights[bath] = self._in_frequency(",
        "steady_state/test_spectrum.py",
    ),
    Mutant("steady_state/spectrum.py", "(b * b - 4 * a * c)", "(b * b + 4 * a * c)", "steady_state/test_spectrum.py"),
    Mutant("steady_state/spectrum.py", "for sign in (1, -1)]", "for sign in (1,)]", "steady_state/test_spectrum.py"),
    Mutant(
        "steady_state/spectrum.py",
        "if multiplicity % 2 == 0 or not factor.degree(name):",
        "if not factor.degree(name):",
        "steady_state/test_spectrum.py",
    ),
    Mutant(
        "steady_state/spectrum.py",
        "[root for root in roots if root > 0]",
        "list(roots)",
        "steady_state/test_spectrum.py",
    ),
]  # fmt: skip


def is_killed(mutant, copy):
    """Whether the tests fail in the copy of the repository with this change."""
    path = copy / "symflux" / mutant.file
    source = path.read_text(encoding="utf-8")
    assert source.count(mutant.old) == 1, f"{mutant.file}: {mutant.old!r} does not stand there once"
    path.write_text(source.replace(mutant.old, mutant.new), encoding="utf-8")
    tests = [str(copy / "tests" / name) for name in mutant.tests.split()]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=900, check=False)
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(source, encoding="utf-8")
    assert done.returncode in (0, 1, 2), done.stdout.decode()[-2000:]
    return done.returncode != 0


def main(words):
    chosen = [m for m in MUTANTS if all(word in m.file + m.old for word in words)]
    alive = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "symflux"
        for name in ("symflux", "tests", "derivations", "docs"):
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.sqlite-journal"))
        shutil.copy(ROOT / "pyproject.toml", copy)
        for mutant in chosen:
            started = time.monotonic()
            killed = is_killed(mutant, copy)
            alive += [] if killed else [mutant]
            told, change = "killed" if killed else "ALIVE ", f"{mutant.old[:60]} -> {mutant.new[:60]}"
            print(f"{told} {time.monotonic() - started:6.1f} s  {mutant.file}: {change}", flush=True)
    print(f"{len(chosen)} changes, {len(alive)} that no test noticed")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
