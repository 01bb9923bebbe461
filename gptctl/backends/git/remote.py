"""Which remote holds the lock."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gptctl.errors import Refused
from gptctl.gitcommand import ask

if TYPE_CHECKING:
    from git import Git

SECONDS = 30.0
"""For each call of git: a remote that says nothing for so long is taken to be out of reach."""

_ORIGIN = "origin"
_ADVICE = "Nothing was changed. Take `lock: git` out of gptctl.yaml where nobody else applies."


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """`url` is where a push goes: to look elsewhere would be to look at another repository."""

    name: str
    url: str


def choose(git: "Git") -> Remote:
    """The remote that the current branch tracks, else the only one, else `origin`. Raises Refused where none is."""
    listed = ask(git, "remote", seconds=SECONDS)
    if listed.status:
        said = listed.err.strip().partition("\n")[0].removeprefix("fatal: ")
        raise Refused(f"`lock: git` needs a git repository, and git reads none here: {said}", advice=_ADVICE)
    names = listed.out.split()
    name = _tracked(git)
    if name not in names:
        name = names[0] if len(names) == 1 else _ORIGIN
    if name not in names:
        known = f"none of {', '.join(names)} is tracked or called {_ORIGIN}" if names else "the repository has none"
        raise Refused(f"`lock: git` needs a git remote, and {known}", advice=_ADVICE)
    return Remote(name=name, url=_said(git, "remote", "get-url", "--push", name))


def _tracked(git: "Git") -> str:
    branch = _said(git, "symbolic-ref", "--quiet", "--short", "HEAD")
    return _said(git, "config", "--get", f"branch.{branch}.remote") if branch else ""


def _said(git: "Git", *arguments: str) -> str:
    """What git says, or nothing where it knows nothing."""
    answer = ask(git, *arguments, seconds=SECONDS)
    return "" if answer.status else answer.out.rstrip("\n")
