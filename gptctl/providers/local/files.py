"""The files of a knowledge base as they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from typing import TYPE_CHECKING

from gptctl.core.address import RemoteId

if TYPE_CHECKING:
    from gptctl.providers.local.passage import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A file read and cut before the database is locked. `vectors` is empty where embeddings are not installed."""

    path: str
    digest: str
    passages: "tuple[Passage, ...]"
    vectors: tuple[bytes, ...]


def stored(db: Connection, object_: RemoteId) -> dict[str, str]:
    """Path to SHA-256 of every file that is really there."""
    rows = db.execute("SELECT path, digest FROM files WHERE object = ? ORDER BY path", (object_,))
    return dict(rows.fetchall())


def put(db: Connection, object_: RemoteId, wanted: Mapping[str, str], prepared: tuple[Prepared, ...]) -> None:
    """Make the stored files the wanted ones: `prepared` replaces its namesakes, what is not wanted goes."""
    gone = [path for path in stored(db, object_) if path not in wanted]
    changed = [file.path for file in prepared]
    db.executemany("DELETE FROM files WHERE object = ? AND path = ?", [(object_, path) for path in (*gone, *changed)])
    for file in prepared:
        _insert(db, object_, file)


def _insert(db: Connection, object_: RemoteId, file: Prepared) -> None:
    cursor = db.execute("INSERT INTO files (object, path, digest) VALUES (?, ?, ?)", (object_, file.path, file.digest))
    vectors = file.vectors or (None,) * len(file.passages)
    db.executemany(
        "INSERT INTO passages (file, title, heading, keywords, text, vector) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (cursor.lastrowid, p.title, p.heading, p.keywords, p.text, vector)
            for p, vector in zip(file.passages, vectors, strict=True)
        ],
    )
