"""Answers that come piece by piece."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from threading import Lock

from gptctl.core.value import JSON, Attrs
from gptctl.providers.http.client import Client
from gptctl.providers.http.failure import Intent
from gptctl.providers.http.retry import again


class Streams:
    """Streams of events from one provider, over connections of their own: an open one keeps no other call waiting.

    `connect` is called once, by the first stream.
    """

    def __init__(self, connect: Callable[[], Client], *, sleep: Callable[[float], None]) -> None:
        self._connect = connect
        self._sleep = sleep
        self._turn = Lock()
        self._client: Client | None = None

    @contextmanager
    def open(
        self,
        method: str,
        path: str,
        *,
        intent: Intent,
        json: JSON = None,
        params: Mapping[str, str] | None = None,
    ) -> Iterator[Iterator[Attrs]]:
        """The events of one answer, each a JSON object; within the block they can be read as they come.

        Until the first of them a request is repeated as any other; then never again. Reading raises as for no answer,
        Unknown for a write, when the stream breaks, stands still or says what is no JSON. A stream that ends is no
        proof of a whole answer: look for the event that ends it.
        """
        client = self._connected()
        with ExitStack() as stack:
            yield again(
                lambda: stack.enter_context(client.stream(method, path, intent=intent, json=json, params=params)),
                self._sleep,
            )

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def _connected(self) -> Client:
        with self._turn:
            if self._client is None:
                self._client = self._connect()
            return self._client
