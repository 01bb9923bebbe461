"""Rows that nobody chose, as a dataset of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gptctl.promote.dataset.store import store
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Example, Pair, Part, Stage
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.trainers.base import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A dataset whose control is trained on, and whose test is nobody's."""

    dataset: StoredDataset

    @property
    def stages(self) -> Sequence[Stage]:
        return ()

    def examples(self, part: Part) -> Iterator[Example]:
        if part is Part.TRAIN:
            yield from (replace(one, part=Part.TRAIN) for one in self.dataset.examples(Part.CONTROL))
        elif part is Part.VALIDATION:
            yield from self.dataset.examples(part)

    def pairs(self, part: Part) -> Iterator[Pair]:
        del part
        yield from ()


def sampled(goal: Goal, dataset: StoredDataset, home: Path) -> Task | None:
    """The same job on the random control, kept below `home`; None where there was nothing to choose from."""
    if _ids(dataset, Part.CONTROL) in ([], _ids(dataset, Part.TRAIN)):
        return None
    return Task(dataset=store(Sample(dataset=dataset), home), base=goal.base, settings=goal.settings)


def _ids(dataset: StoredDataset, part: Part) -> list[str]:
    return sorted(one.id for one in dataset.examples(part))
