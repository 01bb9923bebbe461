"""Which part a row belongs to, and which cluster: near duplicates stay together.

Rows are taken in the order of time, and what comes later never moves what came before. A row that is near to others
goes where they are; one that is near to rows of two parts would carry the one into the other, and is dropped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.choice.fates import Fates
from gptctl.promote.choice.pairs import Near
from gptctl.promote.example import Part
from gptctl.promote.recipe import Split
from gptctl.promote.shards.shards import Shards

STAGE = "split"
PARTS = (Part.TRAIN, Part.VALIDATION, Part.TEST)
_WIDTH = float(1 << 32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """By number: the place of its part in PARTS, and the number of its cluster's leader."""

    parts: NDArray[np.uint8]
    leaders: NDArray[np.uint32]


def split(shards: Shards, rank: NDArray[np.uint32], near: Near, recipe: Split, fates: Fates) -> Assigned:
    number = np.empty_like(rank)
    number[rank] = np.arange(len(rank), dtype=np.uint32)
    assigned = Assigned(parts=_alone(shards, recipe), leaders=np.arange(len(rank), dtype=np.uint32))
    fates.begin()
    for later, earlier in _groups(number[near.later], number[near.earlier]):
        there = [at for at in earlier if not fates.codes[at]]
        parts = {int(assigned.parts[at]) for at in there}
        if len(parts) > 1:
            fates.drop(STAGE, "bridges the split", np.asarray([later]), np.asarray([there[0]]))
        elif parts:
            assigned.parts[later] = parts.pop()
            leader = next((at for at in there if assigned.leaders[at] == at), later)
            assigned.leaders[later] = leader
    fates.end(STAGE)
    return assigned


def _alone(shards: Shards, recipe: Split) -> NDArray[np.uint8]:
    """Where a row goes that is near to none before it: by its draw; or into the test when it is late enough."""
    test, late = (0.0, _start(recipe.test_from)) if recipe.test_from else (recipe.test, float("inf"))
    parts = np.zeros(len(shards), np.uint8)
    for base, columns in shards.chunks(("draw", "time")):
        here = parts[base : base + len(columns["draw"])]
        share = (columns["draw"].astype(np.uint64) >> np.uint64(32)).astype(np.float64) / _WIDTH
        here[share < test + recipe.validation] = PARTS.index(Part.VALIDATION)
        here[share < test] = PARTS.index(Part.TEST)
        here[columns["time"].astype(np.float64) >= late] = PARTS.index(Part.TEST)
    return parts


def _start(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def _groups(later: NDArray[np.uint32], earlier: NDArray[np.uint32]) -> Iterator[tuple[int, Sequence[int]]]:
    """Each row with the near ones before it, both in the order of time."""
    edges = np.flatnonzero(later[1:] != later[:-1]) + 1
    starts, ends = np.concatenate([[0], edges]), np.concatenate([edges, [len(later)]])
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if end > start:
            yield int(later[start]), earlier[start:end].tolist()
