"""The openai package's client, made to send through ours."""

from collections.abc import Mapping
from types import MappingProxyType

from gptctl.providers.http import Client, Key, find_key
from gptctl.providers.openai_shape.addresses import OPENAI
from gptctl.providers.openai_shape.sdk import Connection

KEY = "OPENAI_API_KEY"
NOTHING: Mapping[str, str] = MappingProxyType({})


def to_openai(base_url: str, environ: Mapping[str, str]) -> Connection:
    """Raises GptctlError without a key, Refused for an address that the key may not be sent to."""
    key = find_key(environ, KEY, base_url=base_url, home_origin=OPENAI)
    return as_openai(
        base_url, key, organization=environ.get("OPENAI_ORG_ID", ""), project=environ.get("OPENAI_PROJECT_ID", "")
    )


def as_openai(base_url: str, key: Key, *, organization: str = "", project: str = "") -> Connection:
    """To OpenAI itself, or to whoever stands in its place: the package also says what the environment says for it."""
    from openai import OpenAI  # noqa: PLC0415 -- half a second to load, and only now it is needed

    client = Client(base_url, key=key, headers={})
    sdk = OpenAI(
        api_key=key.value,
        base_url=base_url,
        organization=organization or None,
        project=project or None,
        max_retries=0,
        http_client=client.http,
    )
    return Connection(sdk=sdk, client=client)


def as_other(base_url: str, key: Key, headers: Mapping[str, str] = NOTHING) -> Connection:
    """To another who speaks as OpenAI does: what the environment says for OpenAI is not for them.

    `headers` bring the key, where it does not go as a bearer token.
    """
    from openai import Omit  # noqa: PLC0415 -- half a second to load, and only now it is needed

    made = as_openai(base_url, key)
    kept: dict[str, object] = {"OpenAI-Organization": Omit(), "OpenAI-Project": Omit()}
    if headers:
        kept = {"authorization": Omit(), **kept, **headers}
    return Connection(sdk=made.sdk, client=made.client, headers=kept)
