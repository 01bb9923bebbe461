"""The progress of a local job: a line of JSON for each measurement, which plots read as well."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gptctl.promote.trainers.base import Point
from gptctl.promote.trainers.local import layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`step` of `steps` over all phases."""

    step: int = 0
    steps: int = 0
    curve: Sequence[Point] = ()


def append(folder: Path, measured: Mapping[str, float | int | str]) -> None:
    """Raises OSError."""
    with (folder / layout.PROGRESS).open("a", encoding="utf-8") as file:
        file.write(json.dumps(measured) + "\n")


def read(folder: Path) -> Progress:
    """What was measured so far. After a resume steps come twice: the later measurement counts, and none goes back."""
    found = list(_lines(folder / layout.PROGRESS))
    points: dict[int, Point] = {}
    for line in found:
        before = points.get(line["step"], Point(step=line["step"]))
        points[line["step"]] = Point(
            step=before.step,
            phase=str(line.get("phase", "")),
            loss=line.get("loss", before.loss),
            validation_loss=line.get("validation_loss", before.validation_loss),
        )
    return Progress(
        step=max(points, default=0),
        steps=max((line["steps"] for line in found), default=0),
        curve=[points[step] for step in sorted(points)],
    )


def _lines(path: Path) -> Iterator[dict[str, int]]:
    """Whole lines; the last may be torn, and one that a kill tore is followed by others."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and isinstance(found.get("step"), int) and isinstance(found.get("steps"), int):
            yield found
