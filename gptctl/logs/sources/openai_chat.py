"""Requests and responses of the chat completions API as applications log them, and OpenAI's stored completions."""

from collections.abc import Iterable, Iterator, Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources import chat, pair
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.generation import around, generated, rated
from gptctl.logs.sources.held import Held
from gptctl.logs.sources.judged import judgements
from gptctl.logs.sources.rows import Row, Unfit, each, share
from gptctl.logs.sources.shapes import digest, maps, text

NO_MESSAGES = "its request is not in the files: add the list of its messages, GET /chat/completions/ID/messages"


class Reader:
    """One row is one conversation: all that its request repeats, and the answer.

    Rows of one session that begin with the same question and answer are one conversation, of which the longest is kept.

    OpenAI lists a stored completion without what was asked; its messages are a list of their own
    (`GET /chat/completions/ID/messages`), whose ids begin with that of the completion. Both are held until all files
    are read; what stays alone is rejected.
    """

    shape = "openai-chat"
    title = "OpenAI chat completions: requests with responses, or stored completions with their messages"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, _is_mine, pair.SURE)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        stored = _Stored()
        yield from each(self.shape, files, lambda row: _read(row, stored))
        yield from stored.joined()


class _Stored:
    """Completions and the lists of messages that were asked, until both are there."""

    def __init__(self) -> None:
        self._completions: dict[str, list[Held]] = {}
        self._messages: dict[str, list[Held]] = {}

    def completion(self, row: Row) -> None:
        self._completions.setdefault(_id(row), []).append(Held(row))

    def messages(self, row: Row) -> None:
        self._messages.setdefault(_id(row), []).append(Held(row))

    def joined(self) -> Iterator[Item]:
        for id_, found in self._completions.items():
            pages = [one.row.value for one in self._messages.pop(id_, [])]
            yield from (_whole(held.row, pages) for held in found)
        for alone in (one for lists in self._messages.values() for one in lists):
            yield alone.place.reject("these messages were stored with a completion that is in none of the files")


def _is_mine(value: Attrs) -> bool:
    return pair.logged(value) is pair.Api.CHAT or _is_list(value) or _is_alone(value)


def _is_alone(value: Attrs) -> bool:
    return value.get("object") == "chat.completion" and "messages" not in value


def _is_list(value: Attrs) -> bool:
    """A page of messages, or one of them on its own."""
    listed = maps(value.get("data")) if value.get("object") == "list" else [value] if "role" in value else []
    return bool(listed) and text(listed[0].get("id")).startswith("chatcmpl-") and "role" in listed[0]


def _read(row: Row, stored: _Stored) -> Iterable[Item]:
    if _is_list(row.value):
        stored.messages(row)
        return ()
    if _is_alone(row.value):
        stored.completion(row)
        return ()
    found = pair.pair(row.value)
    if found is None:
        raise Unfit("it holds no request")
    known = around(row.value, found.request, found.response)
    return rated(generated(row.place, pair.generation(found), known), judgements(row.value))


def _whole(completion: Row, pages: Sequence[Attrs]) -> Item:
    listed = {text(one.get("id")): one for page in pages for one in _listed(page)}
    if not listed:
        return completion.place.reject(NO_MESSAGES)
    asked: list[JSON] = [*sorted(listed.values(), key=_number)]
    try:
        generation = chat.generation({"messages": asked}, completion.value)
        return generated(completion.place, generation, around(completion.value))
    except Unfit as unfit:
        return completion.place.reject(str(unfit))


def _listed(page: Attrs) -> Sequence[Attrs]:
    return maps(page.get("data")) or [page]


def _number(message: Attrs) -> int:
    """Messages are numbered at the end of their ids."""
    last = text(message.get("id")).rpartition("-")[2]
    return int(last) if last.isascii() and last.isdecimal() and len(last) < len(str(1 << 31)) else 0


def _id(row: Row) -> str:
    """The completion's id, of which a message's is made."""
    listed = maps(row.value.get("data")) or [row.value]
    first = text(listed[0].get("id"))
    return first.rpartition("-")[0] if _is_list(row.value) else first or digest(row.value)
