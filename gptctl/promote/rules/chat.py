"""Checks of messages in OpenAI's chat shape, for each target that takes it."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from gptctl.core.value import Attrs
from gptctl.promote.rules.base import RowCheck
from gptctl.promote.rules.rows import context, field, messages, role

ASSISTANT = "assistant"


def listed(key: str) -> RowCheck:
    """`key` holds a list of objects, with one at least."""

    def check(row: Attrs) -> Iterator[str]:
        found = field(row, *key.split("."))
        if not isinstance(found, list) or not found:
            yield f"`{key}` is not a list with messages in it"
        else:
            yield from (f"{key}[{at}] is no object" for at, item in enumerate(found) if not isinstance(item, Mapping))

    return check


def row_keys(known: frozenset[str]) -> RowCheck:
    def check(row: Attrs) -> Iterator[str]:
        yield from (f"`{key}` is not a key of a row" for key in row if key not in known)

    return check


def keys(known: frozenset[str]) -> RowCheck:
    """Messages have no other keys than these."""

    def check(row: Attrs) -> Iterator[str]:
        for place, message in messages(row):
            yield from (f"{place} has the unknown key `{key}`" for key in message if key not in known)

    return check


def roles(allowed: frozenset[str]) -> RowCheck:
    def check(row: Attrs) -> Iterator[str]:
        for place, message in messages(row):
            if role(message) not in allowed:
                yield f"{place}: the role is {_shown(message.get('role'))}, not one of {', '.join(sorted(allowed))}"

    return check


def text_or_calls(row: Attrs) -> Iterator[str]:
    """Content is text; none is allowed beside tool calls alone."""
    for place, message in messages(row):
        content = message.get("content")
        if isinstance(content, str) or (content is None and message.get("tool_calls")):
            continue
        yield f"{place}: the content is not text" if content is not None else f"{place} has neither text nor tool calls"


def calls_alone(row: Attrs) -> Iterator[str]:
    """Beside tool calls there is no text, not even an empty one."""
    for place, message in messages(row):
        if message.get("tool_calls") and message.get("content") is not None:
            yield f"{place} has text beside tool calls"


def text_always(row: Attrs) -> Iterator[str]:
    for place, message in messages(row):
        if not isinstance(message.get("content"), str):
            yield f"{place}: the content is not text"


def some_text(row: Attrs) -> Iterator[str]:
    """An answer says something: text or a tool call."""
    for place, message in messages(row):
        content = message.get("content")
        if role(message) == ASSISTANT and not message.get("tool_calls") and not str(content or "").strip():
            yield f"{place} is an empty answer"


def has_assistant(row: Attrs) -> Iterator[str]:
    if not any(role(message) == ASSISTANT for _, message in context(row)):
        yield "no message is the assistant's"


def ends_with_assistant(row: Attrs) -> Iterator[str]:
    found = context(row)
    if found and role(found[-1][1]) != ASSISTANT:
        yield f"the last message is {_shown(found[-1][1].get('role'))}'s, not the assistant's"


def ends_with_text(row: Attrs) -> Iterator[str]:
    """The last message is an answer in words, not a tool call."""
    found = context(row)
    if found and (role(found[-1][1]) != ASSISTANT or found[-1][1].get("tool_calls")):
        yield "the last message is not an answer in words"


def context_ends_with_other(row: Attrs) -> Iterator[str]:
    found = context(row)
    if found and role(found[-1][1]) == ASSISTANT:
        yield "the input ends with the assistant's own message"


def weights(row: Attrs) -> Iterator[str]:
    """Weights are 0 or 1 and stand on the assistant's messages alone."""
    for place, message in messages(row):
        if "weight" not in message:
            continue
        if role(message) != ASSISTANT:
            yield f"{place} is not the assistant's and has a weight"
        elif isinstance(message["weight"], bool) or message["weight"] not in (0, 1):
            yield f"{place}: the weight is {_shown(message['weight'])}, not 0 or 1"


def some_loss(row: Attrs) -> Iterator[str]:
    """Something is learnt: one answer at least has a weight of 1, or none at all."""
    spoken = [message for _, message in context(row) if role(message) == ASSISTANT]
    if spoken and all(message.get("weight") == 0 for message in spoken):
        yield "every answer has the weight 0"


def same_weights(row: Attrs) -> Iterator[str]:
    """For targets without weights: a row with some says that other turns would be learnt than were meant."""
    if any(message.get("weight") == 0 for _, message in messages(row)):
        yield "an answer that is not meant to be learnt cannot be left out here"


def system_first(row: Attrs) -> Iterator[str]:
    for index, (place, message) in enumerate(context(row)):
        if index and role(message) == "system":
            yield f"{place}: a system message stands only at the beginning"


def alternate(row: Attrs) -> Iterator[str]:
    """No two user messages, and no two answers, follow each other."""
    found = context(row)
    for (_, before), (place, message) in pairwise(found):
        if role(message) == role(before) and role(message) in {"user", ASSISTANT, "system"}:
            yield f"{place} follows a message of the same role"


def _shown(value: object) -> str:
    return repr(value)[:60]
