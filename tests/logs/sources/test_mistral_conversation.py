"""Mistral's conversations."""

from typing import ClassVar

from gptctl.logs.sources.mistral_conversation import Reader
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.told import conversation, said, told


class TestMistralConversation(ReaderSuite):
    reader = Reader()
    expected: ClassVar = {
        "history": Expected(turns=["uatata"]),
        "pulled": Expected(turns=["uata", "uatata"], lost=1),
    }


def test_entries_are_messages() -> None:
    one = conversation(told(Reader(), "pulled"), 1)
    assert said(one) == [
        ("user", "Where is A-17?"), ("assistant", ""), ("tool", "sent"), ("assistant", ""),
        ("tool", '{"results":["Two days."]}'), ("assistant", "It takes two days. No more."),
    ]  # fmt: skip
    assert (one.ran.remote_id, one.ran.model, one.ran.provider) == ("ag_1", "mistral-large-2512", "mistral")
    assert one.messages[1].tool_calls[0].arguments == '{"order": "A-17"}'
    assert (one.started, one.ended) == (1767323040, 1767323100)


def test_what_cannot_be_kept_is_told() -> None:
    assert conversation(told(Reader(), "pulled"), 2).lost == (
        "what a tool of the provider found is not in the log",
        "what agents said among themselves is not kept",
        "a part of the type tool_file in a message is not kept",
    )


def test_a_history_as_the_api_gives_it() -> None:
    assert conversation(told(Reader(), "history"), 1).came.native == "conv_3"
