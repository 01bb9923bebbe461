"""The documents of one library, each marked with its paths and digest in its attributes.

Mistral keeps equal content once: a second upload of it gives the first document back. So one document may stand for
several paths, and a renamed file does not travel.
"""

from collections.abc import Iterator, Sequence
from mimetypes import MimeTypes
from threading import Lock
from urllib.parse import quote

from gptctl.core.value import Attrs
from gptctl.providers.api import Api, items, mapping, pages, text
from gptctl.providers.http import Upload
from gptctl.providers.steps import begun
from gptctl.providers.transfer import FileState, Held

PATHS, DIGEST = "gptctl_paths", "gptctl_sha256"
PAGE = 100

_STATES = {
    "done": FileState.READY,
    "noop": FileState.READY,
    "self_managed": FileState.READY,
    "error": FileState.FAILED,
    "missing_content": FileState.FAILED,
}
_REASONS = {"error": "Mistral could not process it", "missing_content": "Mistral found no content in it"}
_TYPES = MimeTypes()


class Documents:
    """`library` is the library's path in the API."""

    def __init__(self, api: Api, library: str) -> None:
        self._api = api
        self._path = f"{library}/documents"
        self._turns: dict[str, Lock] = {}

    def held(self) -> Sequence[Held]:
        return [one for document in pages(self._page) for one in _held(document)]

    def add(self, path: str, digest: str, content: bytes) -> None:
        """Files of equal content take turns, so that none of them loses its path to another."""
        kind = _TYPES.guess_type(path)[0] or "application/octet-stream"
        with self._turns.setdefault(digest, Lock()):
            document = self._api.upload(self._path, Upload(name=path, content=content, media_type=kind))
            with begun():
                self._mark(document, {*_paths(document), path}, digest)

    def remove(self, file: Held) -> None:
        document = self._api.seek(self._of(file.id))
        if document is None:
            return
        left = {path for path in _paths(document) if path != file.path}
        if left:
            self._mark(document, left, file.digest)
        else:
            self._api.delete(self._of(file.id))

    def discard_failed(self) -> None:
        """What failed in an earlier run makes room, so that it is tried again."""
        for file in self.held():
            if file.state is FileState.FAILED:
                self.remove(file)

    def _mark(self, document: Attrs, paths: set[str], digest: str) -> None:
        attributes = {**mapping(document.get("attributes")), PATHS: sorted(paths), DIGEST: digest}
        self._api.send("PATCH", self._of(text(document.get("id"))), {"attributes": attributes})

    def _of(self, id_: str) -> str:
        return f"{self._path}/{quote(id_, safe='')}"

    def _page(self, cursor: str) -> tuple[Sequence[Attrs], str]:
        page = int(cursor or "0")
        query = {"page": str(page), "page_size": str(PAGE), "sort_by": "created_at", "sort_order": "asc"}
        body = self._api.get(self._path, query)
        more = mapping(body.get("pagination")).get("has_more") is True
        return items(body.get("data")), str(page + 1) if more else ""


def _held(document: Attrs) -> Iterator[Held]:
    status = text(document.get("process_status"))
    for path in _paths(document) or [""]:
        yield Held(
            id=text(document.get("id")),
            path=path,
            digest=text(mapping(document.get("attributes")).get(DIGEST)),
            state=_STATES.get(status, FileState.PENDING),
            reason=_REASONS.get(status, ""),
        )


def _paths(document: Attrs) -> Sequence[str]:
    paths = mapping(document.get("attributes")).get(PATHS)
    return [path for path in paths if isinstance(path, str)] if isinstance(paths, list) else []
