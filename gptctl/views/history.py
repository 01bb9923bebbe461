"""The commits of a declaration, and which of them is applied."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gptctl.config.revision import Commit
from gptctl.core.value import Attrs
from gptctl.views.line import BLANK, Line, Style, line, lines
from gptctl.views.status import short

FORMAT = "gptctl.history/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryReport:
    """`applied` is the commit in the marker by target, with `+` when uncommitted edits were applied.

    `text` are the instructions of each of those commits, where they were asked for.
    """

    address: str
    commits: tuple[Commit, ...]
    applied: Mapping[str, str]
    text: Mapping[str, str]

    def human(self) -> Iterator[Line]:
        touched = frozenset(commit.id for commit in self.commits)
        for commit in self.commits:
            marks = self._marks(commit.id)
            who = f"{short(commit.id)}  {_day(commit.time)}  {commit.author}  {commit.subject}"
            yield line(who + (f"  ({'; '.join(marks)})" if marks else ""), Style.GOOD if marks else Style.PLAIN)
        for target, commit_id in sorted(self.applied.items()):
            if commit_id.rstrip("+") not in touched:
                yield line(f"applied at {target} from {short(commit_id) or 'outside git'}", Style.FAINT)
        for target, text in sorted(self.text.items()):
            yield BLANK
            yield line(f"The instructions applied at {target}, as of {short(self.applied[target])}", Style.HEADING)
            yield from lines(text.rstrip("\n"))

    def document(self) -> Attrs:
        return {
            "format": FORMAT,
            "address": self.address,
            "commits": [
                {
                    "id": commit.id,
                    "time": _moment(commit.time),
                    "author": commit.author,
                    "subject": commit.subject,
                    "applied_at": self._targets(commit.id),
                }
                for commit in self.commits
            ],
            "applied": self.applied,
            "text": self.text,
        }

    def _targets(self, commit: str) -> Sequence[str]:
        return [target for target, applied in sorted(self.applied.items()) if applied.rstrip("+") == commit]

    def _marks(self, commit: str) -> list[str]:
        edits = {target: " with uncommitted edits" * self.applied[target].endswith("+") for target in self.applied}
        return [f"applied at {target}{edits[target]}" for target in self._targets(commit)]


def _day(seconds: float) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


def _moment(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
