"""Azure as a target: one Foundry project."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.errors import GptctlError
from gptctl.providers.api import Api
from gptctl.providers.azure.assistants import PATH, Assistants
from gptctl.providers.azure.capabilities import CAPABILITIES
from gptctl.providers.azure.lower import lower
from gptctl.providers.azure.settings import parse
from gptctl.providers.azure.wire import agents_sender, connect
from gptctl.providers.base import Check, Handler, Lowering, OnText
from gptctl.providers.http import OnDemand, Retrying
from gptctl.providers.openai_shape.asking import Asking
from gptctl.providers.openai_shape.knowledge import Knowledge
from gptctl.providers.openai_shape.rehearsal import rehearse
from gptctl.providers.openai_shape.sdk import Sdk

_ANSWERS = ("instructions", "model", "reasoning", "temperature", "text", "tools", "top_p")
"""What an agent and a request for a response have in common."""


class AzureProvider:
    """Wrong settings are InvalidConfig; an endpoint and a key are needed at the first request only."""

    capabilities = CAPABILITIES

    def __init__(
        self,
        *,
        name: str,
        settings: Attrs,
        environ: Mapping[str, str],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = name
        parsed = parse(name, settings)
        self._agents = OnDemand(lambda: agents_sender(parsed, environ))
        self._sdk = Sdk(lambda: connect(parsed, environ))
        self._asking = Asking(self._sdk)
        self._api = Api(Retrying(self._agents, sleep=sleep))
        knowledge = Knowledge(Api(Retrying(self._sdk, sleep=sleep)), sleep=sleep)
        both = (knowledge, Assistants(self._api, target=name))
        self.handlers: Mapping[str, Handler] = {handler.kind: handler for handler in both}

    def lower(self, declared: Declared) -> Lowering:
        return lower(declared, self.name)

    def ask(self, id_: RemoteId, messages: Sequence[Message], *, on_text: OnText) -> Answer:
        """The agent's own model, instructions and tools: nothing of them goes along."""
        reference = {"type": "agent_reference", "name": id_}
        return self._asking.ask(id_, {"agent_reference": reference}, messages, on_text)

    def rehearse(self, declared: Declared, messages: Sequence[Message]) -> Answer:
        """The deployment itself, not an agent: what an agent has more goes under names that a response lacks."""
        attrs = lower(replace(declared, options={}), self.name).attrs
        return rehearse(self._sdk, {name: attrs[name] for name in _ANSWERS if name in attrs}, messages)

    def checks(self) -> Iterator[Check]:
        try:
            self._api.get(PATH, {"limit": "1"})
        except GptctlError as error:
            yield Check(name=self.name, ok=False, detail=f"{error.message} {error.advice}".strip())
        else:
            yield Check(name=self.name, ok=True, detail="the key is taken, and agents can be listed")

    def close(self) -> None:
        self._agents.close()
        self._sdk.close()
