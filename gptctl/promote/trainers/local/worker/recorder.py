"""Write the progress down while TRL trains."""

from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from gptctl.promote.trainers.local import progress


class Recorder(TrainerCallback):
    """`before` are the steps of earlier phases, `after` those of later ones."""

    def __init__(self, folder: Path, *, phase: str, before: int, after: int) -> None:
        self._folder, self._phase, self._before, self._after = folder, phase, before, after

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        names = {"loss": "loss", "eval_loss": "validation_loss"}
        found = {ours: float(logs[theirs]) for theirs, ours in names.items() if theirs in (logs or {})}
        if found:
            step = self._before + state.global_step
            steps = self._before + state.max_steps + self._after
            progress.append(self._folder, {"phase": self._phase, "step": step, "steps": steps, **found})
