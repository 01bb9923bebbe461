"""The openai package as a sender: it knows the wire, we keep the deadline, the cap, the key and the retries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import httpx2

from gptctl.core.value import JSON
from gptctl.providers.http import Client, Intent, Reply, Upload
from gptctl.providers.http.body import parsed
from gptctl.providers.http.client import DEADLINE
from gptctl.providers.http.deadline import deadline
from gptctl.providers.openai_shape.failures import translated

if TYPE_CHECKING:
    from openai import OpenAI

_BETAS = {"/vector_stores": "assistants=v2", "/agents": "agents=v1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """The SDK's client, made to send through ours; `headers` go along with every request."""

    sdk: "OpenAI"
    client: Client
    headers: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def headers_for(self, path: str) -> dict[str, object]:
        """Those, and the one that the SDK's own methods send with this path."""
        beta = next((beta for prefix, beta in _BETAS.items() if path.startswith(prefix)), "")
        return {**({"OpenAI-Beta": beta} if beta else {}), **self.headers}


class Sdk:
    """Sends through the openai package, connected by the first request. Nothing is retried here."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._turn = Lock()
        self._connection: Connection | None = None

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
        connection, what = self.connected(), f"{method} {path}"
        options: Any = {"headers": connection.headers_for(path), "params": params or {}}
        body, files = json, None
        if upload is not None:
            options["headers"]["content-type"] = "multipart/form-data"
            body, files = dict(upload.fields), {upload.field_name: (upload.name, upload.content, upload.media_type)}
        with deadline(DEADLINE), translated(what, intent, connection.client):
            response = _request(connection.sdk, method, path, body, files, options)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(status=response.status_code, json=parsed(response.content, what, intent), headers=headers)

    def connected(self) -> Connection:
        """Raises GptctlError when there is no key, Refused when the key may not be sent there."""
        with self._turn:
            if self._connection is None:
                self._connection = self._connect()
            return self._connection

    def close(self) -> None:
        with self._turn:
            if self._connection is not None:
                self._connection.client.close()
                self._connection = None


def _request(sdk: "OpenAI", method: str, path: str, body: Any, files: Any, options: Any) -> httpx2.Response:  # noqa: ANN401 -- the SDK's own types
    match method:
        case "GET":
            return sdk.get(path, cast_to=httpx2.Response, options=options)
        case "DELETE":
            return sdk.delete(path, cast_to=httpx2.Response, options=options)
        case _:
            return sdk.post(path, cast_to=httpx2.Response, body=body, files=files, options=options)
