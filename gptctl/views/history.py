"""The commits of a declaration, and which of them is applied."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from gptctl.config.revision import Commit
from gptctl.core.value import Attrs
from gptctl.views.line import BLANK, Line, Style, line, lines
from gptctl.views.status import short

FORMAT = "gptctl.history/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryReport:
    """`applied` is the commit in the marker by target, with `+` when uncommitted edits were applied.

    `touched` is the last commit of `commits` that is in it: the one that made the declaration what was applied.
    `text` are the instructions of each of those commits, where they were asked for.
    """

    address: str
    commits: tuple[Commit, ...]
    applied: Mapping[str, str]
    touched: Mapping[str, str]
    text: Mapping[str, str]

    def human(self) -> Iterator[Line]:
        listed = frozenset(commit.id for commit in self.commits)
        for commit in self.commits:
            marks = self._marks(commit.id)
            who = f"{short(commit.id)}  {_moment(commit):%Y-%m-%d}  {commit.author}  {commit.subject}"
            yield line(who + (f"  ({'; '.join(marks)})" if marks else ""), Style.GOOD if marks else Style.PLAIN)
        for target, commit_id in sorted(self.applied.items()):
            if self.touched.get(target) not in listed:
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
                    "time": _moment(commit).isoformat(),
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
        return [target for target, touched in sorted(self.touched.items()) if touched == commit]

    def _marks(self, commit: str) -> list[str]:
        return [f"applied at {target}{self._edits(target)}" for target in self._targets(commit)]

    def _edits(self, target: str) -> str:
        return " with uncommitted edits" if self.applied[target].endswith("+") else ""


def _moment(commit: Commit) -> datetime:
    return datetime.fromtimestamp(commit.time, UTC)
