"""Responses, chains of them, and the items of conversations."""

from typing import ClassVar

import pytest

from gptctl.core.value import JSON
from gptctl.logs.conversation import Conversation
from gptctl.logs.sources.base import Item
from gptctl.logs.sources.openai_responses import BRANCHES, CIRCLE, EARLIER, NO_INPUT, Reader
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.told import conversation, of_rows, reasons, said, told

UNSEEN = "what a tool of the provider found is not in the log"


class TestOpenAIResponses(ReaderSuite):
    reader = Reader()
    expected: ClassVar = {
        "items": Expected(turns=["uatata", "uaua"], lost=1),
        "turns": Expected(
            turns=["u", *["ua"] * 6, *["uata"] * 6, "uataua", "uataua", "uaua"],
            rejected=1,
            lost=4,
        ),
    }
    joins = ("turns", "items")


@pytest.fixture
def turns() -> list[Item]:
    return told(Reader(), "turns")


def turn(id_: str, question: str, previous: str = "", time: int = 0) -> dict[str, JSON]:
    answer: JSON = [{"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": f"{id_}."}]}]
    response: JSON = {"id": id_, "object": "response", "created_at": time, "status": "completed", "output": answer}
    return {"request": {"input": question, "previous_response_id": previous or None}, "response": response}


def test_a_chain_of_responses_is_one_conversation(turns: list[Item]) -> None:
    one = conversation(turns, 4)
    assert said(one) == [
        ("user", "Where is A-17?"), ("assistant", ""), ("tool", '{"state":"sent"}'), ("assistant", "It was sent."),
        ("user", "When does it arrive?"), ("assistant", "It arrives on Friday."),
    ]  # fmt: skip
    assert one.messages[1].tool_calls[0].id == one.messages[2].tool_call_id == "call_1"
    assert (one.started, one.ended) == (1767323001, 1767323004)
    assert one.usage["input_tokens"] == 90
    assert one.message_ids == ("", "resp_01", "", "resp_02", "", "resp_04")


def test_a_question_asked_again_is_another_end(turns: list[Item]) -> None:
    main, other = conversation(turns, 4), conversation(turns, 3)
    assert (main.came.native, other.came.native) == ("resp_01", "resp_03")
    assert main.messages[:4] == other.messages[:4]


def test_a_conversation_ties_its_responses(turns: list[Item]) -> None:
    one = conversation(turns, 6)
    assert [text for _, text in said(one)] == ["Hello?", "Hello!", "Do you know my name?", "You did not tell me."]
    assert one.session == "conv_1"


def test_a_chain_grows_under_its_id() -> None:
    first, second = turn("r1", "One?"), turn("r2", "Two?", "r1", 1)
    (before,) = of_rows(Reader(), first)
    (after,) = of_rows(Reader(), second, first)
    assert isinstance(before, Conversation)
    assert isinstance(after, Conversation)
    assert before.id == after.id
    assert len(after.messages) == 4


def test_what_was_found_is_the_result_of_a_call(turns: list[Item]) -> None:
    one = conversation(turns, 7)
    assert one.messages[1].tool_calls[0].name == "file_search"
    assert one.messages[1].tool_calls[0].arguments == '{"queries":["return period"]}'
    assert one.messages[2].text == "returns.md\nThirty days."
    assert [tool["function"]["name"] for tool in one.tools] == ["file_search"]
    assert one.lost == ()


@pytest.mark.parametrize("row", [8, 11])
def test_an_answer_that_rests_on_what_nobody_can_see_is_told(turns: list[Item], row: int) -> None:
    assert conversation(turns, row).lost == (UNSEEN,)


def test_code_and_mcp_have_their_results(turns: list[Item]) -> None:
    assert [m.text for m in conversation(turns, 9).messages] == ["Sum up 2 and 3 by code.", "", "5\n", "Five."]
    assert [m.text for m in conversation(turns, 10).messages] == [
        "Ask the shop.",
        "",
        "3 cups",
        "There are three cups.",
    ]
    assert conversation(turns, 10).tools[0]["function"]["name"] == "search"


@pytest.mark.parametrize(("row", "finish"), [(12, "length"), (13, "content_filter"), (14, "error"), (17, "stop")])
def test_how_it_ended(turns: list[Item], row: int, finish: str) -> None:
    assert conversation(turns, row).finish == finish


def test_a_missing_beginning_is_told(turns: list[Item]) -> None:
    assert conversation(turns, 16).lost == (EARLIER,)


def test_a_response_alone_is_rejected(turns: list[Item]) -> None:
    assert reasons(turns) == {("log.jsonl", 18): NO_INPUT}


def test_input_items_are_the_question_newest_first_or_not(turns: list[Item]) -> None:
    assert said(conversation(turns, 20)) == [
        ("user", "What time is it?"), ("assistant", ""), ("tool", "12:00"), ("assistant", "It is noon."),
    ]  # fmt: skip


def test_items_of_a_conversation_newest_first_or_not() -> None:
    found = {item.came.file: item for item in told(Reader(), "items") if isinstance(item, Conversation)}
    assert [text for _, text in said(found["conversation.json"])] == [
        "What colour is grass?", "Green.", "And the sky?", "Blue.",
    ]  # fmt: skip
    assert found["compacted.json"].came.native == "conv_9"
    assert found["compacted.json"].lost == ("what was said before was compacted, and is not in the log",)


def test_a_page_that_is_not_the_last_is_told() -> None:
    page: JSON = {"data": [{"type": "message", "id": "m1", "role": "user", "content": "Q"}], "has_more": True}
    (one,) = of_rows(Reader(), page)
    assert isinstance(one, Conversation)
    assert one.lost == ("more items were on further pages of the list",)


def test_instructions_that_change_are_told() -> None:
    first, second = turn("r1", "One?"), turn("r2", "Two?", "r1", 1)
    first["request"] = {"input": "One?", "instructions": "Be kind."}
    second["request"] = {"input": "Two?", "instructions": "Be brief.", "previous_response_id": "r1"}
    (one,) = of_rows(Reader(), first, second)
    assert isinstance(one, Conversation)
    assert one.instructions == "Be brief."
    assert one.lost == ("the instructions changed in the middle of the conversation; those of its end are kept",)


def test_each_answer_of_a_chain_has_its_own_rating() -> None:
    first, second = turn("r1", "One?"), turn("r2", "Two?", "r1", 1)
    (one,) = of_rows(Reader(), {**first, "score": 0.0}, {**second, "score": 1.0})
    assert isinstance(one, Conversation)
    assert [(r.score, r.at) for r in one.ratings] == [(0.0, 1), (1.0, 3)]


# Hostile chains


def test_a_circle_is_rejected() -> None:
    found = of_rows(Reader(), turn("r1", "One?", "r2"), turn("r2", "Two?", "r1"), turn("r3", "Three?", "r3"))
    assert reasons(found) == {("log.jsonl", row): CIRCLE for row in (1, 2, 3)}


def test_a_long_chain_is_read_in_any_order() -> None:
    rows = [turn("r0", "0?"), *(turn(f"r{n}", f"{n}?", f"r{n - 1}", n) for n in range(1, 3000))]
    (one,) = of_rows(Reader(), *reversed(rows))
    assert isinstance(one, Conversation)
    assert [m.text for m in one.messages[:4]] == ["0?", "r0.", "1?", "r1."]
    assert len(one.messages) == 6000


def test_too_many_ends_are_rejected_not_multiplied() -> None:
    found = of_rows(Reader(), turn("r0", "0?"), *(turn(f"r{n}", f"{n}?", "r0", n) for n in range(1, 151)))
    assert sum(isinstance(item, Conversation) for item in found) == 100
    assert list(reasons(found).values()) == [BRANCHES] * 50
