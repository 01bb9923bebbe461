"""The way to Mistral's API."""

from collections.abc import Callable, Mapping

from gptctl.providers.http import Client, Retrying, Sender, find_key

HOME = "https://api.mistral.ai"
KEY = "MISTRAL_API_KEY"


def client(base_url: str, environ: Mapping[str, str]) -> Client:
    """Raises Refused for an origin that the key is not for, GptctlError when there is no key."""
    key = find_key(environ, KEY, base_url=base_url, home_origin=HOME)
    headers = {"authorization": f"Bearer {key.value}", "accept": "application/json"}
    return Client(base_url, key=key, headers=headers)


def connect(base_url: str, environ: Mapping[str, str], sleep: Callable[[float], None]) -> Sender:
    """Raises as `client` does."""
    return Retrying(client(base_url, environ), sleep=sleep)
