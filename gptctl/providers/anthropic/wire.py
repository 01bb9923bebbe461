"""The way to Anthropic's API, and its listings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import quote

from gptctl.core.value import Attrs
from gptctl.providers.api import Api, pages, rows, text
from gptctl.providers.http import Client, Retrying, Sender, find_key

HOME = "https://api.anthropic.com"
KEY = "ANTHROPIC_API_KEY"
VERSION = "2026-10-21"
BETA = "managed-agents-2026-04-01"
"""Covers agents, environments, memory stores and sessions."""

PAGE = "100"
"""The most that a listing gives at once."""

Sleep = Callable[[float], None]


def client(base_url: str, environ: Mapping[str, str]) -> Client:
    """Raises Refused for an origin that the key is not for, GptctlError when there is no key."""
    key = find_key(environ, KEY, base_url=base_url, home_origin=HOME)
    headers = {"authorization": f"Bearer {key.value}", "anthropic-version": VERSION, "anthropic-beta": BETA}
    return Client(base_url, key=key, headers=headers)


def connect(base_url: str, environ: Mapping[str, str], sleep: Sleep) -> Sender:
    """Raises as `client` does."""
    return Retrying(client(base_url, environ), sleep=sleep)


def listed(api: Api, path: str, **params: str) -> Iterator[Attrs]:
    """Every item of a listing, a page at a time as they are asked for."""

    def fetch(cursor: str) -> tuple[Sequence[Attrs], str]:
        page = api.get(path, {"limit": PAGE, **params, **({"page": cursor} if cursor else {})})
        return rows(page.get("data"), f"GET {path}"), text(page.get("next_page"))

    return pages(fetch)


def at(collection: str, id_: str, *rest: str) -> str:
    """The path of an object, whatever its id is made of."""
    return "/".join((collection, quote(id_, safe=""), *rest))
