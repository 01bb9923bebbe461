"""The way to OpenAI: its key, its origin, the SDK behind our limits."""

from collections.abc import Mapping

from gptctl.providers.http import Client, find_key
from gptctl.providers.openai.settings import HOME
from gptctl.providers.openai_shape.sdk import Connection

KEY = "OPENAI_API_KEY"


def connect(base_url: str, environ: Mapping[str, str]) -> Connection:
    """Raises GptctlError without a key, Refused for an address that the key may not be sent to."""
    key = find_key(environ, KEY, base_url=base_url, home_origin=HOME)
    from openai import OpenAI  # noqa: PLC0415 -- half a second to load, and only now it is needed

    client = Client(base_url, key=key, headers={})
    sdk = OpenAI(
        api_key=key.value,
        base_url=base_url,
        organization=environ.get("OPENAI_ORG_ID") or None,
        project=environ.get("OPENAI_PROJECT_ID") or None,
        max_retries=0,
        http_client=client.http,
    )
    return Connection(sdk=sdk, client=client)
