"""What Together allows for one base, as its server says it: GET /v1/fine-tunes/models/limits.

Source: `FinetuneModelLimits` of the vendor's package `together` 3.1.1, which asks for them before each job too. That a
base which cannot be tuned is answered with 404 or 400 could not be tried.
"""

from collections.abc import Iterator

from gptctl.core.plural import figure
from gptctl.core.value import JSON, Attrs
from gptctl.promote.trainers.base import Task
from gptctl.promote.trainers.hosted import method, settings
from gptctl.promote.trainers.hosted.method import Method
from gptctl.providers.api import mapping

PATH = "v1/fine-tunes/models/limits"


def problems(task: Task, limits: Attrs, longest: int) -> Iterator[str]:
    """`longest` is how many tokens the longest example has."""
    way = method.of(task.settings)
    lora = mapping(limits.get("lora_training"))
    asked: tuple[tuple[str, float, JSON], ...] = (
        ("epochs", settings.epochs(task.settings), limits.get("max_num_epochs")),
        ("rank", _given(task, "rank"), lora.get("max_rank")),
        ("batch", _given(task, "batch"), lora.get("max_batch_size" if way is Method.SFT else "max_batch_size_dpo")),
        ("learning_rate", _given(task, "learning_rate"), limits.get("max_learning_rate")),
    )
    for name, value, most in asked:
        if isinstance(most, int | float) and value > most:
            yield f"The setting {name} is at most {figure(most)} for {task.base}."
    room = limits.get(f"max_seq_length_{way}")
    if isinstance(room, int) and longest > room:
        yield f"The longest example has {longest} tokens; {task.base} is trained on {room} of one at most."


def _given(task: Task, name: str) -> float:
    return float(str(task.settings.get(name, 0)))
