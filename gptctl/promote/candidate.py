"""A conversation that was selected, with the other answers that were given or wished for in it."""

from dataclasses import dataclass
from enum import StrEnum

from gptctl.promote.row import Row


class Standing(StrEnum):
    """What is thought of a row. Bad ones are kept for a while: next to a good one they make a pair."""

    GOOD = "good"
    BAD = "bad"
    UNRATED = "unrated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """`row` is the context up to message `at` and another answer. `wins` says that it is the better of the two.

    `basis` says how we know: `correction`, `ratings` or `regenerated`.
    """

    at: int
    row: Row
    wins: bool
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    row: Row
    standing: Standing
    variants: tuple[Variant, ...] = ()
