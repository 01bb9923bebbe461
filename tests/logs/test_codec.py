import json
import math
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.core.conversation import Message, Role, ToolCall
from gptctl.logs.codec import decode, encode
from gptctl.logs.conversation import (
    Alternative,
    Conversation,
    Level,
    Provenance,
    Ran,
    Rater,
    Rating,
    Sign,
    Signal,
    identify,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
times = st.floats(0, 1e10)
indices = st.integers(-1, 9)
calls = st.builds(ToolCall, id=texts, name=texts, arguments=texts)
messages = st.builds(
    Message,
    role=st.sampled_from(Role),
    text=texts,
    tool_calls=st.lists(calls, max_size=2).map(tuple),
    tool_call_id=texts,
)
ratings = st.builds(
    Rating,
    name=texts,
    score=st.none() | st.floats(0, 1),
    level=st.sampled_from(Level),
    by=st.sampled_from(Rater),
    at=indices,
    label=texts,
    comment=texts,
    correction=st.none() | texts,
    time=times,
)
said = st.lists(messages, max_size=3).map(tuple)
rated = st.lists(ratings, max_size=2).map(tuple)
conversations = st.builds(
    Conversation,
    id=texts,
    came=st.builds(Provenance, shape=texts, file=texts, row=st.integers(0, 2**40), native=texts),
    ran=st.builds(Ran, assistant=texts, model=texts, applied=texts, commit=texts, remote_id=texts),
    messages=said,
    instructions=texts,
    message_ids=st.lists(texts, max_size=2).map(tuple),
    tools=st.lists(st.dictionaries(texts, texts | st.integers(), max_size=2), max_size=2).map(tuple),
    started=times,
    ended=times,
    session=texts,
    user=texts,
    finish=texts,
    usage=st.dictionaries(texts, st.integers(0, 2**62), max_size=2),
    ratings=rated,
    signals=st.lists(st.builds(Signal, sign=st.sampled_from(Sign), at=indices), max_size=2).map(tuple),
    alternatives=st.lists(st.builds(Alternative, at=indices, messages=said, ratings=rated), max_size=2).map(tuple),
    lost=st.lists(texts, max_size=2).map(tuple),
)


@given(conversations)
def test_a_conversation_comes_back_as_it_was(conversation: Conversation) -> None:
    encoded = encode(conversation)
    assert decode(encoded.cells, encoded.texts) == conversation


@given(conversations, conversations)
def test_the_digest_tells_contents_apart(one: Conversation, other: Conversation) -> None:
    first, second = encode(one).cells, encode(other).cells
    beside = {"file", "row", "assistant", "content"}
    equal = all(first[name] == second[name] for name in first.keys() - beside)
    assert (first["content"] == second["content"]) == equal


def plain(text: str, usage: int = 1) -> Conversation:
    return Conversation(
        id=identify("s", "n"),
        came=Provenance(shape="s", file=text, row=1, native=text),
        ran=Ran(),
        messages=(Message(role=Role.USER, text=text),),
        instructions=text,
        usage={"input": usage},
    )


@pytest.mark.parametrize(
    ("text", "kept"), [("a\ud800b", "a\ufffdb"), ("\ud83d\ude00", "😀"), ("\udfff", "\ufffd"), ("\x00\x1b", "\x00\x1b")]
)
def test_half_a_character_is_replaced_and_everything_stays_utf8(text: str, kept: str) -> None:
    encoded = encode(plain(text))
    assert orjson.loads(encoded.cells["messages"]) == [{"role": "user", "content": kept}]
    back = decode(encoded.cells, encoded.texts)
    assert (back.messages[0].text, back.instructions, back.came.native) == (kept, kept, kept)


def test_a_number_of_any_size_is_kept() -> None:
    assert json.loads(str(encode(plain("x", 2**90)).cells["usage"])) == {"input": 2**90}


def test_no_number_makes_text_that_is_not_json() -> None:
    rating = Rating(name="\ud800", score=math.nan, level=Level.CONVERSATION, by=Rater.PERSON)
    cells = encode(replace(plain("x"), ratings=(rating,))).cells
    assert [(one["name"], one["score"]) for one in orjson.loads(cells["ratings"])] == [("\ufffd", None)]


@pytest.mark.parametrize("time", [math.inf, -math.inf, math.nan])
def test_a_time_that_is_none_is_not_known(time: float) -> None:
    assert encode(replace(plain("x"), started=time, ended=time)).cells["ended"] == 0.0


def test_messages_are_in_the_chat_shape() -> None:
    call = ToolCall(id="1", name="look", arguments="{}")
    told = replace(
        plain("Hi?"),
        messages=(
            Message(role=Role.ASSISTANT, text="", tool_calls=(call,)),
            Message(role=Role.TOOL, text="", tool_call_id="1"),
            Message(role=Role.ASSISTANT, text=""),
        ),
    )
    assert json.loads(str(encode(told).cells["messages"])) == [
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "1", "type": "function", "function": {"name": "look", "arguments": "{}"}}],
        },
        {"role": "tool", "content": "", "tool_call_id": "1"},
        {"role": "assistant", "content": ""},
    ]
