"""OpenAI as a target: which of its two ways an assistant takes is a setting."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.errors import GptctlError
from gptctl.providers.api import Api
from gptctl.providers.base import Check, Handler, Lowering, OnText, Transcript
from gptctl.providers.http import Retrying
from gptctl.providers.openai.agents.history import transcripts
from gptctl.providers.openai.agents.way import agents
from gptctl.providers.openai.announced import announced
from gptctl.providers.openai.responses.lower import lower
from gptctl.providers.openai.responses.runner import request_of
from gptctl.providers.openai.responses.way import responses
from gptctl.providers.openai.settings import Runtime, parse
from gptctl.providers.openai.way import Means, Way
from gptctl.providers.openai_shape.connect import KEY, to_openai
from gptctl.providers.openai_shape.rehearsal import rehearse
from gptctl.providers.openai_shape.sdk import Sdk

_WAYS: Mapping[Runtime, Callable[[Means], Way]] = {Runtime.RESPONSES: responses, Runtime.AGENTS: agents}


class OpenAIProvider:
    """One project at OpenAI. Wrong settings are InvalidConfig; a key is needed at the first request only."""

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
        self._runtime = parsed.runtime
        self._sdk = Sdk(lambda: to_openai(parsed.base_url, environ))
        sender = Retrying(self._sdk, sleep=sleep)
        self._api = Api(sender)
        self._way = _WAYS[parsed.runtime](
            Means(target=name, settings=parsed, sdk=self._sdk, sender=sender, environ=environ, sleep=sleep)
        )
        self.capabilities = self._way.capabilities
        both = (self._way.knowledge, self._way.assistants)
        self.handlers: Mapping[str, Handler] = {handler.kind: handler for handler in both}

    def lower(self, declared: Declared) -> Lowering:
        return self._way.lower(declared, self.name)

    def ask(self, id_: RemoteId, messages: Sequence[Message], *, on_text: OnText) -> Answer:
        return self._way.runner.ask(id_, messages, on_text)

    def rehearse(self, declared: Declared, messages: Sequence[Message]) -> Answer:
        """Through the Responses API whatever the runtime is: an agent would have to be made first."""
        plain = declared if self._runtime is Runtime.RESPONSES else replace(declared, options={})
        return rehearse(self._sdk, request_of(lower(plain, self.name).attrs), messages)

    def announced(self) -> Mapping[str, date]:
        return announced(self._api)

    def checks(self) -> Iterator[Check]:
        try:
            self._api.get(self._way.collection, {"limit": "1"})
        except GptctlError as error:
            yield Check(name=self.name, ok=False, detail=f"{error.message} {error.advice}".strip())
        else:
            yield Check(name=self.name, ok=True, detail=f"{KEY} is taken, and {self._way.collection[1:]} can be listed")

    def close(self) -> None:
        self._sdk.close()


class OpenAIResponsesProvider(OpenAIProvider):
    """`runtime: responses`. Its model goes along with every question; an agent's does not."""

    def ask_with(self, id_: RemoteId, messages: Sequence[Message], *, model: str, on_text: OnText) -> Answer:
        return self._way.ask_with(id_, messages, on_text, model)


class OpenAIAgentsProvider(OpenAIProvider):
    """`runtime: agents`. Its sessions can be listed; responses cannot."""

    def transcripts(self, id_: RemoteId, *, since: float) -> Iterator[Transcript]:
        return transcripts(self._api, id_, since)


def provider_for(settings: Attrs) -> type[OpenAIProvider]:
    """The one that can do what its runtime can."""
    return OpenAIAgentsProvider if settings.get("runtime") == Runtime.AGENTS else OpenAIResponsesProvider
