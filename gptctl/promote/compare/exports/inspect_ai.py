"""Samples for Inspect (UK AI Security Institute): `json_dataset("samples.jsonl")` reads them."""

import json
from collections.abc import Iterable, Iterator

from gptctl.core.value import JSON, canonical
from gptctl.promote.chat import Call, Chat
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
