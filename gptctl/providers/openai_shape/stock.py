"""The files of one vector store, each marked with its path and digest in the store's own attributes."""

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from mimetypes import guess_type
from pathlib import PurePosixPath

from gptctl.core.address import RemoteId
from gptctl.core.value import JSON, Attrs
from gptctl.errors import Rejected, Unknown
from gptctl.providers.api import Api, mapping, text
from gptctl.providers.http import Upload
from gptctl.providers.openai_shape.listing import listing
from gptctl.providers.transfer import AT_ONCE, PATIENCE, PAUSE, FileState, Held

PATH = "gptctl_path"
DIGEST = "gptctl_sha256"
PURPOSE = "assistants"
"""What files of vector stores are for; Azure takes no other."""

_STATES = {"in_progress": FileState.PENDING, "completed": FileState.READY}
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A FileStore. The store's id is in the name of every file uploaded for it, so that strays can be found.

    `chunking` is how every file is to be cut; a file that was cut in another way counts as one of no known content.
    """

    api: Api
    store: RemoteId
    chunking: Attrs | None = None

    def held(self) -> Sequence[Held]:
        return [self.as_held(body) for body in self.listed()]

    def listed(self) -> Sequence[Attrs]:
        """The files as the provider describes them."""
        return list(listing(self.api, self._path, {"limit": "100"}))

    def add(self, path: str, digest: str, content: bytes) -> None:
        self.put(path, digest, content)

    def put(self, path: str, digest: str, content: bytes) -> str:
        """Upload and attach a file; its id."""
        fields = {"purpose": PURPOSE}
        media_type = guess_type(path)[0] or "text/plain"
        upload = Upload(name=tagged(path, self.store), content=content, media_type=media_type, fields=fields)
        body = self.api.upload("/files", upload)
        id_ = text(body.get("id"))
        if not id_:
            raise Unknown("POST /files answered without an id")
        attached: dict[str, JSON] = {"file_id": id_, "attributes": {PATH: path, DIGEST: digest}}
        if self.chunking is not None:
            attached["chunking_strategy"] = self.chunking
        self.api.send("POST", self._path, attached)
        return id_

    def remove(self, file: Held) -> None:
        """Somebody else's file is taken out of the store, and its bytes are left alone.

        The bytes go first: what was detached and not deleted nobody would see any more.
        """
        if file.path:
            self.api.delete(f"/files/{file.id}")
        self.api.delete(f"{self._path}/{file.id}")

    def remove_all(self, files: Sequence[Held]) -> None:
        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            list(pool.map(self.remove, files))

    def wait_for(self, id_: str, sleep: Callable[[float], None]) -> None:
        """Until this file can be read. Raises Rejected when the provider cannot take it in."""
        for _ in range(PATIENCE):
            file = self.as_held(self.api.get(f"{self._path}/{id_}"))
            if file.state is FileState.READY:
                return
            if file.state is FileState.FAILED:
                raise Rejected(f"{file.path} was not taken: {file.reason or 'the provider does not say why'}")
            sleep(PAUSE)
        raise Unknown(f"still being indexed after {PATIENCE} seconds")

    def collect(self) -> None:
        """Delete what was uploaded for this store and never arrived in it: leftovers of answers that were lost."""
        files = listing(self.api, "/files", {"purpose": PURPOSE})
        mine = {text(file.get("id")) for file in files if f".{self.store}." in text(file.get("filename"))}
        if mine:
            for id_ in sorted(mine - {file.id for file in self.held()}):
                self.api.delete(f"/files/{id_}")

    def as_held(self, body: Attrs) -> Held:
        """A file of a listing in our words."""
        attributes, error = mapping(body.get("attributes")), mapping(body.get("last_error"))
        fits = self.chunking is None or mapping(body.get("chunking_strategy")) == self.chunking
        temporary = error.get("code") == "server_error"
        return Held(
            id=text(body.get("id")),
            path=text(attributes.get(PATH)),
            digest=text(attributes.get(DIGEST)) if fits else "",
            state=_STATES.get(text(body.get("status")), FileState.FAILED),
            reason="" if temporary else text(error.get("message")),
        )

    @property
    def _path(self) -> str:
        return f"/vector_stores/{self.store}/files"


def tagged(path: str, tag: str) -> str:
    """A file name that people recognise and that says whose it is: `leave.vs_3f….md`."""
    name = PurePosixPath(path)
    stem = _UNSAFE.sub("-", name.stem)[:100].strip("-.") or "file"
    return f"{stem}.{tag}{_UNSAFE.sub('-', name.suffix) or '.txt'}"


def untagged(filename: str) -> str:
    """The name without the tag, for people."""
    parts = filename.split(".")
    return ".".join([*parts[:-2], parts[-1]]) if len(parts) > 2 else filename  # noqa: PLR2004 -- name, tag, suffix


def common_chunking(listed: Sequence[Mapping[str, JSON]]) -> JSON:
    """How the files were cut, when all in the same way."""
    ways = [mapping(body.get("chunking_strategy")) for body in listed]
    return ways[0] if ways and all(one == other for one, other in pairwise(ways)) else None
