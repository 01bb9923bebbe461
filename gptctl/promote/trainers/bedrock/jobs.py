"""Customization jobs as Bedrock tells of them. A job is known by its name, which is its mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gptctl.errors import Rejected
from gptctl.promote.trainers.base import JobId, State
from gptctl.promote.trainers.bedrock.calls import Calls
from gptctl.providers.api import pages
from gptctl.providers.http import Intent

Job = Mapping[str, Any]
_STATES = {"Completed": State.SUCCEEDED, "Failed": State.FAILED, "Stopped": State.CANCELLED}
_REASONS = {State.FAILED: "Bedrock says no reason", State.CANCELLED: "cancelled"}
_FOUNDATION = "foundation-model/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    calls: Calls

    def create(self, mark: str, **job: object) -> JobId:
        """The same mark again gives the same job: it is the token of the request, too."""
        self.calls.call(
            "create_model_customization_job",
            Intent.WRITE,
            jobName=mark,
            clientRequestToken=mark,
            customModelName=mark,
            customizationType="FINE_TUNING",
            **job,
        )
        return JobId(mark)

    def get(self, job: JobId) -> Job:
        """Raises Rejected for what is no job."""
        if not job:
            raise Rejected("a job without a name is none")
        return self.calls.call("get_model_customization_job", Intent.READ, jobIdentifier=job)

    def stop(self, job: JobId) -> None:
        self.calls.call("stop_model_customization_job", Intent.WRITE, jobIdentifier=job)

    def find(self, mark: str) -> JobId | None:
        found = pages(lambda cursor: self._page(mark, cursor))
        return next((JobId(mark) for one in found if one["jobName"] == mark), None)

    def _page(self, mark: str, cursor: str) -> tuple[Sequence[Any], str]:
        after = {"nextToken": cursor} if cursor else {}
        page = self.calls.call("list_model_customization_jobs", Intent.READ, nameContains=mark, **after)
        return page.get("modelCustomizationJobSummaries", ()), str(page.get("nextToken", ""))


def state_of(job: Job) -> State:
    """While it is in progress, and while it is stopping, it runs as soon as the training itself began."""
    begun = job.get("statusDetails", {}).get("trainingDetails", {}).get("status", "InProgress") != "NotStarted"
    return _STATES.get(job["status"], State.RUNNING if begun else State.QUEUED)


def reason_of(job: Job) -> str:
    state = state_of(job)
    return str(job.get("failureMessage") or _REASONS[state]) if state in _REASONS else ""


def model_of(job: Job) -> str:
    """The custom model's ARN. It answers nobody yet: it has to be deployed first."""
    return str(job.get("outputModelArn", "")) if state_of(job) is State.SUCCEEDED else ""


def base_of(job: Job) -> str:
    """The id of the base, out of its ARN."""
    return str(job.get("baseModelArn", "")).rpartition(_FOUNDATION)[2]
