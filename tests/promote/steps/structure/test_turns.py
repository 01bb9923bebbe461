from typing import Any

import pytest

from gptctl.promote.steps.structure.problem import Reason
from gptctl.promote.steps.structure.turns import turns

USER = {"role": "user", "content": "hello"}
ANSWER = {"role": "assistant", "content": "hi"}


def calling(*ids: str) -> dict[str, Any]:
    calls = [{"id": it, "type": "function", "function": {"name": "f", "arguments": "{}"}} for it in ids]
    return {"role": "assistant", "content": None, "tool_calls": calls}


def result(call: str) -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": call, "content": "{}"}


@pytest.mark.parametrize(
    "messages",
    [
        [USER, ANSWER],
        [ANSWER, USER, ANSWER],
        [USER, USER, ANSWER, ANSWER],
        [USER, calling("a"), result("a"), ANSWER],
        [USER, calling("a", "b"), result("b"), result("a"), ANSWER],
        [USER, calling("a"), result("a"), calling("a"), result("a"), ANSWER],
        [USER, calling("a")],
    ],
)
def test_whole_conversations(messages: list[Any]) -> None:
    assert turns(messages, [len(messages) - 1]) is None


@pytest.mark.parametrize(
    ("messages", "reason", "at"),
    [
        ([], Reason.NO_TARGET, 0),
        ([USER], Reason.NO_TARGET, 0),
        ([USER, ANSWER, USER], Reason.NO_TARGET, 2),
        ([ANSWER], Reason.ORDER, 0),
        ([USER, {"role": "system", "content": "x"}, ANSWER], Reason.ORDER, 1),
        ([USER, {"role": "developer", "content": "x"}, ANSWER], Reason.ORDER, 1),
        ([USER, result("a"), ANSWER], Reason.UNPAIRED, 1),
        ([USER, calling("a"), ANSWER], Reason.UNPAIRED, 2),
        ([USER, calling("a"), result("b"), ANSWER], Reason.UNPAIRED, 2),
        ([USER, calling("a", "b"), result("a"), ANSWER], Reason.UNPAIRED, 3),
        ([USER, calling("a", "a"), result("a"), ANSWER], Reason.UNPAIRED, 1),
        ([USER, calling("a"), result("a"), result("a"), ANSWER], Reason.UNPAIRED, 3),
        ([USER, calling("a"), {"role": "tool", "content": "{}"}, ANSWER], Reason.UNPAIRED, 2),
    ],
)
def test_broken_conversations(messages: list[Any], reason: Reason, at: int) -> None:
    problem = turns(messages, [len(messages) - 1])
    assert problem
    assert (problem.reason, problem.at) == (reason, at)


@pytest.mark.parametrize("targets", [[], [0], [0, 1], [1, 9], [-1, 1]])
def test_targets_must_be_answers_and_the_last_message_one(targets: list[int]) -> None:
    problem = turns([USER, ANSWER], targets)
    assert problem
    assert problem.reason == Reason.NO_TARGET
