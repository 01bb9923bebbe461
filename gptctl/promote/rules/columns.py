"""Checks of rows whose columns are lists of messages, as open trainers take them."""

from collections.abc import Iterator, Mapping

from gptctl.core.value import Attrs
from gptctl.promote.rules.base import RowCheck
from gptctl.promote.rules.rows import calls, entries, field, role

_ROLES = frozenset({"system", "user", "assistant", "tool"})


def messages(*names: str, roles: frozenset[str] = _ROLES) -> RowCheck:
    """These columns are lists of messages with a known role and text."""

    def check(row: Attrs) -> Iterator[str]:
        for name in names:
            found = entries(row.get(name))
            if not found:
                yield f"`{name}` is not a list with messages in it"
            for index, message in enumerate(found):
                if role(message) not in roles or not isinstance(message.get("content"), str):
                    yield f"{name}[{index}] is not a message with a role and a text"

    return check


def by_assistant(*names: str) -> RowCheck:
    def check(row: Attrs) -> Iterator[str]:
        for name in names:
            found = entries(row.get(name))
            if found and role(found[0]) != "assistant":
                yield f"`{name}` does not begin with the assistant"

    return check


def object_arguments(*names: str) -> RowCheck:
    def check(row: Attrs) -> Iterator[str]:
        for name in names:
            for index, message in enumerate(entries(row.get(name))):
                for call in calls(message):
                    if not isinstance(field(call, "function", "arguments"), Mapping):
                        yield f"{name}[{index}]: the arguments of {field(call, 'function', 'name')} are not an object"

    return check


def trained(key: str) -> RowCheck:
    """Each message says with `key` whether it is learnt, true on answers alone and on one at least."""

    def check(row: Attrs) -> Iterator[str]:
        found = entries(row.get("messages"))
        for index, message in enumerate(found):
            if not isinstance(message.get(key), bool):
                yield f"messages[{index}]: `{key}` is not true or false"
            elif message[key] and role(message) != "assistant":
                yield f"messages[{index}] is not the assistant's and would be learnt"
        if found and not any(message.get(key) is True for message in found):
            yield "no message is learnt"

    return check


def one_message(*names: str) -> RowCheck:
    """These columns are one message of the assistant each."""

    def check(row: Attrs) -> Iterator[str]:
        for name in names:
            found = entries([row.get(name)])
            if not found or role(found[0]) != "assistant" or not isinstance(found[0].get("content"), str):
                yield f"`{name}` is not a message of the assistant"

    return check
