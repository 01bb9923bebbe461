"""Ask through the Responses API, its answer shown while it comes."""

from collections.abc import Callable, Sequence

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.value import Attrs
from gptctl.errors import Rejected, Unknown
from gptctl.providers.api import mapping, text
from gptctl.providers.dialogue import Dialogues
from gptctl.providers.openai_shape.answer import answer_of
from gptctl.providers.openai_shape.sdk import Sdk
from gptctl.providers.openai_shape.stream import stream
from gptctl.providers.openai_shape.transcript import items_of

_FINAL = frozenset({"response.completed", "response.incomplete", "response.failed"})


class Asking:
    """Continues a dialogue from its last response where the provider still has it, else tells it all again."""

    def __init__(self, sdk: Sdk) -> None:
        self._sdk = sdk
        self._dialogues = Dialogues()

    def ask(self, id_: RemoteId, request: Attrs, messages: Sequence[Message], on_text: Callable[[str], None]) -> Answer:
        """`request` is everything in the body but the conversation. Raises ProviderError."""
        resumed = self._dialogues.resume(id_, messages)
        try:
            goes_on = {"previous_response_id": resumed.conversation} if resumed.conversation else {}
            response = self._respond({**request, **goes_on, "input": items_of(resumed.unsaid)}, on_text)
        except Rejected:  # a provider forgets responses after some weeks
            if not resumed.conversation:
                raise
            response = self._respond({**request, "input": items_of(messages)}, on_text)
        answer = answer_of(response)
        if request.get("store") is not False:
            self._dialogues.keep(id_, messages, answer, text(response.get("id")))
        return answer

    def _respond(self, body: Attrs, on_text: Callable[[str], None]) -> Attrs:
        ended: list[Attrs] = []

        def take(event: Attrs) -> None:
            kind = event.get("type")
            if kind in ("response.output_text.delta", "response.refusal.delta"):
                on_text(text(event.get("delta")))
            elif kind in _FINAL:
                ended.append(mapping(event.get("response")))

        stream(self._sdk, "/responses", body, take)
        if not ended:
            raise Unknown("the answer broke off before its end")
        return ended[-1]
