"""Parsing, dispatch and exit status of the ``symflux`` command.

Exit status: 0 done / proved / unique, 1 refuted or check failed or not unique, 2 bad input, 3 undecided (or out of
time), 130 interrupted. Bad input gets one line on stderr, never a traceback.
"""

from __future__ import annotations

import argparse
import difflib
import os
import shutil
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any, NoReturn

from symflux import __version__
from symflux.cli.command import Answer, BadInput
from symflux.cli.terminal import coloured, complaint, has_colour, long_remark
from symflux.cli.wrapping import terminal_width, wrapped
from symflux.errors import SymfluxError, TimeLimitError, UniquenessError
from symflux.work import child

__all__ = ["main"]

_HOUR = 3600.0
_DATA = ("json", "latex", "shell")  #: options whose answer is for a program
LINE = 480  #: characters of an error line at most


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is one line, with what was meant perhaps."""

    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message}; see {self.prog} --help")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            known = [str(choice) for choice in action.choices]
            near = difflib.get_close_matches(str(value)[:100], known, n=1)
            meant = f"did you mean {near[0]}? " if near else ""
            what = "command" if action.metavar == "COMMAND" else "/".join(action.option_strings) or str(action.metavar)
            raise BadInput(f"no {what} {str(value)[:40]!r}; {meant}known: {', '.join(known)}; see {self.prog} --help")


def _groups() -> tuple[ModuleType, ...]:
    """The files of commands, imported only where a command is to be understood: --version has no time for them."""
    from symflux.cli import (
        atlas,
        circuit,
        completion,
        diffusion,
        exact,
        export,
        family,
        lyapunov,
        page,
        paper,
        pictures,
        report,
        series,
        signs,
        spectrum,
        temperature,
        verify,
    )

    fluxes = exact, diffusion, signs, export, temperature, series, verify, lyapunov
    return *fluxes, pictures, spectrum, report, page, paper, atlas, circuit, family, completion


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = _Parser(
        prog="symflux",
        description="Exact heat fluxes in networks of harmonic oscillators: closed forms, proved signs, LaTeX.",
        epilog="exit status: 0 done, proved or unique; 1 refuted, not unique or check failed; 2 bad input; 3 undecided",
    )
    top.add_argument("--version", action="version", version=f"symflux {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    for group in _groups():
        group.add_commands(commands)
    for command in commands.choices.values():
        command.add_argument(
            "--seconds", type=_seconds, metavar="N", help="give up after N seconds (default: an hour; proofs: a minute)"
        )
    return top


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value <= 1e6:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is not a number of seconds")
    return value


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status.

    >>> main(["unique", "no such file.toml"])
    2
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--version"]:
        print(f"symflux {__version__}")
        return 0
    try:
        options = understood(words)
        limit = _HOUR if options.seconds is None else options.seconds
        answer = child.run(_answer, options, seconds=limit, label=f"symflux {options.command}")
        for line in answer.remarks:
            _complain(line)
        if answer.text:
            print(_shown(answer.text, options))
            sys.stdout.flush()
        return answer.status
    except TimeLimitError as error:
        _complain(f"{error}; allow more with --seconds")
        return 3
    except UniquenessError as error:
        _complain(error)
        return 1
    except (SymfluxError, BadInput) as error:
        problems = getattr(error, "problems", ()) or (str(error),)
        _complain("; ".join(problems))
        return 2
    except KeyboardInterrupt:
        _complain("interrupted")
        return 130
    except BrokenPipeError:
        # the reader went away; keep the interpreter from complaining at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as stop:  # --help and --version
        return int(stop.code or 0)
    except Exception as error:  # never a traceback in a terminal; the kind of error is what a report needs
        _complain(f"internal error, please report it: {type(error).__name__}: {error}")
        return 2


def understood(words: Sequence[str]) -> argparse.Namespace:
    """The arguments; :class:`BadInput` names the option that was meant where one is not known."""
    top = parser()
    options, rest = top.parse_known_args(words)
    if rest:
        commands = next(action for action in top._actions if action.dest == "command")
        command = dict(commands.choices or {})[options.command]
        known = [option for option in command._option_string_actions if option.startswith("--")]
        near = difflib.get_close_matches(rest[0].partition("=")[0], known, n=1)
        what = "option" if rest[0].startswith("-") else "argument"
        advice = "quote what belongs together;" if what == "argument" else ""
        advice = f"did you mean {near[0]}?" if near else advice
        raise BadInput(f"no {what} {rest[0][:40]!r}; {advice} see symflux {options.command} --help")
    return options


def _shown(text: str, options: argparse.Namespace) -> str:
    """The text for where it goes: data as it is, else wrapped and coloured on a terminal."""
    if getattr(options, "format", "text") != "text" or any(getattr(options, name, False) for name in _DATA):
        return text
    remark = long_remark(text, options)
    if remark:
        _complain(remark)
    width = terminal_width()
    text = text if width is None else wrapped(text, width)
    return coloured(text) if has_colour(sys.stdout) else text


def _answer(options: argparse.Namespace) -> Answer:
    answer: Answer = options.run(options)
    return answer


def _complain(message: Any) -> None:
    line = " ".join(str(message).split())
    line = "symflux: " + (line if len(line) <= LINE else line[: LINE - 3] + "...")
    if sys.stderr.isatty():
        line = wrapped(line, shutil.get_terminal_size().columns)
    print(complaint(line, sys.stderr), file=sys.stderr)
