"""The whole way, from whatever is there already: what was approved, sent, answered or proposed is not done again."""

from dataclasses import dataclass

from gptctl.config.branch import Branch
from gptctl.errors import Refused
from gptctl.promote.compare.comparison import Comparison
from gptctl.promote.compare.verdict import Verdict
from gptctl.promote.dataset.holding import forgotten_in
from gptctl.promote.dataset.stored import StoredDataset, stored
from gptctl.promote.pipeline.agree import agree
from gptctl.promote.pipeline.case import COMPARISON, Case
from gptctl.promote.pipeline.conclude import change
from gptctl.promote.pipeline.confront import CONTROL, TUNED, confront, of_tuned
from gptctl.promote.pipeline.control import control
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.stage import Begun, Stage
from gptctl.promote.pipeline.suggest import suggest
from gptctl.promote.pipeline.suggestion import Suggestion
from gptctl.promote.pipeline.train import train
from gptctl.promote.trainers.base import Result, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoted:
    """A promotion that ended in a branch."""

    goal: Goal
    case: Case
    result: Result
    comparison: Comparison
    suggestion: Suggestion | None
    branch: Branch


def promote(goal: Goal, ports: Ports) -> Promoted:
    """Raises Refused where a gate or the verdict says no, GptctlError where a stage fails; it can be run again."""
    with ports.alone():
        case = agree(goal, ports)
        dataset = _approved(case, ports)
        result = train(case, Task(dataset=dataset, base=goal.base, settings=goal.settings), ports)
        models = {TUNED: result.model, CONTROL: control(case, goal, dataset, ports)}
        comparison = confront(case, goal, _approved(case, ports), models, ports)
        _approved(case, ports)  # hours may have passed, and what was forgotten in them is quoted by now
        _judge(case, comparison)
        suggestion = suggest(case, goal, dataset, result.model, ports)
        ports.emit(Begun(stage=Stage.PROPOSAL))
        branch = ports.propose(change(case, goal, result, comparison, suggestion))
        case.end({"verdict": Verdict.BETTER.value, "branch": branch.name})
        return Promoted(
            goal=goal, case=case, result=result, comparison=comparison, suggestion=suggestion, branch=branch
        )


def _approved(case: Case, ports: Ports) -> StoredDataset:
    """The dataset that was approved. Raises GptctlError where its rows are not on this machine any more.

    Raises Refused where one of its conversations was forgotten since; nothing of the case quotes it then.
    """
    dataset = stored(ports.home, case.approval.dataset)
    reasons = tuple(forgotten_in(dataset.folder, ports.forgotten))
    if reasons:
        case.forget()
        again = case.approval.attempt + 1
        raise Refused(
            f"the promotion on the dataset {dataset.digest[:12]} cannot go on",
            reasons=reasons,
            advice=f"What was trained on it has to go too. `--attempt {again}` trains on a dataset without them.",
        )
    return dataset


def _judge(case: Case, comparison: Comparison) -> None:
    """Raises Refused for every verdict but "better"."""
    decision = of_tuned(comparison).decision
    if decision.verdict is Verdict.BETTER:
        return
    case.end({"verdict": decision.verdict.value, "branch": ""})
    raise Refused(
        f"the comparison of the tuned model says: {decision.verdict}",
        reasons=decision.reasons,
        advice=f"Nothing is proposed. The report and all answers: {case.folder / COMPARISON}.html.",
    )
