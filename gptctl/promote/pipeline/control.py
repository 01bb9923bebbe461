"""The same job on rows that nobody chose: whether choosing was worth it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gptctl.errors import Refused
from gptctl.promote.dataset.store import store
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Example, Pair, Part, Stage
from gptctl.promote.jobs.decide import over_ceiling
from gptctl.promote.pipeline.case import Case
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.question import Question
from gptctl.promote.pipeline.stage import TakenUp
from gptctl.promote.pipeline.train import train
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


def control(case: Case, goal: Goal, dataset: StoredDataset, ports: Ports) -> str:
    """The model that the random sample gives; empty where nobody wants one, or where there was nothing to choose from.

    It is approved and started like the other job: once. Raises what that raises.
    """
    if ports.control is None or _ids(dataset, Part.CONTROL) in ([], _ids(dataset, Part.TRAIN)):
        return ""
    goal = replace(goal, rows=Part.CONTROL)
    task = Task(dataset=store(Sample(dataset=dataset), ports.home), base=goal.base, settings=goal.settings)
    sent = ports.shelf.of_dataset(goal, task.dataset.digest, ports.desk.ledger.jobs())
    if sent is not None:
        ports.emit(TakenUp(mark=sent.approval.mark, dataset=sent.approval.dataset))
    return train(sent or _approved(case, goal, task, ports), task, ports).model


def _approved(case: Case, goal: Goal, task: Task, ports: Ports) -> Case:
    trainer = ports.desk.trainer
    question = Question(
        goal=goal,
        dataset=task.dataset.digest,
        rows=len(_ids(task.dataset, Part.TRAIN)),
        held_out=0,
        estimate=trainer.estimate(task),
        paid=trainer.terms.paid,
    )
    ceiling = ports.control(question) if ports.control else 0.0
    reasons = (*trainer.check(task), *over_ceiling(trainer.estimate(task), ceiling, trainer.terms))
    if reasons:
        raise Refused(
            f"the control cannot be trained at {goal.trainer}", reasons=reasons, advice="Leave --control out."
        )
    approval = ports.desk.approval(task, ceiling, goal.attempt)
    return ports.shelf.keep(replace(case, goal=goal.identity(), approval=approval), {})


def _ids(dataset: StoredDataset, part: Part) -> list[str]:
    return sorted(one.id for one in dataset.examples(part))
