"""The files of one knowledge base, to be brought to what is declared."""

import hashlib
import json
import mimetypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from gptctl.core.value import Attrs
from gptctl.errors import Rejected
from gptctl.providers.api import mapping, text
from gptctl.providers.http import Gone, Upload
from gptctl.providers.openwebui.files import COMPLETED, MARK, Row, row
from gptctl.providers.openwebui.shape import read, values, written
from gptctl.providers.openwebui.wire import Api
from gptctl.providers.transfer import FileState, Held

FORGOTTEN = 3600
"""Seconds after which a file that still waits to be indexed was lost in a restart; the server counts so too."""

BATCH = 50
PAGE = 1000


def uploads(api: Api) -> Iterator[Attrs]:
    """Every file that the owner of the key ever uploaded, linked or not, a thousand in a request."""
    return api.batches("/api/v1/files/user/search", PAGE, filename="*", content="false")


class Shelf:
    """`wanted` is what the base shall hold, `edited` the ids of files whose text somebody may have changed, `now` the
    server's time in seconds when the change began.
    """

    def __init__(self, api: Api, base: str, wanted: Mapping[str, str], *, edited: frozenset[str], now: int) -> None:
        self._api = api
        self._base = base
        self._path = f"/api/v1/knowledge/{base}"
        self._wanted = wanted
        self._edited = edited
        self._now = now
        self._proven: set[str] = set()

    def rows(self) -> Sequence[Row]:
        """Every file that is linked, and so searchable."""
        found = self._api.listing(f"{self._path}/files", limit=str(PAGE), order_by="created_at", direction="asc")
        return [row(one, self._base) for one in found]

    def held(self) -> Sequence[Held]:
        return [*(self._linked(one) for one in self.rows()), *(self._waiting(one) for one in self._pending())]

    def add(self, path: str, digest: str, content: bytes) -> None:
        """One request uploads, indexes and links. The server takes each text once: one that goes makes room."""
        failed = self._upload(path, content)
        if failed is None:
            return
        twins = [one for one in self.rows() if one.said == _hash(failed)]
        same = [one.id for one in twins if (one.path, one.digest) == (path, digest)]
        if same:  # it was there: an answer was lost, or nobody had edited it after all
            self._proven.update(same)
            return
        kept = [one.path or one.id for one in twins if self._wanted.get(one.path) == one.digest]
        if kept:
            raise Rejected(f"it says the same as {kept[0]}, and Open WebUI takes each text only once")
        for one in twins:
            self.remove(self._linked(one))
        if not twins or self._upload(path, content) is not None:
            raise Rejected(text(mapping(failed.get("data")).get("error")) or "it could not be indexed")

    def remove(self, file: Held) -> None:
        """A file that is not ours is only taken off the base."""
        rows = self.rows()
        if all(one.id != file.id for one in rows):
            self._discard(file.id)
        elif file.path:
            self._clean((file.id,))
        else:
            self._api.post(f"{self._path}/file/remove", {"file_id": file.id}, delete_file="false")
        self._restore(rows, frozenset((file.id,)))

    def empty(self) -> None:
        """Delete every file of ours; one that another base has too is only taken off this one."""
        ours = [one.id for one in self.rows() if one.path]
        for start in range(0, len(ours), BATCH):
            self._clean(ours[start : start + BATCH])
        self.sweep()

    def sweep(self) -> None:
        """Delete what attempts left behind that never came to be linked."""
        linked = {one.id for one in self.rows()}
        for one in uploads(self._api):
            left = row(one, self._base)
            if left.path and left.id not in linked and left.status != COMPLETED:
                self._discard(left.id)

    def _upload(self, path: str, content: bytes) -> Attrs | None:
        """None when it is searchable or will be; else what the server has of it, which is deleted there."""
        upload = Upload(
            name=PurePosixPath(path).name,
            content=content,
            media_type=mimetypes.guess_type(path)[0] or "application/octet-stream",
            fields={"metadata": json.dumps({"knowledge_id": self._base, MARK: path})},
        )
        sent = self._api.upload("/api/v1/files/", upload, process="true", process_in_background="false")
        id_ = text(written(sent, f"the upload of {path}")["id"])
        there = read(self._api.get(f"/api/v1/files/{id_}"), f"GET file {id_}")
        if mapping(there.get("data")).get("status") != "failed":
            return None
        self._discard(id_)
        return there

    def _pending(self) -> Iterable[Row]:
        found = values(self._api.get(f"{self._path}/files/pending"))
        return [row(mapping(one), self._base) for one in found]

    def _linked(self, one: Row) -> Held:
        """Without a hash of its text a file is listed but not searchable: its indexing broke off."""
        state = FileState.READY if one.said else FileState.FAILED
        edited = one.id in self._edited and one.id not in self._proven
        return Held(id=one.id, path=one.path, digest="" if edited else one.digest, state=state)

    def _waiting(self, one: Row) -> Held:
        forgotten = self._now - one.made > FORGOTTEN
        state = FileState.FAILED if forgotten else FileState.PENDING
        return Held(id=one.id, path=one.path, digest=one.digest, state=state)

    def _clean(self, ids: Sequence[str]) -> None:
        self._api.post(f"{self._path}/sync/cleanup", {"file_ids": list(ids)})

    def _discard(self, id_: str) -> None:
        try:
            self._api.delete(f"/api/v1/files/{id_}")
        except Gone:
            return

    def _restore(self, before: Sequence[Row], gone: frozenset[str]) -> None:
        """With a file the server forgets the passages of every other one that says the same: index those again."""
        texts = {one.said for one in before if one.id in gone and one.said}
        for one in before:
            if one.id not in gone and one.said in texts:
                self._api.post(f"{self._path}/file/update", {"file_id": one.id})


def _hash(file: Attrs) -> str:
    content = text(mapping(file.get("data")).get("content"))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
