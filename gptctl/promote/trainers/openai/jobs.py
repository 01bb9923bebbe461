"""The jobs of a service: started, found again, looked at."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from gptctl.core.value import Attrs
from gptctl.errors import Rejected, Unknown
from gptctl.promote.trainers.base import FINAL, JobId, State, Status
from gptctl.promote.trainers.openai.status import from_checkpoints, from_events, state_of, status
from gptctl.providers.api import Api, mapping, rows, text
from gptctl.providers.http import Gone
from gptctl.providers.openai_shape.listing import listing

PATH = "/fine_tuning/jobs"
KEY = "gptctl"
"""The name of the pair that carries the mark."""

PAGE = "100"
MOST_EVENTS = 20_000
_ID = re.compile(r"[\w-]+")
_SUFFIXES = ("suffix", "user_provided_suffix")


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    api: Api

    def marked(self, mark: str, suffix: str, files: frozenset[str]) -> JobId | None:
        """The job with this mark, in its pairs, as its suffix, or in the name of a file that it is trained on.

        Of a suffix that was cut off, the file decides. The newest, where there are several.
        """
        for job in listing(self.api, PATH, {"limit": PAGE}):
            said = {text(job.get(name)) for name in _SUFFIXES}
            whole = mark == suffix and mark in said
            if whole or mapping(job.get("metadata")).get(KEY) == mark or text(job.get("training_file")) in files:
                return _id(job, f"GET {PATH}")
        return None

    def get(self, job: JobId) -> Attrs:
        return self.api.get(_path(job))

    def state(self, job: JobId) -> State:
        return state_of(self.get(job))

    def start(self, body: Attrs) -> JobId:
        return _id(self.api.send("POST", PATH, body), f"POST {PATH}")

    def act(self, job: JobId, action: str) -> None:
        """`cancel` or `resume`."""
        self.api.send("POST", f"{_path(job)}/{action}", {})

    def status(self, job: JobId) -> Status:
        """While it runs, the curve is what its newest events say; then it is all of it."""
        found = self.get(job)
        state = state_of(found)
        curve, steps = from_events(self._events(job, state)) if state is not State.QUEUED else ((), 0)
        model = text(found.get("fine_tuned_model"))
        if state is State.SUCCEEDED and not (curve and model):
            checkpoints = self._checkpoints(job)
            curve, model = curve or from_checkpoints(checkpoints), model or _last(checkpoints)
        return status(found, curve=curve, steps=steps, model=model)

    def _events(self, job: JobId, state: State) -> Iterator[Attrs]:
        path = f"{_path(job)}/events"
        if state in FINAL:
            return islice(listing(self.api, path, {"limit": PAGE}), MOST_EVENTS)
        return iter(rows(self.api.get(path, {"limit": PAGE}).get("data"), f"GET {path}"))

    def _checkpoints(self, job: JobId) -> Sequence[Attrs]:
        """None where the service has no such thing."""
        path = f"{_path(job)}/checkpoints"
        try:
            return rows(self.api.get(path, {"limit": PAGE}).get("data"), f"GET {path}")
        except Gone:
            return ()


def _last(checkpoints: Sequence[Attrs]) -> str:
    """The model of the one with the most steps."""
    steps = {point: one for one in checkpoints if isinstance(point := one.get("step_number"), int)}
    return text(steps[max(steps)].get("fine_tuned_model_checkpoint")) if steps else ""


def _id(job: Attrs, what: str) -> JobId:
    """Raises Unknown for a job without one: it is there, and cannot be named."""
    found = text(job.get("id"))
    if not _ID.fullmatch(found):
        raise Unknown(f"{what} answered without the id of a job")
    return JobId(found)


def _path(job: JobId) -> str:
    if not _ID.fullmatch(job):
        raise Rejected(f"there is no job {job}")
    return f"{PATH}/{job}"
