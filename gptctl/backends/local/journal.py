"""The journal as a file of lines, each with its own checksum."""

from collections.abc import Sequence
from pathlib import Path

from gptctl.backends.local.lines import DurableLines
from gptctl.core.codec import Malformed, entry_from_json, entry_to_json
from gptctl.core.journal import Begin, Entry
from gptctl.core.value import Attrs
from gptctl.errors import Refused

_REBUILD = "Run `gptctl state rebuild`: it sets the journal aside and finds every object by its marker."


class FileJournal:
    """Appending is safe from several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = DurableLines(path)

    def append(self, entry: Entry) -> None:
        self._lines.append(entry_to_json(entry))

    def entries(self) -> Sequence[Entry]:
        try:
            lines = self._lines.read()
        except Refused as error:
            raise Refused(f"the journal {error.message}", advice=_REBUILD) from None
        return tuple(self._entry(number, line) for number, line in enumerate(lines, start=1))

    def restart(self, pending: Sequence[Begin]) -> None:
        self._lines.restart([entry_to_json(entry) for entry in pending])

    def _entry(self, number: int, line: Attrs) -> Entry:
        try:
            return entry_from_json(line)
        except Malformed:
            raise Refused(f"the journal {self._path} is damaged in line {number}", advice=_REBUILD) from None
