"""A ledger, a clock, and a dataset to train on."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from gptctl.backends.local.lines import DurableLines
from gptctl.backends.local.lock import hold
from gptctl.promote.dataset.store import store
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Example, Pair, Part
from gptctl.promote.jobs.ledger import Ledger
from tests.support.examples import LINEAGE, GivenCuration


class Hours:
    """A clock that passes only when somebody sleeps; `tick` is called then, to let the world go on."""

    def __init__(self, tick: Callable[[], None] = lambda: None) -> None:
        self.time, self.tick = 1_795_000_000.0, tick

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        self.tick()


def ledger(folder: Path) -> Ledger:
    alone: Callable[[], AbstractContextManager[None]] = partial(hold, folder, wait=5.0)
    return Ledger(lines=DurableLines(folder / "jobs"), alone=alone)


def answered(number: int, answer: str, part: Part = Part.TRAIN) -> Example:
    return Example(
        id=f"{part}-{number}",
        part=part,
        messages=[
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": f"Question {number}: what is the refund code?"},
            {"role": "assistant", "content": answer},
        ],
        targets=(2,),
        tools=[],
        cluster=f"{part}-{number}",
        tokens=30,
        score=1.0,
        time=float(number),
        lineage=LINEAGE,
    )


def preferred(number: int, part: Part = Part.TRAIN) -> Pair:
    return Pair(
        id=f"pair-{part}-{number}",
        part=part,
        messages=answered(number, "").messages[:2],
        tools=[],
        chosen=[{"role": "assistant", "content": "It is BANANA-42."}],
        rejected=[{"role": "assistant", "content": "I do not know that."}],
        basis="ratings",
        cluster=f"pair-{part}-{number}",
        lineage=LINEAGE,
    )


def dataset(home: Path, pairs: Sequence[Pair] = (), rows: int = 16) -> StoredDataset:
    examples = [answered(number, "It is BANANA-42.") for number in range(rows)]
    held_out = [answered(number, "It is BANANA-42.", Part.VALIDATION) for number in range(1000, 1003)]
    return store(GivenCuration(all_examples=[*examples, *held_out], all_pairs=pairs), home)


class Seconds:
    """The real clock."""

    def now(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
