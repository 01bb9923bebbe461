from typing import ClassVar

from gptctl.core.value import JSON
from gptctl.logs.conversation import Conversation, Feedback, Level, Rater
from gptctl.logs.sources import openinference
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.logs import SAMPLES, Rows, files_of


class TestOpenInference(ReaderSuite):
    reader = openinference.Reader()
    expected: ClassVar = {
        "phoenix": Expected(
            turns=("ua", "uaua"), ratings=(("correctness", 0.0), ("thumbs", 1.0)), feedback=1, rejected=1, lost=1
        ),
        "sdk": Expected(turns=("uatata",), ratings=(("helpful", 1.0),)),
    }
    joins = tuple(expected)


def sample(name: str) -> dict[str, Conversation]:
    found = openinference.Reader().read(files_of(SAMPLES / "openinference" / name))
    return {item.came.native: item for item in found if isinstance(item, Conversation)}


def test_traces_of_one_session_that_go_on_are_one_conversation() -> None:
    found = sample("phoenix")["t1"]
    assert found.session == "chat-9"
    assert found.ran.provider == "anthropic"
    assert {rating.name: (rating.at, rating.by, rating.label) for rating in found.ratings} == {
        "thumbs": (3, Rater.PERSON, "thumbs-up"),
        "correctness": (1, Rater.MODEL, "incorrect"),
    }


def test_an_annotation_of_a_span_that_is_not_here_is_feedback() -> None:
    items = openinference.Reader().read(files_of(SAMPLES / "openinference" / "phoenix"))
    assert [item.message for item in items if isinstance(item, Feedback)] == ["gone"]


def test_a_picture_is_lost_and_said_so() -> None:
    assert sample("phoenix")["t3"].lost == ("an image in a message is not kept",)


def test_a_search_and_its_agent_are_kept() -> None:
    (found,) = sample("sdk").values()
    assert found.ran.assistant == "support"
    assert found.messages[3].tool_calls[0].name == "search"
    assert found.messages[4].text == "Orders leave on Mondays."


def test_annotations_of_a_trace_and_a_session_ride_on_a_span() -> None:
    row: dict[str, JSON] = {
        "trace_id": "t", "span_id": "s", "attributes": {
            "openinference.span.kind": "LLM", "session.id": "e", "input.value": "Hi", "output.value": "Hello",
            "trace.evaluations.0.evaluation.name": "done", "trace.evaluations.0.evaluation.score": 1,
            "session.annotations.0.annotation.name": "mood", "session.annotations.0.annotation.label": "calm",
        },
    }  # fmt: skip
    (found,) = openinference.Reader().read([Rows("log", [row])])
    assert isinstance(found, Conversation)
    assert {(rating.name, rating.level) for rating in found.ratings} == {
        ("done", Level.CONVERSATION), ("mood", Level.EPISODE)
    }  # fmt: skip
