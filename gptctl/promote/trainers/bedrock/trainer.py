"""The trainer `bedrock`. What it makes is a custom model of the user's account, which answers once it is deployed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from importlib.util import find_spec

from gptctl.errors import NotDone, Rejected
from gptctl.promote.cost.table import Price
from gptctl.promote.example import Part
from gptctl.promote.exports.bedrock import BEDROCK
from gptctl.promote.trainers.base import FINAL, Estimate, JobId, Point, Result, Start, State, Status, Task, Terms
from gptctl.promote.trainers.bedrock import limits, metrics
from gptctl.promote.trainers.bedrock.jobs import Job, Jobs, base_of, model_of, reason_of, state_of
from gptctl.promote.trainers.bedrock.storage import Storage
from gptctl.promote.trainers.hosted.certain import leaving_nothing, starting
from gptctl.promote.trainers.hosted.files import exported, problems
from gptctl.promote.trainers.hosted.method import Method
from gptctl.promote.trainers.hosted.price import estimate

_INSTALL = "Training at Bedrock needs boto3. Run `pip install 'gptctl[bedrock]'`."

_SERVING = "Deploy it with `aws bedrock create-custom-model-deployment`; it answers by the ARN of the deployment."


class BedrockTrainer:
    """A base is a Nova model by its id at Bedrock; `role` is the ARN of the role by which Bedrock reads the bucket."""

    name = "bedrock"
    terms = Terms(paid=True, settle=60.0, serving=_SERVING)

    def __init__(
        self,
        jobs: Jobs,
        storage: Storage,
        *,
        role: str,
        prices: Callable[[], Sequence[Price]],
        today: Callable[[], date],
        retires: Mapping[str, date],
    ) -> None:
        self._jobs, self._storage, self._role = jobs, storage, role
        self._prices, self._today, self._retires = prices, today, retires

    def check(self, task: Task) -> Sequence[str]:
        missing = [_INSTALL] if find_spec("boto3") is None else []
        wrong = [*missing, *limits.problems(task.base, task.settings, self._retires, self._today())]
        return wrong or list(problems(BEDROCK, task, Method.SFT))

    def estimate(self, task: Task) -> Estimate:
        return estimate(self.name, task, self._prices(), self._today())

    def prepare(self, task: Task, mark: str) -> Start:
        with leaving_nothing(partial(self.discard, mark)), exported(BEDROCK, task, Method.SFT) as files:
            sent = {file.part: self._storage.put(file, mark) for file in files}
        held_out = {"validators": [{"s3Uri": sent[Part.VALIDATION]}]} if Part.VALIDATION in sent else None
        create = partial(
            self._jobs.create,
            mark,
            roleArn=self._role,
            baseModelIdentifier=task.base,
            trainingDataConfig={"s3Uri": sent[Part.TRAIN]},
            outputDataConfig={"s3Uri": self._storage.output(mark)},
            hyperParameters=limits.hyperparameters(task.settings),
            **({"validationDataConfig": held_out} if held_out else {}),
        )
        # who is refused may clean up at once: the same mark again would have given the job that is there
        return starting(create, partial(self._storage.remove, mark))

    def discard(self, mark: str) -> None:
        if self.find(mark) is None:
            self._storage.remove(mark)

    def find(self, mark: str) -> JobId | None:
        return self._jobs.find(mark)

    def status(self, job: JobId) -> Status:
        found = self._jobs.get(job)
        state = state_of(found)
        curve = self._curve(found) if state in FINAL else ()
        step = max((point.step for point in curve), default=0)
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
            self._jobs.stop(job)

    def result(self, job: JobId) -> Result:
        found = self._jobs.get(job)
        model = model_of(found)
        if not model:
            raise Rejected(f"the job {job} has no result")
        return Result(model=model, base=base_of(found), files={"output": self._storage.output(found["jobName"])})

    def _curve(self, job: Job) -> Sequence[Point]:
        """Whoever may look at the job need not be one who may read the bucket."""
        try:
            tables = [table for _, table in self._storage.measured(job["jobName"])]
        except NotDone:
            tables = []
        return metrics.curve(tables) or metrics.summary(job)
