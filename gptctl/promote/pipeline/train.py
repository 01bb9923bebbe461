"""The job of an approved promotion, from wherever it is to its end."""

from gptctl.errors import GptctlError
from gptctl.promote.example import Part
from gptctl.promote.pipeline.case import Case
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.stage import Begun, Stage, Trained
from gptctl.promote.trainers.base import Result, State, Status, Task


def train(case: Case, task: Task, ports: Ports) -> Result:
    """What the one job of this approval made. Raises GptctlError when it failed or was cancelled, TryLater, Refused."""
    ports.emit(Begun(stage=Stage.JOB))
    job = ports.desk.submit(task, case.approval)
    for status in ports.watch.follow(case.approval.mark, job):
        ports.emit(Trained(status=status))
        if status.state in {State.FAILED, State.CANCELLED}:
            raise _in_vain(case, status)
    return ports.desk.trainer.result(job)


def _in_vain(case: Case, status: Status) -> GptctlError:
    again = case.approval.attempt + 1
    wanted = f"`--attempt {again}` asks for another one."
    if case.goal["rows"] == Part.CONTROL.value:
        wanted = "Leave --control out to go on without it."
    return GptctlError(
        f"the job {status.id} {'failed' if status.state is State.FAILED else 'was cancelled'}: {status.reason}",
        advice=f"It is not started again by itself. {wanted}",
    )
