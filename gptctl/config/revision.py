"""The project in git: the commit it is at, what it was at another, and who changed it.

The only module that knows git. It changes neither the repository nor the work tree.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gptctl.errors import GptctlError, Usage

if TYPE_CHECKING:
    from git import Git

_FIELDS = ("%H", "%ct", "%an", "%s")
_ENVIRON = {"GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1", "GIT_TERMINAL_PROMPT": "0"}
_IGNORED = "!!"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """`time` is when it was committed, in seconds since 1970; `subject` is the first line of its message."""

    id: str
    time: float
    author: str
    subject: str


def head(root: Path) -> tuple[str, frozenset[str]]:
    """The commit that is checked out, and all that differs from it: project-relative files and the folders of these.

    An ignored file differs too, since no commit holds it. The commit is empty outside git and before the first one.
    """
    git = _git(root)
    commit = _find(git, "HEAD")
    if not commit:
        return "", frozenset()
    listed = _run(git, "status", "--porcelain", "-z", "-uall", "--ignored=matching", "--no-renames", ".")
    prefix = _prefix(git)
    changed: set[str] = set()
    for entry in filter(None, listed.split("\0")):
        path = PurePosixPath(entry[3:].removeprefix(prefix))
        changed.update([str(path)] if entry.startswith(_IGNORED) else map(str, (path, *path.parents)))
    return commit, frozenset(changed)


def commit_of(root: Path, paths: Iterable[str]) -> str:
    """The commit that is checked out, with `+` when one of the paths differs from it; empty where there is none."""
    commit, changed = head(root)
    return f"{commit}+" if changed.intersection(paths) else commit


def resolve(root: Path, revision: str) -> str:
    """The commit that a branch, a tag or anything else of git's means: 40 hex digits. Raises Usage."""
    return _known(root, revision)[1]


@contextmanager
def checkout(root: Path, revision: str) -> Iterator[Path]:
    """A temporary folder that holds the project as it was at a revision. Raises Usage.

    Git writes it through an index of its own.
    """
    git, commit = _known(root, revision)
    with tempfile.TemporaryDirectory(prefix="gptctl-") as folder:
        with git.custom_environment(GIT_INDEX_FILE=f"{folder}/index"):
            _run(git, "read-tree", commit)
            _run(git, "checkout-index", "--all", "--quiet", f"--prefix={folder}/tree/")
        tree = Path(folder, "tree", _prefix(git))
        if not tree.is_dir():
            raise Usage(f"The project was not there yet at {revision}.", advice="`gptctl history` lists its commits.")
        yield tree


def log(root: Path, paths: Sequence[str], limit: int, *, until: str = "HEAD") -> tuple[Commit, ...]:
    """The last commits up to a revision that touched one of these paths, newest first.

    None outside git, and none for a revision that this clone does not have.
    """
    git = _git(root)
    commit = _find(git, until)
    if not commit:
        return ()
    options = (f"--max-count={limit}", "-z", f"--format={'%x00'.join(_FIELDS)}", "--no-show-signature")
    fields = _run(git, "log", *options, commit, "--", *paths).split("\0")
    rows = zip(*[iter(fields)] * len(_FIELDS), strict=False)
    return tuple(Commit(id=id_, time=float(time), author=who, subject=what) for id_, time, who, what in rows)


def read_at(root: Path, revision: str, path: str) -> bytes | None:
    """A project-relative file as it was at a revision; None when it was not there. Raises Usage."""
    git, commit = _known(root, revision)
    try:
        return _bytes(git, "cat-file", "blob", f"{commit}:{_prefix(git)}{path}")
    except GptctlError:
        return None


def _git(root: Path) -> "Git":
    """Where git is not installed, every command fails."""
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")  # else the import itself fails
    from git import Git  # noqa: PLC0415 -- git is loaded only when somebody asks for it

    git = Git(str(root))
    git.update_environment(**_ENVIRON)
    return git


def _run(git: "Git", *arguments: str) -> str:
    return _bytes(git, *arguments).decode("utf-8", "surrogateescape")


def _bytes(git: "Git", *arguments: str) -> bytes:
    """What git prints. Raises GptctlError with what it complains of."""
    from git.exc import CommandError  # noqa: PLC0415 -- as above

    try:
        return git.execute(["git", *arguments], stdout_as_string=False, strip_newline_in_stdout=False)
    except CommandError as error:
        raise GptctlError(f"`git {arguments[0]}` failed: {error.stderr.strip()}") from None


def _find(git: "Git", revision: str) -> str:
    """The commit, or an empty text. What looks like an option never reaches git."""
    if revision.startswith("-") or "\0" in revision:
        return ""
    try:
        return _run(git, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").strip()
    except GptctlError:
        return ""


def _known(root: Path, revision: str) -> tuple["Git", str]:
    git = _git(root)
    commit = _find(git, revision)
    if not commit:
        advice = "`gptctl history` lists commits; outside a git repository, or without git, there are none."
        raise Usage(f"There is no revision {revision!r} in {root}.", advice=advice)
    return git, commit


def _prefix(git: "Git") -> str:
    """The project's folder in its repository, with a slash at the end; empty when it is the whole."""
    return _run(git, "rev-parse", "--show-prefix").rstrip("\n")
