"""What a measure is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from gptctl.promote.compare.contestant import Reply
from gptctl.promote.compare.turn import Turn


class Sense(StrEnum):
    """Which way is better. `neither` is told and judges nothing."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Unit(StrEnum):
    """`share` is 0 to 1, and the only one that a verdict may rest on."""

    SHARE = "share"
    RATIO = "ratio"
    SECONDS = "seconds"
    TOKENS = "tokens"
    DOLLARS = "dollars"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """`score` gives None for a turn, or a reply, that it says nothing about.

    For a share that is up to the turn alone: whoever answers badly must not choose where it is measured.
    """

    name: str
    says: str
    score: Callable[[Turn, Reply], float | None]
    sense: Sense = Sense.HIGHER
    unit: Unit = Unit.SHARE
