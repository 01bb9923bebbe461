"""Whether the tool calls could have been made: a tool that there was, with arguments that it takes."""

from collections.abc import Callable, Mapping, Sequence

import orjson
from jsonschema_rs import Draft202012Validator

from gptctl.core.value import JSON, Attrs
from gptctl.promote.chat import Call, Chat
from gptctl.promote.steps.structure.problem import Problem, Reason

Check = Callable[[JSON], bool]


class Calls:
    """Checks against `tools`, lists of tools in OpenAI's shape by their digest. Without a list only JSON is checked.

    A schema that is none, or that points outside itself, checks nothing: it is never fetched.
    """

    def __init__(self, tools: Mapping[str, Sequence[Attrs]]) -> None:
        self._checks = {digest: dict(map(_check, listed)) for digest, listed in tools.items() if listed}

    def problem(self, messages: Sequence[Chat], digest: str) -> Problem | None:
        checks = self._checks.get(digest)
        for n, message in enumerate(messages):
            for call in message.get("tool_calls") or ():
                reason = _reason(call, checks)
                if reason:
                    return Problem(reason=reason, at=n)
        return None


def _reason(call: Call, checks: Mapping[str, Check] | None) -> Reason | None:
    name = call["function"]["name"]
    if not name or not name.strip():
        return Reason.NO_NAME
    if checks is not None and name not in checks:
        return Reason.UNKNOWN_TOOL
    try:
        arguments = orjson.loads(call["function"]["arguments"])
    except orjson.JSONDecodeError:
        return Reason.NOT_JSON
    if not isinstance(arguments, dict):
        return Reason.NOT_JSON
    return Reason.SCHEMA if checks is not None and not checks[name](arguments) else None


def _check(tool: Attrs) -> tuple[str, Check]:
    function = tool.get("function")
    if not isinstance(function, Mapping):
        return str(tool.get("name", "")), _anything
    name, schema = str(function.get("name", "")), function.get("parameters")
    if not isinstance(schema, Mapping):
        return name, _anything
    try:
        return name, Draft202012Validator(dict(schema), offline=True).is_valid
    except ValueError:
        return name, _anything


def _anything(_arguments: JSON) -> bool:
    return True
