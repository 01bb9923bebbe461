"""Everything before money is spent: whether to tune at all, on what, and what it would cost."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from gptctl.errors import Refused
from gptctl.promote.compare.turn import turns
from gptctl.promote.dataset.taken import Described
from gptctl.promote.example import Part
from gptctl.promote.pipeline.budget import unknown
from gptctl.promote.pipeline.fees import of_comparison, of_shortening
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.question import Question
from gptctl.promote.pipeline.sample import sampled
from gptctl.promote.pipeline.stage import Begun, Stage
from gptctl.promote.readiness.gate import Gate
from gptctl.promote.trainers.base import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What could be approved. `control` is the second job, None where there is none.

    `reasons` is why it cannot be approved, in sentences.
    """

    gate: Gate
    built: Described
    task: Task
    control: Task | None
    question: Question
    reasons: tuple[str, ...]

    def check(self) -> None:
        """Raises Refused where readiness says no, or where the job could not be started or judged."""
        self.gate.check()
        if self.reasons:
            raise Refused(
                f"{self.task.base} cannot be trained at {self.question.goal.trainer} on this dataset",
                reasons=self.reasons,
            )


def prepare(goal: Goal, ports: Ports, home: Path) -> Prepared:
    """The dataset is built below `home`, where the goal names none. Raises Refused where there is none, GptctlError."""
    ports.emit(Begun(stage=Stage.READINESS))
    gate = Gate(conclusion=ports.conclude(), override=goal.override)
    ports.emit(Begun(stage=Stage.DATASET))
    built = ports.build(home)
    ports.emit(Begun(stage=Stage.COST))
    task = Task(dataset=built.dataset, base=goal.base, settings=goal.settings)
    trainer = ports.desk.trainer
    control = sampled(goal, built.dataset, home) if goal.control else None
    of_control = trainer.check(control) if control else ()
    reasons = (*trainer.check(task), *(f"The control: {reason}" for reason in of_control))
    held_out = sum(1 for _ in turns(built.dataset.examples(Part.TEST)))
    question = Question(
        goal=goal,
        dataset=built.dataset.digest,
        rows=sum(1 for _ in built.dataset.examples(Part.TRAIN)),
        held_out=held_out,
        estimate=None if reasons else trainer.estimate(task),
        control=trainer.estimate(control) if control and not reasons else None,
        paid=trainer.terms.paid,
        comparison=of_comparison(replace(goal, control=control is not None), built.dataset, ports),
        shortening=of_shortening(goal, built.dataset, ports),
    )
    every = (*reasons, *_unjudged(held_out), *unknown(question))
    return Prepared(gate=gate, built=built, task=task, control=control, question=question, reasons=every)


def _unjudged(held_out: int) -> Iterator[str]:
    if not held_out:
        yield "Nothing is held out to compare on: give `promotion.split.test` a share, or bring in more conversations."
