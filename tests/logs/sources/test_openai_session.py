"""Sessions of OpenAI's agents."""

from typing import ClassVar

from gptctl.logs.conversation import pseudonym
from gptctl.logs.sources.openai_session import Reader
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.told import conversation, told


class TestOpenAISession(ReaderSuite):
    reader = Reader()
    expected: ClassVar = {"sessions": Expected(turns=["ua", "uat", "uatatata"], lost=1)}


def test_a_session_is_a_conversation_with_its_agent() -> None:
    one = conversation(told(Reader(), "sessions"), 1)
    assert (one.ran.remote_id, one.ran.model, one.ran.provider) == ("agt_1", "gpt-6-luna", "openai")
    assert (one.came.native, one.user, one.finish) == ("sess_1", pseudonym("u-7"), "stop")
    assert one.instructions == "You help customers of Acme."
    assert (one.started, one.ended) == (1767323045, 1767323145)


def test_every_kind_of_call_has_its_result() -> None:
    one = conversation(told(Reader(), "sessions"), 1)
    calls = [(call.name, call.arguments) for message in one.messages for call in message.tool_calls]
    assert calls == [("lookup_order", '{"order":"A-17"}'), ("shell", '{"command":"date"}'), ("search", '{"q":"cup"}')]
    assert [m.text for m in one.messages if m.tool_call_id] == ["sent", "Friday\n", '{"found":3}']
    assert [tool["function"]["name"] for tool in one.tools] == ["lookup_order", "shell", "search"]


def test_it_may_wait_or_fail() -> None:
    items = told(Reader(), "sessions")
    assert [conversation(items, row).finish for row in (2, 3)] == ["tool_calls", "error"]
    assert len(conversation(items, 3).lost) == 3
