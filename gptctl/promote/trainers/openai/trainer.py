"""A trainer that speaks as OpenAI does. What it is called, when it closes and what it takes is in its service."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from gptctl.core.retirement import base_of
from gptctl.core.value import Attrs
from gptctl.errors import NotDone, ProviderError, Rejected
from gptctl.promote.cost.estimate import training
from gptctl.promote.cost.table import Price, find
from gptctl.promote.example import Part
from gptctl.promote.trainers.base import FINAL, Estimate, JobId, Result, State, Status, Task, Terms
from gptctl.promote.trainers.openai import settings
from gptctl.promote.trainers.openai.check import reasons
from gptctl.promote.trainers.openai.jobs import KEY, Jobs
from gptctl.promote.trainers.openai.rows import breaches, tokens, written
from gptctl.promote.trainers.openai.service import Service
from gptctl.promote.trainers.openai.uploads import Uploads
from gptctl.providers.api import Api, text
from gptctl.providers.http import Retrying, Sender

_TERMS = Terms(paid=True, settle=60.0)
_CLOSED = "training_not_available"


class OpenAITrainer:
    """`sender` reaches the service; `home` is the user's folder, where rows lie while they are uploaded.

    `prices` and `today` are asked when something is estimated or checked.
    """

    terms = _TERMS

    def __init__(
        self,
        service: Service,
        *,
        sender: Sender,
        home: Path,
        prices: Callable[[], Sequence[Price]],
        today: Callable[[], date],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = service.name
        self._service, self._home, self._prices, self._today = service, home, prices, today
        api = Api(Retrying(sender, sleep=sleep))
        self._jobs = Jobs(api=api)
        self._uploads = Uploads(api=api, sleep=sleep)

    def check(self, task: Task) -> Sequence[str]:
        """The rows are written and held against the rules only where nothing else stands in the way."""
        found = list(reasons(self._service, task, self._today()))
        return found or list(breaches(self._service, task, self._home))

    def estimate(self, task: Task) -> Estimate:
        """Of settings in which `check` finds nothing. Rows held out are counted: not everybody reads them for free."""
        epochs = settings.epochs(task.settings)
        learnt, held_out = (tokens(self._service, task, part) for part in (Part.TRAIN, Part.VALIDATION))
        price = find(self._prices(), self.name, base_of(task.base))
        total = (learnt + held_out) * epochs
        if price is None:
            return Estimate(tokens=total, dollars=None, minutes=None)
        cost = training(price, tokens=learnt, validation_tokens=held_out, epochs=epochs, today=self._today())
        return Estimate(tokens=total, dollars=cost.dollars, minutes=None)

    def submit(self, task: Task, mark: str) -> JobId:
        with written(self._service, task, self._home) as files, self._cleaned(mark):
            train = self._uploads.put(files.train, mark)
            validation = self._uploads.put(files.validation, mark) if files.validation else ""
            return self._jobs.start(self._body(task, mark, train, validation))

    def find(self, mark: str) -> JobId | None:
        return self._jobs.marked(mark, self._suffix(mark), frozenset(self._uploads.of(mark)))

    def status(self, job: JobId) -> Status:
        return self._jobs.status(job)

    def cancel(self, job: JobId) -> None:
        if self._is_over(job):
            return
        try:
            self._jobs.act(job, "cancel")
        except Rejected:
            if not self._is_over(job):  # it may have ended just before
                raise

    def result(self, job: JobId) -> Result:
        seen = self._jobs.status(job)
        if seen.state is not State.SUCCEEDED or not seen.model:
            raise Rejected(f"the job {job} has no result")
        return Result(model=seen.model, base=text(self._jobs.get(job).get("model")), files={})

    def _is_over(self, job: JobId) -> bool:
        return self._jobs.status(job).state in FINAL

    def _suffix(self, mark: str) -> str:
        return mark[: self._service.suffix]

    def _body(self, task: Task, mark: str, train: str, validation: str) -> Attrs:
        method = settings.method_of(task.settings)
        said: Mapping[str, Attrs] = {"metadata": {KEY: mark}} if self._service.metadata else {}
        return {
            "model": task.base,
            "training_file": train,
            **({"validation_file": validation} if validation else {}),
            "suffix": self._suffix(mark),
            "seed": settings.seed_of(task.settings),
            **said,
            "method": {
                "type": method.value,
                method.value: {"hyperparameters": settings.hyperparameters(task.settings, self._service)},
            },
        }

    @contextmanager
    def _cleaned(self, mark: str) -> Iterator[None]:
        """What was uploaded goes when no job was started; unless another run has started one with it meanwhile."""
        try:
            yield
        except NotDone as error:
            if _CLOSED in error.message:
                error.advice = f"Train elsewhere, from the same dataset: {self._service.title} is closing its training."
            try:
                if self.find(mark) is None:
                    self._uploads.remove(mark)
            except ProviderError:
                error.advice = f"{error.advice} Files named {mark}-… may be left at {self._service.title}.".strip()
            raise


class ResumableTrainer(OpenAITrainer):
    """At a service whose jobs can be paused."""

    def resume(self, job: JobId) -> None:
        if self.status(job).state is State.PAUSED:
            self._jobs.act(job, "resume")
