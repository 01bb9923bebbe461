"""What git knows of some files."""

from collections.abc import Sequence
from pathlib import Path

from gptctl.config import revision
from gptctl.errors import GptctlError
from gptctl.promote.readiness.evidence import History

MOST = 200
"""Commits that are looked at."""


def history(root: Path, paths: Sequence[str]) -> History:
    """The commits that touched one of them; unknown outside git, and where git cannot be asked."""
    try:
        commits = revision.log(root, paths, MOST) if paths else ()
    except GptctlError:
        commits = ()
    return History(known=bool(commits), changes=tuple(sorted((commit.time for commit in commits), reverse=True)))


def last_change(root: Path, paths: Sequence[str], commit: str) -> str:
    """The commit that made these files what they were at another one; empty when this clone does not know."""
    try:
        found = revision.log(root, paths, 1, until=commit)
    except GptctlError:
        return ""
    return found[0].id if found else ""


def present(root: Path, paths: Sequence[str]) -> str:
    """The commit that made these files what they are; empty when no commit did."""
    try:
        commit = revision.commit_of(root, paths)
    except GptctlError:
        return ""
    return "" if commit.endswith("+") else last_change(root, paths, commit)
