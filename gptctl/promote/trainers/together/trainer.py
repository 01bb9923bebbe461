"""The trainer `together`: LoRA by examples or by pairs, on the open models that Together tunes.

What a job is found by is its suffix, which is the mark. A tuned model answers through a dedicated endpoint, which is
rented apart.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from gptctl.core.value import Attrs
from gptctl.errors import Rejected, Unknown
from gptctl.promote.cost.table import Price
from gptctl.promote.exports.together import TOGETHER
from gptctl.promote.trainers.base import FINAL, Estimate, JobId, Point, Result, Start, State, Status, Task, Terms
from gptctl.promote.trainers.hosted import curve, files, method, options, price
from gptctl.promote.trainers.hosted.certain import leaving_nothing, starting
from gptctl.promote.trainers.hosted.longest import longest
from gptctl.promote.trainers.together import limits, request
from gptctl.promote.trainers.together.files import Files
from gptctl.promote.trainers.together.status import is_marked, state, status
from gptctl.providers.api import Api, items, rows, text
from gptctl.providers.http import Gone

JOBS = "v1/fine-tunes"
_ID = re.compile(r"ft-[A-Za-z0-9-]{1,100}")
_TERMS = Terms(paid=True, settle=30.0, serving="Rent a dedicated endpoint for it at Together.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherTrainer:
    """`retires` are last days of bases, which Together tells by letter two or three weeks before."""

    api: Api
    sleep: Callable[[float], None]
    today: Callable[[], date]
    prices: Callable[[], Sequence[Price]]
    retires: Mapping[str, date] = field(default_factory=dict[str, date])
    name: str = "together"
    terms: Terms = _TERMS

    def check(self, task: Task) -> Sequence[str]:
        wrong = [*options.closed(task.base, self.retires, self.today()), *request.problems(task.settings)]
        return wrong or list(files.problems(TOGETHER, task, method.of(task.settings)))

    def estimate(self, task: Task) -> Estimate:
        return price.estimate(self.name, task, self.prices(), self.today())

    def prepare(self, task: Task, mark: str) -> Start:
        self._ask(task)
        clean = partial(self.discard, mark)
        clean()  # what a run that was killed left there: nothing says how much of it arrived
        with leaving_nothing(clean), files.exported(TOGETHER, task, method.of(task.settings)) as written:
            sent = self._files.upload(mark, written)
        return starting(partial(self._start, request.body(task, mark, sent)), clean)

    def discard(self, mark: str) -> None:
        if self.find(mark) is None:
            self._files.remove(mark)

    def find(self, mark: str) -> JobId | None:
        listed = rows(self.api.get(JOBS).get("data"), f"GET {JOBS}")
        return next((JobId(text(job.get("id"))) for job in listed if is_marked(job, mark)), None)

    def status(self, job: JobId) -> Status:
        found = self.api.get(_path(job))
        if state(found) is State.FAILED and not found.get("events"):
            found = {**found, "events": self.api.get(f"{_path(job)}/events").get("data")}
        return status(job, found, self._curve(job, state(found)))

    def cancel(self, job: JobId) -> None:
        found = self.api.get(_path(job))
        if state(found) not in FINAL and found.get("status") != "cancel_requested":
            self.api.send("POST", f"{_path(job)}/cancel", {})

    def result(self, job: JobId) -> Result:
        found = self.api.get(_path(job))
        model = text(found.get("model_output_name"))
        if state(found) is not State.SUCCEEDED or not model:
            raise Rejected(f"the job {job} has no result")
        return Result(model=model, base=text(found.get("model")), files={})

    @property
    def _files(self) -> Files:
        return Files(api=self.api, sleep=self.sleep)

    def _start(self, body: Attrs) -> JobId:
        made = text(self.api.send("POST", JOBS, body).get("id"))
        if not _ID.fullmatch(made):
            raise Unknown(f"POST {JOBS} answered without the id of a job")
        return JobId(made)

    def _ask(self, task: Task) -> None:
        """Raises Rejected for what the server would refuse once all is uploaded."""
        try:
            known = self.api.get(limits.PATH, {"model_name": task.base})
        except Gone as error:
            raise Rejected(f"Together does not tune {task.base}: {error.message}") from None
        wrong = list(limits.problems(task, known, longest(task)))
        if wrong:
            raise Rejected(" ".join(wrong))

    def _curve(self, job: JobId, now: State) -> Sequence[Point]:
        if now is State.QUEUED:
            return ()
        try:
            return curve.points(items(self.api.get(f"{_path(job)}/metrics").get("metrics")))
        except Gone:
            return ()


def _path(job: JobId) -> str:
    if not _ID.fullmatch(job):
        raise Rejected(f"Together has no job {job}")
    return f"{JOBS}/{job}"
