"""What a person is asked before a job is started."""

from dataclasses import dataclass

from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.trainers.base import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`dataset` is its hash, `rows` how many are trained on. `paid` says whether the trainer takes money.

    `estimate` is None for a job that the trainer would not take. `answers` is how many a search for shorter
    instructions may ask the tuned model for.
    """

    goal: Goal
    dataset: str
    rows: int
    held_out: int
    estimate: Estimate | None
    paid: bool
    answers: int = 0
