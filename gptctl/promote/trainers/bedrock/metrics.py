"""The losses of a job, out of the tables that Bedrock writes into its output folder when it is over.

`step_number`, `epoch_number`, `training_loss` or `validation_loss`, `perplexity`: Bedrock's user guide,
model-customization-analyze.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from gptctl.core.value import JSON, Attrs
from gptctl.promote.trainers.base import Point
from gptctl.promote.trainers.hosted.curve import points

_COLUMNS = {"step_number": "step", "training_loss": "train/loss", "validation_loss": "eval/loss"}


def curve(tables: Iterable[str]) -> Sequence[Point]:
    return points(row for table in tables for row in _rows(table))


def summary(job: Mapping[str, Any]) -> Sequence[Point]:
    """The one point that the job itself tells, where there are no tables."""
    held_out = job.get("validationMetrics") or [{}]
    row = {
        "step": 0,
        "train/loss": job.get("trainingMetrics", {}).get("trainingLoss"),
        "eval/loss": held_out[0].get("validationLoss"),
    }
    return points([row])


def _rows(table: str) -> Iterator[Attrs]:
    for row in csv.DictReader(table.splitlines()):
        yield {name: _number(row.get(column)) for column, name in _COLUMNS.items()}


def _number(text: str | None) -> JSON:
    try:
        return float(text or "")
    except ValueError:
        return None
