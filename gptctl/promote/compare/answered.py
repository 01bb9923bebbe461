"""One turn and the two replies that are compared."""

from dataclasses import dataclass

from gptctl.promote.compare.contestant import Reply
from gptctl.promote.compare.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    turn: Turn
    base: Reply
    challenger: Reply
