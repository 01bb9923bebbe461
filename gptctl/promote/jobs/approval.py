"""What a person agreed to: everything that decides what a job does and what it may cost."""

from dataclasses import dataclass

from gptctl.core.value import Attrs, fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """`dataset` is its hash, `ceiling` the most dollars that may be spent.

    For each approval there is one job at most. Who wants another, after one that failed, agrees to `attempt` 2.
    """

    dataset: str
    trainer: str
    base: str
    settings: Attrs
    ceiling: float
    attempt: int = 1

    @property
    def mark(self) -> str:
        """What the job carries at the trainer: 23 characters of a-z, 0-9 and `-`, so that it fits every suffix."""
        return f"gptctl-{fingerprint(self.to_json())[:16]}"

    def to_json(self) -> Attrs:
        return {
            "dataset": self.dataset,
            "trainer": self.trainer,
            "base": self.base,
            "settings": self.settings,
            "ceiling": float(self.ceiling),
            "attempt": self.attempt,
        }
