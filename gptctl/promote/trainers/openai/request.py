"""The settings of a task, and the job that they make."""

from collections.abc import Iterator, Mapping

from gptctl.core.value import Attrs
from gptctl.promote.example import Part
from gptctl.promote.trainers.base import Task
from gptctl.promote.trainers.hosted import method
from gptctl.promote.trainers.hosted.method import Method
from gptctl.promote.trainers.hosted.settings import Limit, epochs, renamed
from gptctl.promote.trainers.hosted.settings import problems as of_settings
from gptctl.promote.trainers.openai.jobs import KEY
from gptctl.promote.trainers.openai.service import Service

_KINDS = {Method.SFT: "supervised", Method.DPO: "dpo"}
_SEED = 17
_SEEDS = {"seed": Limit(name="seed", low=0, high=2**31 - 1, whole=True)}


def problems(settings: Attrs, service: Service) -> Iterator[str]:
    """What is wrong with them, in sentences."""
    said = settings.get("method", Method.SFT)
    if said == Method.DPO and Method.DPO not in service.limits:
        yield f"{service.title} takes no pairs to prefer by: the setting method is {Method.SFT} there."
        return
    way = Method.DPO if said == Method.DPO else Method.SFT
    yield from of_settings(settings, {**service.limits[way], **_SEEDS})


def body(service: Service, task: Task, mark: str, files: Mapping[Part, str]) -> Attrs:
    """`files` are the ids of what was uploaded. The epochs are always said: the estimate counts on them."""
    way = method.of(task.settings)
    given = {"n_epochs": epochs(task.settings), **service.always, **renamed(task.settings, service.limits[way])}
    validated = {"validation_file": files[Part.VALIDATION]} if Part.VALIDATION in files else {}
    pairs: Mapping[str, Attrs] = {"metadata": {KEY: mark}} if service.metadata else {}
    return {
        "model": task.base,
        "training_file": files[Part.TRAIN],
        **validated,
        "suffix": suffix(service, mark),
        "seed": task.settings.get("seed", _SEED),
        **pairs,
        "method": {"type": _KINDS[way], _KINDS[way]: {"hyperparameters": given}},
    }


def suffix(service: Service, mark: str) -> str:
    """As much of the mark as is taken."""
    return mark[: service.suffix]
