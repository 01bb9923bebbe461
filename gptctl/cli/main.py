"""One run of gptctl: from the words of the command line to an exit status."""

import os
import sys
from collections.abc import Sequence

import click

from gptctl import __version__
from gptctl.cli.group import LazyGroup
from gptctl.cli.signals import listen

PROGRAM = "gptctl"
COMPLETE = "_GPTCTL_COMPLETE"
"""Where a shell says, in the environment, that it asks for completions."""


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`gptctl COMMAND --help` shows its options, which stand after the command, examples and exit statuses.",
)
@click.version_option(__version__, "-V", "--version", message="gptctl %(version)s")
def gptctl() -> None:
    """Assistants declared in git, applied to every provider."""


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line. Every failure is shown here or in what this calls, and becomes the exit status."""
    try:
        listen()
        if COMPLETE in os.environ:
            return _complete(os.environ[COMPLETE])
        return _command(arguments)
    except click.exceptions.Exit as end:  # --help and --version end this way
        return end.exit_code
    except BaseException as error:  # noqa: BLE001 -- this is the one handler; nothing may reach the terminal raw
        from gptctl.cli.errors import report  # noqa: PLC0415 -- a run that goes well does not need it

        return report(error, arguments)


def _command(arguments: Sequence[str]) -> int:
    with gptctl.make_context(PROGRAM, list(arguments) or ["--help"]) as context:
        status = gptctl.invoke(context)
        sys.stdout.flush()
        return int(status or 0)


def _complete(instruction: str) -> int:
    from click.shell_completion import shell_complete  # noqa: PLC0415 -- only a shell asks for this

    return shell_complete(gptctl, {}, PROGRAM, COMPLETE, instruction)
