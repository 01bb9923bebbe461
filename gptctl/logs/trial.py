"""One question that a rollout decided who answers, and whether it was answered."""

from dataclasses import dataclass

from gptctl.core.rollout import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """`turn` counts from 0 in its conversation; `time` is seconds since the epoch."""

    conversation: str
    turn: int
    time: float
    decision: Decision
    answered: bool
