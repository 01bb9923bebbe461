"""The two ways to a Foundry project: its own agents API, and the OpenAI-shaped one beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from gptctl.core.value import JSON
from gptctl.providers.azure.settings import ENDPOINT, Settings
from gptctl.providers.http import Client, Intent, Key, Reply, Sender, Upload, find_key, origin_of
from gptctl.providers.openai_shape.sdk import Connection

KEY = "AZURE_AI_API_KEY"
TOKEN = "AZURE_AI_TOKEN"  # noqa: S105 -- the name of a variable
"""A Microsoft Entra token instead of a key: some projects take nothing else."""

VERSION = {"api-version": "v1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """An endpoint, and the one secret that opens it."""

    endpoint: str
    key: Key
    headers: Mapping[str, str]


def access(settings: Settings, environ: Mapping[str, str]) -> Access:
    """Raises GptctlError without an endpoint or a key, Refused for an endpoint that only a repository names.

    Anybody can have a name under services.ai.azure.com, so no address there is trusted for its ending: the one in
    the environment is.
    """
    endpoint = settings.endpoint_in(environ)
    home = origin_of(environ[ENDPOINT]) if environ.get(ENDPOINT) else ""
    variable = TOKEN if environ.get(TOKEN) else KEY
    key = find_key(environ, variable, base_url=endpoint, home_origin=home)
    headers = {"authorization": f"Bearer {key.value}"} if variable == TOKEN else {"api-key": key.value}
    return Access(endpoint=endpoint, key=key, headers=headers)


def agents_sender(settings: Settings, environ: Mapping[str, str]) -> Sender:
    found = access(settings, environ)
    return Versioned(Client(found.endpoint, key=found.key, headers=found.headers))


def connect(settings: Settings, environ: Mapping[str, str]) -> Connection:
    """Raises as `access` does."""
    found = access(settings, environ)
    from openai import Omit, OpenAI  # noqa: PLC0415 -- half a second to load, and only now it is needed

    base_url = f"{found.endpoint}/openai/v1"
    client = Client(base_url, key=found.key, headers={})
    sdk = OpenAI(api_key=found.key.value, base_url=base_url, max_retries=0, http_client=client.http)
    # The package would send the key as a token, and what the environment says for OpenAI.
    unsaid = {name: Omit() for name in ("authorization", "OpenAI-Organization", "OpenAI-Project")}
    return Connection(sdk=sdk, client=client, headers={**unsaid, **found.headers})


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
