"""Open WebUI's API: maps, lists and plain values in its answers, and listings of several pages."""

from collections.abc import Iterator, Mapping

from gptctl.core.value import JSON, Attrs
from gptctl.errors import NotDone
from gptctl.providers.api import mapping, text
from gptctl.providers.http import Client, Intent, Key, Sender, Upload, find_key, origin_of
from gptctl.providers.openwebui.shape import values, whole

KEY = "OPENWEBUI_API_KEY"

AT_ONCE = 4
"""A server of one's own often is one process with one database file."""

PAGES = 1000
"""The most pages of one listing; a server that gives more is not believed."""

TURNS = 3
"""How often a listing is begun anew when the server's objects moved between its pages."""


def key_for(base_url: str, environ: Mapping[str, str]) -> Key:
    """The server's address always comes from the repository, so the user must have trusted it outside of it.

    A server on this machine needs no such word. Raises Refused or GptctlError.
    """
    origin = origin_of(base_url)
    here = origin.startswith("http://")  # which `origin_of` takes on this machine only
    return find_key(environ, KEY, base_url=base_url, home_origin=origin if here else "")


def connect(base_url: str, key: Key) -> Client:
    headers = {"authorization": f"Bearer {key.value}", "accept": "application/json"}
    return Client(base_url, key=key, headers=headers, at_once=AT_ONCE)


class Api:
    """Requests by path. Says of every one whether it reads or writes."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def get(self, path: str, **params: str) -> JSON:
        return self._sender.send("GET", path, intent=Intent.READ, params=params).json

    def post(self, path: str, body: JSON, **params: str) -> JSON:
        return self._sender.send("POST", path, intent=Intent.WRITE, json=body, params=params).json

    def delete(self, path: str) -> None:
        self._sender.send("DELETE", path, intent=Intent.WRITE)

    def upload(self, path: str, upload: Upload, **params: str) -> JSON:
        return self._sender.send("POST", path, intent=Intent.WRITE, upload=upload, params=params).json

    def listing(self, path: str, **params: str) -> tuple[Attrs, ...]:
        """All objects of a paged listing, each once.

        The server pages by offset, so that an object made meanwhile can hide another: what was seen is held against
        the server's own total. Raises NotDone when they cannot be brought together.
        """
        for _ in range(TURNS):
            found, total = self._walk(path, params)
            if len(found) == total:
                return tuple(found.values())
        raise NotDone(f"GET {path} keeps changing while it is read", advice="Run the command again.")

    def batches(self, path: str, size: int, **params: str) -> Iterator[Attrs]:
        """All objects of a listing that goes by `skip` and `limit` and has no total."""
        for turn in range(PAGES):
            rows = values(self.get(path, **params, skip=str(turn * size), limit=str(size)))
            yield from map(mapping, rows)
            if len(rows) < size:
                return
        raise NotDone(f"GET {path} has no end")

    def close(self) -> None:
        self._sender.close()

    def _walk(self, path: str, params: Mapping[str, str]) -> tuple[Mapping[str, Attrs], int]:
        found: dict[str, Attrs] = {}
        total = 0
        for page in range(1, PAGES + 1):
            answer = mapping(self.get(path, **params, page=str(page)))
            total = whole(answer.get("total"))
            fresh = {text(row.get("id")): row for row in _rows(answer, path) if text(row.get("id")) not in found}
            found.update(fresh)
            if not fresh or len(found) >= total:
                break
        return found, total


def _rows(answer: Attrs, path: str) -> list[Attrs]:
    if not isinstance(answer.get("items"), list):
        raise NotDone(f"GET {path} was answered with something that is no listing")
    return [mapping(row) for row in values(answer["items"])]
