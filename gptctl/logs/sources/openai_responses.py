"""OpenAI's responses with their requests, and its conversations as lists of items."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Conversation, Level, Rating
from gptctl.logs.sources import itemlist, pair, responses
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.chains import Chains, Link, Path
from gptctl.logs.sources.generation import Around, around, generated, rated
from gptctl.logs.sources.held import Held
from gptctl.logs.sources.judged import judgements
from gptctl.logs.sources.rows import Row, Unfit, each, rows, share
from gptctl.logs.sources.shapes import digest, instant, mapping, name, text

EARLIER = "what was said before is in none of the files"
CIRCLE = "it continues a response that in the end continues this one"
BRANCHES = "it is one of too many ends of one conversation"
NO_INPUT = "it says nothing of what was asked: log the request beside the response, or its list of input items"


class Reader:
    """A list of items is one conversation. A response with its request is one too, with all that it continues.

    Responses are tied by `previous_response_id` or by their conversation; they are held until the last of them was
    read, whichever order they stand in. Where a user went back and asked again, each end is a conversation.

    What a tool of the provider found is the result of a call, such as `file_search`. Where the log does not hold it
    (ask for it with `include`), the conversation says that it is lost.
    """

    shape = "openai-responses"
    title = "OpenAI responses with their requests, or the items of its conversations"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, _is_mine, pair.SURE)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        turns = (_turn(row.value) for row in rows(self.shape, files) if isinstance(row, Row))
        waiting = _Waiting(Chains(turn.link for turn in turns if turn is not None))
        return each(self.shape, files, waiting.read)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    link: Link
    pair: pair.Pair
    known: Around


class _Waiting:
    """Rows whose conversation goes on in rows that were not read yet."""

    def __init__(self, chains: Chains) -> None:
        self._chains = chains
        self._left = dict(chains.sizes())
        self._held: dict[str, list[Held]] = {}

    def read(self, row: Row) -> Iterator[Item]:
        """Raises Unfit."""
        if itemlist.is_items(row.value):
            known = replace(around(row.value, row.value.get("conversation")), provider="openai")
            yield generated(row.place, itemlist.generation(row.value), known)
            return
        turn = _turn(row.value)
        if turn is None:
            raise Unfit(NO_INPUT)
        group = self._chains.group(turn.link.id)
        self._left[group] -= 1
        if self._left[group]:
            self._held.setdefault(group, []).append(Held(row))
        else:
            before = [held.row for held in self._held.pop(group, [])]
            yield from self._whole([*((one, _turn(one.value)) for one in before), (row, turn)])

    def _whole(self, found: Sequence[tuple[Row, _Turn | None]]) -> Iterator[Item]:
        by_id = {turn.link.id: (row, turn) for row, turn in found if turn is not None}
        paths = self._chains.paths(by_id)
        for path in paths:
            last = by_id[path.ids[-1]][0]
            try:
                one = _conversation(last, path, [by_id[id_][1] for id_ in path.ids])
                yield from rated(one, _ratings(one, [by_id[id_] for id_ in path.ids]))
            except Unfit as unfit:
                yield last.place.reject(str(unfit))
        told = {id_ for path in paths for id_ in path.ids}
        for id_ in by_id.keys() - told:
            yield by_id[id_][0].place.reject(BRANCHES if paths else CIRCLE)


def _is_mine(value: Attrs) -> bool:
    return itemlist.is_items(value) or itemlist.has_input(value) or pair.logged(value) is pair.Api.RESPONSES


def _turn(value: Attrs) -> _Turn | None:
    found = pair.pair(value)
    if itemlist.has_input(value):
        found = pair.Pair(request=itemlist.input_of(value), response=pair.unwrapped(value["response"]))
    if found is None or pair.api(found) is not pair.Api.RESPONSES:
        return None
    answer = responses.response_of(found.response)
    held_in = answer.get("conversation") or found.request.get("conversation")
    link = Link(
        id=text(answer.get("id")) or digest(value),
        previous=text(answer.get("previous_response_id")) or text(found.request.get("previous_response_id")),
        group=name(mapping(held_in).get("id")) or text(held_in),
        time=instant(answer.get("created_at")),
    )
    return _Turn(link=link, pair=found, known=around(value, found.request, answer))


def _ratings(one: Conversation, turns: Sequence[tuple[Row, _Turn]]) -> Iterator[Rating]:
    """What every row of a chain says of its own answer."""
    places = {id_: at for at, id_ in enumerate(one.message_ids) if id_}
    for row, turn in turns:
        if turn.link.id in places:
            at = places[turn.link.id]
            yield from (replace(rating, level=Level.MESSAGE, at=at) for rating in judgements(row.value))


def _conversation(last: Row, path: Path, turns: Sequence[_Turn]) -> Conversation:
    """Raises Unfit."""
    generation = responses.turns([(turn.pair.request, turn.pair.response) for turn in turns])
    begun, ended = turns[0], turns[-1]
    if begun.link.previous and not begun.link.group:
        generation.telling.lose(EARLIER)
    known = replace(
        ended.known,
        session=ended.link.group or ended.known.session,
        started=begun.known.started,
        ended=ended.known.started,
    )
    own = "" if path.native == begun.link.id else path.native
    return generated(last.place, replace(generation, native=path.native), known, native=own)
