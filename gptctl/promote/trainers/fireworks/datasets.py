"""Datasets at Fireworks: each is made under an id of our own, the job's mark, so none is made twice.

Source: `lib/dataset_upload.py` of the vendor's package `fireworks-ai` 1.2.30: made, an address asked for, the bytes put
there under headers that are signed too, and then looked at by the server. As there, one that is kept under a key of the
customer's is refused, because the bytes would have to be encrypted here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from gptctl.core.value import Attrs
from gptctl.errors import Conflict, NotDone, Rejected, Unknown
from gptctl.promote.example import Part
from gptctl.promote.trainers.hosted.files import File
from gptctl.providers.api import Api, mapping, text
from gptctl.providers.http.retry import again
from gptctl.providers.http.signed import put

LOOKS = 600
PAUSE = 1.0
_PLAIN = frozenset({"", "ENCRYPTION_STATE_UNSPECIFIED", "ENCRYPTION_STATE_PLAINTEXT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Datasets:
    """Those of `account`, at the server with this `origin`."""

    api: Api
    origin: str
    account: str
    sleep: Callable[[float], None]

    def upload(self, mark: str, files: Sequence[File]) -> Mapping[Part, str]:
        """Their full names, once the server has looked at each. Raises ProviderError."""
        names = {file.part: self._name(mark, file.part) for file in files}
        for file in files:
            self._fill(f"v1/{names[file.part]}", mark, file)
        for name in names.values():
            self._await(f"v1/{name}")
        return names

    def remove(self, mark: str) -> None:
        for part in (Part.TRAIN, Part.VALIDATION):
            self.api.delete(f"v1/{self._name(mark, part)}")

    def _name(self, mark: str, part: Part) -> str:
        return f"accounts/{self.account}/datasets/{mark}-{part}"

    def _fill(self, path: str, mark: str, file: File) -> None:
        found = self._made(path, mark, file)
        if text(found.get("encryptionState")) not in _PLAIN:
            raise Rejected("the account keeps datasets under a key of its own, and gptctl does not encrypt them")
        if found.get("state") == "READY":
            return
        content = file.path.read_bytes()
        headers = {
            "content-type": "application/octet-stream",
            "x-goog-content-length-range": f"{len(content)},{len(content)}",
        }
        address = self._address(path, file.path.name, len(content))
        again(partial(put, address, content, headers=headers, origin=self.origin), self.sleep)
        self.api.send("POST", f"{path}:validateUpload", {})

    def _made(self, path: str, mark: str, file: File) -> Attrs:
        """The dataset; one that is there already was made by a run that broke off."""
        about: Attrs = {"displayName": mark, "exampleCount": str(file.rows), "userUploaded": {}}
        asked: Attrs = {"datasetId": path.rpartition("/")[2], "dataset": about}
        try:
            return self.api.send("POST", f"v1/accounts/{self.account}/datasets", asked)
        except (Conflict, Unknown):
            found = self.api.seek(path)
            if found is None:
                raise
            return found

    def _address(self, path: str, name: str, size: int) -> str:
        told = self.api.send("POST", f"{path}:getUploadEndpoint", {"filenameToSize": {name: str(size)}})
        address = text(mapping(told.get("filenameToSignedUrls")).get(name))
        if not address:
            raise NotDone(f"POST {path}:getUploadEndpoint did not say where to upload to")
        return address

    def _await(self, path: str) -> None:
        for _ in range(LOOKS):
            found = self.api.get(path)
            wrong = mapping(found.get("status"))
            if text(wrong.get("code")) not in {"", "OK"}:
                raise Rejected(f"Fireworks does not take {path}: {text(wrong.get('message')) or wrong.get('code')}")
            if found.get("state") == "READY":
                return
            self.sleep(PAUSE)
        raise NotDone(f"Fireworks was still looking at {path} after {LOOKS * PAUSE:g} seconds")
