"""The two ways to a Foundry project: its own agents API, and the OpenAI-shaped one beside it."""

from collections.abc import Mapping

from gptctl.core.value import JSON
from gptctl.providers.azure.settings import Settings
from gptctl.providers.http import Client, Intent, Reply, Sender, Upload
from gptctl.providers.openai_shape import foundry
from gptctl.providers.openai_shape.sdk import Connection

VERSION = {"api-version": "v1"}


def agents_sender(settings: Settings, environ: Mapping[str, str]) -> Sender:
    """Raises as `foundry.access` does."""
    found = foundry.access(settings.endpoint, environ)
    return Versioned(Client(found.endpoint, key=found.key, headers=found.headers))


def connect(settings: Settings, environ: Mapping[str, str]) -> Connection:
    """Raises as `foundry.access` does."""
    return foundry.connect(settings.endpoint, environ)


class Versioned:
    """Says with every request which version of the API is meant."""

    def __init__(self, real: Sender) -> None:
        self._real = real

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
        return self._real.send(
            method, path, intent=intent, json=json, params={**VERSION, **(params or {})}, upload=upload
        )

    def close(self) -> None:
        self._real.close()
