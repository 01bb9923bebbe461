"""The same words in the same order: what makes two texts equal whatever their case and white space."""

import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.chat import Chat
from gptctl.promote.row import Row

_SPACE = b" \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f"
_SMALL = bytes(range(256)).lower()


def keys(rows: Sequence[Row]) -> NDArray[np.uint64]:
    """(rows, 2): of all before the last target, and of the whole. Rows end with their last target."""
    digests = []
    for row in rows:
        hasher = blake2b(said(row.messages[:-1]), digest_size=8)
        digests.append(hasher.digest())
        hasher.update(said(row.messages[-1:]))
        digests.append(hasher.digest())
    return np.frombuffer(b"".join(digests), dtype="<u8").reshape(-1, 2)


def said(messages: Iterable[Chat]) -> bytes:
    """What messages say, without white space and case, each part set off from the next; ids of calls say nothing."""
    parts: list[str] = []
    for message in messages:
        parts += message["role"], "\0", message["content"] or "", "\1"
        if "tool_calls" in message:
            for call in message["tool_calls"]:
                parts += call["function"]["name"], "\0", call["function"]["arguments"], "\1"
    return normal("".join(parts))


def normal(text: str) -> bytes:
    """Without white space and case, in one Unicode form."""
    if not text.isascii():
        text = "".join(unicodedata.normalize("NFKC", text).casefold().split())
        return text.encode("utf-8", "surrogatepass")
    return text.encode().translate(_SMALL, _SPACE)


def contexts(messages: Sequence[Chat], targets: Sequence[int]) -> tuple[int, ...]:
    """The key of all that stands before each target, in their order."""
    hasher, found = blake2b(digest_size=8), []
    wanted = set(targets)
    for index, message in enumerate(messages):
        if index in wanted:
            found.append(number(hasher.digest()))
        hasher.update(said((message,)))
    return tuple(found)


def draw(seed: str, id_: str) -> int:
    """A number of 64 bits that looks random and is the same for the same seed and id: every choice is made by it."""
    return number(blake2b(f"{seed}\0{id_}".encode("utf-8", "surrogatepass"), digest_size=8).digest())


def number(digest: bytes) -> int:
    return int.from_bytes(digest, "little")
