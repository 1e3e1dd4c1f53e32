"""How each programming language writes numbers, products, names and functions.

A name that a language reserves, or cannot write, is changed and stays different from the others; a line that is too
long is continued. What a language does with integers is seen to: Julia's would wrap around at 2**63 without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["LANGUAGES", "Language", "Statements"]

Statements = Sequence[tuple[str, str]]  #: (name, formula), in order
_NAME_LENGTH = 63  #: of Fortran 2008 and MATLAB; others allow more
_WIDTH = 100  #: a longer line is continued; Fortran ends at 132


@dataclass(frozen=True)
class Language:
    """How one language writes numbers, powers and names.

    ``number`` writes an integer times ``2**-shift``; ``is_exact`` says that it writes integers of any size, unscaled.
    """

    number: Callable[[int, int], str]
    frame: Callable[[str, Sequence[str], Statements, str], str]
    reserved: frozenset[str]
    taken: frozenset[str] = frozenset()  #: names that a function cannot have, though a parameter can
    power: str = "**"
    times: str = "*"
    over: str = "/"
    is_exact: bool = False
    is_case_sensitive: bool = True
    mark: str = "_"
    letters: str = r"[^A-Za-z0-9_]"
    length: int = 10_000
    reserved_form: str = r"(?!)"  #: a name of this form may have a meaning of its own
    starts_with_letter: bool = False

    def key(self, name: str) -> str:
        """What the language compares when it compares names."""
        return name if self.is_case_sensitive else name.lower()

    def name(self, text: str, used: Collection[str], *, of_function: bool = False) -> str:
        """``text`` as a name that is not reserved and not among the keys ``used``."""
        cleaned = re.sub(self.letters, self.mark, text)
        if self.starts_with_letter and not cleaned[0].isalpha():
            cleaned = "x" + cleaned
        refused = self.reserved | (self.taken if of_function else frozenset())
        shown, marks = cleaned[: self.length], 0
        while self.key(shown) in refused or re.fullmatch(self.reserved_form, shown) or self.key(shown) in used:
            marks += 1
            end = self.mark * marks if marks < 4 else f"{self.mark}{marks}"
            shown = cleaned[: self.length - len(end)] + end
        return shown


# functions --------------------------------------------------------------------------------------------------


def _continued(line: str, mark: str) -> str:
    """The line, broken after commas and products and before sums where it is too long."""
    pieces = re.split(r"(?<=, )|(?<=[^*]\*)(?!\*)|(?<=[^ ])(?= [+-] )", line)
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    lines = [pieces[0]]
    for piece in pieces[1:]:
        if len(lines[-1]) + len(piece) > _WIDTH:
            lines[-1] = lines[-1].rstrip() + mark
            lines.append(indent + piece.lstrip())
        else:
            lines[-1] += piece
    return "\n".join(lines)


def _python(name: str, parameters: Sequence[str], statements: Statements, result: str) -> str:
    body = "".join(f"    {left} = {right}\n" for left, right in statements)
    return f"def {name}({', '.join(parameters)}):\n{body}    return {result}\n"


def _c(name: str, parameters: Sequence[str], statements: Statements, result: str) -> str:
    body = "".join(f"    double {left} = {right};\n" for left, right in statements)
    head = "#include <math.h>\n\n" if "pow(" in body else ""
    given = ", ".join(f"double {p}" for p in parameters) or "void"
    return f"{head}double {name}({given}) {{\n{body}    return {result};\n}}\n"


def _julia(name: str, parameters: Sequence[str], statements: Statements, result: str) -> str:
    # integers would wrap around; floats and rationals stay what they are
    floats = "".join(f"    {p} = {p} isa Integer ? float({p}) : {p}\n" for p in parameters)
    body = "".join(f"    {left} = {right}\n" for left, right in statements)
    return f"function {name}({', '.join(parameters)})\n{floats}{body}    return {result}\nend\n"


def _mathematica(name: str, parameters: Sequence[str], statements: Statements, result: str) -> str:
    body = "".join(f"    {left} = {right};\n" for left, right in statements)
    local = ", ".join(left for left, _ in statements)
    given = ", ".join(f"{p}_" for p in parameters)
    return f"{name}[{given}] := Module[{{{local}}},\n{body}    {result}\n]\n"


def _matlab(name: str, parameters: Sequence[str], statements: Statements, result: str) -> str:
    lines = [f"function value_ = {name}({', '.join(parameters)})"]
    lines += [f"    {left} = {right};" for left, right in (*statements, ("value_", result))]
    return "\n".join(_continued(line, " ...") for line in lines) + "\nend\n"


def _fortran(name: str, parameters: Sequence[str], statements: Statements, result: str) -> str:
    def declared(names: Sequence[str], attribute: str) -> list[str]:
        groups = (", ".join(names[k : k + 8]) for k in range(0, len(names), 8))
        return [f"    double precision{attribute} :: {group}" for group in groups]

    lines = [f"function {name}({', '.join(parameters)}) result(value_)", "    implicit none"]
    lines += declared(parameters, ", intent(in)")
    lines += ["    double precision :: value_", *declared([left for left, _ in statements], "")]
    lines += [f"    {left} = {right}" for left, right in (*statements, ("value_", result))]
    return "\n".join(_continued(line, " &") for line in lines) + f"\nend function {name}\n"


# numbers ----------------------------------------------------------------------------------------------------


def _exact_number(number: int, shift: int) -> str:
    return str(number)


def _float(number: int, shift: int) -> str:
    if shift == 0 and abs(number) < 2**53:
        return f"{number}.0"
    return repr(float(Fraction(number, 1 << shift)))


def _fortran_number(number: int, shift: int) -> str:
    text = _float(number, shift)
    return text.replace("e", "d") if "e" in text else text + "d0"


def _short_number(number: int, shift: int) -> str:
    return str(number) if shift == 0 and abs(number) < 2**53 else _float(number, shift)


# names ------------------------------------------------------------------------------------------------------

_PYTHON_WORDS = (
    "False None True and as assert async await break class continue def del elif else except finally for from global "
    "if import in is lambda nonlocal not or pass raise return try while with yield __debug__"
)
_C_WORDS = (
    "auto break case char const continue default do double else enum extern float for goto if inline int long register "
    "restrict return short signed sizeof static struct switch typedef union unsigned void volatile while asm typeof "
    "_Bool _Complex _Imaginary _Alignas _Alignof _Atomic _Generic _Noreturn _Static_assert _Thread_local alignas "
    "alignof bool constexpr false nullptr static_assert thread_local true typeof_unqual pow linux unix i386 "
    "NAN INFINITY HUGE_VAL HUGE_VALF HUGE_VALL MATH_ERRNO MATH_ERREXCEPT MAXFLOAT DOMAIN SING OVERFLOW UNDERFLOW PLOSS "
    "TLOSS FP_NAN FP_INFINITE FP_ZERO FP_SUBNORMAL FP_NORMAL FP_ILOGB0 FP_ILOGBNAN FP_FAST_FMA M_E M_LOG2E M_LOG10E "
    "M_LN2 M_LN10 M_PI M_PI_2 M_PI_4 M_1_PI M_2_PI M_2_SQRTPI M_SQRT2 M_SQRT1_2 gamma y0 y1 yn j0 j1 jn"
)
_C_FUNCTIONS = (
    "main abort abs acos acosh asin asinh atan atan2 atanh calloc cbrt ceil copysign cos cosh div drem erf erfc exit "
    "exp exp10 exp2 expm1 fabs fdim finite floor fma fmax fmin fmod free frexp getc hypot ilogb index infnan "
    "isalnum isalpha isblank iscntrl isdigit isfinite isgraph isinf islower isnan isnormal isprint ispunct isspace "
    "isupper isxdigit labs ldexp lgamma llabs llrint llround log log10 log1p log2 logb lrint lround malloc memcmp "
    "memcpy memset modf nan nearbyint nextafter nexttoward pow10 printf putc putchar puts realloc remainder remquo "
    "rindex rint round scalb scalbln scalbn scanf signbit significand sin sincos sinh sqrt strlen tan tanh tgamma "
    "tolower toupper trunc"
)
_JULIA_WORDS = (
    "baremodule begin break catch const continue do else elseif end export false finally for function global if import "
    "in isa let local macro module mutable outer primitive quote return struct true try type using where while "
    "abstract float Integer"
)
_MATHEMATICA_WORDS = "C D E I K N O Log2 Log10"
_MATLAB_WORDS = (
    "arguments break case catch classdef continue do else elseif end end_try_catch end_unwind_protect endclassdef "
    "endenumeration endevents endfor endfunction endif endmethods endparfor endproperties endspmd endswitch endwhile "
    "enumeration events for function global if methods otherwise parfor persistent properties return spmd switch try "
    "until unwind_protect unwind_protect_cleanup while value_ ans"
)
_FORTRAN_FUNCTIONS = (
    "abort abs achar acos acosh adjustl adjustr aimag aint all allocated anint any asin asinh associated atan atan2 "
    "atanh bessel_j0 bessel_j1 bessel_jn bessel_y0 bessel_y1 bessel_yn bge bgt bit_size ble blt btest ceiling char "
    "cmplx command_argument_count conjg cos cosh count cshift dble digits dim dot_product dprod dshiftl dshiftr "
    "eoshift epsilon erf erfc erfc_scaled exp exponent extends_type_of findloc floor fraction gamma huge hypot iachar "
    "iall iand iany ibclr ibits ibset ichar ieor image_index index int ior iparity is_contiguous is_iostat_end "
    "is_iostat_eor ishft ishftc kind lbound lcobound leadz len len_trim lge lgt lle llt log log10 log_gamma logical "
    "maskl maskr matmul max maxexponent maxloc maxval merge merge_bits min minexponent minloc minval mod modulo "
    "nearest new_line nint norm2 not null num_images pack parity popcnt poppar precision present product radix range "
    "real repeat reshape rrspacing same_type_as scale scan selected_char_kind selected_int_kind selected_real_kind "
    "set_exponent shape shifta shiftl shiftr sign sin sinh size spacing spread sqrt storage_size sum tan tanh "
    "this_image tiny trailz transfer transpose trim ubound ucobound unpack verify"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LANGUAGES: Mapping[str, Language] = {
    "python": Language(_exact_number, _python, _words(_PYTHON_WORDS), is_exact=True),
    "c": Language(_float, _c, _words(_C_WORDS), _words(_C_FUNCTIONS), power="pow"),
    "julia": Language(_short_number, _julia, _words(_JULIA_WORDS), power="^"),
    # the symbols of Mathematica itself begin with a capital letter and are words
    "mathematica": Language(
        _exact_number, _mathematica, _words(_MATHEMATICA_WORDS),
        power="^", is_exact=True, mark="$", letters=r"[^A-Za-z0-9$]", reserved_form=r"\$?[A-Z][A-Za-z]+",
    ),
    "matlab": Language(
        _short_number, _matlab, _words(_MATLAB_WORDS),
        power=".^", times=".*", over="./", length=_NAME_LENGTH, starts_with_letter=True,
    ),
    "fortran": Language(
        _fortran_number, _fortran, _words("value_"), _words(_FORTRAN_FUNCTIONS),
        is_case_sensitive=False, length=_NAME_LENGTH, starts_with_letter=True,
    ),
}  # fmt: skip
