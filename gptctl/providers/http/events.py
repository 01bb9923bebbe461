"""Server-sent events, as the HTML standard defines them, with a JSON object as the data of each."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from gptctl.core.value import Attrs
from gptctl.errors import ProviderError

LINE_LIMIT = 4 * 1024 * 1024
"""Bytes of one line; providers write an event in one, and a far shorter one."""

DONE = "[DONE]"
"""What some providers say instead of an object when nothing more will come."""


def events(
    chunks: Iterable[bytes], *, clean: Callable[[str], str], broken: Callable[[str], ProviderError]
) -> Iterator[Attrs]:
    """The object of every event that was sent to its end; names, ids and comments are passed over.

    `clean` takes secrets out of a text. `broken` makes the error for what is no such stream: it takes what is wrong,
    as the end of a sentence.
    """
    for data in map(clean, _data(_lines(chunks, broken))):
        if data == DONE:
            return
        try:
            event = json.loads(data)
        except (ValueError, RecursionError):
            raise broken("sent an event that is no JSON") from None
        if not isinstance(event, Mapping):
            raise broken("sent an event that is no object")
        yield event


def _data(lines: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    for line in lines:
        field, _, value = line.partition(":")
        if field == "data":
            held.append(value.removeprefix(" "))
        elif not line and held:
            yield "\n".join(held)
            held = []


def _lines(chunks: Iterable[bytes], broken: Callable[[str], ProviderError]) -> Iterator[str]:
    """A line ends with a line feed, and the carriage return before it; nobody sends returns alone."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) > LINE_LIMIT:
            raise broken(f"sent a line of more than {LINE_LIMIT} bytes")
        yield from (line.decode("utf-8", "replace").removesuffix("\r") for line in whole)
