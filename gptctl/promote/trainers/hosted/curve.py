"""The curve of losses out of lines of measurements, whatever these are called.

Together publishes `train/global_step`, `train/loss`, `eval/loss` (Training metrics, 2026). Fireworks publishes that
there is a file of metrics but not what is in it: the names that trainers commonly write are looked for.
"""

import math
from collections.abc import Iterable, Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.promote.trainers.base import Point

_STEP = ("train/global_step", "eval/global_step", "global_step", "step")
_LOSS = ("train/loss", "train_loss", "loss")
_VALIDATION = ("eval/loss", "eval_loss", "validation_loss", "valid_loss")


def points(rows: Iterable[Attrs]) -> Sequence[Point]:
    """One for each step that measured a loss; training and validation at the same step are one point."""
    found: dict[int, Point] = {}
    for row in rows:
        step, loss, validation = (_first(row, names) for names in (_STEP, _LOSS, _VALIDATION))
        if step is None or (loss is None and validation is None):
            continue
        before = found.get(round(step), Point(step=round(step)))
        found[round(step)] = Point(
            step=before.step,
            loss=before.loss if loss is None else loss,
            validation_loss=before.validation_loss if validation is None else validation,
        )
    return [found[step] for step in sorted(found)]


def _first(row: Attrs, names: Sequence[str]) -> float | None:
    return next((number for name in names if (number := _number(row.get(name))) is not None), None)


def _number(value: JSON) -> float | None:
    """A loss that is no number any more, or has no bounds, draws no curve."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(str(value)) if plain and math.isfinite(float(str(value))) else None
