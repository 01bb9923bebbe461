"""The files of a job at the service: each has the mark in its name, so that none is uploaded twice or left behind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gptctl.core.value import Attrs
from gptctl.errors import NotDone, Rejected, Unknown
from gptctl.promote.dataset.stored import sha256
from gptctl.providers.api import Api, text
from gptctl.providers.http import Upload
from gptctl.providers.openai_shape.listing import listing

PATH = "/files"
PURPOSE = "fine-tune"
PAGE = "100"
_UNREADY = frozenset({"pending", "running", "queued", "importing", "notrunning"})
_BAD = frozenset({"error", "failed", "deleted", "deleting", "canceled", "cancelled"})
LOOKS = 120
PAUSE = 1.0
"""Seconds between two looks at a file that is not ready: Azure looks through each before a job may name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploads:
    api: Api
    sleep: Callable[[float], None]

    def put(self, path: Path, mark: str) -> str:
        """The id of this file, uploaded unless it is there."""
        name = f"{mark}-{sha256(path)[:16]}-{path.name}"
        id_ = self._named(name) or self._uploaded(name, path)
        self._wait(id_)
        return id_

    def of(self, mark: str) -> Iterator[str]:
        """The ids of all files with this mark."""
        found = (file for file in self._all() if text(file.get("filename")).startswith(f"{mark}-"))
        return filter(None, (text(file.get("id")) for file in found))

    def remove(self, mark: str) -> None:
        for id_ in tuple(self.of(mark)):
            self.api.delete(f"{PATH}/{id_}")

    def _uploaded(self, name: str, path: Path) -> str:
        upload = Upload(
            name=name, content=path.read_bytes(), media_type="application/jsonl", fields={"purpose": PURPOSE}
        )
        try:
            found = text(self.api.upload(PATH, upload).get("id"))
        except Unknown:
            found = self._named(name)
        if not found:
            raise NotDone(f"whether {name} was uploaded is not known, so no job was started")
        return found

    def _wait(self, id_: str) -> None:
        for _ in range(LOOKS):
            file = self.api.get(f"{PATH}/{id_}")
            state = text(file.get("status")).lower()
            if state in _BAD:
                raise Rejected(f"the file {id_} was refused: {text(file.get('status_details')) or state}")
            if state not in _UNREADY:
                return
            self.sleep(PAUSE)
        raise NotDone(f"the file {id_} is still being looked at, so no job was started")

    def _named(self, name: str) -> str:
        return next((text(file.get("id")) for file in self._all() if file.get("filename") == name), "")

    def _all(self) -> Iterator[Attrs]:
        return listing(self.api, PATH, {"purpose": PURPOSE, "limit": PAGE})
