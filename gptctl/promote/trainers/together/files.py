"""Files at Together: each has the job's mark in its name, which is how it is found again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gptctl.errors import NotDone, Rejected
from gptctl.promote.example import Part
from gptctl.promote.trainers.hosted.files import File
from gptctl.providers.api import Api, mapping, rows, text
from gptctl.providers.http import Upload

PATH = "v1/files"
_BUSY = frozenset({"PENDING", "QUEUED", "RUNNING"})
_BROKEN = frozenset({"FAILED", "INVALID_FORMAT"})
LOOKS = 600
PAUSE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    api: Api
    sleep: Callable[[float], None]

    def upload(self, mark: str, files: Sequence[File]) -> Mapping[Part, str]:
        """The ids of the files, once the server has looked at each. Raises ProviderError."""
        ids = {file.part: self._send(mark, file) for file in files}
        for id_ in ids.values():
            self._await(id_)
        return ids

    def remove(self, mark: str) -> None:
        """Every file of the job, also one whose upload broke off."""
        for file in rows(self.api.get(PATH).get("data"), f"GET {PATH}"):
            if text(file.get("filename")).startswith(f"{mark}-"):
                self.api.delete(f"{PATH}/{text(file.get('id'))}")

    def _send(self, mark: str, file: File) -> str:
        upload = Upload(
            name=f"{mark}-{file.part}.jsonl", content=file.path.read_bytes(), fields={"purpose": "fine-tune"}
        )
        return text(self.api.upload(PATH, upload).get("id"))

    def _await(self, id_: str) -> None:
        for _ in range(LOOKS):
            found = self.api.get(f"{PATH}/{id_}")
            state = text(found.get("processing_status"))
            if state in _BROKEN:
                said = text(mapping(found.get("validation_report")).get("error"))
                raise Rejected(f"Together does not take the file {text(found.get('filename'))}: {said or state}")
            if state not in _BUSY:
                return
            self.sleep(PAUSE)
        raise NotDone(f"Together was still looking at the file {id_} after {LOOKS * PAUSE:g} seconds")
