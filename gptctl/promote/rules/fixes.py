"""Safe changes: what is said and what is learnt stay the same."""

import json
from collections.abc import Callable, Mapping
from hashlib import blake2b

from gptctl.core.value import JSON, Attrs
from gptctl.promote.rules.base import Fix
from gptctl.promote.rules.rows import entries, field, role

_LISTS = ("messages", "preferred_output", "non_preferred_output")


def _each_list(row: Attrs, change: Callable[[list[Attrs]], list[Attrs]]) -> Attrs:
    """The row with every list of messages changed."""
    changed = {key: change(entries(item)) if key in _LISTS else item for key, item in row.items()}
    given = row.get("input")
    if isinstance(given, Mapping) and "messages" in given:
        changed["input"] = {**given, "messages": change(entries(given["messages"]))}
    return changed


def _each_message(change: Callable[[Attrs], Attrs]) -> Callable[[Attrs], Attrs]:
    return lambda row: _each_list(row, lambda found: [change(message) for message in found])


def only_keys(name: str, known: frozenset[str]) -> Fix:
    """Leave out the keys of messages that the target does not know."""
    return Fix(
        name=name,
        apply=_each_message(lambda message: {key: item for key, item in message.items() if key in known}),
    )


def _merge(found: list[Attrs]) -> list[Attrs]:
    merged: list[Attrs] = []
    for message in found:
        if merged and _joins(merged[-1], message):
            merged[-1] = {**merged[-1], "content": f"{merged[-1]['content']}\n\n{message['content']}"}
        else:
            merged.append(message)
    return merged


def _joins(first: Attrs, second: Attrs) -> bool:
    """Whether two turns are one: same role, plain text in both, and the same weight, so that no loss moves."""
    plain = all(
        isinstance(message.get("content"), str) and not message.get("tool_calls") for message in (first, second)
    )
    same = role(first) == role(second) and first.get("weight") == second.get("weight")
    return plain and same and role(first) != "tool"


MERGE_TURNS = Fix(name="merge-turns", apply=lambda row: _each_list(row, _merge))
"""One turn from two of the same role that follow each other, with a blank line between."""


def _text_arguments(message: Attrs) -> Attrs:
    made = [_text_argument(call) for call in entries(message.get("tool_calls"))]
    return {**message, "tool_calls": made} if made else message


def _text_argument(call: Attrs) -> Attrs:
    function = call.get("function")
    if not isinstance(function, Mapping) or isinstance(function.get("arguments"), str):
        return call
    text = json.dumps(function.get("arguments") or {}, separators=(",", ":"), ensure_ascii=False)
    return {**call, "function": {**function, "arguments": text}}


TEXT_ARGUMENTS = Fix(name="text-arguments", apply=_each_message(_text_arguments))
"""Arguments of tool calls as JSON text instead of an object."""


def _null_content(message: Attrs) -> Attrs:
    return {**message, "content": None} if message.get("tool_calls") and not message.get("content") else message


NULL_CONTENT = Fix(name="null-content", apply=_each_message(_null_content))
"""No content at all beside tool calls, instead of an empty text."""


def _empty_content(message: Attrs) -> Attrs:
    return {**message, "content": ""} if message.get("content") is None else message


TEXT_CONTENT = Fix(name="text-content", apply=_each_message(_empty_content))
"""An empty text instead of no content."""


def _short(id_: JSON) -> JSON:
    """Nine letters and digits that stand for a longer id, the same for the same id."""
    return blake2b(str(id_).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()[:9] if id_ else id_


def _short_ids(message: Attrs) -> Attrs:
    changed = dict(message)
    if "tool_call_id" in message:
        changed["tool_call_id"] = _short(message["tool_call_id"])
    if entries(message.get("tool_calls")):
        changed["tool_calls"] = [{**call, "id": _short(call.get("id"))} for call in entries(message["tool_calls"])]
    return changed


SHORT_IDS = Fix(name="short-ids", apply=_each_message(_short_ids))
"""Ids of tool calls with exactly nine characters, calls and results alike."""


def _describe(row: Attrs) -> Attrs:
    return {**row, "tools": [_described(tool) for tool in entries(row.get("tools"))]} if row.get("tools") else row


def _described(tool: Attrs) -> Attrs:
    function = tool.get("function")
    if not isinstance(function, Mapping) or isinstance(field(tool, "function", "description"), str):
        return tool
    return {**tool, "function": {**function, "description": ""}}


DESCRIBE_TOOLS = Fix(name="describe-tools", apply=_describe)
"""An empty description where a tool has none."""
