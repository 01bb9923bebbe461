"""The project in git: the commit it is at, what it was at another, and who changed it.

Changes neither the repository nor the work tree.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gptctl.config.knowledge import FOLDER
from gptctl.errors import GptctlError, Refused, Usage
from gptctl.gitcommand import find, git_in, output, owner_refused, prefix_in, run

if TYPE_CHECKING:
    from git import Git

_FIELDS = ("%H", "%ct", "%an", "%s")
_IGNORED = "!!"
_LISTED = "`gptctl history` lists commits; outside a git repository, or without git, there are none."
_SHALLOW = "This clone is shallow: `git fetch --unshallow` brings the commits that it lacks."
_SUBMODULE = "160000 "
"""The mode of an entry that names a commit of another repository."""


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
    git = git_in(root)
    commit = find(git, "HEAD")
    if not commit:
        return "", frozenset()
    listed = run(git, "status", "--porcelain", "-z", "-uall", "--ignored=matching", "--no-renames", ".")
    prefix = prefix_in(git)
    changed: set[str] = set()
    for entry in filter(None, listed.split("\0")):
        path = PurePosixPath(entry[3:].removeprefix(prefix))
        changed.update([str(path)] if entry.startswith(_IGNORED) else map(str, (path, *path.parents)))
    return commit, frozenset(changed)


def commit_of(root: Path, paths: Iterable[str]) -> str:
    """The commit that is checked out, with `+` when one of the paths differs from it; empty where there is none."""
    commit, changed = head(root)
    return f"{commit}+" if changed.intersection(paths) else commit


def refusal(root: Path) -> str:
    """Why git reads nothing of a repository that is there, and what to do, as in a container of CI; else empty."""
    if not owner_refused(git_in(root)):
        return ""
    return "Another user owns the repository, so git does not read it: `git config --global --add safe.directory DIR`."


def resolve(root: Path, revision: str) -> str:
    """The commit that a branch, a tag or anything else of git's means: 40 hex digits. Raises Usage."""
    return _known(root, revision)[1]


def exists(root: Path, revision: str) -> bool:
    """Whether git knows such a commit."""
    return bool(find(git_in(root), revision))


@contextmanager
def checkout(root: Path, revision: str) -> Iterator[Path]:
    """A temporary folder that holds the project as it was at a revision. Git writes it through an index of its own.

    Raises Usage, and Refused where knowledge is in a submodule: it would seem to be gone.
    """
    git, commit = _known(root, revision)
    with tempfile.TemporaryDirectory(prefix="gptctl-") as folder:
        with git.custom_environment(GIT_INDEX_FILE=f"{folder}/index"):
            run(git, "read-tree", commit)
            _refuse_submodules(run(git, "ls-files", "--stage", "-z", "--", FOLDER), revision)
            run(git, "checkout-index", "--all", "--quiet", f"--prefix={folder}/tree/")
        tree = Path(folder, "tree", prefix_in(git))
        if not tree.is_dir():
            raise Usage(f"The project was not there yet at {revision}.", advice="`gptctl history` lists its commits.")
        yield tree


def log(root: Path, paths: Sequence[str], limit: int, *, until: str = "HEAD") -> tuple[Commit, ...]:
    """The last commits up to a revision that touched one of these paths, newest first.

    None outside git, and none for a revision that this clone does not have.
    """
    git = git_in(root)
    commit = find(git, until)
    if not commit:
        return ()
    options = (f"--max-count={limit}", "-z", f"--format={'%x00'.join(_FIELDS)}", "--no-show-signature")
    fields = run(git, "log", *options, commit, "--", *paths).split("\0")
    rows = zip(*[iter(fields)] * len(_FIELDS), strict=False)
    return tuple(Commit(id=id_, time=float(time), author=who, subject=what) for id_, time, who, what in rows)


def read_at(root: Path, revision: str, path: str) -> bytes | None:
    """A project-relative file as it was at a revision; None when it was not there. Raises Usage."""
    git, commit = _known(root, revision)
    try:
        return output(git, "cat-file", "blob", f"{commit}:{prefix_in(git)}{path}")
    except GptctlError:
        return None


def differs(root: Path, revision: str, paths: Sequence[str]) -> bool:
    """Whether one of these files and folders is not now what it was at a revision, committed or not. Raises Usage."""
    git, commit = _known(root, revision)
    changed = run(git, "diff", "--name-only", "--no-ext-diff", "--no-textconv", commit, "--", *paths)
    return bool(changed or run(git, "ls-files", "--others", "--", *paths))


def _refuse_submodules(listed: str, revision: str) -> None:
    for entry in listed.split("\0"):
        if entry.startswith(_SUBMODULE):
            folder = entry.partition("\t")[2]
            raise Refused(
                f"`{folder}` is a submodule, and what it held at {revision} is in another repository",
                advice="Check that revision out, with `git clone --recurse-submodules`, and run gptctl there.",
            )


def _known(root: Path, revision: str) -> tuple["Git", str]:
    git = git_in(root)
    commit = find(git, revision)
    if not commit:
        advice = refusal(root) or (_SHALLOW if _is_shallow(git) else _LISTED)
        raise Usage(f"There is no revision {revision!r} in {root}.", advice=advice)
    return git, commit


def _is_shallow(git: "Git") -> bool:
    try:
        return run(git, "rev-parse", "--is-shallow-repository").strip() == "true"
    except GptctlError:
        return False
