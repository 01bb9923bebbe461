"""The way to Together's API."""

from collections.abc import Callable, Mapping

from gptctl.promote.trainers.together.upload import Uploading
from gptctl.providers.http import Client, Retrying, Sender, find_key

HOME = "https://api.together.ai"
KEY = "TOGETHER_API_KEY"


def connect(base_url: str, environ: Mapping[str, str], sleep: Callable[[float], None]) -> Sender:
    """Raises Refused for an origin that the key is not for, NoAccess when there is no key."""
    key = find_key(environ, KEY, base_url=base_url, home_origin=HOME)
    client = Client(base_url, key=key, headers={"authorization": f"Bearer {key.value}", "accept": "application/json"})
    return Uploading(client, Retrying(client, sleep=sleep), sleep=sleep)
