"""Rows that their target would cut off or refuse are dropped."""

from collections.abc import Callable, Sequence

from gptctl.promote.row import Drop, Row
from gptctl.promote.steps.base import Verdict

Counter = Callable[[Sequence[Row]], Sequence[int]]
"""Gives the tokens of each row as its target will count them, instructions and tools included."""


class Length:
    """Drops for `too long`. `most` is a number of tokens, at least 1."""

    name = "length"

    def __init__(self, count: Counter, most: int) -> None:
        self._count = count
        self._most = most

    def judge(self, rows: Sequence[Row]) -> Sequence[Verdict]:
        return [self._verdict(row, tokens) for row, tokens in zip(rows, self._count(rows), strict=True)]

    def _verdict(self, row: Row, tokens: int) -> Verdict:
        if tokens <= self._most:
            return row
        return Drop(id=row.id, reason="too long", detail=f"{tokens} of {self._most} tokens")
