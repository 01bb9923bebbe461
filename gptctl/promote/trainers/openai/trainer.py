"""A trainer that speaks as OpenAI does. What it is called, when it closes and what it takes is in its service."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial

from gptctl.core.retirement import base_of
from gptctl.core.value import Attrs
from gptctl.errors import Rejected
from gptctl.promote.cost.table import Price
from gptctl.promote.trainers.base import FINAL, Estimate, JobId, Result, Start, State, Status, Task, Terms
from gptctl.promote.trainers.hosted import files, method, price
from gptctl.promote.trainers.hosted.certain import leaving_nothing, starting
from gptctl.promote.trainers.hosted.method import Method
from gptctl.promote.trainers.openai.check import reasons
from gptctl.promote.trainers.openai.jobs import Jobs
from gptctl.promote.trainers.openai.request import body, suffix
from gptctl.promote.trainers.openai.service import Service
from gptctl.promote.trainers.openai.uploads import Uploads
from gptctl.providers.api import Api, text
from gptctl.providers.http import Retrying, Sender

_SETTLE = 60.0
_CLOSED = "training_not_available"


class OpenAITrainer:
    """`sender` reaches the service. `prices` and `today` are asked when something is estimated or checked."""

    def __init__(
        self,
        service: Service,
        *,
        sender: Sender,
        prices: Callable[[], Sequence[Price]],
        today: Callable[[], date],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = service.name
        self.terms = Terms(paid=True, settle=_SETTLE, serving=service.serving)
        self._service, self._prices, self._today = service, prices, today
        api = Api(Retrying(sender, sleep=sleep))
        self._jobs = Jobs(api=api)
        self._uploads = Uploads(api=api, sleep=sleep)

    def check(self, task: Task) -> Sequence[str]:
        """The rows are written and held against the rules only where nothing else stands in the way."""
        found = list(reasons(self._service, task, self._today()))
        return found or list(files.problems(self._service.export, task, method.of(task.settings)))

    def estimate(self, task: Task) -> Estimate:
        """Rows that are held out are counted: not everybody reads them for free. Pairs cost what examples do."""
        of_pairs = f"{self.name}-{Method.DPO}"
        prices = [*self._prices()]
        prices += [replace(one, target=of_pairs) for one in prices if one.target == self.name]
        return price.estimate(self.name, replace(task, base=base_of(task.base)), prices, self._today())

    def prepare(self, task: Task, mark: str) -> Start:
        clean = partial(self.discard, mark)
        exported = files.exported(self._service.export, task, method.of(task.settings))
        with self._explained(), leaving_nothing(clean), exported as written:
            sent = {file.part: self._uploads.put(file.path, mark) for file in written}
        return starting(partial(self._start, body(self._service, task, mark, sent)), clean)

    def discard(self, mark: str) -> None:
        if self.find(mark) is None:
            self._uploads.remove(mark)

    def find(self, mark: str) -> JobId | None:
        return self._jobs.marked(mark, suffix(self._service, mark), frozenset(self._uploads.of(mark)))

    def status(self, job: JobId) -> Status:
        return self._jobs.status(job)

    def cancel(self, job: JobId) -> None:
        if self._jobs.state(job) in FINAL:
            return
        try:
            self._jobs.act(job, "cancel")
        except Rejected:
            if self._jobs.state(job) not in FINAL:  # it may have ended just before
                raise

    def result(self, job: JobId) -> Result:
        seen = self._jobs.status(job)
        if seen.state is not State.SUCCEEDED or not seen.model:
            raise Rejected(f"the job {job} has no result")
        return Result(model=seen.model, base=text(self._jobs.get(job).get("model")), files={})

    def _start(self, asked: Attrs) -> JobId:
        with self._explained():
            return self._jobs.start(asked)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except Rejected as error:
            if _CLOSED in error.message:
                told = f"{self._service.title} is closing its training: train elsewhere, from the same dataset."
                error.advice = f"{told} {error.advice}".strip()
            raise


class ResumableTrainer(OpenAITrainer):
    """At a service whose jobs can be paused."""

    def resume(self, job: JobId) -> None:
        if self._jobs.state(job) is State.PAUSED:
            self._jobs.act(job, "resume")
