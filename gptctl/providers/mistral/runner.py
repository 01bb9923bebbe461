"""Ask an agent in a conversation that Mistral keeps."""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.value import Attrs
from gptctl.errors import Rejected
from gptctl.providers.api import Api, text
from gptctl.providers.dialogue import Dialogues
from gptctl.providers.mistral.entries import answer, entries


class Conversations:
    """Every append may move a conversation to a new id, so the one that was given back last counts."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._dialogues = Dialogues()

    def ask(self, id_: RemoteId, messages: Sequence[Message], *, on_text: Callable[[str], None]) -> Answer:
        if not messages:
            raise Rejected("there is nothing to answer")
        resumed = self._dialogues.resume(id_, messages)
        said: Attrs = {"inputs": entries(resumed.unsaid), "stream": False, "store": True}
        path = f"v1/conversations/{quote(resumed.conversation, safe='')}".rstrip("/")
        body = self._api.send("POST", path, said if resumed.conversation else {**said, "agent_id": id_})
        made = answer(body)
        self._dialogues.keep(id_, messages, made, text(body.get("conversation_id")))
        if made.text:
            on_text(made.text)
        return made
