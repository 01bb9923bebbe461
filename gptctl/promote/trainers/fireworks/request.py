"""What Fireworks is asked to do: the two kinds of jobs, and the body that starts one.

Source: `SupervisedFineTuningJobCreateParams` and `DpoJobCreateParams` of the vendor's package `fireworks-ai` 1.2.30.
The limits are wide: what holds for one base is not published.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gptctl.core.value import JSON, Attrs
from gptctl.promote.example import Part
from gptctl.promote.trainers.base import Task
from gptctl.promote.trainers.hosted import method, settings
from gptctl.promote.trainers.hosted.method import Method
from gptctl.promote.trainers.hosted.settings import Limit

LIMITS: Mapping[str, Limit] = {
    "epochs": Limit(name="epochs", low=1, high=20, whole=True),
    "learning_rate": Limit(name="learningRate", low=1e-8, high=0.01),
    "warmup": Limit(name="learningRateWarmupSteps", low=0, high=100_000, whole=True),
    "decay": Limit(name="optimizerWeightDecay", low=0, high=10),
    "batch": Limit(name="batchSizeSamples", low=1, high=1024, whole=True),
    "rank": Limit(name="loraRank", low=1, high=256, whole=True),
    "context": Limit(name="maxContextLength", low=16, high=1_048_576, whole=True),
    "beta": Limit(name="beta", low=0.001, high=0.499),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Where jobs of a kind are, and the name of the query's field with the id that a new one is to have."""

    jobs: str
    field: str


KINDS: Mapping[Method, Kind] = {
    Method.SFT: Kind(jobs="supervisedFineTuningJobs", field="supervisedFineTuningJobId"),
    Method.DPO: Kind(jobs="dpoJobs", field="dpoJobId"),
}


def problems(attrs: Attrs) -> Iterator[str]:
    yield from settings.problems(attrs, LIMITS)
    if "beta" in attrs and attrs.get("method") != Method.DPO:
        yield "The setting beta is for the method dpo alone."


def body(task: Task, mark: str, datasets: Mapping[Part, str]) -> Attrs:
    """`datasets` are the full names of what was uploaded. A job by pairs takes none to validate with."""
    given = settings.renamed(task.settings, LIMITS)
    beta = given.pop("beta", None)
    training: dict[str, JSON] = {**given, "baseModel": task.base, "epochs": settings.epochs(task.settings)}
    made: dict[str, JSON] = {"displayName": mark, "dataset": datasets[Part.TRAIN]}
    if method.of(task.settings) is Method.DPO:
        loss: Attrs = {"method": "DPO"} if beta is None else {"method": "DPO", "dpo": {"beta": beta}}
        return {**made, "trainingConfig": training, "lossConfig": loss}
    validation = {"evaluationDataset": datasets[Part.VALIDATION]} if Part.VALIDATION in datasets else {}
    return {**made, **training, **validation}
