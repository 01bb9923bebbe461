"""Chats of Open WebUI: as a user or an administrator exports them, as a server gives them, and exported ratings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Conversation, Feedback, Ran, Rating, identify, pseudonym
from gptctl.logs.sources import openwebui_rating
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.openwebui_message import tell
from gptctl.logs.sources.outcome import maker
from gptctl.logs.sources.rows import Row, Unfit, drafted, each, share
from gptctl.logs.sources.shapes import array, digest, first, instant, mapping, maps, text
from gptctl.logs.sources.telling import Telling
from gptctl.logs.sources.tree import Branch, Grown, Tree, grow, signals

SHAPE = "openwebui-chat"


class Reader:
    """One chat is one conversation: from the top to where its user was last.

    A sibling of a message is an alternative; it is a sign that the user asked again, unless several models were asked
    at once. The model is the preset that was asked, so it is the remote id too. Passages that an answer rests on are
    told as a tool call with its result. Ratings stand in the messages, in `feedbacks` of a pulled chat, or in an
    export of their own, whose rows are feedback; so is a rating of what the conversation no longer holds.
    """

    shape = SHAPE
    title = "Open WebUI: exported chats, pulled chats, or exported feedback"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, lambda value: bool(_messages(value)) or openwebui_rating.is_feedback(value), 90)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        return each(self.shape, files, _read)


def _chat(value: Attrs) -> Attrs:
    """The chat itself; older exports do not wrap it."""
    return mapping(value.get("chat")) or value


def _messages(value: Attrs) -> Mapping[str, Attrs]:
    listed = mapping(mapping(_chat(value).get("history")).get("messages"))
    return {key: one for key, one in listed.items() if isinstance(one, Mapping)}


def _read(row: Row) -> Iterable[Item]:
    if openwebui_rating.is_feedback(row.value):
        return [_feedback(row)]
    return _conversation(row)


def _feedback(row: Row) -> Feedback:
    about = mapping(row.value.get("meta"))
    rating = openwebui_rating.feedback(row.value)
    chat, message = text(about.get("chat_id")), text(about.get("message_id"))
    if rating is None or not (chat and message):
        raise Unfit("it has no rating of a message in a chat")
    return Feedback(rating=rating, conversation=identify(SHAPE, chat), message=message)


def _conversation(row: Row) -> Iterator[Conversation | Feedback]:
    chat, said = _chat(row.value), _messages(row.value)
    if not said:
        raise Unfit("it has no `history` of messages")
    tree = Tree(parents={key: text(one.get("parentId")) for key, one in said.items()})
    current = text(mapping(chat.get("history")).get("currentId"))
    grown = grow(tree, current, partial(_tell, said), lambda node: text(said[node].get("role")) == "user")
    rated = _rated(row.value, said)
    model = next((found for node in reversed(grown.path) if (found := text(said[node].get("model")))), "")
    native = first(row.value, "id") or first(chat, "id") or digest(chat.get("history"))
    ran = Ran(model=model, remote_id=model, provider=maker(model))
    started = instant(row.value.get("created_at")) or instant(chat.get("timestamp"))
    yield replace(
        drafted(row.place, native, grown.telling, ran),
        instructions="\n\n".join(part for part in (_system(chat), grown.telling.instructions) if part),
        started=started,
        ended=max(started, instant(row.value.get("updated_at")), _latest(said)),
        user=pseudonym(text(row.value.get("user_id"))),
        ratings=tuple(_at(grown, rated)),
        alternatives=grown.alternatives({node: [rating] for node, rating in rated.items()}),
        signals=signals([branch for branch in grown.branches if not _asked_at_once(branch, grown, said)]),
    )
    for node in sorted(rated.keys() - grown.held()):
        yield Feedback(rating=replace(rated[node], at=-1), conversation=identify(SHAPE, native), message=node)


def _tell(said: Mapping[str, Attrs], telling: Telling, node: str) -> None:
    above = said.get(text(said[node].get("parentId")), {})
    tell(telling, said[node], node, text(above.get("content")))


def _system(chat: Attrs) -> str:
    return text(mapping(chat.get("params")).get("system")) or text(chat.get("system"))


def _latest(said: Mapping[str, Attrs]) -> float:
    return max((instant(one.get("timestamp")) for one in said.values()), default=0.0)


def _rated(value: Attrs, said: Mapping[str, Attrs]) -> dict[str, Rating]:
    """By message. A message keeps a copy of its feedback, which knows when it was given."""
    found: dict[str, Rating] = {}
    for node, one in said.items():
        noted = openwebui_rating.rating(mapping(one.get("annotation")), 0, 0.0)
        if noted is not None:
            found[node] = noted
    for row in maps(value.get("feedbacks")):
        given = openwebui_rating.feedback(row, 0)
        if given is not None:
            found[text(mapping(row.get("meta")).get("message_id")) or "unknown"] = given
    return found


def _at(grown: Grown, rated: Mapping[str, Rating]) -> Iterator[Rating]:
    for node, rating in rated.items():
        at = grown.index(node)
        if at >= 0:
            yield replace(rating, at=at)


def _asked_at_once(branch: Branch, grown: Grown, said: Mapping[str, Attrs]) -> bool:
    """Whether the question went to several models, so that their answers are siblings from the start."""
    sibling = said[branch.sibling]
    asked = array(said.get(text(sibling.get("parentId")), {}).get("models"))
    kept = [said[node] for node in grown.path if said[node].get("parentId") == sibling.get("parentId")]
    return len(asked) > 1 and all(one.get("model") != sibling.get("model") for one in kept)
