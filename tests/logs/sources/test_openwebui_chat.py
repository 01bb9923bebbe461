import json
from typing import ClassVar

import pytest

from gptctl.core.conversation import Role
from gptctl.core.value import JSON
from gptctl.logs.conversation import Conversation, Feedback, Level, Sign, Signal, identify, pseudonym
from gptctl.logs.sources import openwebui_chat
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.logs import SAMPLES, Rows, files_of


class TestOpenWebUI(ReaderSuite):
    reader = openwebui_chat.Reader()
    expected: ClassVar = {
        "exported": Expected(turns=("ua", "uataua"), ratings=(("thumbs", 1.0),), feedback=2, signals=1, alternatives=2),
        "legacy": Expected(turns=("uataua",), ratings=(("thumbs", 1.0),), signals=1, alternatives=1),
        "pulled": Expected(
            turns=("uataua",), ratings=(("thumbs", 1.0), ("thumbs", 1.0)), feedback=1, signals=1, alternatives=1
        ),
    }


def sample(name: str) -> dict[str, Conversation]:
    items = openwebui_chat.Reader().read(files_of(SAMPLES / "openwebui-chat" / name))
    return {item.came.native: item for item in items if isinstance(item, Conversation)}


def test_the_preset_is_the_remote_id() -> None:
    one = sample("exported")["chat-1"]
    assert (one.ran.remote_id, one.ran.model) == ("support", "support")
    assert one.instructions == "Be brief."
    assert one.user == pseudonym("u-1")
    assert (one.started, one.ended) == (1790000000.0, 1790000050.0)


def test_passages_are_the_result_of_a_search() -> None:
    one = sample("exported")["chat-1"]
    (call,) = one.messages[1].tool_calls
    assert (call.name, json.loads(call.arguments)) == ("knowledge_search", {"query": "How long is leave?"})
    assert json.loads(one.messages[2].text) == [{"file": "leave.md", "text": "Forty days a year."}]
    assert one.messages[3].text == "Forty days."


def test_an_answer_asked_for_again_is_an_alternative_with_its_thumb() -> None:
    one = sample("exported")["chat-1"]
    (other,) = one.alternatives
    (rating,) = other.ratings
    assert [m.text for m in other.messages] == ["Ten days, I think."]
    assert one.messages[other.at].role is Role.ASSISTANT
    assert (rating.at, rating.score, rating.label, rating.comment) == (0, 0.0, "inaccurate", "It is forty")
    assert one.signals == (Signal(sign=Sign.REGENERATED, at=other.at),)


def test_two_models_asked_at_once_are_no_sign_of_discontent() -> None:
    one = sample("exported")["chat-2"]
    assert [m.text for m in one.alternatives[0].messages] == ["The Seine does."]
    assert one.signals == ()


def test_the_export_of_feedback_finds_its_message() -> None:
    items = openwebui_chat.Reader().read(files_of(SAMPLES / "openwebui-chat" / "exported"))
    given = [item for item in items if isinstance(item, Feedback)]
    assert {(one.conversation, one.message, one.rating.score) for one in given} == {
        (identify("openwebui-chat", "chat-2"), "n2", 1.0),
        (identify("openwebui-chat", "chat-9"), "zz", 0.0),
    }


def test_a_pulled_chat_brings_its_ratings() -> None:
    one = sample("pulled")["chat-3"]
    assert [(r.level, r.at, r.comment) for r in one.ratings] == [(Level.MESSAGE, 3, ""), (Level.MESSAGE, 5, "kind")]


@pytest.mark.parametrize("kind", ["exported", "pulled"])
def test_a_chat_has_one_identity_however_it_came(kind: str) -> None:
    for native, one in sample(kind).items():
        assert one.id == identify("openwebui-chat", native)


def told(**message: JSON) -> Conversation:
    """A question, and then one message."""
    asked: JSON = {"id": "q", "parentId": None, "role": "user", "content": "Well?"}
    history: JSON = {"messages": {"q": asked, "m": {"id": "m", "parentId": "q", **message}}, "currentId": "m"}
    (item,) = openwebui_chat.Reader().read([Rows("chat.json", [{"id": "x", "chat": {"history": history}}])])
    assert isinstance(item, Conversation)
    return item


@pytest.mark.parametrize(
    ("message", "lost"),
    [
        ({"role": "user", "content": "See", "files": [{"type": "image", "url": "u"}]}, "a file of the type image"),
        ({"role": "assistant", "content": "", "error": {"content": "502"}}, "an answer ended with an error"),
        ({"role": "assistant", "content": '<details type="tool_calls" done="true"></details>'}, "tool_calls of the"),
        ({"role": "narrator", "content": "Then"}, "a message of the role narrator"),
    ],
)
def test_what_is_lost_is_told(message: dict[str, JSON], lost: str) -> None:
    assert told(**message).lost[0].startswith(lost)


def test_a_collection_named_with_a_question_is_nothing_lost() -> None:
    assert told(role="user", content="See", files=[{"type": "collection", "id": "k"}]).lost == ()


def test_a_system_message_belongs_to_the_instructions() -> None:
    assert "Be kind." in told(role="system", content="Be kind.").instructions
