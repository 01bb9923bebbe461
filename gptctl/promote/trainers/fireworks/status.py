"""A job of Fireworks' as a status.

Source: `SupervisedFineTuningJob` and `DpoJob` of the vendor's package `fireworks-ai` 1.2.30. What `EXPIRED` and
`EARLY_STOPPED` mean is not published: the first is taken for a failure, the second for an early success.
"""

from collections.abc import Mapping, Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.promote.trainers.base import JobId, Point, State, Status
from gptctl.providers.api import mapping, text

_STATES: Mapping[str, State] = {
    "CREATING": State.QUEUED,
    "CREATING_INPUT_DATASET": State.QUEUED,
    "VALIDATING": State.QUEUED,
    "PENDING": State.QUEUED,
    "COMPLETED": State.SUCCEEDED,
    "EARLY_STOPPED": State.SUCCEEDED,
    "FAILED": State.FAILED,
    "EXPIRED": State.FAILED,
    "CANCELLED": State.CANCELLED,
    "DELETING": State.CANCELLED,
    "DELETING_CLEANING_UP": State.CANCELLED,
    "PAUSED": State.PAUSED,
}
_PERCENT = 100


def state(job: Attrs) -> State:
    """Running, writing results, queued again, cancelling, and what is not known yet: no end."""
    return _STATES.get(text(job.get("state")).removeprefix("JOB_STATE_"), State.RUNNING)


def status(id_: JobId, job: Attrs, curve: Sequence[Point]) -> Status:
    """In percent of all epochs: progress is told as the epoch, from 0, and the percent of it."""
    now = state(job)
    epochs = max(_count(_training(job).get("epochs")), 1)
    told = mapping(job.get("jobProgress"))
    step = _count(told.get("epoch")) * _PERCENT + _count(told.get("percent"))
    steps = epochs * _PERCENT
    return Status(
        id=id_,
        state=now,
        step=steps if now is State.SUCCEEDED else min(step, steps),
        steps=steps,
        curve=curve,
        model=model(job) if now is State.SUCCEEDED else "",
        reason=_reason(job, now),
    )


def base(job: Attrs) -> str:
    return text(_training(job).get("baseModel"))


def model(job: Attrs) -> str:
    """Where no name was asked for, the result has that of the job."""
    named = text(_training(job).get("outputModel"))
    account, _, id_ = text(job.get("name")).rpartition("/")
    return named or f"{account.rpartition('/')[0]}/models/{id_}"


def _training(job: Attrs) -> Attrs:
    """A job by pairs keeps apart what one by examples says of itself."""
    return mapping(job.get("trainingConfig")) or job


def _reason(job: Attrs, now: State) -> str:
    if now not in {State.FAILED, State.PAUSED, State.CANCELLED}:
        return ""
    return text(mapping(job.get("status")).get("message")) or f"Fireworks says {text(job.get('state'))} and no more"


def _count(value: JSON) -> int:
    return max(value, 0) if isinstance(value, int) and not isinstance(value, bool) else 0
