"""Whether a job may be sent: pure, so that every case can be looked at."""

from collections.abc import Sequence
from enum import Enum, auto

from gptctl.promote.jobs.job import Job, Stand
from gptctl.promote.trainers.base import Estimate, JobId, Terms

_NOTHING = 1e-6


class Step(Enum):
    SEND = auto()
    ADOPT = auto()
    UNDECIDED = auto()


def is_known(job: Job | None) -> bool:
    """Whether the ledger alone says that the job was started."""
    return job is not None and job.stand in {Stand.STARTED, Stand.ENDED}


def decide(job: Job | None, found: JobId | None, terms: Terms) -> Step:
    """What to do for an approval whose job the ledger does not know to be started.

    `found` is what the trainer has under its mark. What may have been started and cannot be found is sent again only
    where that costs nothing.
    """
    if found is not None:
        return Step.ADOPT
    if job is not None and job.stand is Stand.SENT and terms.paid:
        return Step.UNDECIDED
    return Step.SEND


def over_ceiling(estimate: Estimate, ceiling: float, terms: Terms) -> Sequence[str]:
    """Why a job may not be sent for what it would cost, in sentences."""
    if not terms.paid:
        return ()
    if estimate.dollars is None:
        return ("What the job costs is not known, so no ceiling can hold.",)
    if not within(estimate.dollars, ceiling):
        return (f"The job would cost ${estimate.dollars:,.2f}; ${ceiling:,.2f} were approved.",)
    return ()


def within(dollars: float, ceiling: float) -> bool:
    """Less than a millionth of a dollar is an error of adding, and no price."""
    return dollars - ceiling < _NOTHING
