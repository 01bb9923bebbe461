"""The files of a memory store: a memory each, at the file's own path. Anthropic keeps the SHA-256 of the content."""

from collections.abc import Mapping, Sequence

from gptctl.core.value import Attrs
from gptctl.providers.anthropic.wire import at, listed
from gptctl.providers.api import Api, text
from gptctl.providers.transfer import FileState, Held

PATH = "/v1/memory_stores"


class Memories:
    """A memory is changed in place: the old content can be read until the new one is there."""

    def __init__(self, api: Api, store: str) -> None:
        self._api = api
        self._path = at(PATH, store, "memories")
        self._known: Mapping[str, Held] = {}

    def held(self) -> Sequence[Held]:
        found = tuple(_held(memory) for memory in listed(self._api, self._path) if memory.get("type") == "memory")
        self._known = {one.path: one for one in found}
        return found

    def add(self, path: str, digest: str, content: bytes) -> None:  # noqa: ARG002 -- the server hashes it itself
        known = self._known.get(path)
        if known is None:
            self._api.send("POST", self._path, {"path": f"/{path}", "content": content.decode()})
        else:
            unchanged: Attrs = {"type": "content_sha256", "content_sha256": known.digest}
            self._api.send("POST", at(self._path, known.id), {"content": content.decode(), "precondition": unchanged})

    def remove(self, file: Held) -> None:
        self._api.delete(at(self._path, file.id), {"expected_content_sha256": file.digest})


def _held(memory: Attrs) -> Held:
    return Held(
        id=text(memory.get("id")),
        path=text(memory.get("path")).removeprefix("/"),
        digest=text(memory.get("content_sha256")),
        state=FileState.READY,
    )
