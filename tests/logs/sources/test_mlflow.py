from typing import ClassVar

from gptctl.core.value import JSON
from gptctl.logs.conversation import Conversation, Level, Rater
from gptctl.logs.sources import mlflow
from gptctl.logs.sources.base import Rejected
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.logs import SAMPLES, Rows, files_of


class TestMLflow(ReaderSuite):
    reader = mlflow.Reader()
    expected: ClassVar = {
        "v2": Expected(turns=("uata",)),
        "v3": Expected(
            turns=("uata",),
            ratings=(("correctness", 1.0), ("expected_response", None), ("helpful", 1.0), ("latency_ok", 0.4)),
        ),
    }
    joins = tuple(expected)


def sample(name: str) -> dict[str, Conversation]:
    found = mlflow.Reader().read(files_of(SAMPLES / "mlflow" / name))
    return {item.came.native: item for item in found if isinstance(item, Conversation)}


def test_assessments_are_ratings_by_who_made_them() -> None:
    (found,) = sample("v3").values()
    assert {rating.name: (rating.by, rating.level, rating.at) for rating in found.ratings} == {
        "helpful": (Rater.PERSON, Level.CONVERSATION, -1),
        "correctness": (Rater.MODEL, Level.MESSAGE, 3),
        "expected_response": (Rater.PERSON, Level.CONVERSATION, -1),
        "latency_ok": (Rater.SYSTEM, Level.CONVERSATION, -1),
    }
    assert {rating.correction for rating in found.ratings} == {None, "It left on Monday."}


def test_what_a_trace_says_is_kept() -> None:
    (found,) = sample("v3").values()
    assert (found.session, found.finish, found.ran.model, found.ran.provider) == (
        "s-1",
        "stop",
        "gpt-4.1-mini",
        "openai",
    )
    assert [tool["type"] for tool in found.tools] == ["function"]


def test_what_was_searched_for_stands_before_the_answer() -> None:
    (found,) = sample("v2").values()
    assert [message.text for message in found.messages] == ["When do you open?", "", "We open at nine.", "At nine."]


def test_an_assessment_that_was_overridden_counts_no_more() -> None:
    feedback: JSON = {"assessment_name": "helpful", "feedback": {"value": True}, "valid": False}
    span: JSON = {"name": "chat", "span_id": "1", "attributes": {
        "mlflow.spanType": '"LLM"', "mlflow.spanInputs": '"Hi"', "mlflow.spanOutputs": '"Hello"'}}  # fmt: skip
    trace: dict[str, JSON] = {"info": {"trace_id": "t", "assessments": [feedback]}, "data": {"spans": [span]}}
    (found,) = mlflow.Reader().read([Rows("log", [trace])])
    assert isinstance(found, Conversation)
    assert found.ratings == ()
    assert [message.text for message in found.messages] == ["Hi", "Hello"]


def test_a_trace_without_its_spans_is_rejected() -> None:
    (found,) = mlflow.Reader().read([Rows("log", [{"info": {"trace_id": "t"}}])])
    assert found == Rejected(file="log", row=1, reason="its spans were not exported")
