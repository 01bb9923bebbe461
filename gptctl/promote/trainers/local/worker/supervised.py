"""Supervised fine-tuning on examples; the loss is on their targets alone."""

from collections.abc import Sequence
from typing import Any

from datasets import Dataset
from trl import SFTConfig, SFTTrainer

from gptctl.promote.trainers.local.worker.base import Base
from gptctl.promote.trainers.local.worker.phase import Phase, lora

Rows = Sequence[dict[str, list[int]]]


def supervise(base: Base, phase: Phase, rows: Rows, validation: Rows) -> Any:
    """The base with an adapter that was trained on the rows."""
    trainer = SFTTrainer(
        model=base.model,
        args=SFTConfig(**phase.options(), max_length=None, packing=False),
        train_dataset=Dataset.from_list(list(rows)),
        eval_dataset=Dataset.from_list(list(validation)) if phase.validated else None,
        processing_class=base.tokenizer,
        peft_config=lora(phase.settings),
        callbacks=phase.callbacks(),
    )
    return phase.train(trainer)
