"""Rows that are no whole conversation are dropped."""

from collections.abc import Mapping, Sequence

from gptctl.core.value import Attrs
from gptctl.promote.row import Drop, Row
from gptctl.promote.steps.base import Verdict
from gptctl.promote.steps.structure.answers import answers
from gptctl.promote.steps.structure.calls import Calls
from gptctl.promote.steps.structure.problem import Problem, Reason
from gptctl.promote.steps.structure.turns import turns

ENDINGS = {"length": Reason.TRUNCATED, "content_filter": Reason.FILTERED, "error": Reason.FAILED}


class Structure:
    """Drops for a `Reason`; the detail names the message.

    `tools` are those of each digest that a row may name, `present` those the assistant has now, in OpenAI's shape.
    """

    name = "structure"

    def __init__(self, tools: Mapping[str, Sequence[Attrs]], present: Sequence[Attrs] = ()) -> None:
        self._calls = Calls(tools, present)

    def judge(self, rows: Sequence[Row]) -> Sequence[Verdict]:
        return [self._verdict(row) for row in rows]

    def _verdict(self, row: Row) -> Verdict:
        if row.lost:
            return Drop(id=row.id, reason=Reason.LOST, detail=row.lost)
        if row.finish in ENDINGS:
            return Drop(id=row.id, reason=ENDINGS[row.finish], detail="the last answer")
        problem = self._problem(row)
        return Drop(id=row.id, reason=problem.reason, detail=f"message {problem.at + 1}") if problem else row

    def _problem(self, row: Row) -> Problem | None:
        return (
            turns(row.messages, row.targets)
            or self._calls.problem(row.messages, row.tools)
            or answers(row.messages, row.targets)
        )
