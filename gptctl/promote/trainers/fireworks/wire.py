"""The way to Fireworks' API."""

import re
from collections.abc import Callable, Mapping

from gptctl.errors import GptctlError, NoAccess
from gptctl.providers.http import Client, Retrying, Sender, find_key

HOME = "https://api.fireworks.ai"
KEY = "FIREWORKS_API_KEY"
ACCOUNT = "FIREWORKS_ACCOUNT_ID"
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")


def connect(base_url: str, environ: Mapping[str, str], sleep: Callable[[float], None]) -> Sender:
    """Raises Refused for an origin that the key is not for, NoAccess when there is no key."""
    key = find_key(environ, KEY, base_url=base_url, home_origin=HOME)
    headers = {"authorization": f"Bearer {key.value}", "accept": "application/json"}
    return Retrying(Client(base_url, key=key, headers=headers), sleep=sleep)


def account(option: str, environ: Mapping[str, str]) -> str:
    """The account whose jobs and datasets these are. Raises NoAccess when nobody named it, GptctlError for no name."""
    found = option or environ.get(ACCOUNT, "")
    if not found:
        advice = f"Write `account` under `trainers: fireworks:` in gptctl.yaml, or set {ACCOUNT}."
        raise NoAccess("Fireworks needs the id of an account, and none is given", advice=advice)
    if not _ACCOUNT.fullmatch(found):
        raise GptctlError(f"{found[:80]!r} is no id of an account at Fireworks")
    return found
