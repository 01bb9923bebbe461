"""What of a staged import is new, and the parts of the store that it makes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from gptctl import durable
from gptctl.logs.overview import Counts
from gptctl.logs.store import index
from gptctl.logs.store.index import Part
from gptctl.logs.store.sql import name, quoted, scan
from gptctl.logs.store.staging import GROUP, NUMBER, Staging
from gptctl.logs.store.tables import CONVERSATIONS, FORGOTTEN, Table

SMALL = 4096
"""Rows of a part that is merged with others like it, once there are MANY."""
MANY = 8
SHARE = 1_000_000
"""So many conversations of an import are compared with the store at once."""

ORDER = {CONVERSATIONS.name: 'ended, "id"'}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Works in `database` on the files of the store in `folder`, whose lock is held."""

    database: duckdb.DuckDBPyConnection
    folder: Path
    index: index.Index

    def judge(self, staged: Staging) -> Counts:
        """Make the table `verdict`: the best version of each staged conversation, and what it is to the store.

        The best is the one that ended last, then the longest, then the last that was read.
        """
        self.database.execute(
            "create temp table verdict (id varchar, file int, place bigint, copies bigint, whose varchar, word varchar)"
        )
        shares = staged.rows // SHARE + 1
        for share in range(shares):
            self._judge(staged, f"hash(id) % {shares} = {share}")
        found = self.database.execute("select word, count(*), sum(copies - 1)::bigint from verdict group by word")
        rows = found.fetchall()
        repeated = sum(row[2] for row in rows)
        return Counts(
            read=sum(row[1] for row in rows) + repeated, repeated=repeated, **{word: count for word, count, _ in rows}
        )

    def _judge(self, staged: Staging, share: str) -> None:
        """Only a share of all ids at once: DuckDB does not get by with little memory when it groups millions."""
        live = scan(index.paths(self.folder, self.index.of(CONVERSATIONS)), CONVERSATIONS)
        dead = scan(index.paths(self.folder, self.index.of(FORGOTTEN)), FORGOTTEN)
        self.database.execute(f"""
            create or replace temp table chosen as
            select id, arg_max(content, version) as content, arg_max(assistant, version) as assistant,
              max(version) as version, count(*) as copies
            from (select id, content, assistant, row(ended, length, {NUMBER}, file_row_number) as version
                  from read_parquet([{", ".join(map(quoted, map(str, staged.files)))}],
                    filename = true, file_row_number = true) where {share})
            group by id
        """)
        self.database.execute(f"""
            insert into verdict
            select c.id, c.version[3], c.version[4], c.copies, coalesce(o.assistant, ''), case
              when sha256(c.id) in (select digest from {dead}) then 'forgotten'
              when o.id is null then 'new'
              when row(o.ended, o.length) > row(c.version[1], c.version[2]) then 'unchanged'
              when o.content = c.content and c.assistant in ('', o.assistant) then 'unchanged'
              else 'updated' end
            from chosen c left join
              (select id, content, ended, length, assistant from {live} where {share}) o using (id)
        """)

    def admit(self, staged: Staging) -> tuple[Part, ...]:
        """The new parts: the staged rows that are new or updated. Whose a conversation is, is not forgotten."""
        return self.write(
            CONVERSATIONS,
            (
                f"""select s.* exclude (file_row_number)
                  replace (coalesce(nullif(s.assistant, ''), v.whose) as assistant)
                from read_parquet({quoted(str(path))}, file_row_number = true) s
                join verdict v on v.id = s.id and v.file = {number} and v.place = s.file_row_number
                where v.word in ('new', 'updated')"""
                for number, path in enumerate(staged.files)
            ),
        )

    def without(self, table: Table, condition: str) -> tuple[Part, ...]:
        """The parts of a table without the rows for which the condition holds; most of them are the same files."""
        kept: list[Part] = []
        for part in self.index.of(table):
            source = scan(index.paths(self.folder, [part]), table)
            [(hit,)] = self.database.execute(f"select count(*) from {source} where {condition}").fetchall()
            if not hit:
                kept.append(part)
            else:
                kept += self.write(table, [f"select * from {source} where not ({condition})"])
        return tuple(kept)

    def unknown(self, staged: Staging, live: Sequence[Part], condition: str) -> tuple[Part, ...]:
        """One part of the staged rows that meet it and whose key is not among the live ones yet, each key once."""
        if not staged.files:
            return ()
        table, key = staged.table, name(staged.table.key)
        known = scan(index.paths(self.folder, live), table)
        query = f"""select distinct on ({key}) * from {staged.source}
            where {key} not in (select {key} from {known}) and ({condition})"""
        return self.write(table, [query])

    def compact(self, table: Table, parts: Sequence[Part]) -> tuple[Part, ...]:
        """The same rows with many small parts made one."""
        small = [part for part in parts if part.rows < SMALL]
        if len(small) < MANY:
            return tuple(parts)
        groups = (scan(index.paths(self.folder, group), table) for group in _groups(small, MANY * SMALL))
        merged = self.write(table, (f"select * from {group}" for group in groups))
        return (*(part for part in parts if part.rows >= SMALL), *merged)

    def write(self, table: Table, queries: Iterable[str]) -> tuple[Part, ...]:
        """A part of each query's rows, flushed to the disk; none where a query finds nothing."""
        made = (self._write(table, query) for query in queries)
        return tuple(part for part in made if part.rows)

    def _write(self, table: Table, query: str) -> Part:
        file = index.fresh(table)
        path = self.folder / file
        order = f" order by {ORDER[table.name]}" if table.name in ORDER else ""
        columns = ", ".join(map(name, table.columns))
        [(rows,)] = self.database.execute(
            f"copy (select {columns} from ({query}){order}) to {quoted(str(path))} "
            f"(format parquet, compression zstd, row_group_size {GROUP})"
        ).fetchall()
        path.chmod(0o600)
        if not rows:
            path.unlink()
            return Part(file=file, rows=0)
        durable.sync(path)
        return Part(file=file, rows=rows, **self._range(path, table))

    def _range(self, path: Path, table: Table) -> dict[str, float]:
        if "ended" not in table.columns:
            return {}
        [(first, last)] = self.database.execute(
            f"select min(ended), max(ended) from {scan([str(path)], table)}"
        ).fetchall()
        return {"first": first, "last": last}


def _groups(parts: Iterable[Part], most: int) -> Iterator[list[Part]]:
    """The parts in groups of at most so many rows, or of one."""
    group: list[Part] = []
    for part in parts:
        if group and sum(one.rows for one in group) + part.rows > most:
            yield group
            group = []
        group.append(part)
    yield group
