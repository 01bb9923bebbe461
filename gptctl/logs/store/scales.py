"""Scores on a scale that nobody told: of five stars the worst is a 1, which is the best from 0 to 1."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gptctl.logs import jsontext
from gptctl.logs.conversation import Rating
from gptctl.logs.store.staging import Staging, Value
from gptctl.logs.verdict import number

Scale = tuple[str, str]
"""The file that a conversation was read from, "" for a rating that came apart from it, and a rating's name."""


@dataclass(frozen=True, slots=True)
class Scales:
    """Those of one import that go beyond 1. All scores on them are labels, the 1 among them too."""

    beyond: set[Scale] = field(default_factory=set[Scale])

    def learn(self, file: str, ratings: Iterable[Rating]) -> None:
        """Readers have made a label of every number that goes beyond 1."""
        self.beyond.update((file, one.name) for one in ratings if one.score is None and _is_beyond(one.label))

    def apply(self, conversations: Staging, feedback: Staging) -> None:
        """Change what is staged. The digests of its content stay: they are of what was read."""
        if self.beyond:
            conversations.revise(("file", "ratings", "alternatives"), self._conversation)
            feedback.revise(("name", "score", "label"), lambda row: self._rating("", row))

    def _conversation(self, row: Mapping[str, Value]) -> Mapping[str, Value]:
        file = str(row["file"])
        beside = [
            {**one, "ratings": self._ratings(file, one["ratings"])} for one in json.loads(str(row["alternatives"]))
        ]
        ratings = self._ratings(file, json.loads(str(row["ratings"])))
        return {**row, "ratings": jsontext.dump(ratings), "alternatives": jsontext.dump(beside)}

    def _ratings(self, file: str, ratings: Sequence[Mapping[str, Value]]) -> list[Mapping[str, Value]]:
        return [self._rating(file, one) for one in ratings]

    def _rating(self, file: str, one: Mapping[str, Value]) -> Mapping[str, Value]:
        score, label = one["score"], str(one["label"])
        if (file, one["name"]) not in self.beyond or score is None or (label and number(label) is None):
            return one
        return {**one, "score": None, "label": label or f"{score:g}"}


def _is_beyond(label: str) -> bool:
    told = number(label)
    return told is not None and abs(told) > 1
