"""What a trainer is. How a job is started at most once stands in `gptctl.promote.jobs`, for all trainers alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, Protocol, TypeAlias, runtime_checkable

from gptctl.core.value import Attrs
from gptctl.promote.dataset.stored import StoredDataset

JobId = NewType("JobId", str)
"""The trainer's name for a job. Opaque."""

Start: TypeAlias = Callable[[], JobId]
"""The one call that starts a job, and that may cost money: one try, to be made once.

Raises NotDone or TryLater where there certainly is no job, and then what was uploaded for it is removed; Unknown where
there may be one.
"""


class State(StrEnum):
    """`paused`: nothing happens until somebody resumes it; `reason` says who and how."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINAL = frozenset({State.SUCCEEDED, State.FAILED, State.CANCELLED})
"""The states that a job never leaves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What would be trained on what. `settings` are hyperparameters, as the trainer names them; none is its default."""

    dataset: StoredDataset
    base: str
    settings: Attrs


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """`tokens` are all that are read, epochs included. None is not known, which is not the same as nothing."""

    tokens: int
    dollars: float | None
    minutes: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The losses after a step; None where that one was not measured there.

    `phase` is the part of the job that it belongs to: losses of different phases are different things.
    """

    step: int
    phase: str = ""
    loss: float | None = None
    validation_loss: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`step` of `steps` never goes back while a job is watched; `steps` is 0 until the trainer says how many.

    `model` is the result's name once it succeeded; `reason` is for people: why a job failed, paused or was cancelled,
    or what one that succeeded left out.
    """

    id: JobId
    state: State
    step: int = 0
    steps: int = 0
    curve: Sequence[Point] = ()
    model: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`model` is what an assistant's file names from now on; `files` are what came with it, by what they are."""

    model: str
    base: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What must be known of a trainer before anything is sent to it.

    `paid`: a job costs money, so nothing that may have started is ever started again. `settle` is after how many
    seconds at the latest a job that was started is found by its mark. `serving` says to people what makes a tuned model
    answer; empty where nothing has to be done.
    """

    paid: bool
    settle: float
    serving: str = ""


class Trainer(Protocol):
    """Everything raises ProviderError where the other side fails; its subclasses say whether it can have had an effect.

    TryLater where it asks for a pause. An id of no job raises Rejected.
    """

    @property
    def name(self) -> str: ...

    @property
    def terms(self) -> Terms: ...

    def check(self, task: Task) -> Sequence[str]:
        """Why this cannot be trained here, in sentences: closing dates, a retiring base, limits. Sends nothing."""
        ...

    def estimate(self, task: Task) -> Estimate: ...

    def prepare(self, task: Task, mark: str) -> Start:
        """Bring all that the job needs to where it is needed, for nothing, and give the call that starts it.

        The job is to have the mark where `find` looks for it. May be repeated: what a run that was killed left there is
        used or replaced. Whatever is raised, no job was started, and what was uploaded is removed.
        """
        ...

    def discard(self, mark: str) -> None:
        """Remove what was prepared for a job; nothing where another run has started one with it meanwhile."""
        ...

    def find(self, mark: str) -> JobId | None:
        """The job with this mark, in whatever state; None is certain once `settle` seconds have passed."""
        ...

    def status(self, job: JobId) -> Status: ...

    def cancel(self, job: JobId) -> None:
        """Ask it to stop; nothing happens to a job that is over."""
        ...

    def result(self, job: JobId) -> Result:
        """Raises Rejected unless the job succeeded."""
        ...


@runtime_checkable
class Resumable(Protocol):
    """A trainer whose paused jobs go on when asked."""

    def resume(self, job: JobId) -> None:
        """Go on from the last checkpoint; nothing happens to a job that is not paused, or that was asked to stop."""
        ...
