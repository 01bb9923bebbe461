"""Ask an agent in a conversation that Mistral keeps."""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.value import Attrs
from gptctl.errors import Rejected
from gptctl.providers.dialogue import Dialogues
from gptctl.providers.http import Intent, Streams
from gptctl.providers.mistral.entries import entries
from gptctl.providers.mistral.turn import Turn


class Conversations:
    """Every append may move a conversation to a new id, so the one that was given back last counts."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._dialogues = Dialogues()

    def ask(self, id_: RemoteId, messages: Sequence[Message], *, on_text: Callable[[str], None]) -> Answer:
        if not messages:
            raise Rejected("there is nothing to answer")
        resumed = self._dialogues.resume(id_, messages)
        said: Attrs = {"inputs": entries(resumed.unsaid), "stream": True, "store": True}
        body = said if resumed.conversation else {**said, "agent_id": id_}
        path = f"v1/conversations/{quote(resumed.conversation, safe='')}".rstrip("/")
        turn = Turn(on_text)
        with self._streams.open("POST", path, intent=Intent.WRITE, json=body) as events:
            for event in events:
                turn.take(event)
        answer = turn.answer()
        self._dialogues.keep(id_, messages, answer, turn.conversation)
        return answer
