"""Which conversation at a provider a transcript continues."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message, Role
from gptctl.core.value import JSON, fingerprint

KEPT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """`conversation` is the provider's id, empty for a new one; `unsaid` are the messages it has not seen."""

    conversation: str
    unsaid: Sequence[Message]


class Dialogues:
    """Remembers, for as long as the process lives, the last thousand transcripts and where they are kept."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._known: OrderedDict[str, str] = OrderedDict()

    def resume(self, id_: RemoteId, messages: Sequence[Message]) -> Resumed:
        with self._turn:
            for length in range(len(messages) - 1, 0, -1):
                conversation = self._known.get(_mark(id_, messages[:length]))
                if conversation is not None:
                    return Resumed(conversation=conversation, unsaid=messages[length:])
        return Resumed(conversation="", unsaid=messages)

    def keep(self, id_: RemoteId, messages: Sequence[Message], answer: Answer, conversation: str) -> None:
        """What was said and answered is the transcript that the next question continues."""
        answered = Message(role=Role.ASSISTANT, text=answer.text, tool_calls=answer.tool_calls)
        with self._turn:
            self._known[_mark(id_, (*messages, answered))] = conversation
            while len(self._known) > KEPT:
                self._known.popitem(last=False)


def _mark(id_: RemoteId, messages: Sequence[Message]) -> str:
    said: list[JSON] = [
        [one.role.value, one.text, one.tool_call_id, [[call.id, call.name, call.arguments] for call in one.tool_calls]]
        for one in messages
    ]
    return fingerprint([id_, said])
