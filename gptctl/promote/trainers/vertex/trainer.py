"""The trainer `vertex`. What it makes is an endpoint of the user's own project, which answers `generateContent`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from gptctl.core.value import Attrs
from gptctl.errors import Rejected
from gptctl.promote.cost.table import Price
from gptctl.promote.example import Part
from gptctl.promote.exports.vertex import VERTEX
from gptctl.promote.trainers.base import FINAL, Estimate, JobId, Result, Start, State, Status, Task, Terms
from gptctl.promote.trainers.hosted import method
from gptctl.promote.trainers.hosted.certain import leaving_nothing, starting
from gptctl.promote.trainers.hosted.files import exported
from gptctl.promote.trainers.hosted.files import problems as of_files
from gptctl.promote.trainers.hosted.method import Method
from gptctl.promote.trainers.hosted.price import estimate
from gptctl.promote.trainers.vertex import limits, metrics
from gptctl.promote.trainers.vertex.jobs import LABEL, Jobs, files_of, model_of, reason_of, state_of
from gptctl.promote.trainers.vertex.storage import Storage
from gptctl.providers.api import text

_SPECS = {Method.SFT: "supervisedTuningSpec", Method.DPO: "preferenceOptimizationSpec"}

_SERVING = "Its endpoint answers in Google's own way: put a gateway before it that speaks as OpenAI does."


class VertexTrainer:
    """A base is a Gemini model by its name. A missing token is an error of the first request."""

    name = "vertex"
    terms = Terms(paid=True, settle=60.0, serving=_SERVING)

    def __init__(
        self,
        jobs: Jobs,
        storage: Storage,
        *,
        prices: Callable[[], Sequence[Price]],
        today: Callable[[], date],
        retires: Mapping[str, date] = limits.RETIRES,
    ) -> None:
        self._jobs, self._storage = jobs, storage
        self._prices, self._today, self._retires = prices, today, retires

    def check(self, task: Task) -> Sequence[str]:
        wrong = list(limits.problems(task.base, task.settings, self._retires, self._today()))
        return wrong or list(of_files(VERTEX, task, method.of(task.settings)))

    def estimate(self, task: Task) -> Estimate:
        return estimate(self.name, task, self._prices(), self._today())

    def prepare(self, task: Task, mark: str) -> Start:
        clean = partial(self.discard, mark)
        with leaving_nothing(clean), exported(VERTEX, task, method.of(task.settings)) as files:
            sent = {file.part: self._storage.put(file, mark) for file in files}
        return starting(partial(self._jobs.create, _job(task, mark, sent)), clean)

    def discard(self, mark: str) -> None:
        if self.find(mark) is None:
            self._storage.remove(mark)

    def find(self, mark: str) -> JobId | None:
        return self._jobs.find(mark)

    def status(self, job: JobId) -> Status:
        found = self._jobs.get(job)
        state = state_of(found)
        curve = () if state is State.QUEUED else metrics.curve(self._jobs.api, found)
        step = metrics.steps(curve)
        return Status(
            id=job,
            state=state,
            step=step,
            steps=step if state is State.SUCCEEDED else 0,
            curve=curve,
            model=model_of(found),
            reason=reason_of(found),
        )

    def cancel(self, job: JobId) -> None:
        if state_of(self._jobs.get(job)) not in FINAL:
            self._jobs.cancel(job)

    def result(self, job: JobId) -> Result:
        found = self._jobs.get(job)
        model = model_of(found)
        if not model:
            raise Rejected(f"the job {job} has no result")
        return Result(model=model, base=text(found.get("baseModel")), files=files_of(found))


def _job(task: Task, mark: str, sent: Mapping[Part, str]) -> Attrs:
    """`sent` are the addresses of what was uploaded."""
    validated = {"validationDatasetUri": sent[Part.VALIDATION]} if Part.VALIDATION in sent else {}
    return {
        "baseModel": task.base,
        "tunedModelDisplayName": mark,
        "labels": {LABEL: mark},
        _SPECS[method.of(task.settings)]: {
            "trainingDatasetUri": sent[Part.TRAIN],
            **validated,
            "hyperParameters": limits.hyperparameters(task.settings),
            "exportLastCheckpointOnly": True,
        },
    }
