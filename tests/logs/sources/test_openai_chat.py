"""Chat completions as applications log them, and as OpenAI stores them."""

from typing import ClassVar

import pytest

from gptctl.core.conversation import ToolCall
from gptctl.core.value import JSON
from gptctl.logs.conversation import Conversation, Feedback, Level, pseudonym
from gptctl.logs.sources.base import Item
from gptctl.logs.sources.openai_chat import Reader
from gptctl.logs.sources.registry import READERS
from gptctl.logs.sources.sniff import sniff
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.logs import Rows
from tests.support.told import conversation, of_rows, reasons, said, told


class TestOpenAIChat(ReaderSuite):
    reader = Reader()
    expected: ClassVar = {
        "pairs": Expected(
            turns=["u", "ua", "ua", "ua", "ua", "ua", "ua", "ua", "ua", "ua", "uata", "uata", "uatta", "uaua"],
            rejected=1,
            alternatives=1,
            lost=1,
        ),
        "stored": Expected(turns=["ua", "ua"], rejected=2),
    }
    joins = ("stored",)


@pytest.fixture
def pairs() -> list[Item]:
    return told(Reader(), "pairs")


def test_rows_of_a_session_that_grow_are_one_conversation(pairs: list[Item]) -> None:
    first, second = conversation(pairs, 1), conversation(pairs, 2)
    assert first.id == second.id
    assert second.messages[: len(first.messages)] == first.messages
    assert (second.session, second.user) == ("s-1", pseudonym("ada@example.org"))
    assert second.started == 1767323105


def test_rows_of_a_session_that_begin_differently_are_not() -> None:
    def row(question: str, answer: str) -> JSON:
        choices = [{"message": {"role": "assistant", "content": answer}, "finish_reason": "stop"}]
        asked = {"messages": [{"role": "user", "content": question}]}
        return {"session_id": "s", "request": asked, "response": {"choices": choices}}

    found = of_rows(Reader(), row("Q", "A"), row("Q", "B"), row("R", "A"), row("Q", " A\n"))
    ids = [item.id for item in found if isinstance(item, Conversation)]
    assert ids[0] == ids[3]
    assert len(set(ids)) == 3


def test_the_model_is_the_one_that_answered(pairs: list[Item]) -> None:
    assert conversation(pairs, 3).ran.model == "gpt-4.1-mini-2025-04-14"
    assert conversation(pairs, 3).ran.provider == "openai"
    assert conversation(pairs, 7).ran.model == "gpt-4.1-mini"


def test_an_answer_has_the_id_of_its_response(pairs: list[Item]) -> None:
    assert conversation(pairs, 3).message_ids == ("", "", "", "", "chatcmpl-A3")


def test_instructions_are_no_messages(pairs: list[Item]) -> None:
    assert conversation(pairs, 1).instructions == "You help customers of Acme."
    assert conversation(pairs, 3).instructions == "Be brief."


def test_parallel_calls_and_their_results(pairs: list[Item]) -> None:
    one = conversation(pairs, 3)
    assert [call.id for call in one.messages[1].tool_calls] == ["call_1", "call_2"]
    assert [(m.tool_call_id, m.text) for m in one.messages[2:4]] == [("call_2", "B-20: lost"), ("call_1", "A-17: sent")]
    assert one.tools[0]["function"]["name"] == "lookup_order"


@pytest.mark.parametrize(
    ("row", "finish"), [(1, "stop"), (4, "tool_calls"), (5, "content_filter"), (6, "length"), (7, "error")]
)
def test_how_it_ended(pairs: list[Item], row: int, finish: str) -> None:
    assert conversation(pairs, row).finish == finish


def test_a_refusal_is_what_was_said(pairs: list[Item]) -> None:
    assert conversation(pairs, 5).messages[-1].text == "I cannot share that."


def test_legacy_functions(pairs: list[Item]) -> None:
    one = conversation(pairs, 9)
    assert one.messages[1].tool_calls == (ToolCall(id="call_1", name="lookup_order", arguments='{"order":"C-3"}'),)
    assert one.messages[2].tool_call_id == "call_1"
    assert [tool["function"]["name"] for tool in one.tools] == ["lookup_order"]


def test_the_second_choice_is_an_alternative(pairs: list[Item]) -> None:
    (other,) = conversation(pairs, 10).alternatives
    assert (other.at, other.messages[0].text) == (1, "Good morning.")


def test_a_streamed_answer_is_put_together(pairs: list[Item]) -> None:
    one = conversation(pairs, 11)
    assert one.messages[-1].text == "One moment."
    assert one.messages[-1].tool_calls == (ToolCall(id="call_5", name="lookup_order", arguments='{"order":"A-17"}'),)
    assert one.usage == {"input_tokens": 9, "output_tokens": 3, "total_tokens": 12}


def test_merged_rows_and_wrapped_bodies(pairs: list[Item]) -> None:
    assert said(conversation(pairs, 12)) == [("user", "Do you ship to Norway?"), ("assistant", "Yes, we do.")]
    assert said(conversation(pairs, 13)) == [("user", "And to Iceland?"), ("assistant", "Not yet.")]


def test_free_text_for_a_custom_tool_becomes_json(pairs: list[Item]) -> None:
    assert conversation(pairs, 14).messages[1].tool_calls[0].arguments == '{"input":"ls -l"}'


def test_a_response_without_choices_or_an_error_is_told_as_lost() -> None:
    (one,) = of_rows(Reader(), {"request": {"messages": [{"role": "user", "content": "Q"}]}, "response": None})
    assert isinstance(one, Conversation)
    assert one.lost == ("the answer is not in the log",)


def test_an_embedding_is_no_conversation() -> None:
    row: JSON = {
        "request": {"model": "e", "input": "text"},
        "response": {"object": "list", "data": [{"embedding": [1]}]},
    }
    assert list(reasons(of_rows(Reader(), row)).values()) == [
        "it is no request to a model with its response, as far as its shape tells"
    ]


def test_what_a_logger_puts_around_a_pair_makes_it_nothing_else() -> None:
    asked: JSON = {"messages": [{"role": "user", "content": "Q"}]}
    response: JSON = {"choices": [{"message": {"role": "assistant", "content": "A"}}]}
    around: dict[str, JSON] = {"id": "1", "timestamp": "2026-01-02", "sessionId": "s", "userId": "u", "name": "chat"}
    file = Rows("log.jsonl", [{**around, "release": "1.2", "score": 1, "request": asked, "response": response}])
    assert sniff(file, READERS).shape == "openai-chat"


def test_a_rating_of_a_row_speaks_of_its_answer() -> None:
    def row(**more: JSON) -> JSON:
        answer: JSON = [{"message": {"role": "assistant", "content": "A"}, "finish_reason": "stop"}]
        return {"request": {"messages": [{"role": "user", "content": "Q"}]}, "response": {"choices": answer}, **more}

    (alone,) = of_rows(Reader(), row(score=0.5))
    assert isinstance(alone, Conversation)
    assert [(r.name, r.score, r.level, r.at) for r in alone.ratings] == [("score", 0.5, Level.MESSAGE, 1)]
    tied, apart = of_rows(Reader(), row(score=0.5, session_id="s"))
    assert isinstance(tied, Conversation)
    assert isinstance(apart, Feedback)
    assert (tied.ratings, apart.conversation, apart.rating) == ((), tied.id, alone.ratings[0])


# Stored completions


def test_messages_of_a_stored_completion_are_found_by_its_id() -> None:
    stored = told(Reader(), "stored")
    one = conversation(stored, 1)
    assert one.instructions == "You are a poet."
    assert said(one) == [("user", "Write a haiku about code."), ("assistant", "Waves of code\nwhisper.")]
    assert said(conversation(stored, 2))[0] == ("user", "One plus one?")


def test_half_of_a_stored_completion_is_rejected_with_what_is_missing() -> None:
    assert reasons(told(Reader(), "stored")) == {
        ("completions.json", 3): "its request is not in the files: add the list of its messages, "
        "GET /chat/completions/ID/messages",
        ("messages-3.json", 1): "these messages were stored with a completion that is in none of the files",
    }


def streamed(*deltas: JSON) -> JSON:
    chunks: list[JSON] = [{"object": "chat.completion.chunk", "choices": [{"delta": delta}]} for delta in deltas]
    return {"request": {"messages": [{"role": "user", "content": "Hi"}]}, "response": chunks}


def piece(id_: str | None, name: str | None, arguments: str) -> JSON:
    return {"tool_calls": [{"index": 0, "id": id_, "function": {"name": name, "arguments": arguments}}]}


def test_streamed_calls_are_told_apart_though_they_have_one_index() -> None:
    row = streamed(piece("a", "f", "{}"), piece("b", "g", '{"x":'), piece(None, None, "1}"))
    assert conversation(of_rows(Reader(), row), 1).messages[-1].tool_calls == (
        ToolCall(id="a", name="f", arguments="{}"),
        ToolCall(id="b", name="g", arguments='{"x":1}'),
    )


def test_a_streamed_call_is_one_though_its_pieces_have_ids_of_their_own() -> None:
    row = streamed(piece("a", "f", '{"x":'), piece("b", None, "1}"))
    assert conversation(of_rows(Reader(), row), 1).messages[-1].tool_calls == (
        ToolCall(id="a", name="f", arguments='{"x":1}'),
    )


def test_a_streamed_call_of_a_function_is_kept() -> None:
    row = streamed({"function_call": {"name": "f", "arguments": "{"}}, {"function_call": {"arguments": "}"}})
    [call] = conversation(of_rows(Reader(), row), 1).messages[-1].tool_calls
    assert (call.name, call.arguments) == ("f", "{}")
