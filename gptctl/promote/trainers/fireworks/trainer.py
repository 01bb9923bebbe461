"""The trainer `fireworks`: LoRA by examples or by pairs, on the open models that Fireworks tunes.

A job's id is the mark, so the server itself refuses to start it twice. A tuned model answers on a machine that is
rented apart.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from gptctl.core.value import Attrs
from gptctl.errors import Conflict, ProviderError, Rejected, Unknown
from gptctl.promote.cost.table import Price
from gptctl.promote.example import Part
from gptctl.promote.exports.fireworks import FIREWORKS
from gptctl.promote.trainers.base import FINAL, Estimate, JobId, Result, Start, State, Status, Task, Terms
from gptctl.promote.trainers.fireworks import measured, request
from gptctl.promote.trainers.fireworks.datasets import Datasets
from gptctl.promote.trainers.fireworks.request import KINDS
from gptctl.promote.trainers.fireworks.status import base, model, state, status
from gptctl.promote.trainers.hosted import files, method, options, price
from gptctl.promote.trainers.hosted.certain import leaving_nothing, starting
from gptctl.promote.trainers.hosted.longest import longest
from gptctl.promote.trainers.hosted.method import Method
from gptctl.providers.api import Api, text
from gptctl.providers.http import Gone

_BASE = re.compile(r"accounts/[A-Za-z0-9-]{1,63}/models/[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_ID = re.compile(rf"({'|'.join(kind.jobs for kind in KINDS.values())})/[a-z0-9][a-z0-9-]{{0,62}}")
_TERMS = Terms(paid=True, settle=15.0, serving="Create a deployment for it at Fireworks.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FireworksTrainer:
    """`account` gives the id of the account, or raises GptctlError. `retires` are last days of bases."""

    api: Api
    origin: str
    account: Callable[[], str]
    sleep: Callable[[float], None]
    today: Callable[[], date]
    prices: Callable[[], Sequence[Price]]
    retires: Mapping[str, date] = field(default_factory=dict[str, date])
    name: str = "fireworks"
    terms: Terms = _TERMS

    def check(self, task: Task) -> Sequence[str]:
        wrong = [*options.closed(task.base, self.retires, self.today()), *request.problems(task.settings)]
        if not _BASE.fullmatch(task.base):
            wrong.append(f"{task.base} is no full name of a base, such as accounts/fireworks/models/qwen3-8b.")
        return wrong or list(files.problems(FIREWORKS, task, method.of(task.settings)))

    def estimate(self, task: Task) -> Estimate:
        return price.estimate(self.name, task, self.prices(), self.today())

    def prepare(self, task: Task, mark: str) -> Start:
        way = method.of(task.settings)
        self._ask(task)
        clean = partial(self.discard, mark)
        with leaving_nothing(clean), files.exported(FIREWORKS, task, way) as written:
            sent = self._datasets.upload(mark, [one for one in written if way is Method.SFT or one.part is Part.TRAIN])
        return starting(partial(self._start, way, mark, request.body(task, mark, sent)), clean)

    def discard(self, mark: str) -> None:
        if self.find(mark) is None:
            self._datasets.remove(mark)

    def find(self, mark: str) -> JobId | None:
        for kind in KINDS.values():
            if self.api.seek(f"{self._home}/{kind.jobs}/{mark}") is not None:
                return JobId(f"{kind.jobs}/{mark}")
        return None

    def status(self, job: JobId) -> Status:
        found = self._get(job)
        curve = () if state(found) is State.QUEUED else measured.points(self._metrics(job, found))
        return status(job, found, curve)

    def cancel(self, job: JobId) -> None:
        found = self._get(job)
        if state(found) not in FINAL and found.get("state") != "JOB_STATE_CANCELLING":
            self.api.send("POST", f"{self._path(job)}:cancel", {})

    def resume(self, job: JobId) -> None:
        if state(self._get(job)) is State.PAUSED:
            self.api.send("POST", f"{self._path(job)}:resume", {})

    def result(self, job: JobId) -> Result:
        found = self._get(job)
        if state(found) is not State.SUCCEEDED:
            raise Rejected(f"the job {job} has no result")
        return Result(model=model(found), base=base(found), files={})

    @property
    def _datasets(self) -> Datasets:
        return Datasets(api=self.api, origin=self.origin, account=self.account(), sleep=self.sleep)

    @property
    def _home(self) -> str:
        return f"v1/accounts/{self.account()}"

    def _path(self, job: JobId) -> str:
        if not _ID.fullmatch(job):
            raise Rejected(f"Fireworks has no job {job}")
        return f"{self._home}/{job}"

    def _get(self, job: JobId) -> Attrs:
        return self.api.get(self._path(job))

    def _ask(self, task: Task) -> None:
        """Raises Rejected for what the server would refuse once all is uploaded."""
        found = self.api.get(f"v1/{task.base}")
        if not found.get("tunable"):
            raise Rejected(f"Fireworks does not tune {task.base}")
        room = found.get("trainingContextLength")
        if isinstance(room, int) and 0 < room < (read := longest(task)):
            raise Rejected(f"The longest example has {read} tokens; {task.base} is trained on {room} of one at most.")

    def _start(self, way: Method, mark: str, body: Attrs) -> JobId:
        """One that is there under this id already is ours: the id is the mark."""
        kind = KINDS[way]
        try:
            self.api.send("POST", f"{self._home}/{kind.jobs}?{kind.field}={mark}", body)
        except Conflict as error:
            if not self._is_there(f"{kind.jobs}/{mark}", error):
                raise
        return JobId(f"{kind.jobs}/{mark}")

    def _is_there(self, job: str, error: Conflict) -> bool:
        try:
            return self.api.seek(f"{self._home}/{job}") is not None
        except ProviderError:
            raise Unknown(error.message) from error

    def _metrics(self, job: JobId, found: Attrs) -> str:
        """The address of the file of measurements, "" where there is none."""
        if job.startswith(KINDS[Method.SFT].jobs):
            return text(found.get("metricsFileSignedUrl"))
        try:
            return text(self.api.get(f"{self._path(job)}:getMetricsFileEndpoint").get("signedUrl"))
        except Gone:
            return ""
