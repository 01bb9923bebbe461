"""Personal data is replaced by placeholders, or its row is dropped."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gptctl.promote.chat import Call, Chat, said
from gptctl.promote.recipe import PersonalData
from gptctl.promote.row import Drop, Row
from gptctl.promote.steps.base import Verdict
from gptctl.promote.steps.personal.book import Book
from gptctl.promote.steps.personal.clue import Clue
from gptctl.promote.steps.personal.fields import Change, changed, texts
from gptctl.promote.steps.personal.find import CLUES, find, listed
from gptctl.promote.steps.personal.hit import Hit
from gptctl.promote.steps.personal.look import Look

MOST = 1000
"""Places in one conversation: one with more is a list of people and no example, and is dropped in any case."""

ROUNDS = 4
"""A placeholder may make a clue of what stands beside it: looked at again until nothing is found, so many times."""


class Personal:
    """Replaces, the same throughout a conversation, or drops for `personal data`. `names` are the recipe's."""

    name = "personal data"

    def __init__(self, treatment: PersonalData, names: Sequence[str] = ()) -> None:
        self._treatment = treatment
        self._look = Look((listed(names), *CLUES) if names else CLUES)

    def judge(self, rows: Sequence[Row]) -> Sequence[Verdict]:
        clues = self._look.through([row.text for row in rows])
        return [self._verdict(row, clues.get(index)) for index, row in enumerate(rows)]

    def _verdict(self, row: Row, clues: Sequence[Clue] | None) -> Verdict:
        hits = () if clues is None else _found(row.messages, clues)
        if not hits:
            return row
        if self._treatment is PersonalData.DROP or len(hits) > MOST:
            return Drop(id=row.id, reason="personal data", detail=", ".join(sorted({hit.kind for hit in hits})))
        return self._replaced(row, hits)

    def _replaced(self, row: Row, hits: Sequence[Hit]) -> Row:
        book, messages, text = Book(row.text), row.messages, row.text
        for _ in range(ROUNDS):
            if not hits:
                break
            book.note(hits)
            change = book.change()
            messages = [_rewritten(message, change) for message in messages]
            text = said(messages)
            left = self._look.through([text])
            hits = _found(messages, left[0]) if left else ()
        return row if text == row.text else replace(row, messages=messages, text=text)


def _found(messages: Sequence[Chat], clues: Sequence[Clue]) -> Sequence[Hit]:
    return tuple(find([keyed for written in _written(messages) for keyed in texts(written)], clues))


def _written(messages: Sequence[Chat]) -> Iterator[str]:
    for message in messages:
        yield message["content"] or ""
        for call in message.get("tool_calls", ()):
            yield call["function"]["arguments"]


def _rewritten(message: Chat, change: Change) -> Chat:
    new = message.copy()
    content, calls = message["content"], message.get("tool_calls")
    if content:
        new["content"] = changed(content, change)
    if calls:
        new["tool_calls"] = [_call(call, change) for call in calls]
    return new


def _call(call: Call, change: Change) -> Call:
    function = call["function"]
    return {**call, "function": {**function, "arguments": changed(function["arguments"], change)}}
