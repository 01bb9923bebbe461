"""LiteLLM's payloads and its table of spending."""

from typing import ClassVar

from gptctl.logs.conversation import pseudonym
from gptctl.logs.sources.litellm import NOT_STORED, REDACTED, Reader
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.told import conversation, reasons, said, told


class TestLiteLLM(ReaderSuite):
    reader = Reader()
    expected: ClassVar = {
        "callback": Expected(turns=["u", "ua", "ua"], rejected=2),
        "spend-logs": Expected(turns=["ua", "ua"], rejected=1),
    }


def test_a_payload_is_a_request_with_its_response() -> None:
    one = conversation(told(Reader(), "callback"), 1)
    assert said(one) == [("user", "Where is my parcel?"), ("assistant", "It left on Monday.")]
    assert (one.session, one.user, one.started, one.ended) == ("s-9", pseudonym("u-7"), 1767323045.5, 1767323046.5)
    assert one.tools[0]["function"]["name"] == "lookup_order"


def test_a_call_that_failed_has_no_answer() -> None:
    one = conversation(told(Reader(), "callback"), 2)
    assert (said(one), one.finish) == ([("user", "Are you there?")], "error")


def test_what_is_no_conversation_says_why() -> None:
    assert reasons(told(Reader(), "callback")) == {
        ("payloads.jsonl", 3): REDACTED,
        ("payloads.jsonl", 4): "a call of the type aembedding is no conversation",
    }


def test_anthropic_messages_through_the_gateway() -> None:
    one = conversation(told(Reader(), "callback"), 5)
    assert said(one)[-1] == ("assistant", "It was sent.")
    assert one.ran.provider == "anthropic"


def test_json_within_strings_of_the_table() -> None:
    items = told(Reader(), "spend-logs")
    assert said(conversation(items, 1)) == [("user", "Do you ship to Norway?"), ("assistant", "Yes, we do.")]
    assert said(conversation(items, 2)) == [("user", "Seven?"), ("assistant", "Seven.")]
    assert conversation(items, 1).user == ""
    assert reasons(items) == {("LiteLLM_SpendLogs.jsonl", 3): NOT_STORED}
