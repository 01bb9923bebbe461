"""The same job on rows that nobody chose: whether choosing was worth it."""

from dataclasses import replace

from gptctl.errors import Refused
from gptctl.promote.dataset.layout import FOLDER
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Part
from gptctl.promote.pipeline.budget import shares
from gptctl.promote.pipeline.case import COMPARISON, Case
from gptctl.promote.pipeline.conclude import branch_of
from gptctl.promote.pipeline.confront import CONTROL
from gptctl.promote.pipeline.fees import of_comparison, of_shortening
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.question import Question
from gptctl.promote.pipeline.sample import sampled
from gptctl.promote.pipeline.stage import TakenUp
from gptctl.promote.pipeline.train import train
from gptctl.promote.trainers.base import State, Task


def control(case: Case, goal: Goal, dataset: StoredDataset, ports: Ports) -> str:
    """The model that the random sample gives; empty where nobody wants one, or where there was nothing to choose from.

    One that was trained is compared whoever asks, so that the same promotion is the same branch, and is left out where
    the branch was made before that. It is started like the other job: once. Raises what that raises, and Refused where
    it is wanted too late.
    """
    own, jobs = replace(goal, rows=Part.CONTROL), ports.desk.ledger.jobs()
    cases = [
        one for one in ports.shelf.of(own, jobs) if goal.control or jobs[one.approval.mark].state is State.SUCCEEDED
    ]
    task = sampled(own, dataset, ports.home) if goal.control or cases else None
    if task is None or _left_out(case, goal, ports):
        return ""
    sent = next((one for one in cases if one.approval.dataset == task.dataset.digest), None)
    if sent is not None:
        ports.emit(TakenUp(mark=sent.approval.mark, dataset=sent.approval.dataset))
    elif goal.control:
        sent = _asked(case, own, (Task(dataset=dataset, base=goal.base, settings=goal.settings), task), ports)
    return train(sent, task, ports).model if sent else ""


def approve(case: Case, task: Task, ceiling: float, ports: Ports) -> Case:
    """Write down that the control of this case may be trained."""
    approval = ports.desk.approval(task, ceiling, case.approval.attempt)
    goal = {**case.goal, "rows": Part.CONTROL.value}
    kept = ports.shelf.keep(replace(case, goal=goal, approval=approval), {})
    ports.desk.approve(approval)
    return kept


def _left_out(case: Case, goal: Goal, ports: Ports) -> bool:
    """Whether the branch holds a comparison without the control. Raises Refused where it is wanted in that."""
    branch = branch_of(case, goal.assistant)
    said = ports.proposed(branch, f"{FOLDER}/{goal.assistant}/{COMPARISON}.md")
    if said is None or CONTROL.encode() in said:
        return False
    if goal.control:
        raise Refused(
            "the branch was made without the control",
            reasons=[f"{branch} holds a comparison in which it has no part."],
            advice=f"Delete it with `git branch -D {branch}`, and run the same command again: what is done is kept.",
        )
    return True


def _asked(case: Case, goal: Goal, tasks: tuple[Task, Task], ports: Ports) -> Case:
    """By who wants it only now that the job itself was started. `tasks` are that job's, and the control's."""
    before, task = tasks
    trainer = ports.desk.trainer
    reasons = trainer.check(task)
    if reasons:
        raise Refused(
            f"the control cannot be trained at {goal.trainer}", reasons=reasons, advice="Leave --control out."
        )
    cost = trainer.estimate(before).dollars
    question = Question(
        goal=goal,
        dataset=task.dataset.digest,
        rows=sum(1 for _ in task.dataset.examples(Part.TRAIN)),
        held_out=0,
        estimate=trainer.estimate(task),
        paid=trainer.terms.paid,
        spent=case.approval.ceiling if cost is None else cost,
        comparison=of_comparison(goal, before.dataset, ports),
        shortening=of_shortening(goal, before.dataset, ports),
    )
    ceiling, _ = shares(question, ports.consent(question))
    return approve(case, task, ceiling, ports)
