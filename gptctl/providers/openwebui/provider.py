"""Open WebUI as a target."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.errors import GptctlError
from gptctl.providers.api import mapping, text
from gptctl.providers.base import Check, Handler, Lowering, Transcript
from gptctl.providers.http import OnDemand, Retrying
from gptctl.providers.openai_shape.sdk import Connection, Sdk
from gptctl.providers.openwebui.assistants import Assistants
from gptctl.providers.openwebui.history import transcripts
from gptctl.providers.openwebui.knowledge import KnowledgeBases
from gptctl.providers.openwebui.lower import lower
from gptctl.providers.openwebui.runner import ask
from gptctl.providers.openwebui.settings import parse
from gptctl.providers.openwebui.shape import values
from gptctl.providers.openwebui.wire import Api, connect, key_for


class OpenWebUIProvider:
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
        self._base_url = parse(settings).base_url
        self._environ = environ
        self._sleep = sleep
        self._api = Api(OnDemand(self._connect))
        self._sdk = Sdk(self._connect_sdk)
        self._presets = Assistants(self._api)
        self.handlers: Mapping[str, Handler] = {
            handler.kind: handler for handler in (KnowledgeBases(self._api, sleep), self._presets)
        }

    def lower(self, declared: Declared) -> Lowering:
        return lower(declared, self.name)

    def ask(self, id_: RemoteId, messages: Sequence[Message], *, on_text: Callable[[str], None]) -> Answer:
        return ask(self._presets, self._sdk, id_, messages, on_text)

    def transcripts(self, id_: RemoteId, *, since: float) -> Iterator[Transcript]:
        return transcripts(self._api, id_, since)

    def checks(self) -> Iterator[Check]:
        """Whether the key is taken, and which base models the server has."""
        try:
            models = [text(mapping(one).get("id")) for one in values(mapping(self._api.get("/api/models")).get("data"))]
        except GptctlError as error:
            yield Check(name=self.name, ok=False, detail=f"{error.message} {error.advice}".strip())
        else:
            yield Check(name=self.name, ok=bool(models), detail=f"models there: {', '.join(models) or 'none'}")

    def close(self) -> None:
        self._api.close()
        self._sdk.close()

    def _connect(self) -> Retrying:
        return Retrying(connect(self._base_url, key_for(self._base_url, self._environ)), sleep=self._sleep)

    def _connect_sdk(self) -> Connection:
        from openai import OpenAI  # noqa: PLC0415 -- half a second to load, and only for asking

        key = key_for(self._base_url, self._environ)
        client = connect(self._base_url, key)
        sdk = OpenAI(base_url=f"{self._base_url}/api", api_key=key.value, max_retries=0, http_client=client.http)
        return Connection(sdk=sdk, client=client)
