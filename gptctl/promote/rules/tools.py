"""Checks of tools, of calls to them and of what they gave back, in OpenAI's chat shape."""

import json
import re
from collections.abc import Iterator, Mapping

from gptctl.core.value import Attrs
from gptctl.promote.rules.base import RowCheck
from gptctl.promote.rules.rows import calls, context, entries, field, messages, role, word

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def well_formed(row: Attrs) -> Iterator[str]:
    """Every call has an id, a name and arguments that are JSON text of an object."""
    for place, message in messages(row):
        for index, call in enumerate(calls(message)):
            where = f"{place}.tool_calls[{index}]"
            if not isinstance(call.get("id"), str) or not call["id"]:
                yield f"{where} has no id"
            name = field(call, "function", "name")
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                yield f"{where}: the function's name is not 1 to 64 letters, digits, _ or -"


def text_arguments(row: Attrs) -> Iterator[str]:
    for place, message in messages(row):
        for index, call in enumerate(calls(message)):
            where = f"{place}.tool_calls[{index}].function.arguments"
            arguments = field(call, "function", "arguments")
            if not isinstance(arguments, str):
                yield f"{where} is not JSON text"
            elif not _is_object(arguments):
                yield f"{where} is not the JSON text of an object"


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def paired(row: Attrs) -> Iterator[str]:
    """Results follow the calls that they answer, each call has one, and nothing stands between."""
    open_: set[str] = set()
    for place, message in context(row):
        if role(message) == "tool":
            if word(message.get("tool_call_id")) not in open_:
                yield f"{place} answers no call that stands before it"
            open_.discard(word(message.get("tool_call_id")))
            continue
        if open_:
            yield f"{place} stands where the results of {len(open_)} tool calls are missing"
        open_ = {word(call.get("id")) for call in calls(message)}


def declared(row: Attrs) -> Iterator[str]:
    """Where a row has tools, every call is to one of them."""
    known = {word(field(tool, "function", "name")) for tool in entries(row.get("tools"))}
    if not known:
        return
    for place, message in messages(row):
        for call in calls(message):
            if word(field(call, "function", "name")) not in known:
                yield f"{place} calls a function that is not among the row's tools"


def unique_names(row: Attrs) -> Iterator[str]:
    seen: set[str] = set()
    for index, tool in enumerate(entries(row.get("tools"))):
        name = word(field(tool, "function", "name"))
        if not _NAME.fullmatch(name):
            yield f"tools[{index}] has no name of 1 to 64 letters, digits, _ or -"
        elif name in seen:
            yield f"tools[{index}] has a name that another has already"
        seen.add(name)


def parameters(row: Attrs) -> Iterator[str]:
    for index, tool in enumerate(entries(row.get("tools"))):
        if not isinstance(field(tool, "function", "parameters"), Mapping):
            yield f"tools[{index}] has no parameters: a JSON Schema of an object"


def described(row: Attrs) -> Iterator[str]:
    for index, tool in enumerate(entries(row.get("tools"))):
        if not isinstance(field(tool, "function", "description"), str):
            yield f"tools[{index}] has no description"


def at_most(count: int) -> RowCheck:
    def check(row: Attrs) -> Iterator[str]:
        if len(entries(row.get("tools"))) > count:
            yield f"{len(entries(row.get('tools')))} tools; at most {count} are allowed"

    return check


def id_length(length: int) -> RowCheck:
    """Ids of calls have exactly this many letters and digits."""
    form = re.compile(rf"[A-Za-z0-9]{{{length}}}")

    def check(row: Attrs) -> Iterator[str]:
        for place, message in messages(row):
            said = [call.get("id") for call in calls(message)]
            if "tool_call_id" in message:
                said.append(message["tool_call_id"])
            if not all(isinstance(id_, str) and form.fullmatch(id_) for id_ in said):
                yield f"{place}: ids of tool calls must have {length} letters or digits"

    return check
