"""The conversations of one project."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from filelock import FileLock, Timeout

from gptctl.errors import Locked
from gptctl.logs import codec
from gptctl.logs.conversation import Conversation
from gptctl.logs.overview import NOTHING, Glance, Stats
from gptctl.logs.store import database, durable, feedback, forgetting, index, staging, summary
from gptctl.logs.store.index import Index
from gptctl.logs.store.intake import Intake
from gptctl.logs.store.query import Query
from gptctl.logs.store.reading import snapshot
from gptctl.logs.store.scales import Scales
from gptctl.logs.store.sql import scan
from gptctl.logs.store.sweep import sweep
from gptctl.logs.store.tables import CONVERSATIONS, FEEDBACK, TEXTS
from gptctl.private import make_private

WAIT_SECONDS = 60.0
"""How long to wait for another run that writes."""

EVERYTHING = Query()


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """At most some ten thousand conversations. It can be pickled, and gives the same whenever it is read."""

    folder: Path
    index: Index
    query: Query

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """As those of the store, ordered within the portion."""
        with durable.explained(self.folder), snapshot(self.folder, self.index) as reading:
            yield from reading.batches(self.query, columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Conversations of one project in `folder`, which is made by the first import.

    Every method raises GptctlError when the folder cannot be used, Locked when another run goes on writing to it.
    """

    folder: Path

    @property
    def empty(self) -> bool:
        return not index.read(self.folder).of(CONVERSATIONS)

    def conversations(self, query: Query = EVERYTHING) -> Iterator[Conversation]:
        """Ordered by end and id. All ratings are joined in."""
        if self.empty:
            return
        with durable.explained(self.folder), snapshot(self.folder) as reading:
            for batch in reading.batches(query, tuple(CONVERSATIONS.columns)):
                rows = batch.to_pylist()
                texts = reading.text(sorted({row[name] for row in rows for name in ("instructions", "tools")} - {""}))
                yield from (codec.decode(row, texts) for row in rows)

    def batches(self, columns: Sequence[str], query: Query = EVERYTHING) -> Iterator[pa.RecordBatch]:
        """These columns of the table CONVERSATIONS, in Arrow's form, ordered by end and id.

        `ratings` has all of them, JSON texts are as the table says, and `score` is one more column: the mean of the
        scores, null where there is none. A batch has at most 4,096 rows.
        """
        if self.empty:
            return
        with durable.explained(self.folder), snapshot(self.folder) as reading:
            yield from reading.batches(query, columns)

    def portions(self, query: Query = EVERYTHING) -> Sequence[Portion]:
        """The same conversations in parts that can be read apart from each other, elsewhere, and in any order."""
        now = index.read(self.folder)
        own = (now.only(CONVERSATIONS, part) for part in now.of(CONVERSATIONS))
        return [Portion(folder=self.folder, index=part, query=query) for part in own]

    def texts(self, digests: Iterable[str]) -> dict[str, str]:
        """The instructions, or the tools as JSON text, of these digests."""
        if self.empty:
            return {}
        with durable.explained(self.folder), snapshot(self.folder) as reading:
            return reading.text(tuple(digests))

    def glances(self, query: Query = EVERYTHING, *, most: int) -> Sequence[Glance]:
        """At most so many, the newest first, and before them those whose whole id is asked for."""
        if self.empty:
            return ()
        with durable.explained(self.folder), snapshot(self.folder) as reading:
            return summary.glances(reading, query, most)

    def stats(self, query: Query = EVERYTHING) -> Stats:
        if self.empty:
            return NOTHING
        with durable.explained(self.folder), snapshot(self.folder) as reading:
            return summary.stats(reading, query)

    def waiting(self) -> int:
        """How many ratings speak of no conversation that is here: it may come yet, or several are called the same."""
        return self._feedback(lambda given, live: f"id not in (select rating from ({feedback.met(given, live)}))")

    def astray(self) -> int:
        """How many ratings speak of a message by its index that is no answer: nothing can be learnt from them."""
        return self._feedback(lambda given, live: f"id in ({feedback.astray(given, live)})")

    def _feedback(self, condition: Callable[[str, str], str]) -> int:
        """How many ratings meet a condition on the tables FEEDBACK and CONVERSATIONS."""
        now = index.read(self.folder)
        if not now.of(FEEDBACK):
            return 0
        given, live = (scan(index.paths(self.folder, now.of(table)), table) for table in (FEEDBACK, CONVERSATIONS))
        with durable.explained(self.folder), database.opened(self.folder) as opened:
            [(count,)] = opened.execute(f"select count(*) from {given} where {condition(given, live)}").fetchall()
            return int(count)

    def marks(self) -> Mapping[str, float]:
        """How far each source was read, by the names that its intake gave."""
        return index.read(self.folder).marks

    def forget(self, ids: Sequence[str], *, reason: str, time: float, wait: float = WAIT_SECONDS) -> None:
        """Take these conversations out for good, and let no import bring them back. Unknown ids stay out too."""
        with self.locked(wait):
            forgetting.forget(self.folder, ids, reason=reason, time=time)

    def forgotten(self, ids: Collection[str]) -> Sequence[str]:
        """Those of them that were taken out, here or before they came."""
        with durable.explained(self.folder):
            return forgetting.forgotten(self.folder, ids)

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
                    scales=Scales(),
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
                sweep(self.folder.glob(f"{database.SPILL}*"))
                yield
            finally:
                lock.release()
