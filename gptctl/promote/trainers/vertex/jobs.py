"""Tuning jobs as Vertex tells of them: its fields are those of google-genai 3.4.0, which the tests hold them to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gptctl.core.value import JSON, Attrs
from gptctl.errors import Rejected, Unknown
from gptctl.promote.trainers.base import JobId, State
from gptctl.providers.api import Api, mapping, pages, rows, text

VERSION = "v1beta1"
LABEL = "gptctl"
_PAGE = "100"
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_STATES = {
    "UNSPECIFIED": State.QUEUED,
    "QUEUED": State.QUEUED,
    "PENDING": State.QUEUED,
    "PAUSED": State.PAUSED,
    "SUCCEEDED": State.SUCCEEDED,
    "PARTIALLY_SUCCEEDED": State.SUCCEEDED,
    "FAILED": State.FAILED,
    "EXPIRED": State.FAILED,
    "CANCELLED": State.CANCELLED,
}
_REASONS = {
    State.PAUSED: "paused at Vertex; it goes on when it is resumed in Google Cloud's console",
    State.FAILED: "Vertex says no reason",
    State.CANCELLED: "cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """`path` is the collection, `projects/…/locations/…/tuningJobs`."""

    api: Api
    path: str

    def create(self, job: Attrs) -> JobId:
        """An answer that names no job is none: Unknown."""
        made = _id(self.api.send("POST", f"{VERSION}/{self.path}", job))
        if not made:
            raise Unknown("Vertex answered without the name of the job")
        return made

    def get(self, job: JobId) -> Attrs:
        """Raises Rejected for what is no id of a job."""
        return self.api.get(f"{VERSION}/{self._one(job)}")

    def cancel(self, job: JobId) -> None:
        self.api.send("POST", f"{VERSION}/{self._one(job)}:cancel", {})

    def find(self, mark: str) -> JobId | None:
        """The job whose label or display name is the mark.

        All jobs are looked at: a filter that the service understands otherwise would look like none being there.
        """
        found = pages(self._page)
        return next((_id(one) for one in found if mark in _marks(one)), None)

    def _page(self, cursor: str) -> tuple[Sequence[Attrs], str]:
        path = f"{VERSION}/{self.path}"
        page = self.api.get(path, {"pageSize": _PAGE, **({"pageToken": cursor} if cursor else {})})
        return rows(page.get("tuningJobs", ()), f"GET {path}"), text(page.get("nextPageToken"))

    def _one(self, job: JobId) -> str:
        if not _NAME.fullmatch(job):
            raise Rejected(f"there is no job {job}")
        return f"{self.path}/{job}"


def state_of(job: Attrs) -> State:
    """What is not known is going on: CANCELLING and UPDATING are, and so may be what comes later."""
    return _STATES.get(text(job.get("state")).removeprefix("JOB_STATE_"), State.RUNNING)


def reason_of(job: Attrs) -> str:
    state = state_of(job)
    return (text(mapping(job.get("error")).get("message")) or _REASONS[state]) if state in _REASONS else ""


def model_of(job: Attrs) -> str:
    """The endpoint: that is what a request names to be answered by the tuned model."""
    tuned = mapping(job.get("tunedModel"))
    return (text(tuned.get("endpoint")) or text(tuned.get("model"))) if state_of(job) is State.SUCCEEDED else ""


def files_of(job: Attrs) -> Mapping[str, str]:
    tuned: Mapping[str, JSON] = mapping(job.get("tunedModel"))
    found = {"model": text(tuned.get("model")), "experiment": text(job.get("experiment"))}
    return {name: value for name, value in found.items() if value}


def _id(job: Attrs) -> JobId:
    return JobId(text(job.get("name")).rpartition("/")[2])


def _marks(job: Attrs) -> Sequence[str]:
    return text(mapping(job.get("labels")).get(LABEL)), text(job.get("tunedModelDisplayName"))
