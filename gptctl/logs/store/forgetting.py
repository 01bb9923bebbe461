"""Take conversations out of the store for good."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from gptctl.logs.store import index
from gptctl.logs.store.database import opened
from gptctl.logs.store.feedback import met
from gptctl.logs.store.merge import Merge
from gptctl.logs.store.sql import quoted, scan
from gptctl.logs.store.tables import CONVERSATIONS, FEEDBACK, FORGOTTEN, TEXTS

RATES_THEM = """
    conversation in (select id from doomed union all select native from doomed where native <> '')
    or (conversation = '' and message in (select message from doomed_messages))
    or (conversation = '' and message = '' and session in (select session from doomed_sessions))
"""
"""Feedback that speaks of what goes. That of a session stays as long as one conversation of it does."""


def _digest(column: str, called: str) -> str:
    """Kept apart from each other and from our own ids, whose digests are those of the ids alone."""
    return f"sha256('{called}:' || {column})"


NAMED = f"""
    select sha256(id) as digest from asked
    union select {_digest("native", "native")} from doomed where native <> ''
    union select {_digest("message", "message")} from doomed_messages where message <> ''
    union select {_digest("session", "session")} from doomed where session <> ''
"""
"""What to remember of it: by whatever it was called, ratings of it may come again."""


def forget(folder: Path, ids: Sequence[str], *, reason: str, time: float) -> None:
    """Rewrite every file that holds these conversations, what rates them, or a text that only they named.

    The older files are gone when this returns. Their ids are remembered by digest, so that no import brings them
    or their ratings back. The lock of the store is held. Raises OSError or GptctlError.
    """
    before = index.read(folder)
    with opened(folder) as database:
        merge = Merge(database=database, folder=folder, index=before)
        live = scan(index.paths(folder, before.of(CONVERSATIONS)), CONVERSATIONS)
        _name_them(database, live, ids)
        conversations = merge.without(CONVERSATIONS, "id in (select id from doomed)")
        kept = scan(index.paths(folder, conversations), CONVERSATIONS)
        named = f"select instructions from {kept} union all select tools from {kept}"
        tombstones = f"""select distinct digest, {quoted(reason)} as reason, {time!r}::double as "time"
            from ({NAMED}) where digest not in
            (select digest from {scan(index.paths(folder, before.of(FORGOTTEN)), FORGOTTEN)})"""
        parts = {
            CONVERSATIONS.name: conversations,
            FEEDBACK.name: merge.without(FEEDBACK, RATES_THEM),
            TEXTS.name: merge.without(TEXTS, f"digest not in ({named})"),
            FORGOTTEN.name: (*before.of(FORGOTTEN), *merge.write(FORGOTTEN, [tombstones])),
        }
    after = replace(before, parts=parts, retired=())
    index.write(folder, after)
    index.sweep(folder, after)


def forgotten(folder: Path, ids: Collection[str]) -> Sequence[str]:
    """Those of them that have a tombstone, sorted. Raises OSError or GptctlError."""
    parts = index.read(folder).of(FORGOTTEN)
    if not parts:
        return ()
    with opened(folder) as database:
        database.execute("create temp table asked as select unnest($1::varchar[]) as id", [list(ids)])
        tombstones = scan(index.paths(folder, parts), FORGOTTEN)
        found = database.execute(f"select id from asked where sha256(id) in (select digest from {tombstones})")
        return sorted(id_ for (id_,) in found.fetchall())


def alive(given: str, conversations: str, dead: str) -> str:
    """The condition, as SQL, for feedback of the table `given` that speaks of nothing that was forgotten.

    What it names may be called like something that was: that it finds among `conversations` is not forgotten.
    """
    known = f"in (select digest from {dead})"
    return f"""
        id in (select rating from ({met(given, conversations)})) or not (
          sha256(conversation) {known} or {_digest("conversation", "native")} {known}
          or (conversation = '' and {_digest("message", "message")} {known})
          or (conversation = '' and message = '' and {_digest("session", "session")} {known}))
    """


def _name_them(database: duckdb.DuckDBPyConnection, live: str, ids: Sequence[str]) -> None:
    database.execute("create temp table asked as select unnest($1::varchar[]) as id", [list(ids)])
    database.execute(f"""create temp table doomed as
        select id, native, session, message_ids from {live} where id in (select id from asked)""")
    database.execute("""create temp table doomed_messages as
        select unnest(from_json(message_ids, '["VARCHAR"]')) as message from doomed""")
    database.execute(f"""create temp table doomed_sessions as
        select distinct session from doomed where session <> ''
        and session not in (select session from {live} where id not in (select id from asked))""")
