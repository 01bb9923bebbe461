"""What both phases of training, on examples and on pairs, have in common."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, load_peft_weights, set_peft_model_state_dict
from transformers import EarlyStoppingCallback
from transformers.trainer_utils import get_last_checkpoint

from gptctl.promote.trainers.local import layout
from gptctl.promote.trainers.local.settings import Settings
from gptctl.promote.trainers.local.worker.recorder import Recorder


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """`before` and `after` are the steps of the other phases, for the progress.

    `validated` says that there are rows to check it by; `rate` is its learning rate.
    """

    name: str
    folder: Path
    settings: Settings
    rows: int
    validated: bool
    rate: float
    before: int = 0
    after: int = 0

    @property
    def steps(self) -> int:
        """The most optimizer steps that it takes."""
        return most_steps(self.rows, self.settings)

    @property
    def checkpoints(self) -> Path:
        return self.folder / layout.CHECKPOINTS / self.name

    def options(self) -> dict[str, Any]:
        """What TRL's configurations of both kinds are given."""
        gpu = torch.cuda.is_available()
        every = min(self.settings.checkpoint, self.steps)
        return {
            "output_dir": str(self.checkpoints),
            "max_steps": self.steps,
            "per_device_train_batch_size": self.settings.batch if gpu else 1,
            "gradient_accumulation_steps": 1 if gpu else self.settings.batch,
            "per_device_eval_batch_size": 1,
            "learning_rate": self.rate,
            "lr_scheduler_type": "cosine",
            "warmup_steps": self.steps // 20,
            "logging_steps": max(1, self.steps // 100),
            "save_strategy": "steps",
            "save_steps": every,
            "save_total_limit": 2,
            "eval_strategy": "steps" if self.validated else "no",
            "eval_steps": every,
            "restore_callback_states_from_checkpoint": True,
            "load_best_model_at_end": self.validated,
            "metric_for_best_model": "eval_loss" if self.validated else None,
            "seed": self.settings.seed,
            "data_seed": self.settings.seed,
            "use_cpu": not gpu,
            "bf16": gpu,
            "gradient_checkpointing": gpu,
            "dataloader_pin_memory": gpu,
            "report_to": "none",
            "disable_tqdm": True,
        }

    def callbacks(self) -> list[Any]:
        made: list[Any] = [Recorder(self.folder, phase=self.name, before=self.before, after=self.after)]
        if self.validated:
            made.append(EarlyStoppingCallback(early_stopping_patience=self.settings.patience))
        return made

    def train(self, trainer: Any) -> Any:
        """Go on from the last checkpoint, or begin; gives the model. A phase that is over is not gone through again."""
        over = self.checkpoints / "over"
        if over.is_dir():
            set_peft_model_state_dict(trainer.model, load_peft_weights(str(over)))
            return trainer.model
        last = get_last_checkpoint(self.checkpoints) if self.checkpoints.is_dir() else None
        trainer.train(resume_from_checkpoint=last)
        aside = over.with_name(".over")
        trainer.model.save_pretrained(aside, selected_adapters=["default"])
        aside.rename(over)
        return trainer.model


def most_steps(rows: int, settings: Settings) -> int:
    made = -(-rows // settings.batch) * settings.epochs
    return min(made, settings.steps) if settings.steps else made


def lora(settings: Settings) -> LoraConfig:
    """On every linear layer, as LoRA does best."""
    return LoraConfig(
        r=settings.rank,
        lora_alpha=settings.alpha,
        lora_dropout=0.0,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )
