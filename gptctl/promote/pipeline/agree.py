"""From what could be approved to what was: asked once for each dataset."""

from gptctl.promote.dataset import project
from gptctl.promote.dataset.portrait import portrait
from gptctl.promote.pipeline.budget import shares
from gptctl.promote.pipeline.case import Case
from gptctl.promote.pipeline.control import approve
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.prepare import Prepared, prepare
from gptctl.promote.pipeline.stage import Begun, Stage, TakenUp


def agree(goal: Goal, ports: Ports) -> Case:
    """The case that was approved: one that was sent before, or one that a person agrees to now.

    Raises Refused where readiness, the trainer, git or the ceiling stands in the way, and what `consent` raises.
    """
    jobs = ports.desk.ledger.jobs()
    case = ports.shelf.unfinished(goal, jobs)
    if case is None:
        ports.settled()
        prepared = prepare(goal, ports, ports.home)
        case = ports.shelf.of_dataset(goal, prepared.built.dataset.digest, jobs)
        if case is None:
            prepared.check()
            return _approved(prepared, ports)
    ports.emit(TakenUp(mark=case.approval.mark, dataset=case.approval.dataset))
    return case


def _approved(prepared: Prepared, ports: Ports) -> Case:
    goal = prepared.question.goal
    ports.contestant(goal.model)  # so that who cannot be asked is known before money is spent
    ports.emit(Begun(stage=Stage.APPROVAL))
    own, reserved = shares(prepared.question, ports.consent(prepared.question))
    case = Case(
        folder=ports.shelf.folder,
        goal=goal.identity(),
        approval=ports.desk.approval(prepared.task, own, goal.attempt),
        readiness=prepared.gate.record(),
    )
    manifest = prepared.built.manifest
    texts = project.texts(manifest, portrait(prepared.built.dataset, manifest.cluster_sizes))
    case = ports.shelf.keep(case, texts)
    if prepared.control is not None:
        approve(case, prepared.control, reserved, ports)
    ports.desk.approve(case.approval)  # last, so that nothing is taken up of which the half was not written down
    return case
