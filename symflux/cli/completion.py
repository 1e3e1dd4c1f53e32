"""``symflux completion bash|zsh|fish``: a script that completes commands, options and their choices.

Written from the parser, so that it names what there is; nothing runs while completing but the shell.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from symflux.cli.command import Answer, add_command

__all__ = ["SHELLS", "add_commands", "script"]

SHELLS = ("bash", "zsh", "fish")


def add_commands(commands: Any) -> None:
    """Register the command."""
    command = add_command(
        commands,
        "completion",
        run,
        "a script with which a shell completes commands and options",
        "source <(symflux completion bash)",
    )
    command.add_argument("shell", choices=SHELLS, metavar="SHELL", help="bash, zsh or fish")
    command.set_defaults(commands=commands)


def run(options: argparse.Namespace) -> Answer:
    """``symflux completion SHELL``."""
    return Answer(script(options.shell, _tree(options.commands)))


def _tree(commands: Any) -> dict[str, dict[str, tuple[str, ...]]]:
    """{command: {option: its choices}}."""
    return {
        name: {
            option: tuple(map(str, action.choices or ()))
            for action in command._actions
            for option in action.option_strings
            if option.startswith("--")
        }
        for name, command in commands.choices.items()
    }


def script(shell: str, tree: Mapping[str, Mapping[str, tuple[str, ...]]]) -> str:
    """The script for a shell.

    >>> print(script("fish", {"flux": {"--format": ("text", "latex")}}).splitlines()[2])
    complete -c symflux -n '__fish_seen_subcommand_from flux' -l format -x -a 'text latex'
    """
    if shell == "fish":
        return _fish(tree)
    body = _bash(tree)
    return f"autoload -U +X bashcompinit && bashcompinit\n{body}" if shell == "zsh" else body


def _bash(tree: Mapping[str, Mapping[str, tuple[str, ...]]]) -> str:
    cases, choices = [], {}
    for name, options in tree.items():
        cases.append(f"        {name}) words='{' '.join(options)}' ;;")
        choices.update({(name, option): values for option, values in options.items() if values})
    values = [f"        {name}:{option}) words='{' '.join(listed)}' ;;" for (name, option), listed in choices.items()]
    return "\n".join(
        [
            "_symflux() {",
            "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}",
            "    local command=${COMP_WORDS[1]} words=",
            "    if [ $COMP_CWORD -eq 1 ]; then",
            f"        COMPREPLY=($(compgen -W '{' '.join(tree)} --help --version' -- \"$word\"))",
            "        return",
            "    fi",
            '    case "$command:$before" in',
            *values,
            "    esac",
            '    if [ -z "$words" ] && [ "${word:0:1}" = - ]; then',
            '        case "$command" in',
            *cases,
            "        esac",
            "    fi",
            '    if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$word"));',
            '    else COMPREPLY=($(compgen -f -- "$word")); fi',
            "}",
            "complete -o filenames -F _symflux symflux",
        ]
    )


def _fish(tree: Mapping[str, Mapping[str, tuple[str, ...]]]) -> str:
    lines = [
        "# symflux: completions for fish",
        f"complete -c symflux -n __fish_use_subcommand -x -a '{' '.join(tree)}'",
    ]
    for name, options in tree.items():
        for option, values in options.items():
            after = f" -x -a '{' '.join(values)}'" if values else ""
            lines.append(f"complete -c symflux -n '__fish_seen_subcommand_from {name}' -l {option[2:]}{after}")
    return "\n".join(lines)
