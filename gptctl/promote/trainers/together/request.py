"""What Together is asked to do: the body of POST /v1/fine-tunes.

Source: `FinetuneRequest` of the vendor's package `together` 3.1.1, whose defaults are kept where the server needs one.
"""

from collections.abc import Iterator, Mapping

from gptctl.core.value import JSON, Attrs
from gptctl.promote.example import Part
from gptctl.promote.trainers.base import Task
from gptctl.promote.trainers.hosted import method, settings
from gptctl.promote.trainers.hosted.method import Method
from gptctl.promote.trainers.hosted.settings import Limit

LIMITS: Mapping[str, Limit] = {
    "epochs": Limit(name="n_epochs", low=1, high=20, whole=True),
    "learning_rate": Limit(name="learning_rate", low=1e-8, high=0.01),
    "warmup": Limit(name="warmup_ratio", low=0, high=1),
    "decay": Limit(name="weight_decay", low=0, high=10),
    "batch": Limit(name="batch_size", low=1, high=1024, whole=True),
    "seed": Limit(name="random_seed", low=0, high=2**31 - 1, whole=True),
    "rank": Limit(name="lora_r", low=1, high=128, whole=True),
    "alpha": Limit(name="lora_alpha", low=1, high=1024, whole=True),
    "beta": Limit(name="dpo_beta", low=0.001, high=10),
}
"""Wide: what holds for one base is asked of the server before anything is uploaded."""

_APART = frozenset({"lora_r", "lora_alpha", "dpo_beta"})
_RANK = 16


def problems(attrs: Attrs) -> Iterator[str]:
    yield from settings.problems(attrs, LIMITS)
    if "beta" in attrs and attrs.get("method") != Method.DPO:
        yield "The setting beta is for the method dpo alone."


def body(task: Task, mark: str, files: Mapping[Part, str]) -> Attrs:
    """`files` are the ids of what was uploaded. The validation file is read after each epoch, as the price has it."""
    given = settings.renamed(task.settings, LIMITS)
    epochs = settings.epochs(task.settings)
    made: dict[str, JSON] = {
        "batch_size": "max",
        "learning_rate": 1e-5,
        "warmup_ratio": 0.0,
        "weight_decay": 0.0,
        "max_grad_norm": 1.0,
        "n_checkpoints": 1,
        "n_epochs": epochs,
        **{name: value for name, value in given.items() if name not in _APART},
        "model": task.base,
        "suffix": mark,
        "training_file": files[Part.TRAIN],
        "training_type": _lora(given),
        "training_method": _method(task, given),
    }
    if Part.VALIDATION in files:
        made |= {"validation_file": files[Part.VALIDATION], "n_evals": epochs}
    return made


def _lora(given: Attrs) -> Attrs:
    rank = int(str(given.get("lora_r", _RANK)))
    return {
        "type": "Lora",
        "lora_r": rank,
        "lora_alpha": given.get("lora_alpha", 2 * rank),
        "lora_dropout": 0.0,
        "lora_trainable_modules": "all-linear",
    }


def _method(task: Task, given: Attrs) -> Attrs:
    if method.of(task.settings) is Method.SFT:
        return {"method": "sft", "train_on_inputs": False}
    beta = {"dpo_beta": given["dpo_beta"]} if "dpo_beta" in given else {}
    return {"method": "dpo", **beta, "dpo_normalize_logratios_by_length": False, "dpo_reference_free": False}
