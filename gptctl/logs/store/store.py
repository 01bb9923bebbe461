"""The conversations of one project."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from filelock import FileLock, Timeout

from gptctl.errors import Locked
from gptctl.logs import codec
from gptctl.logs.conversation import Conversation
from gptctl.logs.store import database, durable, index, staging
from gptctl.logs.store.intake import Intake
from gptctl.logs.store.query import Query
from gptctl.logs.store.reading import Snapshot, snapshot
from gptctl.logs.store.tables import CONVERSATIONS, FEEDBACK, TEXTS
from gptctl.private import make_private

WAIT_SECONDS = 60.0
"""How long to wait for another run that writes."""

EVERYTHING = Query()


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Conversations of one project in `folder`, which is made by the first import.

    Every method raises GptctlError when the folder cannot be used, Locked when another run goes on writing to it.
    """

    folder: Path

    @property
    def empty(self) -> bool:
        return not index.read(self.folder).of(CONVERSATIONS)

    def conversations(self, query: Query = EVERYTHING, *, most: int | None = None) -> Iterator[Conversation]:
        """Ordered by end and id; with `most` only so many, the newest first. Ratings are joined in."""
        if self.empty:
            return
        with durable.explained(self.folder), snapshot(self.folder) as reading:
            for batch in reading.batches(query, tuple(CONVERSATIONS.columns), most):
                rows = batch.to_pylist()
                texts = reading.text(sorted({row[name] for row in rows for name in ("instructions", "tools")} - {""}))
                yield from (codec.decode(row, texts) for row in rows)

    def batches(self, columns: Sequence[str], query: Query = EVERYTHING) -> Iterator[pa.RecordBatch]:
        """The fast door: these columns of the table CONVERSATIONS, in Arrow's form, ordered by end and id.

        `ratings` has all of them, JSON texts are as the table says, and `score` is one more column: the mean of the
        scores, null where there is none. A batch has at most 4,096 rows.
        """
        if self.empty:
            return
        with durable.explained(self.folder), snapshot(self.folder) as reading:
            yield from reading.batches(query, columns, None)

    def texts(self, digests: Iterable[str]) -> dict[str, str]:
        """The instructions, or the tools as JSON text, of these digests."""
        with durable.explained(self.folder), snapshot(self.folder) as reading:
            return reading.text(tuple(digests))

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """For questions of other modules of this package. The folder must exist."""
        with durable.explained(self.folder), snapshot(self.folder) as reading:
            yield reading

    @contextmanager
    def intake(self, *, wait: float = WAIT_SECONDS) -> Iterator[Intake]:
        """An import. Nothing of it stays unless it is committed."""
        with self.locked(wait):
            folder = staging.clear(self.folder)
            parts = {
                table.name: staging.Staging(folder=folder, table=table) for table in (CONVERSATIONS, TEXTS, FEEDBACK)
            }
            try:
                yield Intake(
                    folder=self.folder,
                    conversations=parts[CONVERSATIONS.name],
                    texts=parts[TEXTS.name],
                    feedback=parts[FEEDBACK.name],
                    known=set(),
                )
            finally:
                staging.clear(self.folder)

    @contextmanager
    def locked(self, wait: float) -> Iterator[None]:
        """Be the only one to write. What earlier runs left that were killed is cleared away."""
        with durable.explained(self.folder):
            make_private(self.folder)
            lock = FileLock(self.folder / "lock", mode=0o600)
            try:
                lock.acquire(timeout=wait, poll_interval=0.05)
            except Timeout:
                raise Locked(
                    f"another run is writing to the conversations in {self.folder}",
                    advice="Wait for it to end; the lock is freed even when it is killed.",
                ) from None
            try:
                if not (self.folder / index.FILE).exists():
                    index.write(self.folder, index.read(self.folder))
                index.sweep(self.folder, index.read(self.folder))
                database.sweep(self.folder)
                yield
            finally:
                lock.release()
