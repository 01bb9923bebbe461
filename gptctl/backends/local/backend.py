"""The local backend: a folder per environment."""

import json
from contextlib import AbstractContextManager
from pathlib import Path

from gptctl.backends.base import Baselines, Journal, Reading
from gptctl.backends.local.baselines import FileBaselines
from gptctl.backends.local.files import explained, read_bounded, write_atomically
from gptctl.backends.local.journal import FileJournal
from gptctl.core.codec import Malformed, record_from_json, record_to_json
from gptctl.core.record import Record
from gptctl.core.value import canonical
from gptctl.errors import GptctlError

LIMIT = 64 * 1024 * 1024


class LocalBackend:
    """Everything lies in `folder`; nothing is made there before the first write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._journal = FileJournal(folder / "journal.jsonl")
        self._baselines = FileBaselines(folder / "applied")

    @property
    def journal(self) -> Journal:
        return self._journal

    @property
    def baselines(self) -> Baselines:
        return self._baselines

    def read(self) -> Reading:
        path = self._folder / "record.json"
        try:
            data = read_bounded(path, LIMIT)
            return Reading(record=Record() if data is None else record_from_json(json.loads(data)))
        except (GptctlError, Malformed, ValueError, RecursionError):
            note = f"{path} cannot be read; every object is found by its marker instead, and the record is made anew"
            return Reading(record=Record(), note=note)

    def write(self, record: Record) -> None:
        text = canonical(record_to_json(record))
        write_atomically(self._folder / "record.json", text.encode("utf-8", "backslashreplace"))

    def set_aside(self) -> None:
        for name in ("record.json", "journal.jsonl"):
            path = self._folder / name
            with explained(path):
                if path.exists():
                    path.replace(path.with_name(f"{name}.aside"))

    def lock(self, *, wait: float) -> AbstractContextManager[None]:
        from gptctl.backends.local.lock import hold  # noqa: PLC0415 -- only an apply needs it

        return hold(self._folder, wait=wait)
