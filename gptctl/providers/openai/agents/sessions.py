"""Ask an agent: a session for each dialogue, listened to until its turn is over, then looked at."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import takewhile

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message, Role
from gptctl.core.value import JSON, Attrs
from gptctl.errors import NotDone, Rejected, Unknown
from gptctl.providers.api import Api, items, text
from gptctl.providers.dialogue import Dialogues
from gptctl.providers.http import Gone, Intent, Sender
from gptctl.providers.http.retry import again
from gptctl.providers.openai.agents.assistants import Assistants
from gptctl.providers.openai.agents.preview import Preview
from gptctl.providers.openai.agents.shape import environment_of
from gptctl.providers.openai.agents.turns import answer_of, waits_for
from gptctl.providers.openai_shape.sdk import Sdk
from gptctl.providers.openai_shape.stream import opened

PATH = "/agents/sessions"
PAUSE = 1.0
PATIENCE = 600
"""Looks at a session that is still at work, one a second."""

_OVER = frozenset({"completed", "failed", "cancelled"})


class Sessions:
    def __init__(
        self,
        sdk: Sdk,
        sender: Sender,
        assistants: Assistants,
        vaults: Sequence[str],
        *,
        sleep: Callable[[float], None],
    ) -> None:
        self._sdk = sdk
        self._sender = sender
        self._api = Api(sender)
        self._assistants = assistants
        self._vaults = list(vaults)
        self._sleep = sleep
        self._dialogues = Dialogues()

    def ask(self, id_: RemoteId, messages: Sequence[Message], on_text: Callable[[str], None]) -> Answer:
        """Raises ProviderError."""
        resumed, preview = self._dialogues.resume(id_, messages), Preview(on_text)
        session = resumed.conversation
        before = self._last_turn(session) if session else {}
        if not session or not self._go_on(session, resumed.unsaid, preview):
            session, before = self._begin(id_, messages, preview), {}
        tools = {one.tool_call_id for one in resumed.unsaid if one.role is Role.TOOL}
        answer = self._look(session, "" if tools else text(before.get("id")), tools)
        preview.finish(answer.text)
        self._dialogues.keep(id_, messages, answer, session)
        return answer

    def _begin(self, id_: RemoteId, messages: Sequence[Message], preview: Preview) -> str:
        agent = self._assistants.agent(id_)
        if agent is None:
            raise Rejected(f"there is no agent {id_} any more", advice="Run `gptctl apply`.")
        if messages[-1].role is Role.TOOL:
            raise Rejected("the session that asked for this tool is gone; ask the question again")
        opening: Attrs = {"agent_id": id_, "environment": environment_of(agent), "input": [_said(_told(messages))]}
        also: Attrs = {"vault_ids": self._vaults} if self._vaults else {}
        with self._open("POST", PATH, {**opening, **also, "stream": True}) as live:
            _follow(live, preview)
        if not preview.session:
            raise Unknown("the session was not heard to begin")
        return preview.session

    def _go_on(self, session: str, unsaid: Sequence[Message], preview: Preview) -> bool:
        """False when the session is gone."""
        path = f"{PATH}/{session}/events"
        try:
            turns = {text(call.get("call_id")): call.get("turn_id") for call in waits_for(self._session(session))}
            events = [_event(message, turns) for message in unsaid]
            with self._open("GET", path) as live:  # a stream tells only what happens while it is open
                self._sender.send("POST", path, intent=Intent.WRITE, json={"events": events})
                _follow(live, preview)
        except Gone:
            return False
        return True

    @contextmanager
    def _open(self, method: str, path: str, body: Attrs | None = None) -> Iterator[Iterator[Attrs]]:
        """Asked for again as any other request, until it is open."""
        with ExitStack() as stack:
            yield again(lambda: stack.enter_context(opened(self._sdk, method, path, body)), self._sleep)

    def _look(self, session: str, before: str, answered: set[str]) -> Answer:
        """Wait for a turn after `before` to end, or to wait for calls that are not `answered` already."""
        for _ in range(PATIENCE):
            turn, now = self._last_turn(session), self._session(session)
            if now.get("status") == "failed":
                raise NotDone(f"the session failed: {text(now.get('error')) or 'nothing is said about why'}")
            if turn and turn.get("id") != before and _ended(turn, now, answered):
                return answer_of(now, turn, self._items(session, text(turn.get("id"))))
            self._sleep(PAUSE)
        raise NotDone(f"session {session} is still at work after {PATIENCE} seconds")

    def _session(self, id_: str) -> Attrs:
        return self._api.get(f"{PATH}/{id_}")

    def _last_turn(self, session: str) -> Attrs:
        try:
            turns = items(self._api.get(f"{PATH}/{session}/turns", {"limit": "1", "order": "desc"}).get("data"))
        except Gone:
            return {}
        return turns[0] if turns else {}

    def _items(self, session: str, turn: str) -> Sequence[Attrs]:
        """The turn's items, oldest first; a hundred hold any turn's last words."""
        newest = items(self._api.get(f"{PATH}/{session}/items", {"limit": "100", "order": "desc"}).get("data"))
        return list(takewhile(lambda item: item.get("turn_id") == turn, newest))[::-1]


def _follow(live: Iterator[Attrs], preview: Preview) -> None:
    """To the end of the turn, or of the stream: one that breaks costs nothing, as the session keeps what was said."""
    with suppress(NotDone, Unknown):
        for event in live:
            preview.take(event)
            if preview.over:
                return


def _ended(turn: Attrs, session: Attrs, answered: set[str]) -> bool:
    if turn.get("status") in _OVER:
        return True
    waiting = {text(call.get("call_id")) for call in waits_for(session)}
    return turn.get("status") == "waiting" and bool(waiting) and not waiting & answered


def _event(message: Message, turns: Attrs) -> JSON:
    if message.role is Role.TOOL:
        id_ = message.tool_call_id
        result: Attrs = {"call_id": id_, "turn_id": turns.get(id_), "success": True, "output": message.text}
        return {"type": "agent.session.input.tool_result", **result}
    return {"type": "agent.session.input.message", "input": [_said(message.text)]}


def _said(words: str) -> JSON:
    return {"type": "message", "role": "user", "content": [{"type": "input_text", "text": words}]}


def _told(messages: Sequence[Message]) -> str:
    """The last message, with what was said before it by whom: a session takes no words of an assistant."""
    *past, last = messages
    said = [f"{message.role.value}: {message.text}" for message in past if message.text]
    return "\n\n".join(["This was said before:", *said, "Now:", last.text]) if said else last.text
