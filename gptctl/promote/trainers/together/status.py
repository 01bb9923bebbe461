"""A job of Together's as a status.

Source: `FinetuneJobStatus` and `FinetuneResponse` of the vendor's package `together`, 3.1.1. No state of it is a pause.
"""

from collections.abc import Mapping, Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.promote.trainers.base import JobId, Point, State, Status
from gptctl.providers.api import items, text

_STATES: Mapping[str, State] = {
    "pending": State.QUEUED,
    "queued": State.QUEUED,
    "running": State.RUNNING,
    "compressing": State.RUNNING,
    "uploading": State.RUNNING,
    "cancel_requested": State.RUNNING,
    "cancelled": State.CANCELLED,
    "error": State.FAILED,
    "user_error": State.FAILED,
    "completed": State.SUCCEEDED,
}


def state(job: Attrs) -> State:
    """One that is not known yet is no end."""
    return _STATES.get(text(job.get("status")), State.RUNNING)


def status(id_: JobId, job: Attrs, curve: Sequence[Point]) -> Status:
    now = state(job)
    step, steps = _progress(job)
    return Status(
        id=id_,
        state=now,
        step=min(step, steps) if steps else step,
        steps=steps,
        curve=curve,
        model=text(job.get("model_output_name")) if now is State.SUCCEEDED else "",
        reason=_reason(job, now),
    )


def is_marked(job: Attrs, mark: str) -> bool:
    """The suffix is the mark; where a listing leaves it out, it stands in the name of the result."""
    return text(job.get("suffix")) == mark or mark in text(job.get("model_output_name"))


def _progress(job: Attrs) -> tuple[int, int]:
    """In steps as the job or the last of its events counts them, or else in epochs."""
    events = (("step", event) for event in reversed(items(job.get("events"))))
    for key, counted in (("steps_completed", job), *events):
        total = _count(counted.get("total_steps"))
        if total:
            return _count(counted.get(key)), total
    return _count(job.get("epochs_completed")), _count(job.get("n_epochs"))


def _reason(job: Attrs, now: State) -> str:
    if now is State.CANCELLED:
        return "cancelled"
    if now is not State.FAILED:
        return ""
    said = [text(event.get("message")) for event in items(job.get("events")) if _is_error(event)]
    return next(filter(None, reversed(said)), "Together gave no reason")


def _is_error(event: Attrs) -> bool:
    return (
        text(event.get("type")).upper() in {"JOB_ERROR", "JOB_USER_ERROR", "BILLING_LIMIT"}
        or "error" in text(event.get("level")).lower()
    )


def _count(value: JSON) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
