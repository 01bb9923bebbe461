"""Phoenix writes rows for OpenAI's fine-tuning too: of the same conversations they say what ours say."""

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from gptctl.logs import codec
from gptctl.logs.conversation import Conversation
from gptctl.logs.files.door import open_logs
from gptctl.logs.sources import openinference
from gptctl.promote.example import Example, Part
from gptctl.promote.exports.registry import EXPORTS
from gptctl.promote.exports.write import write
from tests.support.examples import LINEAGE, GivenCuration, airline
from tests.support.servers.phoenix import Phoenix, serve

pytestmark = pytest.mark.slow
WAIT_SECONDS = 60


@pytest.fixture(scope="module")
def phoenix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phoenix]:
    with serve(tmp_path_factory.mktemp("phoenix")) as server:
        yield server


def test_what_was_put_in_comes_out_as_our_own_rows(phoenix: Phoenix, tmp_path: Path) -> None:
    """Nothing is put aside but `weight`, which Phoenix's datasets have no place for."""
    given = [one for one in airline().all_examples if one.part is Part.TRAIN][:60]
    pairs = [(asked(one), {"messages": one.messages[-1:]}) for one in given]
    theirs = phoenix.openai_rows(phoenix.upload("rows", pairs))
    assert theirs == [without_weights(row) for row in ours(given, tmp_path)]
    assert any("tool_calls" in message for row in theirs for message in row["messages"])


def test_the_rows_that_phoenix_makes_of_traces_are_those_that_we_make_of_them(phoenix: Phoenix, tmp_path: Path) -> None:
    """Phoenix joins what it found in spans; we read its export of the same spans and join that.

    Phoenix leaves out the ids of calls and results, the type of a call and the content that there is none of, and
    writes arguments as an object where OpenAI asks for its text. What is left must be the same.
    """
    talks = airline().all_examples[:8]
    sent = [span for number, talk in enumerate(talks) for span in traced(number, talk)]
    phoenix.record("airline", sent)
    held = waited(phoenix, "airline", len(sent))
    ids = {one["context"]["span_id"]: one["id"] for one in held["data"]}
    last = [ids[list(traced(number, talk))[-1]["context"]["span_id"]] for number, talk in enumerate(talks)]
    theirs = phoenix.openai_rows(phoenix.collect("traces", last))

    exported = tmp_path / "spans.json"
    exported.write_text(json.dumps(held), encoding="utf-8")
    items = list(openinference.Reader().read(list(open_logs(exported))))
    found = sorted((item for item in items if isinstance(item, Conversation)), key=lambda one: one.came.native)
    assert len(found) == len(items) == len(talks)
    mine = ours([example(one) for one in found], tmp_path)
    assert theirs == [as_phoenix(row) for row in mine]
    assert sum("tool_calls" in message for row in theirs for message in row["messages"]) > len(talks)


def asked(one: Example) -> Any:
    return {"messages": one.messages[:-1], "tools": one.tools}


def ours(examples: Sequence[Example], folder: Path) -> list[Any]:
    write(EXPORTS["openai"], GivenCuration(all_examples=examples), folder)
    return [json.loads(line) for line in (folder / "train.jsonl").read_text(encoding="utf-8").splitlines()]


def without_weights(row: Any) -> Any:
    messages = [{key: item for key, item in message.items() if key != "weight"} for message in row["messages"]]
    return {**row, "messages": messages}


def as_phoenix(row: Any) -> Any:
    return {**row, "messages": [_as_phoenix(message) for message in row["messages"]]}


def _as_phoenix(message: Any) -> Any:
    kept = {key: item for key, item in message.items() if key in {"role", "content"} and item is not None}
    calls = [one["function"] for one in message.get("tool_calls", ())]
    made = [{"function": {**call, "arguments": json.loads(call["arguments"])}} for call in calls]
    return {**kept, "tool_calls": made} if made else kept


def traced(number: int, talk: Example) -> Iterator[Any]:
    """A trace of a conversation: a span for each call of the model, with all that was said before it."""
    answers = [at for at, message in enumerate(talk.messages) if message["role"] == "assistant"]
    for minute, at in enumerate(answers):
        yield {
            "name": "chat",
            "context": {"trace_id": f"{number + 1:032x}", "span_id": f"{number + 1:08x}{at:08x}"},
            "span_kind": "LLM",
            "start_time": f"2026-01-01T{number:02}:{minute:02}:00Z",
            "end_time": f"2026-01-01T{number:02}:{minute:02}:01Z",
            "status_code": "OK",
            "attributes": attributes(talk, at),
        }


def attributes(talk: Example, at: int) -> dict[str, str]:
    flat = {"openinference.span.kind": "LLM", "llm.model_name": "gpt-4o"}
    for index, message in enumerate(talk.messages[:at]):
        flat |= told(f"llm.input_messages.{index}.message", message)
    for index, tool in enumerate(talk.tools):
        flat[f"llm.tools.{index}.tool.json_schema"] = json.dumps(tool)
    return flat | told("llm.output_messages.0.message", talk.messages[at])


def told(prefix: str, message: Any) -> dict[str, str]:
    """By the conventions of OpenInference; what is not there has no attribute."""
    flat = {f"{prefix}.{key}": message.get(key) for key in ("role", "content", "tool_call_id")}
    for index, call in enumerate(message.get("tool_calls", ())):
        place = f"{prefix}.tool_calls.{index}.tool_call"
        flat[f"{place}.id"] = call["id"]
        flat |= {f"{place}.function.{key}": call["function"][key] for key in ("name", "arguments")}
    return {key: item for key, item in flat.items() if item is not None}


def waited(phoenix: Phoenix, project: str, many: int) -> Any:
    """Its export once it holds that many spans: it takes them in after it has answered."""
    ends = time.monotonic() + WAIT_SECONDS
    while len((held := phoenix.spans(project))["data"]) < many and time.monotonic() < ends:
        time.sleep(0.2)
    return held


def example(one: Conversation) -> Example:
    messages: list[Any] = [{"role": "system", "content": one.instructions}, *map(codec.chat, one.messages)]
    return Example(
        id=one.id,
        part=Part.TRAIN,
        messages=messages,
        targets=tuple(at for at, message in enumerate(messages) if message["role"] == "assistant"),
        tools=one.tools,
        cluster="",
        tokens=0,
        score=None,
        time=one.ended,
        lineage=LINEAGE,
    )
