"""The stages of a promotion, and what is told on the way."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from gptctl.promote.trainers.base import Status


class Stage(StrEnum):
    """In their order."""

    READINESS = "readiness"
    DATASET = "dataset"
    COST = "cost"
    APPROVAL = "approval"
    JOB = "job"
    COMPARISON = "comparison"
    SHORTENING = "shortening"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    """A promotion that was approved before goes on, with the dataset it was approved for."""

    mark: str
    dataset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """How far the job is."""

    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How many of all answers of a comparison or a search are there."""

    done: int
    of: int


Event: TypeAlias = Begun | TakenUp | Trained | Answered
