"""Mistral as a target."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.errors import GptctlError
from gptctl.providers.api import Api
from gptctl.providers.base import Check, Handler, Lowering, Transcript
from gptctl.providers.endpoint import base_url
from gptctl.providers.http import OnDemand, Streams
from gptctl.providers.mistral.agents import Agents
from gptctl.providers.mistral.history import transcripts
from gptctl.providers.mistral.libraries import Libraries
from gptctl.providers.mistral.lower import lower
from gptctl.providers.mistral.runner import Conversations
from gptctl.providers.mistral.wire import HOME, client, connect


class MistralProvider:
    """Wrong settings are InvalidConfig at once; a missing key is an error of the first request."""

    def __init__(
        self,
        *,
        name: str,
        settings: Attrs,
        environ: Mapping[str, str],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = name
        url = base_url(settings, provider=name, default=HOME)
        self._api = Api(OnDemand(lambda: connect(url, environ, sleep)))
        self._streams = Streams(lambda: client(url, environ), sleep=sleep)
        self._conversations = Conversations(self._streams)
        self.handlers: Mapping[str, Handler] = {
            handler.kind: handler for handler in (Libraries(self._api, sleep), Agents(self._api))
        }

    def lower(self, declared: Declared) -> Lowering:
        return lower(declared, declared.options.get(self.name, {}))

    def ask(self, id_: RemoteId, messages: Sequence[Message], *, on_text: Callable[[str], None]) -> Answer:
        return self._conversations.ask(id_, messages, on_text=on_text)

    def transcripts(self, id_: RemoteId, *, since: float) -> Iterator[Transcript]:
        return transcripts(self._api, id_, since)

    def checks(self) -> Iterator[Check]:
        try:
            self._api.get("v1/agents/pages", {"page_size": "1"})
        except GptctlError as error:
            yield Check(name="mistral", ok=False, detail=error.message)
        else:
            yield Check(name="mistral", ok=True, detail="the key is accepted")

    def close(self) -> None:
        self._api.close()
        self._streams.close()
