"""A conversation as Gemini's contents: turns of parts, with calls and responses of functions as objects."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from gptctl.core.value import JSON, Attrs
from gptctl.promote.chat import Chat
from gptctl.promote.rules.rows import entries, field

_ROLES = {"user": "user", "assistant": "model", "tool": "user"}


def system(messages: Sequence[Chat]) -> dict[str, JSON]:
    """The system instruction, or nothing."""
    said = [message["content"] for message in messages if message["role"] == "system" and message["content"]]
    return {"systemInstruction": {"role": "system", "parts": [{"text": "\n\n".join(said)}]}} if said else {}


def contents(messages: Sequence[Chat]) -> list[Attrs]:
    """The turns after the system instruction; messages of the same side that follow each other are one turn."""
    names = {call["id"]: call["function"]["name"] for message in messages for call in message.get("tool_calls", ())}
    spoken = [message for message in messages if message["role"] != "system"]
    return [
        {"role": role, "parts": [part for message in group for part in _parts(message, names)]}
        for role, group in groupby(spoken, key=lambda message: _ROLES[message["role"]])
    ]


def _parts(message: Chat, names: dict[str, str]) -> Iterator[Attrs]:
    if message["role"] == "tool":
        id_ = message.get("tool_call_id", "")
        yield {"functionResponse": {"name": names.get(id_, id_), "response": _object(message["content"] or "")}}
        return
    if message["content"]:
        yield {"text": message["content"]}
    for call in message.get("tool_calls", ()):
        yield {"functionCall": {"name": call["function"]["name"], "args": _object(call["function"]["arguments"])}}


def _object(text: str) -> JSON:
    """The JSON object that a text holds; another text stands under `result`, as Google's own clients put it."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {"result": text}
    return value if isinstance(value, dict) else {"result": value}


def tools(declared: Sequence[JSON]) -> dict[str, JSON]:
    functions = [tool["function"] for tool in entries(list(declared)) if field(tool, "function", "name")]
    return {"tools": [{"functionDeclarations": functions}]} if functions else {}
