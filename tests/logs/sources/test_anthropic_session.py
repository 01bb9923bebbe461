"""Sessions of Anthropic's managed agents."""

from typing import ClassVar

import pytest

from gptctl.logs.conversation import Level, Rater
from gptctl.logs.sources.anthropic_session import Reader
from gptctl.logs.sources.base import Item
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.told import conversation, reasons, said, told


class TestAnthropicSession(ReaderSuite):
    reader = Reader()
    expected: ClassVar = {
        "sessions": Expected(
            turns=["ua", "uaa", "uattata"], ratings=[("outcome", 0.0), ("outcome", 1.0)], rejected=1, lost=1
        ),
    }


@pytest.fixture
def sessions() -> list[Item]:
    return told(Reader(), "sessions")


def test_events_are_messages_with_calls_and_results(sessions: list[Item]) -> None:
    one = conversation(sessions, 1)
    assert said(one) == [
        ("user", "How long may I send A-17 back?"), ("assistant", "Let me look."), ("tool", "Thirty days."),
        ("tool", "bought on Monday"), ("assistant", ""), ("tool", "Cups\nThree cups."),
        ("assistant", "You have thirty days from Monday."),
    ]  # fmt: skip
    assert [call.name for call in one.messages[1].tool_calls] == ["read", "lookup_order"]
    assert [tool["function"]["name"] for tool in one.tools] == ["lookup_order", "read", "search"]
    assert (one.ran.remote_id, one.ran.model, one.finish) == ("agent_1", "claude-sonnet-5-5", "stop")


def test_a_grader_rates(sessions: list[Item]) -> None:
    one = conversation(sessions, 2)
    assert [(r.level, r.at, r.score, r.label, r.comment, r.by) for r in one.ratings] == [
        (Level.MESSAGE, 1, 0.0, "needs_revision", "Round 0.", Rater.MODEL),
        (Level.CONVERSATION, -1, 1.0, "satisfied", "Round 1.", Rater.MODEL),
    ]
    assert one.messages[0].text == "A letter of two lines."


def test_compaction_and_interruption_are_told(sessions: list[Item]) -> None:
    one = conversation(sessions, 3)
    assert one.lost == (
        "what was said before was compacted, and is not in the log",
        "the user interrupted the answer",
    )
    assert one.finish == "error"


def test_a_session_in_which_nothing_was_said_is_rejected(sessions: list[Item]) -> None:
    assert reasons(sessions) == {("sessions.jsonl", 4): "nothing was said in it"}
