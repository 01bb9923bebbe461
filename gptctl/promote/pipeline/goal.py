"""What somebody wants promoted."""

from dataclasses import dataclass, field

from gptctl.core.value import Attrs
from gptctl.promote.example import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """`settings` are hyperparameters as the trainer names them. `model` is what answers now in this environment.

    `rows` are those that are trained on: the chosen ones, or the random control beside them. `override` is why
    somebody goes on where readiness says no; empty for nobody does. `dataset` is the hash of one that is there already,
    empty where the log gives it. `control` says whether a second model, tuned on the random control, is compared too.
    """

    assistant: str
    environment: str
    model: str
    trainer: str
    base: str
    settings: Attrs = field(default_factory=dict)
    attempt: int = 1
    rows: Part = Part.TRAIN
    override: str = ""
    dataset: str = ""
    control: bool = False

    def identity(self) -> Attrs:
        """What makes two goals the same promotion, if their dataset is the same too."""
        return {
            "assistant": self.assistant,
            "environment": self.environment,
            "trainer": self.trainer,
            "base": self.base,
            "settings": self.settings,
            "attempt": self.attempt,
            "rows": self.rows.value,
        }
