"""Tool calls: the same tools with the same arguments, in any order."""

import json
import unicodedata
from collections.abc import Mapping

from gptctl.core.value import JSON, canonical
from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Reply
from gptctl.promote.compare.measures.base import Measure, Sense
from gptctl.promote.compare.turn import Turn


def normal_calls(message: Chat) -> list[tuple[str, str]]:
    """Name and normalised arguments of each call, sorted."""
    calls = (call["function"] for call in message.get("tool_calls", ()))
    return sorted((call["name"], normal_json(call["arguments"])) for call in calls)


def normal_json(text: str) -> str:
    """The same text for equal values: 1 is 1.0, a null entry is none, and white space in strings does not count.

    What is not JSON is left as it is, white space at its ends excepted. Case counts: an order number is one.
    """
    try:
        return canonical(_normal(json.loads(text)))
    except (ValueError, RecursionError):
        return text.strip()


def _normal(value: JSON) -> JSON:
    match value:
        case Mapping():
            return {str(_normal(key)): _normal(item) for key, item in value.items() if item is not None}
        case list() | tuple():
            return [_normal(item) for item in value]
        case str():
            return " ".join(unicodedata.normalize("NFC", value).split())
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


def _same(turn: Turn, reply: Reply) -> float | None:
    if not turn.expected.get("tool_calls"):
        return None
    return float(normal_calls(turn.expected) == normal_calls(reply.message))


def _same_tools(turn: Turn, reply: Reply) -> float | None:
    if not turn.expected.get("tool_calls"):
        return None
    return float(_names(turn.expected) == _names(reply.message))


def _needless(turn: Turn, reply: Reply) -> float | None:
    if turn.expected.get("tool_calls") or not turn.tools:
        return None
    return float(bool(reply.message.get("tool_calls")))


def _names(message: Chat) -> list[str]:
    return sorted(call["function"]["name"] for call in message.get("tool_calls", ()))


CALLS = Measure(name="calls", says="the tools were called that should be, with the same arguments", score=_same)
TOOLS = Measure(name="tools", says="the tools were called that should be, whatever the arguments", score=_same_tools)
NEEDLESS = Measure(
    name="needless calls", says="a tool was called where words were wanted", score=_needless, sense=Sense.LOWER
)
