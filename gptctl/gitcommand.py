"""Running git. The only module that knows the library for it."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING

from gptctl.errors import GptctlError

if TYPE_CHECKING:
    from git import Git

_ENVIRON = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GCM_INTERACTIVE": "never",
}
_NO_HOOKS = ("-c", f"core.hooksPath={os.devnull}")
"""A project may keep its hooks in the work tree, where everybody who writes to the branch writes them."""
_NO_REPOSITORY_INSIDE = ("-c", "safe.bareRepository=explicit")
"""Files of the project may look like a repository, with settings that run commands: git is to take none for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command said; `status` is 0 where it did what it was asked to."""

    status: int
    out: str
    err: str


def git_in(root: Path) -> "Git":
    """Where git is not installed, every command fails."""
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")  # else the import itself fails
    from git import Git  # noqa: PLC0415 -- git is loaded only when somebody asks for it

    git = Git(str(root))
    git.update_environment(**_ENVIRON)
    return git


def run(git: "Git", *arguments: str) -> str:
    return output(git, *arguments).decode("utf-8", "surrogateescape")


def output(git: "Git", *arguments: str) -> bytes:
    """What git prints. Raises GptctlError with what it complains of."""
    with _explained(arguments[0]):
        command = ["git", *_NO_REPOSITORY_INSIDE, *arguments]
        return git.execute(command, stdout_as_string=False, strip_newline_in_stdout=False)


def find(git: "Git", revision: str) -> str:
    """The commit, or an empty text. What looks like an option never reaches git."""
    if revision.startswith("-") or "\0" in revision:
        return ""
    try:
        return run(git, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").strip()
    except GptctlError:
        return ""


def prefix_in(git: "Git") -> str:
    """The project's folder in its repository, with a slash at the end; empty when it is the whole."""
    return run(git, "rev-parse", "--show-prefix").rstrip("\n")


def owner_refused(git: "Git") -> bool:
    """Whether there is a repository that git does not read because it belongs to another user."""
    try:
        run(git, "rev-parse", "--git-dir")
    except GptctlError as error:
        return "dubious ownership" in error.message
    return False


def ask(git: "Git", *arguments: str, seconds: float) -> Answer:
    """Run a command that may talk to another machine. Raises GptctlError when it has not ended after `seconds`.

    It runs no hook of this clone, and has no terminal: neither git nor ssh can ask anybody anything.
    """
    with _explained(arguments[0]):
        command = ["git", *_NO_REPOSITORY_INSIDE, *_NO_HOOKS, *arguments]
        started = git.execute(command, as_process=True, start_new_session=True)
    try:
        out, err = started.communicate(timeout=seconds)
    except TimeoutExpired:
        raise GptctlError(f"`git {arguments[0]}` had no answer within {seconds:.0f} s") from None
    finally:
        _end(started)
    return Answer(status=started.returncode, out=out.decode("utf-8", "replace"), err=err.decode("utf-8", "replace"))


def _end(started: "Git.AutoInterrupt") -> None:
    """Kill what is left of it, and all that it started, such as ssh: they would hold its pipes open."""
    if started.poll() is None:
        with suppress(OSError):
            os.killpg(started.pid, signal.SIGKILL) if hasattr(os, "killpg") else started.kill()


@contextmanager
def _explained(command: str) -> Iterator[None]:
    from git.exc import CommandError  # noqa: PLC0415 -- as above

    try:
        yield
    except CommandError as error:
        raise GptctlError(f"`git {command}` failed: {error.stderr.strip()}") from None
