"""The form of an answer: JSON where JSON is wanted, a list where a list is."""

import json
import re
from collections.abc import Callable

from jsonschema_rs import Draft202012Validator

from gptctl.core.value import JSON, Attrs
from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Reply
from gptctl.promote.compare.measures.base import Measure
from gptctl.promote.compare.turn import Turn

_PARTS = {
    "heading": re.compile(r"^ {0,3}#{1,6} ", re.MULTILINE),
    "bullets": re.compile(r"^\s*[-*+•] ", re.MULTILINE),
    "numbers": re.compile(r"^\s*\d{1,3}[.)] ", re.MULTILINE),
    "table": re.compile(r"^\s*\|.*\|\s*$", re.MULTILINE),
    "code": re.compile(r"^\s*```", re.MULTILINE),
}


def form(schema: Attrs | None) -> Measure:
    """`schema` is what the assistant declares for its output. One that points outside itself, or is none, is not used.

    Without it an answer has the right form when it is a call where a call is wanted, JSON where JSON is, and has
    headings, lists, tables and code just where the expected one has them.
    """
    valid = _validator(schema)

    def score(turn: Turn, reply: Reply) -> float:
        wanted, said = turn.expected, reply.message
        if reply.rejected:
            return 0.0
        if wanted.get("tool_calls") or said.get("tool_calls"):
            return float(_called(wanted) == _called(said))
        text = said["content"] or ""
        return float(valid(text) if valid else shape(wanted["content"] or "") == shape(text))

    return Measure(name="form", says="the form that is wanted: calls, JSON, headings, lists, tables, code", score=score)


def shape(text: str) -> frozenset[str]:
    """Which parts of Markdown a text has, or `json` alone."""
    if is_json(text):
        return frozenset({"json"})
    return frozenset(name for name, pattern in _PARTS.items() if pattern.search(text))


def is_json(text: str) -> bool:
    """Whether it is an object or a list: a bare number or word is prose."""
    return isinstance(_parsed(text), dict | list)


def _called(message: Chat) -> bool:
    calls = message.get("tool_calls", ())
    return bool(calls) and all(isinstance(_parsed(call["function"]["arguments"]), dict) for call in calls)


def _validator(schema: Attrs | None) -> Callable[[str], bool] | None:
    if schema is None:
        return None
    try:
        is_valid = Draft202012Validator(dict(schema), offline=True).is_valid
    except ValueError:
        return None
    return lambda text: is_json(text) and is_valid(_parsed(text))


def _parsed(text: str) -> JSON:
    """None for what is no JSON."""
    try:
        value: JSON = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value
