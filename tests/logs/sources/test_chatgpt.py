from typing import ClassVar

import pytest

from gptctl.core.conversation import Role
from gptctl.core.value import JSON
from gptctl.logs.conversation import Conversation, Feedback, Level, Sign, Signal, identify
from gptctl.logs.sources import chatgpt
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.logs import SAMPLES, Rows, files_of


class TestChatGPT(ReaderSuite):
    reader = chatgpt.Reader()
    joins = ("sharded",)
    expected: ClassVar = {
        "enveloped": Expected(turns=("uaua",)),
        "sharded": Expected(
            turns=("uatata", "ua", "uaua", "uaua"),
            ratings=(("thumbs", 1.0), ("thumbs", 1.0)),
            feedback=2,
            rejected=2,
            signals=2,
            alternatives=2,
            lost=1,
        ),
    }


@pytest.fixture(scope="module")
def found() -> dict[str, Conversation]:
    items = chatgpt.Reader().read(files_of(SAMPLES / "chatgpt" / "sharded"))
    return {item.came.native: item for item in items if isinstance(item, Conversation)}


def test_the_last_path_is_the_conversation(found: dict[str, Conversation]) -> None:
    one = found["c-plain"]
    assert [message.text for message in one.messages] == [
        "How hot should the oven be?", "220 °C for bread.", "And how long?", "Forty minutes.",
    ]  # fmt: skip
    assert one.message_ids == ("q1", "a1", "q2", "a2")
    assert one.instructions == "I bake.\n\nAnswer in metric units."
    assert (one.ran.model, one.ran.provider, one.ran.remote_id) == ("gpt-5-thinking", "openai", "")
    assert (one.started, one.ended) == (1790000000.25, 1790000100.75)


def test_a_custom_gpt_is_the_remote_id(found: dict[str, Conversation]) -> None:
    assert found["c-tools"].ran.remote_id == "gizmo:g-abc123"


def test_knowledge_and_tools_are_calls_with_results(found: dict[str, Conversation]) -> None:
    one = found["c-tools"]
    calls = [call for message in one.messages for call in message.tool_calls]
    assert [(call.name, call.arguments) for call in calls] == [
        ("myfiles_browser", "{}"),
        ("python", '{"input":"print(40*8)"}'),
    ]
    assert [m.text for m in one.messages if m.role is Role.TOOL] == ["Leave: forty days a year.", "320\n"]
    assert one.instructions == "The files are: leave.md"
    assert one.lost == ()


def test_an_answer_that_was_asked_for_again_is_an_alternative(found: dict[str, Conversation]) -> None:
    one = found["c-branches"]
    first, second = one.alternatives
    assert (first.at, [m.text for m in first.messages]) == (1, ["The Rhine."])
    assert (second.at, [m.text for m in second.messages]) == (2, ["And in Spane?", "I do not know Spane."])
    assert one.signals == (Signal(sign=Sign.REGENERATED, at=1), Signal(sign=Sign.EDITED, at=2))


def test_thumbs_find_their_message_in_whichever_branch(found: dict[str, Conversation]) -> None:
    one = found["c-branches"]
    assert [(rating.level, rating.at, rating.score) for rating in one.ratings] == [(Level.MESSAGE, 3, 1.0)]
    (down,) = one.alternatives[0].ratings
    assert (down.at, down.score, down.comment) == (0, 0.0, "not-factually-correct\nThe Rhine is a border")
    assert [rating.level for rating in found["c-plain"].ratings] == [Level.CONVERSATION]


def test_thumbs_without_their_conversation_are_feedback() -> None:
    items = chatgpt.Reader().read(files_of(SAMPLES / "chatgpt" / "sharded"))
    apart = {item.conversation: item.message for item in items if isinstance(item, Feedback)}
    assert apart == {identify("chatgpt", "c-branches"): "a-later", identify("chatgpt", "c-elsewhere"): ""}


def mapping(**parents: str | None) -> JSON:
    """A conversation whose nodes have these parents; the first letter is the role."""
    roles = {"q": "user", "a": "assistant"}
    return {
        "id": "x",
        "mapping": {
            key: {
                "parent": parent,
                "message": {"author": {"role": roles[key[0]]}, "content": {"content_type": "text", "parts": [key]}},
            }
            for key, parent in parents.items()
        },
    }


@pytest.mark.parametrize(
    ("parents", "said"),
    [
        ({"q1": None, "a1": "q1"}, ["q1", "a1"]),
        ({"q1": "nowhere", "a1": "q1"}, ["q1", "a1"]),
        ({"a1": "q1", "q1": None}, ["q1", "a1"]),
        ({"q1": "a1", "a1": "q1"}, []),
        ({"q1": "q1"}, []),
        ({"q1": None, "a1": "q1", "q2": "a2", "a2": "q2"}, ["q1", "a1"]),
    ],
    ids=["plain", "no top", "turned", "a circle", "itself", "a circle beside"],
)
def test_a_tree_without_a_current_node_is_read_to_its_last_leaf(parents: dict[str, str], said: list[str]) -> None:
    (item,) = chatgpt.Reader().read([Rows("conversations.json", [mapping(**parents)])])
    assert [m.text for m in item.messages] == said if isinstance(item, Conversation) else not said


def said(role: str, content: JSON, **more: JSON) -> Conversation:
    """A question, and then one message."""
    asked: JSON = {"author": {"role": "user"}, "content": {"content_type": "text", "parts": ["Well?"]}}
    told: JSON = {"author": {"role": role, "name": "web"}, "content": content, **more}
    nodes: JSON = {"q": {"parent": None, "message": asked}, "m": {"parent": "q", "message": told}}
    (item,) = chatgpt.Reader().read([Rows("conversations.json", [{"id": "x", "mapping": nodes}])])
    assert isinstance(item, Conversation)
    return item


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"content_type": "tether_quote", "url": "u", "text": "quoted"}, "quoted"),
        ({"content_type": "tether_browsing_display", "result": "", "summary": "in short"}, "in short"),
        ({"content_type": "system_error", "name": "Timeout", "text": "too slow"}, "too slow"),
        (
            {"content_type": "multimodal_text", "parts": [{"content_type": "audio_transcription", "text": "said"}]},
            "said",
        ),
    ],
)
def test_every_kind_of_content_that_is_text_is_kept(content: JSON, text: str) -> None:
    one = said("tool", content)
    assert one.messages[-1].text == text
    assert one.lost == ()


def test_what_is_no_text_is_told() -> None:
    assert said("tool", {"content_type": "computer_output"}).lost == (
        "content of the type computer_output is not kept",
    )
    assert said("critic", {"content_type": "text", "parts": ["no"]}).lost == (
        "a message of the role critic is not kept",
    )


@pytest.mark.parametrize("more", [{"weight": 0}, {"metadata": {"is_visually_hidden_from_conversation": True}}])
def test_what_the_user_did_not_see_is_left_out(more: dict[str, JSON]) -> None:
    one = said("assistant", {"content_type": "text", "parts": ["Hidden."]}, **more)
    assert [message.text for message in one.messages] == ["Well?"]


def test_a_call_whose_arguments_are_json_keeps_them() -> None:
    content: JSON = {"content_type": "code", "text": '{"query": "leave"}'}
    (call,) = said("assistant", content, recipient="myfiles_browser").messages[-1].tool_calls
    assert (call.name, call.arguments) == ("myfiles_browser", '{"query": "leave"}')
