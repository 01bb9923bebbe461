"""The conversations of one moment, with the ratings that came on their own joined in."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from gptctl.logs.store import feedback, index
from gptctl.logs.store.database import opened
from gptctl.logs.store.query import Query, where
from gptctl.logs.store.sql import name, scan
from gptctl.logs.store.staging import GROUP
from gptctl.logs.store.tables import CONVERSATIONS, FEEDBACK, TEXTS

SCORES = 'list_filter(from_json(ratings, \'[{"score":"DOUBLE"}]\'), lambda one: one.score is not null)'


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What `snapshot` opened. `conversations` is the name of a view: the columns of CONVERSATIONS and `score`."""

    database: duckdb.DuckDBPyConnection
    texts: str
    conversations: str = "conversations"

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.database.execute(sql).fetchall()

    def batches(self, query: Query, columns: Sequence[str], most: int | None) -> Iterator[pa.RecordBatch]:
        """Ordered by end and id; the newest first when only so many are wanted."""
        way = "" if most is None else "desc"
        limit = "" if most is None else f" limit {most}"
        sql = (
            f"select {', '.join(map(name, columns))} from {self.conversations} where {where(query)} "
            f"order by ended {way}, id{limit}"
        )
        yield from self.database.sql(sql).to_arrow_reader(GROUP)

    def text(self, digests: Sequence[str]) -> dict[str, str]:
        """The instructions or tools of these digests, those of them that are known."""
        found = self.database.cursor().execute(
            f"select digest, text from {self.texts} where digest in (select unnest($1))", [list(digests)]
        )
        return dict(found.fetchall())


@contextmanager
def snapshot(folder: Path) -> Iterator[Snapshot]:
    """The store as it was committed last, whatever others commit while it is read. Raises GptctlError."""
    now = index.read(folder)
    with opened(folder) as database:
        source = scan(index.paths(folder, now.of(CONVERSATIONS)), CONVERSATIONS)
        ratings = "ratings"
        if now.of(FEEDBACK):
            given = scan(index.paths(folder, now.of(FEEDBACK)), FEEDBACK)
            database.execute(f"create temp table given as {feedback.join(given, source)}")
            source = f"{source} left join given using (id)"
            ratings = (
                "case when given is null then ratings when ratings = '[]' then '[' || given || ']' "
                "else left(ratings, -1) || ',' || given || ']' end"
            )
        columns = ", ".join(map(name, (one for one in CONVERSATIONS.columns if one != "ratings")))
        database.execute(
            f"create temp view conversations as select *, list_avg(list_transform({SCORES}, lambda one: one.score)) "
            f"as score from (select {columns}, {ratings} as ratings from {source})"
        )
        yield Snapshot(database=database, texts=scan(index.paths(folder, now.of(TEXTS)), TEXTS))
