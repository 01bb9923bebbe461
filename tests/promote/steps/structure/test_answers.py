import json
from pathlib import Path
from typing import Any

import pytest

from gptctl.promote.steps.structure.answers import answers
from gptctl.promote.steps.structure.problem import Reason

EXCHANGES = Path(__file__).parents[3] / "data" / "airline_exchanges.jsonl"


def reason(content: str | None, **more: Any) -> Reason | None:
    problem = answers([{"role": "user", "content": "x"}, {"role": "assistant", "content": content, **more}], [1])
    return problem.reason if problem else None


@pytest.mark.parametrize(
    "content",
    [
        "I'm sorry, but I can't assist with that.",
        "I’m sorry, I can’t help with that request.",  # noqa: RUF001 -- as models write it
        "I cannot help with that!",
        "  I'm really sorry, but I can't help you with that.",
        "My apologies, I won't assist with this.",
        "Sorry, but I am unable to assist you with this request. Please ask something else.",
        "I apologize, but I cannot fulfill this request.",
        "As an AI language model, I cannot have opinions about airlines.",
        "I'm sorry, but as an AI language model, I can't do this",
        "Unfortunately, I can't help you with that.",
    ],
)
def test_refusals_that_name_nothing(content: str) -> None:
    assert reason(content) == Reason.REFUSAL


@pytest.mark.parametrize(
    "content",
    [
        "I'm sorry, but I can't cancel a basic economy flight after 24 hours.",
        "I cannot change the number of passengers, but I can change their names.",
        "Unfortunately, your reservation is not eligible for a refund.",
        "I can help you with that.",
        "As an airline agent I can do that for you.",
        "I'm sorry for the delay. I can't find this reservation; could you check the number?",
        "An error fare is a price that was published by mistake.",
        "Error bars show the spread.",
        "500 dollars will be refunded.",
    ],
)
def test_answers_that_say_no_to_something_or_speak_of_errors(content: str) -> None:
    assert reason(content) is None


@pytest.mark.parametrize(
    "content",
    [
        '{"error": {"message": "overloaded"}}',
        "Internal Server Error",
        "Traceback (most recent call last):\n  File",
        "<!DOCTYPE html><html>",
        "503 Service Unavailable",
        "Error: 429 Too Many Requests",
        "Rate limit exceeded, try again later",
        "An error occurred while processing your request.",
        "Something went wrong. Please try again.",
    ],
)
def test_the_errors_of_programs(content: str) -> None:
    assert reason(content) == Reason.ERROR


@pytest.mark.parametrize("content", [None, "", "  \n"])
def test_empty_answers(content: str | None) -> None:
    assert reason(content) == Reason.EMPTY
    assert reason(content, tool_calls=[{"id": "a"}]) is None


def test_only_targets_are_looked_at() -> None:
    messages: list[Any] = [{"role": "assistant", "content": ""}, {"role": "assistant", "content": "fine"}]
    assert answers(messages, [1]) is None


def test_no_real_answer_of_a_service_that_often_says_no_is_taken_for_a_refusal() -> None:
    conversations = [json.loads(line) for line in EXCHANGES.read_text("utf-8").splitlines()]
    assert (
        sum(
            "can't" in message["content"] or "cannot" in message["content"]
            for said in conversations
            for message in said[-1:]
        )
        > 20
    )
    assert [problem for said in conversations if (problem := answers(said, [len(said) - 1]))] == []
