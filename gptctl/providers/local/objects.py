"""The rows behind both kinds: one object, one row, one marker. All functions run inside the caller's transaction."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs
from gptctl.errors import Conflict, NotDone, Rejected

_PREFIX = {"assistant": "asst", "knowledge": "kb"}


def listing(db: Connection, kind: str, scope: str) -> Iterator[Observed]:
    """Every object of a kind with this scope in its mark, without its attributes."""
    rows = db.execute(
        "SELECT id, name, marker, version FROM objects WHERE kind = ? AND scope = ? ORDER BY id", (kind, scope)
    )
    for id_, name, marker, version in rows:
        mark = Marker.decode(marker)
        if mark is not None:
            yield Observed(id=id_, kind=kind, name=name or "", marker=mark, version=str(version), attrs=None)


def get(db: Connection, kind: str, id_: RemoteId) -> Observed | None:
    row = db.execute(
        "SELECT name, marker, version, attrs FROM objects WHERE kind = ? AND id = ?", (kind, id_)
    ).fetchone()
    if row is None:
        return None
    name, marker, version, attrs = row
    return Observed(
        id=id_,
        kind=kind,
        name=name or "",
        marker=Marker.decode(marker),
        version=str(version),
        attrs=json.loads(attrs),
    )


def written(db: Connection, kind: str, id_: RemoteId) -> Observed:
    """The object just written, in the same transaction: there is one, or nothing is kept."""
    seen = get(db, kind, id_)
    if seen is None:
        raise NotDone(f"{kind} {id_} vanished while it was written")
    return seen


def having(db: Connection, kind: str, marker: Marker) -> RemoteId | None:
    """The id of the object that the attempt with this marker's nonce made or last wrote."""
    row = db.execute(
        "SELECT id, marker FROM objects WHERE kind = ? AND scope = ? AND address = ?",
        (kind, marker.scope, marker.address),
    ).fetchone()
    mark = None if row is None else Marker.decode(row[1])
    return RemoteId(row[0]) if mark is not None and mark.nonce == marker.nonce else None


def insert(db: Connection, kind: str, attrs: Attrs, marker: Marker) -> RemoteId:
    """A second object for one address is Rejected by the database itself."""
    id_ = RemoteId(f"{_PREFIX[kind]}_{os.urandom(12).hex()}")
    with _one_per_address(marker):
        db.execute(
            "INSERT INTO objects (id, kind, attrs, marker) VALUES (?, ?, ?, ?)",
            (id_, kind, json.dumps(attrs), marker.encode()),
        )
    return id_


def overwrite(db: Connection, kind: str, id_: RemoteId, attrs: Attrs, marker: Marker, *, version: str) -> None:
    """Foreign metadata stands in a column of its own and is not touched."""
    seen = get(db, kind, id_)
    if seen is None:
        raise Rejected(f"there is no {kind} {id_} to update", advice="run `gptctl plan`: it may have been deleted")
    _same_version(seen, version)
    with _one_per_address(marker):
        db.execute("UPDATE objects SET attrs = ?, marker = ? WHERE id = ?", (json.dumps(attrs), marker.encode(), id_))


def remove(db: Connection, kind: str, id_: RemoteId, *, version: str) -> None:
    seen = get(db, kind, id_)
    if seen is None:
        return
    if seen.marker is None:
        raise Rejected(f"{kind} {id_} carries no mark of gptctl's, so it is not ours to delete")
    _same_version(seen, version)
    db.execute("DELETE FROM objects WHERE id = ?", (id_,))


def _same_version(seen: Observed, version: str) -> None:
    if version and seen.version != version:
        raise Conflict(
            f"{seen.kind} {seen.id} is at version {seen.version}, not {version}: somebody changed it",
            advice="run `gptctl plan` to see what changed",
        )


@contextmanager
def _one_per_address(marker: Marker) -> Iterator[None]:
    """Turns the one constraint that a write can violate into a sentence."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise Rejected(
            f"another object already carries the mark of this address ({marker.address})",
            advice="run `gptctl plan`: it finds that object by its mark",
        ) from error
