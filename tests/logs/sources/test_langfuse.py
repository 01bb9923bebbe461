import json
from typing import ClassVar

from gptctl.core.value import JSON
from gptctl.logs.conversation import Conversation, Feedback, Rater, Sign, identify
from gptctl.logs.sources import langfuse
from gptctl.logs.sources.base import Rejected
from gptctl.logs.sources.shapes import mapping
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.logs import SAMPLES, Rows, files_of


class TestLangfuse(ReaderSuite):
    reader = langfuse.Reader()
    expected: ClassVar = {
        "api": Expected(turns=("uaua",), signals=1, alternatives=1),
        "blob": Expected(
            turns=("ua", "uata", "uata"),
            ratings=(("hallucination", 0.2), ("output", None), ("tone", None), ("user-feedback", 1.0)),
            feedback=1,
            rejected=1,
        ),
    }
    joins = tuple(expected)


def sample(name: str) -> dict[str, Conversation]:
    found = langfuse.Reader().read(files_of(SAMPLES / "langfuse" / name))
    return {item.came.native: item for item in found if isinstance(item, Conversation)}


def test_generations_of_an_agent_loop_are_one_conversation() -> None:
    found = sample("blob")["tr1"]
    assert found.ran.model == "gpt-4.1"
    assert found.session == "s1"
    assert found.user.startswith("u")
    assert "ann" not in found.user
    assert found.usage == {"input_tokens": 80, "output_tokens": 15, "total_tokens": 95}
    assert [tool["type"] for tool in found.tools] == ["function"]


def test_scores_are_ratings_of_what_they_name() -> None:
    found = sample("blob")
    feedback, tone = found["tr1"].ratings
    assert (feedback.at, feedback.by, feedback.comment) == (-1, Rater.PERSON, "thanks")
    assert (tone.at, tone.by, tone.label, tone.score) == (3, Rater.PERSON, "friendly", None)
    assert found["tr2"].ratings[0].correction == "Grüezi! Wie kann ich helfen?"


def test_a_score_of_what_is_not_here_finds_it_later() -> None:
    items = langfuse.Reader().read(files_of(SAMPLES / "langfuse" / "blob"))
    (apart,) = [item for item in items if isinstance(item, Feedback)]
    assert apart.conversation == identify("langfuse", "elsewhere")


def test_an_answer_that_a_user_wanted_anew_keeps_its_own_rating() -> None:
    (found,) = sample("api").values()
    assert [signal.sign for signal in found.signals] == [Sign.REGENERATED]
    (other,) = found.alternatives
    assert [message.text for message in other.messages] == ["No."]
    assert [(rating.name, rating.score, rating.at) for rating in other.ratings] == [("user-thumb", 0.0, 0)]


def test_a_trace_without_calls_of_a_model_is_what_went_in_and_out() -> None:
    found = sample("blob")["tr3"]
    assert [message.text for message in found.messages] == ["Do you sell hats?", "", "We sell hats.", "We do."]
    assert found.messages[1].tool_calls[0].name == "handbook"


def test_definitions_of_tools_among_the_messages_are_tools() -> None:
    definition: JSON = {"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}
    asked: JSON = [{"role": "user", "content": "Hi"}, {"role": "tool", "content": definition}]
    row: dict[str, JSON] = {
        "id": "o",
        "traceId": "t",
        "type": "GENERATION",
        "input": asked,
        "output": {"intent": "greeting"},
    }
    (found,) = langfuse.Reader().read([Rows("log", [row])])
    assert isinstance(found, Conversation)
    assert [message.text for message in found.messages] == ["Hi", '{"intent":"greeting"}']
    assert list(found.tools) == [definition]


def test_a_row_that_was_exported_twice_counts_once() -> None:
    row: dict[str, JSON] = {
        "id": "o",
        "traceId": "t",
        "type": "GENERATION",
        "input": "Hi",
        "startTime": 1,
        "endTime": 2,
    }
    whole: dict[str, JSON] = {**row, "endTime": 3, "output": "Hello", "usage": {"input": 2}}
    for rows in ([row, whole], [whole, row], [whole, whole]):
        (found,) = langfuse.Reader().read([Rows("log", rows)])
        assert isinstance(found, Conversation)
        assert [message.text for message in found.messages] == ["Hi", "Hello"]
        assert found.usage == {"input_tokens": 2}


def test_a_trace_as_its_page_hands_it_out_is_read() -> None:
    tools: JSON = {"look": '{"description": "Looks", "parameters": {"type": "object"}}'}
    call: JSON = {
        "id": "o",
        "traceId": "t",
        "type": "GENERATION",
        "input": "Hi",
        "output": "Hello",
        "toolDefinitions": tools,
    }
    page: dict[str, JSON] = {"trace": {"id": "t", "sessionId": "s"}, "observations": [call], "scores": []}
    assert langfuse.Reader().claims("trace-t.json", [page]) > 0
    (found,) = langfuse.Reader().read([Rows("trace-t.json", [page])])
    assert isinstance(found, Conversation)
    assert found.session == "s"
    assert [mapping(tool["function"])["name"] for tool in found.tools] == ["look"]


def test_another_row_is_rejected() -> None:
    (found,) = langfuse.Reader().read([Rows("log", [{"id": "x"}])])
    assert found == Rejected(file="log", row=1, reason="neither an observation nor a trace nor a score of Langfuse's")


def test_real_conversations_with_tools_come_back_as_they_were() -> None:
    """Each answer as the call of a model it was, in no order: the loop is put together again."""
    rows: list[JSON] = []
    wanted: dict[str, list[str]] = {}
    for number, line in enumerate((SAMPLES / "messages" / "airline" / "logs.jsonl").read_text("utf-8").splitlines()):
        said = json.loads(line)["messages"]
        while said[-1]["role"] != "assistant":
            said.pop()  # nobody answered it
        wanted[f"t{number}"] = [one.get("content") or "" for one in said if one["role"] != "system"]
        for at in (at for at, one in enumerate(said) if one["role"] == "assistant"):
            asked, answer, id_ = said[:at], said[at], f"{number}-{at}"
            row = {"id": id_, "type": "GENERATION", "startTime": 1000 + at, "input": asked, "output": answer}
            rows.insert(len(rows) // 2, {**row, "traceId": f"t{number}"})
    items = list(langfuse.Reader().read([Rows("log", rows)]))
    found = [item for item in items if isinstance(item, Conversation)]
    assert len(found) == len(items) == len(wanted) == 4
    assert {one.came.native: [message.text for message in one.messages] for one in found} == wanted
    assert all(one.instructions and not one.lost for one in found)
