"""Files uploaded for one knowledge base: their names hold its address and the hash of their content."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import PurePosixPath

from gptctl.errors import Unknown
from gptctl.providers.api import Api, text
from gptctl.providers.http import Upload
from gptctl.providers.openai_shape.listing import listing
from gptctl.providers.transfer import FileState, Held

PURPOSE = "user_data"
_NAME = re.compile(r"gptctl\.([0-9a-f]{20})\.([0-9a-f]{64})\..*\Z")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploads:
    """A FileStore in which a file's path is its digest: equal files of a base are stored once.

    `address` is the base's, out of its mark; `suffixes` gives the ending of the name for each digest.
    """

    api: Api
    address: str
    suffixes: Mapping[str, str]

    def held(self) -> Sequence[Held]:
        return [
            Held(id=id_, path=digest, digest=digest, state=FileState.READY)
            for id_, address, digest in listed(self.api)
            if address == self.address
        ]

    def add(self, path: str, digest: str, content: bytes) -> None:
        name = f"gptctl.{self.address}.{digest}{self.suffixes.get(path, '.txt')}"
        media_type = guess_type(name)[0] or "application/octet-stream"
        upload = Upload(name=name, content=content, media_type=media_type, fields={"purpose": PURPOSE})
        if not text(self.api.upload("/files", upload).get("id")):
            raise Unknown("POST /files answered without an id")

    def remove(self, file: Held) -> None:
        self.api.delete(f"/files/{file.id}")


def listed(api: Api) -> Sequence[tuple[str, str, str]]:
    """Id, address and digest of every file that was uploaded for any base."""
    found = []
    for body in listing(api, "/files", {"purpose": PURPOSE}):
        match = _NAME.match(text(body.get("filename")))
        if match is not None:
            found.append((text(body.get("id")), match[1], match[2]))
    return found


def suffixes_of(files: Mapping[str, str]) -> Mapping[str, str]:
    """For each digest the ending of a path that has it."""
    return {digest: _UNSAFE.sub("-", PurePosixPath(path).suffix) or ".txt" for path, digest in sorted(files.items())}
