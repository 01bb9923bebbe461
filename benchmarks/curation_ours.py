"""Our own contender of curation.py: a file of JSON lines through `curate`, with every step."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from gptctl.core.value import Attrs
from gptctl.promote.batch import Batch
from gptctl.promote.curate import curate
from gptctl.promote.recipe import Recipe
from gptctl.promote.row import Lineage
from gptctl.promote.setting import Setting
from gptctl.promote.standard import Standard
from gptctl.promote.tokens import vocabulary

LINEAGE = Lineage(shape="messages", provider="openai", model="gpt-4o")
SIZE = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    path: Path

    def batches(self) -> Iterator[Batch]:
        with self.path.open("rb") as file:
            while lines := list(islice(file, SIZE)):
                yield _batch([orjson.loads(line) for line in lines])


def _batch(rows: list[dict]) -> Batch:  # type: ignore[type-arg]
    empty = [""] * len(rows)
    return Batch(
        ids=[row["id"] for row in rows],
        times=[row["time"] for row in rows],
        messages=[row["messages"] for row in rows],
        ratings=[[_rating(row["score"])] for row in rows],
        alternatives=[()] * len(rows),
        lineages=[LINEAGE] * len(rows),
        environments=empty,
        sessions=empty,
        instructions=empty,
        tools=empty,
        finishes=empty,
        lost=empty,
    )


def _rating(score: float) -> Attrs:
    return {"name": "reward", "score": score, "level": "conversation", "by": "system", "at": -1, "time": 0.0}


def run(path: Path) -> dict[str, int]:
    """What was dropped, by reason."""
    recipe, setting = Recipe(), Setting(instructions="Be kind.")
    steps = Standard(recipe=recipe, setting=setting, vocabulary=vocabulary.DEFAULT, tools={})
    with TemporaryDirectory(dir=path.parent) as folder:
        result = curate([Lines(path=path)], recipe, setting, steps, Path(folder) / "result")
        return {f"{stage.name}: {reason}": n for stage in result.stages for reason, n in stage.dropped.items()}


if __name__ == "__main__":
    sys.stdout.write(f"{run(Path(sys.argv[1]))}\n")
