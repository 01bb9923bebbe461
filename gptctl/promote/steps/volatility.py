"""Answers that rest on what was looked up are not learnt: tomorrow the same question has another answer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gptctl.promote.chat import Chat, said
from gptctl.promote.row import Drop, Row
from gptctl.promote.steps.base import Verdict


class Volatility:
    """Takes such targets away, and drops for `rests on looked-up facts` a row that has no other.

    An answer rests on a tool's result, or on a passage that was retrieved, when one came since the user last spoke.
    """

    name = "volatility"

    def judge(self, rows: Sequence[Row]) -> Sequence[Verdict]:
        return [_verdict(row) for row in rows]


def _verdict(row: Row) -> Verdict:
    resting = frozenset(looked_up(row.messages))
    left = tuple(at for at in row.targets if at not in resting)
    if len(left) == len(row.targets):
        return row
    if not left:
        return Drop(id=row.id, reason="rests on looked-up facts")
    messages = row.messages[: left[-1] + 1]
    return replace(row, messages=messages, targets=left, text=said(messages), finish="")


def looked_up(messages: Sequence[Chat]) -> Iterator[int]:
    """The indices of the answers that rest on something that was looked up."""
    fresh = False
    for index, message in enumerate(messages):
        match message["role"]:
            case "user":
                fresh = False
            case "tool":
                fresh = True
            case "assistant" if fresh and message["content"]:
                yield index
            case _:
                pass
