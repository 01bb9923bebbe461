"""Lists of messages as observers log them: OpenAI's, Anthropic's, Google's, LangChain's and OpenTelemetry's."""

from collections.abc import Iterator, Mapping, Sequence

from gptctl.core.conversation import Role
from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.shapes import array, first, mapping, opened, text
from gptctl.logs.sources.spans.content import parts, result
from gptctl.logs.sources.spans.entry import Entry, role
from gptctl.logs.sources.tools import calls, tool_call

_LISTS = ("messages", "contents", "input", "prompt", "prompts", "chat_history")
_SYSTEM = ("system", "instructions", "system_instruction", "systemInstruction", "system_prompt")
_THOUGHT = frozenset({"reasoning", "item_reference"})
_DEEPEST = 8
"""Wrappings around a message; more are not looked into."""


def messages(value: JSON, depth: int = _DEEPEST) -> tuple[Entry, ...]:
    """All messages of a request: a list, a map that holds one, JSON text of either, or one message; else none.

    Any other string is what a user said.
    """
    told = _listed(opened(value), depth)
    if not isinstance(value, str) or (told and _is_wrapped(opened(value)) and all(entry.role for entry in told)):
        return told
    return (Entry(role=Role.USER, content=value),) if value else ()


def _is_wrapped(inner: JSON) -> bool:
    """Maps, or a list of them: a list of strings is a text that looks like one."""
    return isinstance(inner, Mapping) or not any(isinstance(one, str) for one in array(inner))


def _listed(inner: JSON, depth: int) -> tuple[Entry, ...]:
    if isinstance(inner, Mapping) and depth:
        return _of_map(inner, depth)
    listed = array(inner)
    if depth and listed and isinstance(listed[0], list | tuple) and not _is_pair(listed[0]):
        return messages(listed[0], depth - 1)
    return tuple(entry for one in listed for entry in _one(one, depth))


def is_message(one: Attrs) -> bool:
    """It has what any of the shapes of a message has."""
    return bool(
        role(text(one.get("role")))
        or ("lc" in one and "kwargs" in one)
        or (role(text(one.get("type"))) and ("content" in one or "data" in one))
        or text(one.get("type")) in {"function_call", "function_call_output", "message"}
    )


def system(value: JSON) -> tuple[Entry, ...]:
    """Instructions that stand beside the messages: text, parts, or Google's map of parts."""
    inner = opened(value)
    content = inner.get("parts", inner.get("content", inner.get("text"))) if isinstance(inner, Mapping) else inner
    return (Entry(role=Role.SYSTEM, content=content),) if content else ()


def _of_map(one: Attrs, depth: int) -> tuple[Entry, ...]:
    if is_message(one):
        return tuple(_one(one, depth))
    beside = next((found for key in _SYSTEM if (found := system(one.get(key)))), ())
    inner = next((one[key] for key in _LISTS if one.get(key)), None)
    told = messages(inner, depth - 1)
    return (*beside, *told) if told else ()


def _one(one: JSON, depth: int) -> Iterator[Entry]:
    if isinstance(one, str):
        yield Entry(role=Role.USER, content=one)
    elif isinstance(one, list | tuple) and _is_pair(one):
        yield Entry(role=role(text(one[0])), content=one[1])
    elif isinstance(one, Mapping) and isinstance(one.get("message"), Mapping) and depth:
        yield from _one(one["message"], depth - 1)
    else:
        yield from _message(mapping(one))


def _message(one: Attrs) -> Iterator[Entry]:
    """LangChain writes a message in three ways, and the Responses API has items that are no messages."""
    if "lc" in one and isinstance(one.get("kwargs"), Mapping):
        yield from _spoken(text((array(one.get("id")) or ("",))[-1]), mapping(one["kwargs"]))
    elif isinstance(one.get("data"), Mapping) and role(text(one.get("type"))):
        yield from _spoken(text(one.get("type")), mapping(one["data"]))
    elif text(one.get("type")) == "function_call":
        call = tool_call(first(one, "call_id", "id"), one.get("name"), one.get("arguments"))
        yield Entry(role=Role.ASSISTANT, calls=(call,))
    elif text(one.get("type")) == "function_call_output":
        yield Entry(role=Role.TOOL, content=result(one), answers=text(one.get("call_id")))
    elif text(one.get("type")) not in _THOUGHT:
        yield from _spoken(text(one.get("role")) or text(one.get("type")), one)


def _spoken(name: str, body: Attrs) -> Iterator[Entry]:
    """One message: results of tools come before what is said beside them, as every provider wants them."""
    who = role(name)
    content = body.get("parts", body.get("content"))
    extra = mapping(body.get("additional_kwargs"))
    listed = body.get("tool_calls") or extra.get("tool_calls")
    found = parts(content) if isinstance(content, list | tuple) else parts([content] if content is not None else [])
    for call_id, given in found.results:
        yield Entry(role=Role.TOOL, content=given, answers=call_id)
    named = calls(listed, body.get("function_call") or extra.get("function_call"))
    if who is Role.TOOL and not found.results:
        yield Entry(role=who, content=_tool(found.says), answers=first(body, "tool_call_id", "toolCallId", "id"))
    elif found.says or found.calls or named or not found.results:
        known = {call.id for call in named}
        unnamed = [call for call in found.calls if call.id not in known or not call.id]
        yield Entry(role=who, content=found.says, calls=(*named, *unnamed))


def _tool(says: list[JSON]) -> JSON:
    """Some log what a tool gave as a map, which is no part of a message."""
    if len(says) == 1 and isinstance(says[0], Mapping) and "type" not in says[0]:
        return result({"content": says[0]})
    return says


def _is_pair(one: Sequence[JSON]) -> bool:
    """LangChain's short way: `["human", "Hello"]`."""
    return bool(isinstance(one, list | tuple) and one[1:] and not one[2:] and role(text(one[0])))
