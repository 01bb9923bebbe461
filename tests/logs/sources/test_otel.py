from typing import ClassVar

from gptctl.core.value import JSON
from gptctl.logs.conversation import Conversation
from gptctl.logs.sources import otel
from gptctl.logs.sources.base import Rejected
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.logs import SAMPLES, Rows, files_of


class TestOTel(ReaderSuite):
    reader = otel.Reader()
    expected: ClassVar = {
        "openllmetry": Expected(turns=("uata",), rejected=1),
        "otlp": Expected(turns=("uata",)),
        "sdk": Expected(turns=("uata",), ratings=(("Relevance", 0.75),), rejected=1),
        "vendor": Expected(turns=("uataua",), rejected=1),
    }
    joins = tuple(expected)


def sample(name: str) -> dict[str, Conversation]:
    found = otel.Reader().read(files_of(SAMPLES / "otel" / name))
    return {item.came.native: item for item in found if isinstance(item, Conversation)}


def test_what_is_sent_to_a_provider_that_keeps_the_history_is_one_conversation() -> None:
    found = sample("vendor")["conv_1"]
    assert found.instructions == "Be short."
    assert [message.text for message in found.messages if message.tool_calls == ()] == [
        "May I return a hat?", "Hats may be returned within 30 days.", "Yes, within 30 days.", "And a scarf?",
        "The same.",
    ]  # fmt: skip
    assert found.messages[1].tool_calls[0].arguments == '{"query":"return a hat"}'


def test_spans_that_hold_no_conversation_are_counted_in_one_reject() -> None:
    items = otel.Reader().read(files_of(SAMPLES / "otel" / "vendor"))
    (rejected,) = [item for item in items if isinstance(item, Rejected)]
    assert rejected.reason == (
        "spans that hold no conversation: 1; calls of a model that were logged without what was said: 1"
    )


def test_old_names_events_and_new_names_tell_the_same() -> None:
    told = [next(iter(sample(name).values())) for name in ("openllmetry", "otlp", "sdk")]
    assert len({one.messages for one in told}) == 1
    assert {one.instructions for one in told} == {"You help."}
    assert {(one.finish, one.ran.assistant, one.ran.provider) for one in told} == {("stop", "support", "openai")}
    assert [len(one.tools) for one in told] == [1, 0, 1]


def test_the_result_of_an_evaluation_is_a_rating_of_the_answer() -> None:
    (found,) = sample("sdk").values()
    assert [(rating.at, rating.comment) for rating in found.ratings] == [(3, "It answers what was asked.")]


def test_events_alone_are_a_conversation() -> None:
    (logs,) = [file for file in files_of(SAMPLES / "otel" / "otlp") if file.name.endswith("logs.json")]
    (found,) = otel.Reader().read([logs])
    assert isinstance(found, Conversation)
    assert found.messages == next(iter(sample("otlp").values())).messages


def test_the_event_of_an_operation_holds_what_was_said() -> None:
    event: dict[str, JSON] = {
        "event_name": "gen_ai.client.inference.operation.details", "trace_id": "t", "span_id": "s",
        "attributes": {
            "gen_ai.operation.name": "chat",
            "gen_ai.input.messages": [{"role": "user", "parts": [{"type": "text", "content": "Hi"}]}],
            "gen_ai.output.messages": [{"role": "assistant", "parts": [{"type": "text", "content": "Hello"}]}],
        },
    }  # fmt: skip
    (found,) = otel.Reader().read([Rows("log", [event])])
    assert isinstance(found, Conversation)
    assert [message.text for message in found.messages] == ["Hi", "Hello"]


def test_spans_and_scores_that_belong_to_nothing_are_told() -> None:
    alone: JSON = {
        "gen_ai.operation.name": "chat",
        "gen_ai.prompt.0.content": "Hi",
        "gen_ai.completion.0.content": "Hello",
    }
    score: JSON = {"event_name": "gen_ai.evaluation.result", "attributes": {"gen_ai.evaluation.name": "x"}}
    rejected, found = otel.Reader().read([Rows("log", [alone, score])])
    assert rejected == Rejected(file="log", row=2, reason="a score that does not say of what it is")
    assert isinstance(found, Conversation)
    assert [message.text for message in found.messages] == ["Hi", "Hello"]


def test_an_empty_export_is_rejected() -> None:
    (found,) = otel.Reader().read([Rows("log", [{"resourceSpans": []}])])
    assert isinstance(found, Rejected)
