"""The way to the Gemini Developer API."""

from collections.abc import Callable, Mapping

from gptctl.providers.google.resumable import Resumable
from gptctl.providers.http import Client, Retrying, Sender, find_key

HOME = "https://generativelanguage.googleapis.com"
KEY = "GEMINI_API_KEY"


def client(base_url: str, environ: Mapping[str, str]) -> Client:
    """Raises Refused for an origin that the key is not for, GptctlError when there is no key."""
    key = find_key(environ, KEY, base_url=base_url, home_origin=HOME)
    return Client(base_url, key=key, headers={"x-goog-api-key": key.value, "accept": "application/json"})


def connect(base_url: str, environ: Mapping[str, str], sleep: Callable[[float], None]) -> Sender:
    """Raises as `client` does."""
    return Retrying(Resumable(client(base_url, environ)), sleep=sleep)
