"""Logs in memory, on their way into curation."""

import json
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gptctl.core.value import Attrs
from gptctl.promote.batch import Batch
from gptctl.promote.row import Lineage
from gptctl.promote.steps.base import Step

LINEAGE = Lineage(shape="messages", file="logs.jsonl", provider="openai", model="gpt-4o")


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Conversations as `tests.support.planted` makes them; `score` is a rating of the whole, None for no rating."""

    conversations: Sequence[Mapping[str, Any]]
    size: int = 500

    def batches(self) -> Iterator[Batch]:
        for start in range(0, len(self.conversations), self.size):
            yield batch(self.conversations[start : start + self.size])


def batch(conversations: Sequence[Mapping[str, Any]]) -> Batch:
    empty = [""] * len(conversations)
    return Batch(
        ids=[one["id"] for one in conversations],
        times=[one["time"] for one in conversations],
        messages=[one["messages"] for one in conversations],
        ratings=[_ratings(one) for one in conversations],
        alternatives=[one.get("alternatives", ()) for one in conversations],
        lineages=[one.get("lineage", LINEAGE) for one in conversations],
        environments=[one.get("environment", "") for one in conversations],
        sessions=empty,
        instructions=empty,
        tools=empty,
        finishes=empty,
        lost=empty,
    )


def _ratings(one: Mapping[str, Any]) -> list[Attrs]:
    whole = [] if one.get("score") is None else [rating(one["score"])]
    return [*one.get("ratings", ()), *whole]


def rating(score: float | None, **fields: Any) -> Attrs:
    """A rating by a person, of a whole conversation unless `at` says which message."""
    level = "message" if "at" in fields else "conversation"
    return {"name": "thumb", "score": score, "level": level, "by": "person", "at": -1, "time": 0.0} | fields


def airline(path: Path) -> list[dict[str, Any]]:
    """The conversations of the airline's log, without system messages, a minute apart."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        {
            "id": line["id"],
            "time": 1_715_785_200.0 + 60 * index,
            "score": line["reward"],
            "messages": [_clean(message) for message in line["messages"] if message["role"] != "system"],
        }
        for index, line in enumerate(lines)
    ]


def _clean(message: dict[str, Any]) -> dict[str, Any]:
    return {name: message[name] for name in ("role", "content", "tool_calls", "tool_call_id") if message.get(name)} | {
        "content": message.get("content")
    }


def no_steps() -> Sequence[Step]:
    """For tests of what comes after the steps."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadly:
    """Kills the process that first reads it, in the middle."""

    inner: Memory
    mark: Path

    def batches(self) -> Iterator[Batch]:
        for number, one in enumerate(self.inner.batches()):
            if number == 1 and not self.mark.exists():
                self.mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield one
