"""A branch with one commit, made beside the work: no file, index, HEAD, hook or setting of the user is touched."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gptctl.core.unseen import UNSEEN
from gptctl.errors import GptctlError, Refused, Usage
from gptctl.gitcommand import find, git_in, prefix_in, run

if TYPE_CHECKING:
    from git import Git

_HEADS = "refs/heads/"
_NONE = "0" * 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """`base` is the commit it grew from, `commit` its one commit; `made` is False when it was there already."""

    name: str
    base: str
    commit: str
    made: bool


def propose(root: Path, name: str, files: Mapping[str, bytes], message: str, *, base: str = "HEAD") -> Branch:
    """A new branch whose one commit on top of `base` gives these project-relative files these contents.

    The message may quote anybody, such as the name that a provider gives a model: git would show it as it is, so each
    character that cannot be seen becomes U+FFFD.

    Asked again with the same contents, it gives the branch that is there. Raises Usage outside git or for a name that
    git does not take, Refused when a branch of that name holds something else, GptctlError when git fails.
    """
    git = git_in(root)
    start = find(git, base)
    if not start:
        raise Usage(f"There is no commit {base!r} in {root} to begin a branch at.", advice="Commit your work first.")
    _check(git, name)
    tree = _tree(git, start, {f"{prefix_in(git)}{file}": content for file, content in files.items()})
    there = find(git, f"{_HEADS}{name}")
    if there:
        return _same(git, name, there, tree)
    if tree == _tree_of(git, start):
        raise Refused(f"there is nothing to propose: {base} holds these files already")
    told = UNSEEN.sub("\ufffd", message)
    commit = run(git, "commit-tree", tree, "-p", start, "-m", told).strip()
    run(git, "update-ref", "-m", f"gptctl: {told.splitlines()[0]}", f"{_HEADS}{name}", commit, _NONE[: len(commit)])
    return Branch(name=name, base=start, commit=commit, made=True)


def _check(git: "Git", name: str) -> None:
    if name.startswith("-") or "\0" in name or not _is_well_formed(git, f"{_HEADS}{name}"):
        raise Usage(f"{name!r} cannot be the name of a branch.")


def _is_well_formed(git: "Git", ref: str) -> bool:
    try:
        run(git, "check-ref-format", ref)
    except GptctlError:
        return False
    return True


def _same(git: "Git", name: str, there: str, tree: str) -> Branch:
    if _tree_of(git, there) != tree:
        raise Refused(
            f"the branch {name} is there and holds something else",
            advice=f"Look at it with `git log -p {name}`; merge it or delete it, then try again.",
        )
    return Branch(name=name, base=find(git, f"{there}^"), commit=there, made=False)


def _tree_of(git: "Git", commit: str) -> str:
    return run(git, "rev-parse", "--verify", f"{commit}^{{tree}}").strip()


def _tree(git: "Git", start: str, files: Mapping[str, bytes]) -> str:
    """The tree of a commit with some files in place of its own. Works in an index of its own."""
    with tempfile.TemporaryDirectory(prefix="gptctl-") as folder:
        index = Path(folder, "index")
        with git.custom_environment(GIT_INDEX_FILE=str(index)):
            run(git, "read-tree", start)
            for number, (file, content) in enumerate(sorted(files.items())):
                written = Path(folder, str(number))
                written.write_bytes(content)
                blob = run(git, "hash-object", "-w", "--no-filters", "--", str(written)).strip()
                run(git, "update-index", "--add", "--cacheinfo", f"{_mode(git, start, file)},{blob},{file}")
            return run(git, "write-tree").strip()


def _mode(git: "Git", start: str, file: str) -> str:
    """As the file is in the commit; that of a plain file when it is new. Raises Refused for what is no file there."""
    listed = run(git, "ls-tree", "--full-tree", start, "--", file)
    if not listed:
        return "100644"
    mode = listed.split()[0]
    if not mode.startswith("100"):
        raise Refused(f"{file} is no plain file at {start[:12]}")
    return mode
