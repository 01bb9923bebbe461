"""The one handler: every failure becomes one clear message and one exit status."""

import errno
import os
import sys
from collections.abc import Sequence

import click
from click.exceptions import NoArgsIsHelpError

from gptctl.cli.crash import write_crash
from gptctl.cli.exits import Exit
from gptctl.cli.screens import screen_for
from gptctl.cli.signals import Terminated
from gptctl.diagnostics import errors
from gptctl.errors import GptctlError, InvalidConfig, Refused
from gptctl.views.failure import FailureReport


def report(error: BaseException, arguments: Sequence[str]) -> int:
    """Show a failure in the manner that the command line asks for, and say which status it means."""
    if isinstance(error, BrokenPipeError):
        return _reader_left()
    failure = describe(error)
    try:
        screen_for(arguments).fail(failure)
    except OSError:  # nobody is left to tell
        return _reader_left()
    return failure.status


def describe(error: BaseException) -> FailureReport:
    """The failure in words."""
    match error:
        case GptctlError():
            return FailureReport(
                status=error.status,
                message=error.message if not isinstance(error, InvalidConfig) else _invalid(error),
                advice=error.advice,
                reasons=error.reasons if isinstance(error, Refused) else (),
                findings=error.findings if isinstance(error, InvalidConfig) else (),
            )
        case click.ClickException():
            return _usage(error)
        case Terminated():
            return FailureReport(status=Exit.TERMINATED, message="terminated", advice=_GO_ON)
        case KeyboardInterrupt() | click.Abort():
            return FailureReport(status=Exit.INTERRUPTED, message="interrupted", advice=_GO_ON)
        case OSError() if error.errno in _REFUSALS or (error.filename is None and error.errno is not None):
            return FailureReport(status=Exit.FAILED, message=f"the system refused: {_refusal(error)}")
        case _:
            return _bug(error)


_REFUSALS = frozenset(
    getattr(errno, name)
    for name in ("EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EFBIG", "EIO", "EMFILE", "ENFILE", "ESTALE")
    if hasattr(errno, name)  # which there are is the system's affair
)
"""What the system says for reasons of its own, whichever file it is about; other errors about a file are ours."""

_GO_ON = "Run the same command again to go on."


def _invalid(error: InvalidConfig) -> str:
    count = len(errors(error.findings))
    return f"{count} thing{'s' if count > 1 else ''} to mend in the declarations"


def _refusal(error: OSError) -> str:
    return f"{error.strerror}: {error.filename}" if error.filename else str(error.strerror)


def _usage(error: click.ClickException) -> FailureReport:
    context = error.ctx if isinstance(error, click.UsageError) else None
    advice = "" if context is None else f"Try `{context.command_path} --help`."
    return FailureReport(status=Exit.USAGE, message=_wording(error), advice=advice)


def _wording(error: click.ClickException) -> str:
    """What click says; not the whole help where a command is missing, and choices in one line."""
    match error:
        case NoArgsIsHelpError(ctx=click.Context(command=click.Group(commands=known))):
            return f"a command is missing: {', '.join(known)}"
        case click.MissingParameter():
            return " ".join(error.format_message().split())
        case _:
            return error.format_message()


def _bug(error: BaseException) -> FailureReport:
    return FailureReport(
        status=Exit.BUG,
        message=f"this is a bug in gptctl: {type(error).__name__}",
        advice=write_crash(error, os.environ),
    )


def _reader_left() -> int:
    """Whoever read our output is gone: end quietly, and keep the interpreter from trying to flush once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.FAILED
