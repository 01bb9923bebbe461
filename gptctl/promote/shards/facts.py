"""What can be told from a row alone and is asked when all rows are seen together."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gptctl.promote.candidate import Candidate
from gptctl.promote.duplicates.normal import draw, keys
from gptctl.promote.row import Row
from gptctl.promote.steps.volatility import looked_up

SCHEMA = pa.schema([
    ("id", pa.string()), ("time", pa.float64()), ("score", pa.float64()), ("standing", pa.string()),
    ("draw", pa.uint64()), ("whole", pa.uint64()), ("context", pa.uint64()),
    ("tokens", pa.int32()), ("source", pa.string()), ("called", pa.string()), ("looked_up", pa.bool_()),
    ("corrected", pa.bool_()), ("body", pa.binary()),
])  # fmt: skip


def table(candidates: Sequence[Candidate], tokens: Sequence[int], bodies: Sequence[bytes], seed: str) -> pa.RecordBatch:
    rows = [candidate.row for candidate in candidates]
    digests = keys(rows)
    called = [_called(row) for row in rows]
    columns: Mapping[str, Sequence[object] | NDArray[np.uint64]] = {
        "id": [row.id for row in rows],
        "time": [row.time for row in rows],
        "score": [row.score for row in rows],
        "standing": [candidate.standing.value for candidate in candidates],
        "draw": [draw(seed, row.id) for row in rows],
        "whole": digests[:, 1],
        "context": digests[:, 0],
        "tokens": tokens,
        "source": [row.lineage.shape for row in rows],
        "called": called,
        "looked_up": [bool(names) and _looked_up(row) for row, names in zip(rows, called, strict=True)],
        "corrected": [any(one.basis == "correction" for one in candidate.variants) for candidate in candidates],
        "body": bodies,
    }
    return pa.RecordBatch.from_arrays([pa.array(columns[f.name], f.type) for f in SCHEMA], schema=SCHEMA)


def _called(row: Row) -> str:
    """The names of the tools that were called, sorted, in one text."""
    names = {
        call["function"]["name"]
        for message in row.messages
        if "tool_calls" in message
        for call in message["tool_calls"]
    }
    return " ".join(sorted(names))


def _looked_up(row: Row) -> bool:
    """Whether an answer that is to be learnt rests on something that was looked up."""
    return not set(row.targets).isdisjoint(looked_up(row.messages))
