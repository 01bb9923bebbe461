"""A way to a provider that opens at the first request: whoever never talks to it needs no key."""

from collections.abc import Callable, Mapping
from threading import Lock

from gptctl.core.value import JSON
from gptctl.providers.http.client import Reply, Sender, Upload
from gptctl.providers.http.failure import Intent


class OnDemand:
    """`connect` is called once, by the first request; what it raises, that request raises."""

    def __init__(self, connect: Callable[[], Sender]) -> None:
        self._connect = connect
        self._turn = Lock()
        self._real: Sender | None = None

    def send(
        self,
        method: str,
        path: str,
        *,
        intent: Intent,
        json: JSON = None,
        params: Mapping[str, str] | None = None,
        upload: Upload | None = None,
    ) -> Reply:
        return self._opened().send(method, path, intent=intent, json=json, params=params, upload=upload)

    def close(self) -> None:
        if self._real is not None:
            self._real.close()

    def _opened(self) -> Sender:
        with self._turn:
            if self._real is None:
                self._real = self._connect()
            return self._real
