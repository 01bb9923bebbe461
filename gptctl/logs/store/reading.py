"""The conversations of one moment, with the ratings that came on their own joined in."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, inf
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from gptctl.logs.store import feedback, index
from gptctl.logs.store.database import opened
from gptctl.logs.store.index import Index, Part
from gptctl.logs.store.query import Query, where
from gptctl.logs.store.sql import name, quoted, scan
from gptctl.logs.store.staging import GROUP
from gptctl.logs.store.tables import CONVERSATIONS, FEEDBACK, TEXTS

SLICE = 16_384
"""So many conversations are put in order at once: DuckDB cannot sort millions of long rows in little memory.

For each slice the parts are read that may hold a row of it: few where logs came roughly in the order of time."""

SCORES = 'list_filter(from_json(ratings, \'[{"score":"DOUBLE"}]\'), lambda one: one.score is not null)'
NO_RATINGS = "(select ''::varchar as id, ''::varchar as given where false)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What `snapshot` opened."""

    database: duckdb.DuckDBPyConnection
    folder: Path
    parts: Sequence[Part]
    texts: str
    given: str

    @property
    def conversations(self) -> str:
        """The table CONVERSATIONS as SQL, with all ratings and `score`, their mean."""
        return self._table(self.parts)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.database.execute(sql).fetchall()

    def batches(self, query: Query, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Ordered by end and id."""
        chosen = ", ".join(map(name, columns))
        for part, condition in self._slices(query):
            sql = f"select {chosen} from {self._table(part)} where {where(query)} and {condition} order by ended, id"
            yield from self.database.sql(sql).to_arrow_reader(GROUP)

    def text(self, digests: Sequence[str]) -> dict[str, str]:
        """The instructions or tools of these digests, those of them that are known."""
        found = self.database.cursor().execute(
            f"select digest, text from {self.texts} where digest in (select unnest($1))", [list(digests)]
        )
        return dict(found.fetchall())

    def _slices(self, query: Query) -> Iterator[tuple[Sequence[Part], str]]:
        """All conversations in order, a few at a time: the parts that may hold them, and a condition."""
        since = -inf if query.since is None else query.since
        until = inf if query.until is None else query.until
        parts = [part for part in self.parts if part.last >= since and part.first < until]
        rows = sum(part.rows for part in parts)
        if rows <= SLICE or query.id:  # the beginning of an id is one of few
            yield parts, "true"
            return
        bounds = self.rows(f"""
            select max(place).ended, max(place).id from (
              select struct_pack(ended := ended, id := id) as place,
                ntile({ceil(rows / SLICE)}) over (order by ended, id) as slice
              from {scan(index.paths(self.folder, parts), CONVERSATIONS)}) group by slice order by slice
        """)
        before: tuple[float, str] = (min(part.first for part in parts), "")
        for ended, id_ in bounds:
            held = [part for part in parts if part.last >= before[0] and part.first <= ended]
            yield held, _between(before, (ended, id_))
            before = (ended, id_)

    def _table(self, parts: Sequence[Part]) -> str:
        source = scan(index.paths(self.folder, parts), CONVERSATIONS)
        columns = ", ".join(map(name, (one for one in CONVERSATIONS.columns if one != "ratings")))
        return f"""(select *, list_avg(list_transform({SCORES}, lambda one: one.score)) as score from (
            select {columns}, case when given is null then ratings when ratings = '[]' then '[' || given || ']'
              else left(ratings, -1) || ',' || given || ']' end as ratings
            from {source} left join {self.given} given using (id)))"""


@contextmanager
def snapshot(folder: Path, now: Index | None = None) -> Iterator[Snapshot]:
    """The store as this index says, else as it was committed last, whatever others commit while it is read.

    Raises GptctlError; TryLater when others have committed twice since the index was read.
    """
    now = now or index.read(folder)
    with opened(folder) as database:
        given = NO_RATINGS
        if now.of(FEEDBACK):
            source = scan(index.paths(folder, now.of(FEEDBACK)), FEEDBACK)
            conversations = scan(index.paths(folder, now.of(CONVERSATIONS)), CONVERSATIONS)
            database.execute(f"create temp table given as {feedback.join(source, conversations)}")
            given = "given"
        yield Snapshot(
            database=database,
            folder=folder,
            parts=now.of(CONVERSATIONS),
            texts=scan(index.paths(folder, now.of(TEXTS)), TEXTS),
            given=given,
        )


def _between(before: tuple[float, str], last: tuple[float, str]) -> str:
    """After the one and up to the other. Bounds of single columns let DuckDB skip what cannot be meant."""
    (start, after), (end, upto) = before, last
    ids = f" and id > {quoted(after)} and id <= {quoted(upto)}" if start == end else ""
    return (
        f"ended between {start!r} and {end!r}{ids} and (ended > {start!r} or id > {quoted(after)}) "
        f"and (ended < {end!r} or id <= {quoted(upto)})"
    )
