"""Ask an agent: a session for each conversation, listened to until the turn is over."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import takewhile

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message, Role
from gptctl.core.value import JSON, Attrs
from gptctl.errors import NotDone, Rejected, Unknown
from gptctl.providers.anthropic import agents, marks
from gptctl.providers.anthropic.turn import Turn
from gptctl.providers.anthropic.wire import PAGE, Sleep, at, listed
from gptctl.providers.api import Api, items, mapping, text
from gptctl.providers.base import OnText
from gptctl.providers.dialogue import Dialogues
from gptctl.providers.http import Intent, Streams

PATH = "/v1/sessions"
PAUSE = 0.5
PREVIEWS = {"event_deltas[]": "agent.message"}
PATIENCE = 1200
"""Looks at a session that is still at work, two a second."""


class Sessions:
    """`vaults` are the ids of the credential vaults that every session may use; `sleep` is between two looks."""

    def __init__(self, api: Api, streams: Streams, vaults: Sequence[str], sleep: Sleep) -> None:
        self._api = api
        self._streams = streams
        self._vaults = tuple(vaults)
        self._sleep = sleep
        self._dialogues = Dialogues()

    def ask(self, agent: Attrs, messages: Sequence[Message], *, on_text: OnText) -> Answer:
        """Answer the last message. A conversation that is not known here begins anew, its past told in words."""
        if not messages:
            raise Rejected("there is nothing to answer")
        id_ = RemoteId(text(agent.get("id")))
        resumed = self._dialogues.resume(id_, messages)
        session = self._api.seek(at(PATH, resumed.conversation)) if resumed.conversation else None
        unsaid = [_event(message) for message in resumed.unsaid]
        if session is None:
            unsaid = [_first(messages)]
            session = self._api.send("POST", PATH, self._opening(agent))
        events = at(PATH, text(session.get("id")), "events")
        turn = Turn.after(self._newest(events))
        with self._streams.open("GET", f"{events}/stream", intent=Intent.READ, params=PREVIEWS) as live:
            self._api.send("POST", events, {"events": unsaid})  # a stream tells only what happens while it is open
            _follow(live, turn, on_text)
        if turn.end is None:
            self._look(events, turn, on_text)
        answer = turn.answer(text(mapping(mapping(session.get("agent")).get("model")).get("id")))
        self._dialogues.keep(id_, messages, answer, text(session.get("id")))
        return answer

    def _opening(self, agent: Attrs) -> Attrs:
        resources: list[JSON] = [
            {"type": "memory_store", "memory_store_id": store, "access": "read_only"} for store in agents.stores(agent)
        ]
        return {
            "agent": agent.get("id"),
            "environment_id": mapping(agent.get("metadata")).get(marks.ENVIRONMENT),
            "resources": resources,
            "vault_ids": self._vaults,
        }

    def _newest(self, events: str) -> Sequence[Attrs]:
        """Enough of what was there before to know what is new."""
        return items(self._api.get(events, {"limit": PAGE, "order": "desc"}).get("data"))

    def _look(self, events: str, turn: Turn, on_text: OnText) -> None:
        """Take up what a stream that broke did not tell: all that happened is listed."""
        for _ in range(PATIENCE):
            newest_first = listed(self._api, events, order="desc")
            fresh = [*takewhile(lambda event: text(event.get("id")) not in turn.seen, newest_first)]
            for event in reversed(fresh):
                _hear(event, turn, on_text)
            if turn.end is not None:
                return
            self._sleep(PAUSE)
        raise Unknown(f"the session is still at work after {PATIENCE * PAUSE:.0f} seconds")


def _follow(live: Iterator[Attrs], turn: Turn, on_text: OnText) -> None:
    """To the end of the turn, or of the stream."""
    for event in _unbroken(live):
        if text(event.get("id")) not in turn.seen:
            _hear(event, turn, on_text)
        if turn.end is not None:
            return


def _unbroken(live: Iterator[Attrs]) -> Iterator[Attrs]:
    with suppress(NotDone):
        yield from live


def _hear(event: Attrs, turn: Turn, on_text: OnText) -> None:
    piece = turn.take(event)
    if piece:
        on_text(piece)


def _first(messages: Sequence[Message]) -> JSON:
    """The last message, with what was said before it by whom. Raises Rejected for the result of a tool."""
    *past, last = messages
    if last.role is Role.TOOL:
        raise Rejected("the session that asked for this tool is gone; ask the question again")
    said = [f"{message.role.value}: {message.text}" for message in past if message.text]
    return _said("\n\n".join(["This was said before:", *said, "Now:", last.text]) if said else last.text)


def _event(message: Message) -> JSON:
    if message.role is Role.TOOL:
        content: list[JSON] = [{"type": "text", "text": message.text}]
        return {"type": "user.custom_tool_result", "custom_tool_use_id": message.tool_call_id, "content": content}
    return _said(message.text)


def _said(words: str) -> JSON:
    return {"type": "user.message", "content": [{"type": "text", "text": words}]}
