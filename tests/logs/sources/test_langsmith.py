from typing import ClassVar

from gptctl.core.value import JSON
from gptctl.logs.conversation import Conversation, Rater
from gptctl.logs.sources import langsmith
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.logs import SAMPLES, Rows, files_of


class TestLangSmith(ReaderSuite):
    reader = langsmith.Reader()
    expected: ClassVar = {
        "runs": Expected(
            turns=("ua", "uata"),
            ratings=(("correctness", 0.0), ("star", 0.5), ("user_score", 1.0)),
            feedback=1,
            rejected=1,
        ),
    }
    joins = tuple(expected)


def sample(name: str) -> dict[str, Conversation]:
    found = langsmith.Reader().read(files_of(SAMPLES / "langsmith" / name))
    return {item.came.native: item for item in found if isinstance(item, Conversation)}


def test_runs_in_the_words_of_langchain_are_one_conversation() -> None:
    found = next(one for one in sample("runs").values() if one.session == "th-1")
    assert found.instructions == "You help."
    assert found.messages[1].tool_calls[0].id == found.messages[2].tool_call_id == "call_1"
    assert found.finish == "stop"
    assert found.ran.model == "gpt-4.1-mini"


def test_feedback_with_a_correction_is_a_demonstration() -> None:
    found = next(one for one in sample("runs").values() if one.session == "th-1")
    by_name = {rating.name: rating for rating in found.ratings}
    assert by_name["correctness"].correction == "It left on Monday."
    assert by_name["correctness"].at == 3
    assert by_name["user_score"].by is Rater.PERSON


def test_a_run_of_a_bulk_export_holds_its_maps_as_text() -> None:
    found = sample("runs")["r9"]
    assert [message.text for message in found.messages] == ["Hello", "Hello, how may I"]
    assert found.finish == "length"
    assert found.session == ""
    assert [(rating.name, rating.score) for rating in found.ratings] == [("star", 0.5)]


def test_runs_inside_a_run_are_read() -> None:
    child: JSON = {
        "id": "c",
        "run_type": "llm",
        "inputs": {"messages": [["human", "Hi"]]},
        "outputs": {"output": "Hello"},
    }
    search: JSON = {"id": "s", "run_type": "retriever", "name": "shelf", "inputs": {"query": "hi"},
              "outputs": {"documents": [{"page_content": "We greet."}]}}  # fmt: skip
    run: dict[str, JSON] = {
        "id": "r",
        "trace_id": "r",
        "run_type": "chain",
        "inputs": {},
        "outputs": {},
        "child_runs": [search, child],
    }
    (found,) = langsmith.Reader().read([Rows("log", [run])])
    assert isinstance(found, Conversation)
    assert [message.text for message in found.messages] == ["Hi", "", "We greet.", "Hello"]
