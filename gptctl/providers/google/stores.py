"""File search stores and their documents, as Google has them: no change of anything, only making and deleting."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from gptctl.core.value import Attrs
from gptctl.errors import Rejected, Unknown
from gptctl.providers.api import Api, items, mapping, pages, text
from gptctl.providers.http import Gone, Upload

VERSION = "v1"
PAGE = "20"
PATIENCE = 300
PAUSE = 1.0
"""Looks at an upload that is being taken in, one a second."""

_NAME = re.compile(r"fileSearchStores/[a-z0-9-]{1,60}\Z")


class Stores:
    """`sleep` is how to wait between two looks."""

    def __init__(self, api: Api, sleep: Callable[[float], None]) -> None:
        self._api = api
        self._sleep = sleep

    def all(self) -> Iterator[Attrs]:
        return pages(lambda cursor: self._page(f"{VERSION}/fileSearchStores", "fileSearchStores", cursor))

    def get(self, name: str) -> Attrs | None:
        """Google may say "forbidden" of what is not there: then a listing decides."""
        if not _NAME.match(name):
            return None
        try:
            return self._api.get(f"{VERSION}/{name}")
        except Gone:
            return None
        except Rejected:
            if any(one.get("name") == name for one in self.all()):
                raise
            return None

    def create(self, display_name: str) -> Attrs:
        return self._api.send("POST", f"{VERSION}/fileSearchStores", {"displayName": display_name})

    def delete(self, name: str) -> None:
        """With all its documents."""
        self._api.delete(f"{VERSION}/{name}", {"force": "true"})

    def delete_empty(self, name: str) -> bool:
        """False when Google still sees something in it: then it stays."""
        try:
            self._api.delete(f"{VERSION}/{name}")
        except Rejected:
            return False
        return True

    def documents(self, name: str) -> Iterator[Attrs]:
        return pages(lambda cursor: self._page(f"{VERSION}/{name}/documents", "documents", cursor))

    def add(self, name: str, upload: Upload, about: Attrs) -> None:
        """Upload a document and wait until the store lists it; it may be searchable only later."""
        path = f"upload/{VERSION}/{name}:uploadToFileSearchStore"
        operation = self._api.upload(path, upload, {"mimeType": upload.media_type, **about})
        for _ in range(PATIENCE):
            if operation.get("done") is True:
                break
            self.pause()
            operation = self._api.get(f"{VERSION}/{text(operation.get('name'))}")
        else:
            raise Unknown(f"{upload.name} is still being taken in after {PATIENCE} seconds")
        if operation.get("error"):
            raise Rejected(text(mapping(operation["error"]).get("message")) or "Google did not take it")

    def pause(self) -> None:
        self._sleep(PAUSE)

    def discard(self, document: str) -> None:
        """Delete a document with its passages; already gone is success."""
        self._api.delete(f"{VERSION}/{document}", {"force": "true"})

    def _page(self, path: str, name: str, cursor: str) -> tuple[Sequence[Attrs], str]:
        query = {"pageSize": PAGE}
        body = self._api.get(path, {**query, "pageToken": cursor} if cursor else query)
        return items(body.get(name)), text(body.get("nextPageToken"))


def metadata(document: Attrs) -> Mapping[str, str]:
    """The texts of a document's custom metadata by their keys."""
    found = items(document.get("customMetadata"))
    return {text(one.get("key")): text(one.get("stringValue")) for one in found}


def custom(values: Mapping[str, str]) -> Sequence[Attrs]:
    return [{"key": key, "stringValue": value} for key, value in values.items()]
