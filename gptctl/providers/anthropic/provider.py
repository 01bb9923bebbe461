"""Anthropic: Claude Managed Agents, their environments, and memory stores as knowledge."""

import time
from collections.abc import Iterator, Mapping, Sequence

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.errors import GptctlError, Rejected
from gptctl.providers.anthropic import agents
from gptctl.providers.anthropic.assistants import Assistants
from gptctl.providers.anthropic.history import transcripts
from gptctl.providers.anthropic.knowledge import KnowledgeBases
from gptctl.providers.anthropic.lower import lower
from gptctl.providers.anthropic.sessions import Sessions
from gptctl.providers.anthropic.settings import parse
from gptctl.providers.anthropic.wire import KEY, Sleep, client, connect
from gptctl.providers.api import Api
from gptctl.providers.base import Check, Handler, Lowering, OnText, Transcript
from gptctl.providers.http import OnDemand, Streams


class AnthropicProvider:
    """One workspace. Wrong settings are InvalidConfig; a key is needed at the first request only."""

    def __init__(self, *, name: str, settings: Attrs, environ: Mapping[str, str], sleep: Sleep = time.sleep) -> None:
        self.name = name
        parsed = parse(name, settings)
        self._api = Api(OnDemand(lambda: connect(parsed.base_url, environ, sleep)))
        self._assistants = Assistants(self._api, name)
        self._streams = Streams(lambda: client(parsed.base_url, environ), sleep=sleep)
        self._sessions = Sessions(self._api, self._streams, parsed.vaults, sleep)
        self.handlers: Mapping[str, Handler] = {
            handler.kind: handler for handler in (KnowledgeBases(self._api, sleep), self._assistants)
        }

    def lower(self, declared: Declared) -> Lowering:
        return lower(declared, self.name)

    def ask(self, id_: RemoteId, messages: Sequence[Message], *, on_text: OnText) -> Answer:
        agent = self._assistants.agent(id_)
        if not agent:
            raise Rejected(f"there is no agent {id_} any more", advice="Run `gptctl apply`.")
        return self._sessions.ask(agent, messages, on_text=on_text)

    def transcripts(self, id_: RemoteId, *, since: float) -> Iterator[Transcript]:
        return transcripts(self._api, id_, since)

    def checks(self) -> Iterator[Check]:
        try:
            self._api.get(agents.PATH, {"limit": "1"})
        except GptctlError as error:
            yield Check(name=self.name, ok=False, detail=f"{error.message} {error.advice}".strip())
        else:
            yield Check(name=self.name, ok=True, detail=f"{KEY} is taken, and agents can be listed")

    def close(self) -> None:
        self._api.close()
        self._streams.close()
