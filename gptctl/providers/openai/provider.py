"""OpenAI as a target: which of its two ways an assistant takes is a setting."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.errors import GptctlError
from gptctl.providers.api import Api
from gptctl.providers.base import Check, Handler, Lowering
from gptctl.providers.http import Retrying
from gptctl.providers.openai.responses.assistants import Assistants
from gptctl.providers.openai.responses.capabilities import CAPABILITIES
from gptctl.providers.openai.responses.lower import lower
from gptctl.providers.openai.responses.runner import Runner
from gptctl.providers.openai.settings import parse
from gptctl.providers.openai.wire import KEY, connect
from gptctl.providers.openai_shape.knowledge import Knowledge
from gptctl.providers.openai_shape.sdk import Sdk


class OpenAIProvider:
    """One project at OpenAI. Wrong settings are InvalidConfig; a key is needed at the first request only."""

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
        self._sdk = Sdk(lambda: connect(parsed.base_url, environ))
        self._api = Api(Retrying(self._sdk, sleep=sleep))
        assistants = Assistants(self._api, target=name, sleep=sleep)
        self._runner = Runner(assistants, self._sdk, environ)
        self.handlers: Mapping[str, Handler] = {
            handler.kind: handler for handler in (Knowledge(self._api, sleep=sleep), assistants)
        }

    def lower(self, declared: Declared) -> Lowering:
        return lower(declared, self.name)

    def ask(self, id_: RemoteId, messages: Sequence[Message], *, on_text: Callable[[str], None]) -> Answer:
        return self._runner.ask(id_, messages, on_text)

    def checks(self) -> Iterator[Check]:
        try:
            self._api.get("/vector_stores", {"limit": "1"})
        except GptctlError as error:
            yield Check(name=self.name, ok=False, detail=f"{error.message} {error.advice}".strip())
        else:
            yield Check(name=self.name, ok=True, detail=f"{KEY} is taken, and vector stores can be listed")

    def close(self) -> None:
        self._sdk.close()
