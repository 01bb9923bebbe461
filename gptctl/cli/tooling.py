"""Tools that a command runs for an assistant: `--tool NAME=COMMAND`."""

import shlex
from collections.abc import Iterable

import click

from gptctl.errors import Usage
from gptctl.runtime.tools import CommandTools

tool = click.option(
    "--tool",
    multiple=True,
    metavar="NAME=COMMAND",
    help="Run this command when the assistant calls the tool NAME: its JSON arguments come on stdin, its answer goes "
    "to stdout. May be given several times. Without it a call is only shown.",
)


def command_tools(given: Iterable[str]) -> CommandTools:
    """Raises Usage for what is not of the form."""
    return CommandTools(commands=dict(map(_command, given)))


def _command(option: str) -> tuple[str, list[str]]:
    name, _, command = option.partition("=")
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not name or not words:
        raise Usage(f"--tool {option!r} is not of the form NAME=COMMAND")
    return name, words
