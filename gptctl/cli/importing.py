"""Read logs into the store, and account for every row."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self, TextIO

from gptctl.logs.assignment import Assignment
from gptctl.logs.conversation import Conversation, Feedback
from gptctl.logs.sources.base import Item, Rejected
from gptctl.private import make_private

if TYPE_CHECKING:
    from gptctl.logs.store.intake import Intake

SHOWN = 5
"""So many rejects are shown; all of them are in a file."""


@dataclass(slots=True, kw_only=True)
class Account:
    """What was read so far. `rejects` is where they are listed, None for nowhere.

    With a `remote_id`, conversations with any other assistant of the provider are `passed_over`. `strangers` counts
    the unassigned by what their source calls their assistant. `unscaled` are names of ratings that go beyond 1.
    """

    assignment: Assignment
    remote_id: str
    rejects: Path | None
    conversations: int = 0
    ratings: int = 0
    rejected: int = 0
    passed_over: int = 0
    first: list[Rejected] = field(default_factory=list[Rejected])
    assigned: Counter[str] = field(default_factory=Counter[str])
    strangers: Counter[str] = field(default_factory=Counter[str])
    unscaled: set[str] = field(default_factory=set[str])

    def wanted(self, items: Iterable[Item]) -> Iterator[Conversation | Feedback]:
        """What is to be kept. Rejects are written down; the file of them is made by the first."""
        with _Rejects(self.rejects) as rejects:
            for item in items:
                match item:
                    case Rejected():
                        self._reject(item)
                        rejects.add(item)
                    case Feedback():
                        self.ratings += 1
                        yield item
                    case Conversation() if self.remote_id and item.ran.remote_id != self.remote_id:
                        self.passed_over += 1
                    case Conversation():
                        yield self._assigned(item)

    def _reject(self, rejected: Rejected) -> None:
        self.rejected += 1
        if len(self.first) < SHOWN:
            self.first.append(rejected)

    def _assigned(self, conversation: Conversation) -> Conversation:
        self.conversations += 1
        known = self.assignment.assigned(conversation)
        self.assigned[known.ran.assistant] += 1
        if not known.ran.assistant:
            self.strangers[conversation.ran.assistant or conversation.ran.remote_id] += 1
        return known


def keep(items: Iterable[Conversation | Feedback], intake: "Intake") -> None:
    for item in items:
        if isinstance(item, Conversation):
            intake.add(item)
        else:
            intake.rate(item)


class _Rejects:
    """A private file with a line of JSON for each reject."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        return self

    def add(self, rejected: Rejected) -> None:
        if self._path is None:
            return
        if self._file is None:
            make_private(self._path.parent)
            self._file = self._path.open("x", encoding="utf-8")
            self._path.chmod(0o600)
        self._file.write(json.dumps(asdict(rejected)) + "\n")

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
