"""The way to OpenAI: its key and its origin."""

from collections.abc import Mapping

from gptctl.providers.http import find_key
from gptctl.providers.openai.settings import HOME
from gptctl.providers.openai_shape.connect import as_openai
from gptctl.providers.openai_shape.sdk import Connection

KEY = "OPENAI_API_KEY"


def connect(base_url: str, environ: Mapping[str, str]) -> Connection:
    """Raises GptctlError without a key, Refused for an address that the key may not be sent to."""
    key = find_key(environ, KEY, base_url=base_url, home_origin=HOME)
    return as_openai(
        base_url, key, organization=environ.get("OPENAI_ORG_ID", ""), project=environ.get("OPENAI_PROJECT_ID", "")
    )
