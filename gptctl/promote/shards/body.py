"""A row as bytes, as it waits on disk to be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from gptctl.promote.candidate import Candidate
from gptctl.promote.chat import Chat
from gptctl.promote.row import Lineage, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """What is left of a variant that passed the steps: see gptctl.promote.candidate.Variant."""

    at: int
    messages: Sequence[Chat]
    wins: bool
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """`others` are answers to what stands before message `at` of the row."""

    row: Row
    others: tuple[Other, ...]


def dump(candidate: Candidate) -> bytes:
    row = candidate.row
    return orjson.dumps({
        "id": row.id,
        "time": row.time,
        "score": row.score,
        "messages": row.messages,
        "targets": row.targets,
        "lineage": _fragment(row.lineage),
        "others": [
            {"at": one.at, "messages": one.row.messages[one.at :], "wins": one.wins, "basis": one.basis}
            for one in candidate.variants
        ],
    })  # fmt: skip


def load(data: bytes) -> Body:
    """What `dump` wrote. `text`, and what only the steps look at, is not kept."""
    said: dict[str, Any] = orjson.loads(data)
    row = Row(
        id=said["id"],
        time=said["time"],
        score=said["score"],
        messages=said["messages"],
        targets=tuple(said["targets"]),
        text="",
        lineage=Lineage(**said["lineage"]),
    )
    return Body(row=row, others=tuple(Other(**one) for one in said["others"]))


@lru_cache(maxsize=256)
def _fragment(lineage: Lineage) -> orjson.Fragment:
    """Many rows come from the same place."""
    return orjson.Fragment(orjson.dumps(lineage))
