"""A rollout: users get another model of an applied assistant by steps, and each keeps theirs from step to step.

What a provider holds is not touched by it: a rollout says which of two models answers a user, so that going back needs
no apply. It speaks of these two models only; of an assistant that holds a third it says nothing any more.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from gptctl.core.address import Key

WHOLE = 100
_BUCKETS = 1 << 64


class Arm(StrEnum):
    """Which of the two models answers."""

    BEFORE = "before"
    AFTER = "after"


class Stage(StrEnum):
    RUNNING = "running"
    ROLLED_BACK = "rolled back"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a step needs, as `promotion.rollout` says it: `hours` and numbers of conversations at least, `errors` the
    greatest share of conversations with a question that stayed without an answer, `rating` the least share of rated
    ones that were liked.
    """

    hours: float = 24.0
    conversations: int = 30
    ratings: int = 0
    errors: float = 0.1
    rating: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollout:
    """`before` and `after` are models as the provider names them; `steps` percents of users, rising, the last 100.

    `at` is the index of the step, `since` when it began and `started` when the first did, in seconds since the epoch.
    """

    id: str
    key: Key
    before: str
    after: str
    steps: tuple[int, ...]
    rule: Rule
    started: float
    since: float
    at: int = 0
    stage: Stage = Stage.RUNNING

    @property
    def share(self) -> int:
        """How many of 100 users get `after`."""
        match self.stage:
            case Stage.RUNNING:
                return self.steps[self.at]
            case Stage.ROLLED_BACK:
                return 0
            case Stage.FINISHED:
                return WHOLE

    def model(self, arm: Arm) -> str:
        return self.after if arm is Arm.AFTER else self.before


class Kind(StrEnum):
    START = "start"
    ADVANCE = "advance"
    ROLLBACK = "rollback"
    FINISH = "finish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One line of the record of rollouts: who did what, when and why, and the rollout as it is since then."""

    kind: Kind
    time: float
    by: str
    why: str
    rollout: Rollout


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Which model answers one user now. `share` is the rollout's at that moment."""

    rollout: str
    arm: Arm
    share: int
    model: str


def advanced(rollout: Rollout, now: float) -> Rollout:
    return replace(rollout, at=rollout.at + 1, since=now)


def rolled_back(rollout: Rollout, now: float) -> Rollout:
    return replace(rollout, stage=Stage.ROLLED_BACK, since=now)


def finished(rollout: Rollout, now: float) -> Rollout:
    return replace(rollout, stage=Stage.FINISHED, since=now)


def latest(moves: Iterable[Move]) -> dict[Key, Rollout]:
    """The newest rollout of each assistant at each target, as it stands."""
    return {move.rollout.key: move.rollout for move in moves}


def concerns(rollout: Rollout, held: str) -> bool:
    """Whether it decides anything while the provider holds this model."""
    return rollout.stage is not Stage.FINISHED and held in {rollout.before, rollout.after}


def decide(rollout: Rollout | None, held: str, user: str) -> Decision | None:
    """Which model answers this user; None where no rollout has a say and the held one does.

    Nobody in particular, "", gets `before` until everybody gets `after`.
    """
    if rollout is None or not concerns(rollout, held):
        return None
    arm = Arm.AFTER if rollout.share >= WHOLE or (user and place(rollout.id, user) < rollout.share) else Arm.BEFORE
    return Decision(rollout=rollout.id, arm=arm, share=rollout.share, model=rollout.model(arm))


def place(rollout: str, user: str) -> float:
    """Where a user stands, from 0 to 100: the same in every process, and anew in every rollout.

    Who gets `after` at one step gets it at all later ones.
    """
    text = f"{len(rollout)}:{rollout}{user}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(text).digest()[:8]) / _BUCKETS * WHOLE
