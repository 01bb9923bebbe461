"""The local record: what the last applies left."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.codec import record_to_json
from gptctl.core.plural import plural
from gptctl.core.record import Record
from gptctl.core.resource import Recorded
from gptctl.core.value import Attrs
from gptctl.views.line import Line, Style, line
from gptctl.views.table import table


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReport:
    """`note` says what was wrong with the record, else empty."""

    record: Record
    note: str = ""

    def human(self) -> Iterator[Line]:
        if self.note:
            yield line(f"warning: {self.note}", Style.WARNING)
        entries = [self.record.entries[key] for key in sorted(self.record.entries)]
        rows = [(str(one.key.address), one.key.target, one.id, one.version or "-") for one in entries]
        yield from table(("address", "target", "id", "version"), rows)
        yield line(f"{plural(len(rows), 'object is', 'objects are')} recorded.", Style.HEADING)

    def document(self) -> Attrs:
        return {**record_to_json(self.record), "note": self.note}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedReport:
    """What is recorded of one address, at every target."""

    entries: tuple[Recorded, ...]

    def human(self) -> Iterator[Line]:
        for one in self.entries:
            yield line(f"{one.key.address} at {one.key.target}", Style.HEADING)
            yield line(f"  id: {one.id}")
            yield line(f"  version: {one.version or '-'}")
            yield line(f"  applied: {one.applied}")
            yield line(f"  nonce: {one.nonce}")

    def document(self) -> Attrs:
        return record_to_json(Record(entries={one.key: one for one in self.entries}))
