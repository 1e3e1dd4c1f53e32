"""Source code is run by the language's own tool and gives the exact value; where there is no tool, the skip says so."""

from __future__ import annotations

import re
import shutil
import subprocess
from fractions import Fraction

import pytest
from sympy import Rational, sympify
from sympy.parsing.mathematica import parse_mathematica

import symflux as sf
from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.errors import NetworkError
from symflux.show.text.exports import to_callable, to_code
from symflux.show.text.languages import LANGUAGES

TRIANGLE = sf.Network.from_edges(
    [(1, 2, "k12"), (1, 3, "k13"), (2, 3, "k23")], pinning="c", baths={1: ("gamma", "T1"), 2: ("lambda", "T2")}
).steady_state()
LONG = "a_parameter_with_quite_a_long_name_that_goes_on_and_on_for_more_than_sixty_three"
VALUES = {
    "flux": TRIANGLE.bond_flux(1, 3),
    "sum that begins with a minus": "x*(y - 2*z) + x**3*(-y - z - 2) - y*z*(-3 + y)",
    "constant": "-3/7",
    "no numbers": "-a/b",
    "high powers": "(x - 1)**5/(y + 2)**7 - x**40",
    "names of our own": "t1 + top*bottom/t2 - topx + value_ + bottomx",
    "names that differ in case": "a + 2*A - 3*a_ + 5*A_",
    "reserved": "2*lambda + 3*end - function + do*double/pow"
    " + linux**2 + M_PI*in - where*isa + float + Pi*Gamma + E*end_ + do_",
    "long names": f"{LONG} - 2*{LONG}a**2 + 3*{LONG}b*{LONG}/({LONG}c + 1)",
    "many names": "-".join(f"{k + 1}*p{k}_with_some_letters_more**{k % 5 + 1}" for k in range(60)),
    "underscores": "_x - 2*__x__ + x_x",
    "large integers": "(12345678901234567890123*x - 98765432109876543210987654321)/(9007199254740993*y + 1)",
    "integers over every double": RationalFunction(
        exact("x - 3").numerator * 10**400, exact("x + 2*y**2").numerator * 10**400, reduce=False
    ),
}


def point_of(value):
    return {name: Fraction(2 * k + 5, k + 3) for k, name in enumerate(exact(value).names)}


def exact_value(value):
    return to_callable(value, "python")(**point_of(value))


def decimals(value):
    return [repr(float(x)) for x in point_of(value).values()]


def tool(*names):
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"no {names[0]} here: the code was not run")
    return found


def run(*command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def function_of(code):
    return re.search(r"(?:function|double|def) (?:value_ = )?(\w+)\(", code)[1]


def in_python(code, value, folder):
    space: dict = {}
    exec(code, space)
    computed = space["f"](*point_of(value).values())
    assert not point_of(value) or computed == exact_value(value)
    return computed


def in_c(code, value, folder):
    called = f"{function_of(code)}({', '.join(decimals(value))})"
    code += f'#include <stdio.h>\nint main(void) {{ printf("%.17g", {called}); return 0; }}\n'
    (folder / "f.c").write_text(code)
    run(tool("gcc"), "-Wall", "-Wextra", "-Werror", "f.c", "-o", "f", "-lm", folder=folder)
    return float(run(str(folder / "f"), folder=folder))


def in_fortran(code, value, folder):
    given = ", &\n    ".join(f"{number}d0" for number in decimals(value))
    f = function_of(code)
    code += f"program main_program\n  double precision, external :: {f}\n"
    code += f"  print '(es26.17e3)', {f}({given})\nend program main_program\n"
    (folder / "f.f90").write_text(code)
    run(tool("gfortran"), "-std=f2008", "-Wall", "-Werror", "f.f90", "-o", "f", folder=folder)
    return float(run(str(folder / "f"), folder=folder))


def in_matlab(code, value, folder):
    f = function_of(code)
    (folder / f"{f}.m").write_text(code)
    octave = tool("octave-cli")
    rows = ", ".join(f"[{x}, {x}]" for x in decimals(value)) or ""
    command = f'printf("%.17g ", {f}({rows}))'
    printed = run(octave, "--quiet", "--no-init-file", "--eval", command, folder=folder).split()
    assert len(set(printed)) == 1 and len(printed) == (2 if rows else 1)  # arrays go entry by entry
    return float(printed[0])


def in_julia(code, value, folder):
    (folder / "f.jl").write_text(f"{code}\nprint(f({', '.join(decimals(value))}))\n")
    return float(run(tool("julia"), "--startup-file=no", "f.jl", folder=folder))


def in_mathematica(code, value, folder):
    """By sympy's reader of the language where there is no kernel: assignments in a ``Module``, one after the other."""
    heads, values = re.match(r"f\[(.*)\] := Module\[\{(.*)\},\n", code), point_of(value)
    assert heads and code.endswith("\n]\n")
    names = [name.removesuffix("_") for name in heads[1].split(", ")] if heads[1] else []
    plain = {name: f"parameter{k}" for k, name in enumerate(names)}  # sympy's reader knows no name like lambda
    space = {plain[name]: Rational(x) for name, x in zip(names, values.values(), strict=True)}
    *assignments, result = code[heads.end() : -3].strip().split(";\n")
    assert [line.split(" = ")[0].strip() for line in assignments] == heads[2].split(", ")
    for line in [*assignments, f"f = {result}"]:
        left, right = line.strip().split(" = ")
        right = re.sub(r"[A-Za-z$][\w$]*", lambda m: plain.get(m[0], m[0]), right)
        read = sympify(parse_mathematica(right))
        space[left] = read.xreplace({s: space[s.name] for s in read.free_symbols})
    assert space["f"] == Rational(exact_value(value))
    return float(space["f"])


RUNS = {
    "python": in_python,
    "c": in_c,
    "fortran": in_fortran,
    "matlab": in_matlab,
    "julia": in_julia,
    "mathematica": in_mathematica,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", VALUES)
def test_the_code_gives_the_value(language, what, tmp_path):
    value = VALUES[what]
    computed = RUNS[language](to_code(value, language, name="f"), value, tmp_path)
    assert computed == pytest.approx(float(exact_value(value)), rel=1e-12)


@pytest.mark.parametrize("language", ["c", "fortran", "matlab"])
@pytest.mark.parametrize("name", ["sin", "main", "end", "value_", "double", "gamma", "F"])
def test_a_function_can_have_any_name(language, name, tmp_path):
    code = to_code("a - b", language, name=name)
    assert RUNS[language](code, "a - b", tmp_path) == pytest.approx(float(exact_value("a - b")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", VALUES)
def test_no_two_operators_stand_in_a_row_and_no_line_is_too_long(language, what):
    code = to_code(VALUES[what], language, name="f")
    assert not re.search(r"[-+*/] *-", code.replace("e-", "e").replace("d-", "d"))
    if language in ("fortran", "matlab"):
        assert max(map(len, code.splitlines())) <= 132


def test_julia_turns_integers_into_floats_and_leaves_fractions():
    code = to_code("x**70/3", "julia", name="f")
    assert "    x = x isa Integer ? float(x) : x\n" in code and "x^70" in code
    translated = re.sub(r"    \w+ = \w+ isa .*\n", "", code).replace("^", "**").replace("function ", "def ")
    space: dict = {}
    exec(translated.replace("\nend", "").replace(")\n", "):\n", 1), space)
    assert space["f"](Fraction(1, 2)) == Fraction(1, 3 * 2**70)


def test_five_thousand_terms_stay_in_short_lines():
    monomials = [(("a", k % 13), ("b", k % 17), ("c", k // 221), ("d", (7 * k) % 5)) for k in range(5_000)]
    terms = [(tuple((n, e) for n, e in m if e), (-1) ** k * (k * k + 1)) for k, m in enumerate(monomials)]
    code = to_code(RationalFunction(Polynomial.from_terms(terms), Polynomial.constant(1)), "fortran", name="long_one")
    assert max(map(len, code.splitlines())) <= 132


def test_names_that_a_language_reserves_are_changed():
    assert "lambda_" in to_code(VALUES["flux"], "python")
    assert "k$1_" in to_code("k_1 + 1", "mathematica")
    assert "[Gamma$_, T1_]" in to_code("Gamma + T1", "mathematica")
    assert "(a_, a)" in to_code("a + A", "fortran").lower() or "(a, a_)" in to_code("a + A", "fortran").lower()
    for bad in ("cobol", "C"):
        with pytest.raises(NetworkError, match="use one of python, c, julia, mathematica, matlab, fortran"):
            to_code("a", bad)
    with pytest.raises(NetworkError, match="cannot name a function"):
        to_code("a", "c", name="2 fast")
