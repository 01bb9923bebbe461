"""Running git. The only module that knows the library for it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from gptctl.errors import GptctlError

if TYPE_CHECKING:
    from git import Git

_ENVIRON = {"GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1", "GIT_TERMINAL_PROMPT": "0"}
_NO_REPOSITORY_INSIDE = ("-c", "safe.bareRepository=explicit")
"""Files of the project may look like a repository, with settings that run commands: git is to take none for one."""


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
    from git.exc import CommandError  # noqa: PLC0415 -- as above

    try:
        command = ["git", *_NO_REPOSITORY_INSIDE, *arguments]
        return git.execute(command, stdout_as_string=False, strip_newline_in_stdout=False)
    except CommandError as error:
        raise GptctlError(f"`git {arguments[0]}` failed: {error.stderr.strip()}") from None


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
