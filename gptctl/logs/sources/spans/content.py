"""The typed parts of one message, in any of the ways in which providers and their observers write them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gptctl.core.conversation import ToolCall
from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.shapes import array, compact, first, mapping, text
from gptctl.logs.sources.tools import tool_call

_CALL = frozenset({"tool_use", "tool_call", "tool-call", "function_call", "functionCall", "server_tool_use",
                   "mcp_tool_use", "server_tool_call"})  # fmt: skip
_RESULT = frozenset({"tool_result", "tool_call_response", "tool-result", "function_response", "functionResponse",
                     "mcp_tool_result", "web_search_tool_result", "server_tool_call_response"})  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Parts:
    """What a message says, which tools it calls, and what tools gave: `results` are ids of calls with their content."""

    says: list[JSON] = field(default_factory=list)
    calls: list[ToolCall] = field(default_factory=list)
    results: list[tuple[str, JSON]] = field(default_factory=list)


def parts(listed: JSON) -> Parts:
    """All parts in order, each where it belongs; what is neither call nor result is said."""
    found = Parts()
    for one in array(listed):
        if isinstance(one, Mapping):
            _sort(one, found)
        else:
            found.says.append(one)
    return found


def _sort(one: Attrs, found: Parts) -> None:
    kind = _kind(one)
    inner = mapping(one.get(kind)) or one
    if kind in _CALL:
        arguments = next((inner[key] for key in ("input", "arguments", "args", "toolInput") if key in inner), None)
        found.calls.append(tool_call(_call_id(inner), first(inner, "name", "toolName"), arguments))
    elif kind in _RESULT:
        found.results.append((_call_id(inner), result(inner)))
    elif one.get("thought") is not True:  # Gemini marks so what a model thought
        found.says.append(_said(one, kind))


def _kind(one: Attrs) -> str:
    """Gemini names no type: the key of a part is its type."""
    return text(one.get("type")) or next((key for key in one if key in _CALL or key in _RESULT), "")


def _call_id(one: Attrs) -> str:
    return first(one, "tool_use_id", "tool_call_id", "toolCallId", "call_id", "id")


def result(one: Attrs) -> JSON:
    """What a tool gave, as content: text and parts as they are, anything else as the JSON that it is."""
    given = next((one[key] for key in ("content", "response", "result", "output") if key in one), None)
    if isinstance(given, Mapping) and isinstance(given.get("value"), str) and "type" in given:
        return given["value"]
    typed = isinstance(given, list | tuple) and all(isinstance(part, Mapping) and "type" in part for part in given)
    return given if typed else compact(given)


def _said(one: Attrs, kind: str) -> JSON:
    if kind in {"blob", "uri", "file"} and text(one.get("modality")):
        return {"type": one["modality"]}
    if not kind and (inline := next((one[key] for key in ("inlineData", "fileData") if key in one), None)):
        return {"type": text(mapping(inline).get("mimeType")).partition("/")[0] or "file"}
    return one
