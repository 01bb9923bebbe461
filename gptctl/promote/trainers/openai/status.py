"""What a service says about a job, in our words."""

from collections.abc import Iterable, Mapping, Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.promote.trainers.base import JobId, Point, State, Status
from gptctl.providers.api import mapping, text

_STATES: Mapping[str, State] = {
    "validating_files": State.QUEUED,
    "queued": State.QUEUED,
    "running": State.RUNNING,
    "pausing": State.RUNNING,
    "paused": State.PAUSED,
    "resuming": State.RUNNING,
    "succeeded": State.SUCCEEDED,
    "failed": State.FAILED,
    "cancelling": State.RUNNING,
    "cancelled": State.CANCELLED,
    "canceled": State.CANCELLED,
}


def state_of(job: Attrs) -> State:
    """A state that we have no word for is one in which the job goes on."""
    return _STATES.get(text(job.get("status")).lower(), State.RUNNING)


def from_events(events: Iterable[Attrs]) -> tuple[Sequence[Point], int]:
    """The losses by step, and how many steps there will be, 0 where no event says it."""
    said = [mapping(event.get("data")) for event in events if event.get("type") == "metrics"]
    return _curve((_whole(data.get("step")), data) for data in said), max(
        (_whole(data.get("total_steps")) for data in said), default=0
    )


def from_checkpoints(checkpoints: Iterable[Attrs]) -> Sequence[Point]:
    return _curve((_whole(one.get("step_number")), mapping(one.get("metrics"))) for one in checkpoints)


def status(job: Attrs, *, curve: Sequence[Point], steps: int, model: str) -> Status:
    """`model` is the result's name, where there is one."""
    state = state_of(job)
    done = max((*(point.step for point in curve), _whole(job.get("trained_steps"))), default=0)
    steps = max(steps, _whole(job.get("total_steps")))
    return Status(
        id=JobId(text(job.get("id"))),
        state=state,
        step=min(done, steps) if steps else done,
        steps=steps,
        curve=curve,
        model=model if state is State.SUCCEEDED else "",
        reason=_reason(job, state),
    )


def _reason(job: Attrs, state: State) -> str:
    error = mapping(job.get("error"))
    said = ": ".join(filter(None, (text(error.get("code")), text(error.get("message")))))
    match state:
        case State.FAILED:
            return said or "it failed; why is not said"
        case State.CANCELLED:
            return said or "cancelled"
        case State.PAUSED:
            return said or "it was paused, and goes on when it is resumed"
        case State.SUCCEEDED if _whole(job.get("trained_tokens")):
            return f"{_whole(job.get('trained_tokens')):,} tokens were trained on"
        case _:
            return ""


def _curve(said: Iterable[tuple[int, Attrs]]) -> Sequence[Point]:
    """One point for each step; what several say of a step is put together."""
    found: dict[int, Point] = {}
    for step, data in said:
        loss, held_out = _number(data.get("train_loss")), _number(data.get("full_valid_loss", data.get("valid_loss")))
        if not step or (loss is None and held_out is None):
            continue
        known = found.get(step, Point(step=step))
        found[step] = Point(
            step=step,
            loss=known.loss if loss is None else loss,
            validation_loss=known.validation_loss if held_out is None else held_out,
        )
    return [found[step] for step in sorted(found)]


def _whole(value: JSON) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _number(value: JSON) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
