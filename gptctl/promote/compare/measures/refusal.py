"""Answers that are none: refused, empty, or an error of a program."""

from gptctl.promote.compare.contestant import Reply
from gptctl.promote.compare.measures.base import Measure, Sense
from gptctl.promote.compare.turn import Turn
from gptctl.promote.steps.structure.answers import answers


def _refused(turn: Turn, reply: Reply) -> float | None:
    """Where the expected answer refuses, to refuse is right: such a turn says nothing here."""
    if answers([turn.expected], [0]):
        return None
    return float(bool(reply.rejected) or answers([reply.message], [0]) is not None)


REFUSALS = Measure(
    name="refusals",
    says="refused, said nothing or failed where an answer was wanted; told by English phrases",
    score=_refused,
    sense=Sense.LOWER,
)
