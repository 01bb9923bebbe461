"""Checks of rows in the shape of Bedrock's Converse: turns of content blocks, a system prompt beside them."""

import re
from collections.abc import Iterator
from itertools import pairwise

from gptctl.core.value import Attrs
from gptctl.promote.rules.rows import entries, role, texts

SCHEMA = "bedrock-conversation-2024"
_RESERVED = re.compile(r"\b(?:User|Bot|Assistant|System):|<(?:image|video)>|\[EOS\]")


def schema(row: Attrs) -> Iterator[str]:
    if row.get("schemaVersion") != SCHEMA:
        yield f"`schemaVersion` is not {SCHEMA}"


def turns(row: Attrs) -> Iterator[str]:
    """The user begins, the assistant ends, they take turns, and each says something."""
    found = entries(row.get("messages"))
    if not found:
        yield "`messages` is not a list with messages in it"
        return
    for index, message in enumerate(found):
        if role(message) not in {"user", "assistant"}:
            yield f"messages[{index}]: the role is {str(message.get('role'))[:40]!r}, not user or assistant"
        if not entries(message.get("content")):
            yield f"messages[{index}] has no content blocks"
    if role(found[0]) != "user":
        yield "the first message is not the user's"
    if role(found[-1]) != "assistant":
        yield "the last message is not the assistant's"


def alternate(row: Attrs) -> Iterator[str]:
    found = entries(row.get("messages"))
    for index, (before, message) in enumerate(pairwise(found), start=1):
        if role(before) == role(message):
            yield f"messages[{index}] follows a message of the same role"


def no_reserved(row: Attrs) -> Iterator[str]:
    """Words that the trainer uses itself stand nowhere in the texts."""
    for text in texts([row.get("system"), row.get("messages")]):
        found = _RESERVED.search(text)
        if found:
            yield f"{found.group()!r} is a reserved word of the trainer"
            return


def no_tools(row: Attrs) -> Iterator[str]:
    uses = any("toolUse" in block for item in entries(row.get("messages")) for block in entries(item.get("content")))
    if uses or row.get("toolConfig"):
        yield "the conversation uses tools"
