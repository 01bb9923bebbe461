"""Direct preference optimisation of a trained adapter, where the dataset has pairs."""

from collections.abc import Iterable, Sequence
from typing import Any

from datasets import Dataset
from trl import DPOConfig, DPOTrainer

from gptctl.promote.example import Pair
from gptctl.promote.trainers.local.worker.phase import Phase
from gptctl.promote.trainers.local.worker.template import ChatTemplate, Template

Sides = dict[str, str]


def prefer(model: Any, tokenizer: Any, phase: Phase, pairs: Sequence[Sides], validation: Sequence[Sides]) -> Any:
    """The model after it learnt which of two answers is preferred, against itself as it was."""
    trainer = DPOTrainer(
        model=model,
        args=DPOConfig(**phase.options(), beta=phase.settings.beta, max_length=phase.settings.longest),
        train_dataset=Dataset.from_list(list(pairs)),
        eval_dataset=Dataset.from_list(list(validation)) if phase.validated else None,
        processing_class=tokenizer,
        callbacks=phase.callbacks(),
    )
    return phase.train(trainer)


def sides(tokenizer: Any, pairs: Iterable[Pair], longest: int) -> Sequence[Sides]:
    """Pairs as texts, through the model's template; those that it cannot show, or that are too long, are left out."""
    made = (_sides(ChatTemplate(tokenizer=tokenizer, tools=pair.tools), pair) for pair in pairs)
    return [one for one in made if one and all(_count(tokenizer, one, side) <= longest for side in _SIDES)]


_SIDES = ("chosen", "rejected")


def _sides(template: Template, pair: Pair) -> Sides | None:
    try:
        prompt = template.asked(pair.messages)
        chosen, rejected = (template.whole([*pair.messages, *side]) for side in (pair.chosen, pair.rejected))
    except Exception:  # noqa: BLE001 -- a template is a program of somebody else's and raises what it likes
        return None
    if not (chosen.startswith(prompt) and rejected.startswith(prompt)):
        return None
    return {"prompt": prompt, "chosen": chosen[len(prompt) :], "rejected": rejected[len(prompt) :]}


def _count(tokenizer: Any, one: Sides, side: str) -> int:
    return len(tokenizer(one["prompt"] + one[side], add_special_tokens=False)["input_ids"])
