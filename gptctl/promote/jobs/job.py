"""What the ledger knows of a job, folded from its lines."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from gptctl.promote.jobs.approval import Approval
from gptctl.promote.trainers.base import JobId, State


class Stand(StrEnum):
    """`approved`: certainly not started yet. `sent`: maybe it was, maybe not. `refused`: it was not, and has to be
    approved anew.
    """

    APPROVED = "approved"
    SENT = "sent"
    REFUSED = "refused"
    STARTED = "started"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """It may be started, and certainly was not until now. `time` is seconds since the epoch."""

    approval: Approval
    time: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """The next thing is the call that starts it."""

    approval: Approval
    time: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """It certainly was not started, and would be refused again."""

    mark: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    mark: str
    id: JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """`model` is the result's name, empty unless it succeeded."""

    mark: str
    state: State
    model: str
    reason: str


Entry: TypeAlias = Approved | Sending | Refusal | Started | Ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`time` is when it was approved or sent, whichever was later."""

    approval: Approval
    time: float
    stand: Stand
    id: JobId | None = None
    state: State | None = None
    model: str = ""
    reason: str = ""


def fold(entries: Iterable[Entry]) -> dict[str, Job]:
    """Every job by the mark of its approval, in the order in which they were approved."""
    jobs: dict[str, Job] = {}
    for entry in entries:
        match entry:
            case Approved():
                jobs[entry.approval.mark] = Job(approval=entry.approval, time=entry.time, stand=Stand.APPROVED)
            case Sending():
                jobs[entry.approval.mark] = Job(approval=entry.approval, time=entry.time, stand=Stand.SENT)
            case _ if entry.mark in jobs:
                jobs[entry.mark] = _after(jobs[entry.mark], entry)
            case _:
                pass  # the line that named the approval is lost: nothing that could be shown is known of it
    return jobs


def _after(job: Job, entry: Refusal | Started | Ended) -> Job:
    match entry:
        case Refusal():
            return replace(job, stand=Stand.REFUSED, reason=entry.reason)
        case Started():
            return replace(job, stand=Stand.STARTED, id=entry.id)
        case Ended():
            return replace(job, stand=Stand.ENDED, state=entry.state, model=entry.model, reason=entry.reason)
