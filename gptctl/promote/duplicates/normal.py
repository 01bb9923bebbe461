"""The same words in the same order: what makes two texts equal whatever their case and white space."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from gptctl.promote.chat import Chat
from gptctl.promote.row import Row

_SPACE = b" \t\r\n\x0b\x0c"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Digests of 8 bytes, as numbers: of the whole, of all before the last target, and of its first question."""

    whole: int
    context: int
    question: int


def normal(text: str) -> bytes:
    """Without white space and case, in one Unicode form."""
    if not text.isascii():
        text = "".join(unicodedata.normalize("NFKC", text).casefold().split())
        return text.encode("utf-8", "surrogatepass")
    return text.lower().encode().translate(None, _SPACE)


def said(message: Chat) -> Iterator[bytes]:
    """What a message says, each part set off from the next; ids of calls say nothing."""
    yield message["role"][0].encode()
    yield normal(message["content"] or "")
    for call in message.get("tool_calls", ()):
        yield b"\0"
        yield call["function"]["name"].encode("utf-8", "surrogatepass")
        yield b"\0"
        yield normal(call["function"]["arguments"])
    yield b"\1"


def keys(row: Row) -> Keys:
    hasher = blake2b(digest_size=8)
    question, last = b"", len(row.messages) - 1
    context = b""
    for index, message in enumerate(row.messages):
        if index == last:
            context = hasher.digest()
        hasher.update(b"".join(said(message)))
        if not question and message["role"] == "user":
            question = hasher.digest()
    return Keys(whole=number(hasher.digest()), context=number(context), question=number(question))


def contexts(messages: Sequence[Chat], targets: Sequence[int]) -> tuple[int, ...]:
    """The key of all that stands before each target, in their order."""
    hasher, found = blake2b(digest_size=8), []
    wanted = set(targets)
    for index, message in enumerate(messages):
        if index in wanted:
            found.append(number(hasher.digest()))
        hasher.update(b"".join(said(message)))
    return tuple(found)


def draw(seed: str, id_: str) -> int:
    """A number of 64 bits that looks random and is the same for the same seed and id: every choice is made by it."""
    return number(blake2b(f"{seed}\0{id_}".encode("utf-8", "surrogatepass"), digest_size=8).digest())


def number(digest: bytes) -> int:
    return int.from_bytes(digest, "little")
