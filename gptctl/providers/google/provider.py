"""Google's Gemini Developer API as a target."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.errors import GptctlError
from gptctl.providers.api import Api
from gptctl.providers.base import Check, Handler, Lowering, OnText
from gptctl.providers.endpoint import base_url
from gptctl.providers.google.assistants import Assistants
from gptctl.providers.google.knowledge import Knowledge
from gptctl.providers.google.ledger import Ledgers
from gptctl.providers.google.lower import lower
from gptctl.providers.google.runner import Interactions
from gptctl.providers.google.stores import Stores
from gptctl.providers.google.wire import HOME, client, connect
from gptctl.providers.http import OnDemand, Streams


class GoogleProvider:
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
        self._stores = Stores(self._api, sleep)
        ledgers = Ledgers(self._stores)
        self._assistants = Assistants(ledgers)
        self._interactions = Interactions(self._streams, self._manifest, environ)
        self.handlers: Mapping[str, Handler] = {
            handler.kind: handler for handler in (Knowledge(self._stores, ledgers), self._assistants)
        }

    def lower(self, declared: Declared) -> Lowering:
        return lower(declared, declared.options.get(self.name, {}))

    def ask(self, id_: RemoteId, messages: Sequence[Message], *, on_text: OnText) -> Answer:
        return self._interactions.ask(id_, messages, on_text=on_text)

    def ask_with(self, id_: RemoteId, messages: Sequence[Message], *, model: str, on_text: OnText) -> Answer:
        return self._interactions.ask(id_, messages, on_text=on_text, model=model)

    def checks(self) -> Iterator[Check]:
        try:
            next(self._stores.all(), None)
        except GptctlError as error:
            yield Check(name="google", ok=False, detail=error.message)
        else:
            yield Check(name="google", ok=True, detail="the key is accepted")

    def close(self) -> None:
        self._api.close()
        self._streams.close()

    def _manifest(self, id_: RemoteId) -> Attrs | None:
        seen = self._assistants.read(id_)
        return None if seen is None else seen.attrs
