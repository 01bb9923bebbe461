"""What a person is asked before a job is started."""

from dataclasses import dataclass

from gptctl.promote.cost.fee import FREE, Fee
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.trainers.base import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`dataset` is its hash, `rows` how many are trained on. `paid` says whether the trainer takes money.

    `estimate` is None for a job that the trainer would not take. `control` is that of the second job, on the random
    control, None where there is none; `spent` are the dollars of a job before it that belongs to the same promotion.
    `comparison` is what the answers of everybody cost, `shortening` those of a search for shorter instructions.
    """

    goal: Goal
    dataset: str
    rows: int
    held_out: int
    estimate: Estimate | None
    paid: bool
    comparison: Fee = FREE
    shortening: Fee = FREE
    control: Estimate | None = None
    spent: float = 0.0

    @property
    def answers(self) -> Fee:
        """All of them."""
        return self.comparison + self.shortening

    @property
    def charged(self) -> bool:
        """Whether anybody takes money."""
        return self.paid or self.answers.dollars != 0.0

    @property
    def jobs(self) -> float | None:
        """What the jobs cost that are asked about, None where that is not known."""
        jobs = [one.dollars for one in (self.estimate, self.control) if one is not None]
        return None if None in jobs else sum(one or 0.0 for one in jobs)

    @property
    def dollars(self) -> float | None:
        """What the promotion costs in all, None where that is not known."""
        jobs, answers = self.jobs, self.answers.dollars
        return None if jobs is None or answers is None else self.spent + jobs + answers
