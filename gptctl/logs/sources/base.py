"""What a reader of logs is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from gptctl.core.value import JSON
from gptctl.logs.conversation import Conversation, Feedback


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line of a file, item of an array or row of a table, counted from 1; `value` is parsed and bounded JSON."""

    row: int
    value: JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that could not be read, and why, as a sentence for people. The row is 0 for a file as a whole."""

    file: str
    row: int
    reason: str

    @property
    def place(self) -> str:
        return f"{self.file}:{self.row}" if self.row else self.file


class LogFile(Protocol):
    """A file of records. Iterating twice reads it twice; a file of any size takes bounded memory."""

    @property
    def name(self) -> str:
        """As the user knows it: a path, or a path inside an archive."""
        ...

    def __iter__(self) -> Iterator[Record | Rejected]: ...


Item: TypeAlias = Conversation | Feedback | Rejected


class Reader(Protocol):
    """Reads one shape of log. It raises nothing that the content of a file can cause: such a row is Rejected.

    Every conversation has `came` filled in, with the id that `identify` makes of it.
    """

    @property
    def shape(self) -> str:
        """The name of the shape, as in `--shape NAME`: `langfuse`."""
        ...

    @property
    def title(self) -> str:
        """The same for people: `Langfuse observations, traces and scores`."""
        ...

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        """How sure it is that a file of this name with these first records (at most 20) is its own: 0 to 100."""
        ...

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        """All files of one import that are of this shape, since some formats spread a conversation over two of them."""
        ...
