"""Samples for Inspect (UK AI Security Institute): `json_dataset("samples.jsonl")` reads them."""

import json
from collections.abc import Iterable, Iterator

from gptctl.core.value import JSON, canonical
from gptctl.expect.excerpt import one_line
from gptctl.expect.words import Contains
from gptctl.promote.chat import Call, Chat
from gptctl.promote.compare.put import Put
from gptctl.promote.compare.turn import Turn


def samples(turns: Iterable[Turn]) -> Iterator[str]:
    """One line of JSON for each turn. The target is the answer's text, or its tool calls as canonical JSON."""
    for turn in turns:
        metadata: dict[str, JSON] = {"cluster": turn.cluster, "calls": _calls(turn.expected), "tools": list(turn.tools)}
        yield canonical(
            {
                "id": turn.id,
                "input": [_message(message) for message in turn.messages],
                "target": canonical(_calls(turn.expected)) if _calls(turn.expected) else turn.expected["content"] or "",
                "metadata": metadata,
            }
        )


def tests(put: Iterable[Put]) -> Iterator[str]:
    """One line for each text that an answer must contain, for the scorer `includes()`: Inspect scores a file by one."""
    for one in put:
        texts = [text for due in one.test.expectations if isinstance(due, Contains) for text in due.texts]
        for number, text in enumerate(map(one_line, texts), start=1):
            said: dict[str, JSON] = {
                "id": f"{one.id}/{number}",
                "input": [_message(message) for message in one.messages],
                "target": text,
                "metadata": {"test": one.test.name, "tools": list(one.tools)},
            }
            yield canonical(said)


def left_out(put: Iterable[Put]) -> Iterator[str]:
    """Which expectations are in no file, and why, in sentences."""
    for one in put:
        for due in one.test.expectations:
            if not isinstance(due, Contains):
                yield f"{one.test.name}: `{due.name}` is left out, as Inspect's own `includes()` scores no such thing."


def _message(message: Chat) -> JSON:
    said: dict[str, JSON] = {"role": message["role"], "content": message["content"] or ""}
    if "tool_calls" in message:
        said["tool_calls"] = _calls(message)
    if "tool_call_id" in message:
        said["tool_call_id"] = message["tool_call_id"]
    return said


def _calls(message: Chat) -> list[JSON]:
    return [_call(call) for call in message.get("tool_calls", ())]


def _call(call: Call) -> JSON:
    """Arguments as an object; text that is none goes under a name that says so, as Inspect has no place for it."""
    function = call["function"]
    try:
        arguments = json.loads(function["arguments"])
    except (ValueError, RecursionError):
        arguments = None
    if not isinstance(arguments, dict):
        arguments = {"not_json": function["arguments"]}
    return {"id": call["id"], "type": "function", "function": function["name"], "arguments": arguments}
