"""Anthropic's messages as applications log them."""

from typing import ClassVar

import pytest

from gptctl.logs.conversation import pseudonym
from gptctl.logs.sources.anthropic_messages import Reader
from gptctl.logs.sources.base import Item
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.told import conversation, said, told


class TestAnthropicMessages(ReaderSuite):
    reader = Reader()
    expected: ClassVar = {
        "pairs": Expected(turns=["u", "u", "ua", "ua", "ua", "ua", "ua", "uata", "uattua"], lost=2),
    }


@pytest.fixture
def pairs() -> list[Item]:
    return told(Reader(), "pairs")


def test_blocks_of_an_answer_are_one_text(pairs: list[Item]) -> None:
    one = conversation(pairs, 1)
    assert said(one) == [("user", "Where is my parcel?"), ("assistant", "It left on Monday.")]
    assert (one.instructions, one.user, one.started) == (
        "You help customers of Acme.",
        pseudonym("u-7"),
        1767323045.123,
    )
    assert one.ran.provider == "anthropic"


def test_calls_results_and_what_is_said_beside_them(pairs: list[Item]) -> None:
    one = conversation(pairs, 2)
    assert said(one) == [
        ("user", "Compare A-17 and B-20."), ("assistant", "I look."), ("tool", "B-20: lost"), ("tool", "A-17: sent"),
        ("user", "Hurry up."), ("assistant", "One was sent, one was lost."),
    ]  # fmt: skip
    assert [call.arguments for call in one.messages[1].tool_calls] == ['{"order":"A-17"}', '{"order":"B-20"}']
    assert one.instructions == "Be brief."


@pytest.mark.parametrize(("row", "finish"), [(3, "tool_calls"), (4, "length"), (5, "content_filter"), (6, "error")])
def test_how_it_ended(pairs: list[Item], row: int, finish: str) -> None:
    assert conversation(pairs, row).finish == finish


def test_a_document_of_text_is_text_and_an_image_is_lost(pairs: list[Item]) -> None:
    one = conversation(pairs, 7)
    assert one.messages[0].text == "A cup is a cup.\nWhat is it?"
    assert one.lost == ("an image in a message is not kept",)


def test_a_tool_of_the_provider_stands_between_two_messages(pairs: list[Item]) -> None:
    one = conversation(pairs, 8)
    assert [m.text for m in one.messages[1:]][0::2] == ["I look it up.", "Nothing much."]
    assert "encrypted" not in one.messages[2].text
    assert one.lost == ("what a tool of the provider found is not in the log",)
