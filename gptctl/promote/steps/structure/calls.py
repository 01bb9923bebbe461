"""Whether the tool calls could have been made: a tool that there was, with arguments that it takes."""

from collections.abc import Callable, Mapping, Sequence

import orjson
from jsonschema_rs import Draft202012Validator

from gptctl.core.value import JSON, Attrs
from gptctl.promote.chat import Call, Chat
from gptctl.promote.steps.structure.problem import Problem, Reason

Check = Callable[[JSON], bool]


class Calls:
    """Checks against `tools`, lists of tools in OpenAI's shape by their digest; without a list only JSON is checked.

    `present` are the tools that an example will show: who learns to call another one learns what cannot be done. An
    assistant without any shows none, and nothing is checked. A schema that is none, or that points outside itself,
    checks nothing: it is never fetched.
    """

    def __init__(self, tools: Mapping[str, Sequence[Attrs]], present: Sequence[Attrs]) -> None:
        self._then = {digest: dict(map(_check, listed)) for digest, listed in tools.items() if listed}
        self._now = dict(map(_check, present))

    def problem(self, messages: Sequence[Chat], digest: str) -> Problem | None:
        then = self._then.get(digest)
        for n, message in enumerate(messages):
            for call in message.get("tool_calls") or ():
                reason = self._reason(call, then)
                if reason:
                    return Problem(reason=reason, at=n)
        return None

    def _reason(self, call: Call, then: Mapping[str, Check] | None) -> Reason | None:
        name = call["function"]["name"]
        if not name or not name.strip():
            return Reason.NO_NAME
        if then is not None and name not in then:
            return Reason.UNKNOWN_TOOL
        arguments = _arguments(call)
        if arguments is None:
            return Reason.NOT_JSON
        if then is not None and not then[name](arguments):
            return Reason.SCHEMA
        if self._now and name not in self._now:
            return Reason.UNDECLARED
        return Reason.SCHEMA_NOW if self._now and not self._now[name](arguments) else None


def _arguments(call: Call) -> JSON:
    try:
        arguments: JSON = orjson.loads(call["function"]["arguments"])
    except orjson.JSONDecodeError:
        return None
    return arguments if isinstance(arguments, dict) else None


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
