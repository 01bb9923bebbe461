"""Spans brought together by what they belong to, on disk, since a file may hold more of them than memory does."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from gptctl.core.value import Attrs

MOST = 10_000
"""Records of one conversation or session; more are left where they are, and counted."""
LONGEST = 100_000_000
"""Letters of all these records together."""

_SCHEMA = """
create table items (seq integer primary key, what text, trace text, span text, session text, file text, row integer,
                    body text);
"""
_GROUPS = """
create index by_span on items (span) where what = 'span';
update items set trace = coalesce((select s.trace from items s where s.what = 'span' and s.span = items.span), '')
  where trace = '' and span <> '';
create table belongs as select trace, max(session) as session from items where session <> '' and trace <> ''
  group by trace;
create index by_trace on belongs (trace);
alter table items add column place text;
update items set place = coalesce(
  (select 's' || session from belongs where belongs.trace = items.trace),
  iif(trace = '', 's' || session, 't' || trace));
create table places as select place, min(seq) as seq from items group by place;
create index by_place on items (place, seq);
"""


_Row: TypeAlias = tuple[str, str, str, str, str, int, str]


class What(StrEnum):
    """`event` is something logged apart from the span that it happened in; `score` judges a span, trace or session."""

    SPAN = "span"
    EVENT = "event"
    SCORE = "score"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A span, event or score as the source wrote it, with the ids it is found by; each may be ""."""

    what: What
    body: Attrs
    trace: str = ""
    span: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An item and where it was read."""

    item: Item
    file: str
    row: int


class Gathered:
    """Takes items in any order and gives them back in groups: all of one session, or of one trace without a session.

    Groups come in the order of their first item, and so do the items of a group.
    """

    def __init__(self, database: sqlite3.Connection, most: int) -> None:
        self._database = database
        self._most = most
        self._left: dict[str, tuple[int, int]] = {}
        database.executescript(_SCHEMA)

    def add(self, item: Item, file: str, row: int) -> None:
        """Lone surrogates in ids and names, which no database takes, are replaced."""
        ids = (_clean(item.trace), _clean(item.span), _clean(item.session), _clean(file))
        self._database.execute(
            "insert into items (what, trace, span, session, file, row, body) values (?,?,?,?,?,?,?)",
            (item.what, *ids, row, json.dumps(item.body)),
        )

    def groups(self) -> Iterator[list[Placed]]:
        """To be called once, when all is added. Of a group no more is given than `most` items and LONGEST letters."""
        self._database.executescript(_GROUPS)
        for (place,) in self._database.execute("select place from places order by seq"):
            rows = self._database.execute(
                "select what, trace, span, session, file, row, body from items where place = ? order by seq", (place,)
            )
            yield list(self._bounded(rows))

    def beyond(self) -> Iterator[tuple[str, int, int]]:
        """For each file what was left out: its name, the first row and how many."""
        for file, (row, count) in self._left.items():
            yield file, row, count

    def _bounded(self, rows: Iterable[_Row]) -> Iterator[Placed]:
        size = 0
        for number, row in enumerate(rows, 1):
            size += len(row[-1])
            if number <= self._most and size <= LONGEST:
                yield _placed(row)
            else:
                first, count = self._left.get(row[4], (row[5], 0))
                self._left[row[4]] = (first, count + 1)


@contextmanager
def gathering(most: int = MOST) -> Iterator[Gathered]:
    """The database is a nameless temporary file that goes with the process."""
    with closing(sqlite3.connect("")) as database:
        yield Gathered(database, most)


def _clean(name: str) -> str:
    return name.encode(errors="replace").decode()


def _placed(row: _Row) -> Placed:
    what, trace, span, session, file, number, body = row
    item = Item(what=What(what), trace=trace, span=span, session=session, body=json.loads(body))
    return Placed(item=item, file=file, row=number)
