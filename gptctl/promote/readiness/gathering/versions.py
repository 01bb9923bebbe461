"""Under which version of the instructions conversations ran."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gptctl.logs.assignment import words
from gptctl.logs.store.store import Store
from gptctl.promote.readiness.gathering.history import last_change, present
from gptctl.promote.readiness.gathering.subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What the store says: the digest of the instructions, and the commit of the declaration. Each may be empty."""

    instructions: str
    commit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """`of` names the version that something ran under, empty where nobody can tell; `current` are present ones."""

    of: Mapping[Ran, str]
    current: frozenset[str]


def versions(subject: Subject, ran: Iterable[Ran]) -> Versions:
    """By the text where the log has it, whatever its white space; else by the commit that it names."""
    asked = frozenset(ran)
    texts = Store(folder=subject.store).texts(sorted({one.instructions for one in asked} - {""}))
    commits = {one.commit for one in asked if not one.instructions}
    changed = {commit: _version(subject, commit) for commit in sorted(commits - {""})}
    now = present(subject.root, subject.instructions) if changed else ""
    return Versions(
        of={one: words(texts.get(one.instructions, one.instructions)) or changed.get(one.commit, "") for one in asked},
        current=frozenset({words(subject.setting.instructions), *([_named(now)] if now else [])}),
    )


def _version(subject: Subject, commit: str) -> str:
    """What was applied with edits that were not committed is a version of its own."""
    found = "" if commit.endswith("+") else last_change(subject.root, subject.instructions, commit)
    return _named(found or commit)


def _named(commit: str) -> str:
    return f"commit {commit}"
