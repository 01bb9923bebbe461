"""The ledger of jobs: a durable line before a job is started, and one after whatever is known of it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from gptctl.core.value import Attrs
from gptctl.errors import Refused
from gptctl.promote.jobs.codec import from_json, to_json
from gptctl.promote.jobs.job import Entry, Job, fold


class Lines(Protocol):
    """Where the lines are kept, such as `gptctl.backends.local.lines.DurableLines`."""

    def append(self, entry: Attrs) -> None:
        """Returns only once the line would survive a power cut. Raises GptctlError when it would not."""
        ...

    def read(self) -> Sequence[Attrs]:
        """Every line in order; a torn last one is none. Raises Refused for damage before it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """`alone` is held while a job is submitted, so that two runs cannot both start it."""

    lines: Lines
    alone: Callable[[], AbstractContextManager[None]]

    def append(self, entry: Entry) -> None:
        self.lines.append(to_json(entry))

    def jobs(self) -> Mapping[str, Job]:
        """By the mark of the approval, oldest first. Raises Refused when a line is not what was written."""
        return fold(self._entry(number, line) for number, line in enumerate(self.lines.read(), start=1))

    def _entry(self, number: int, line: Attrs) -> Entry:
        try:
            return from_json(line)
        except (ValueError, KeyError, TypeError):
            raise Refused(
                f"line {number} of the ledger of jobs is none that this version writes",
                advice="Another version of gptctl may have written it: use that one.",
            ) from None
