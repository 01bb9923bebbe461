"""The one SQLite file of the embedded provider: opened when needed, made only by a write."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection
from threading import RLock

from gptctl.errors import NotDone, ProviderError, Unknown
from gptctl.private import make_private
from gptctl.providers.local.schema import migrate


class Store:
    """Many processes may read, one at a time writes. Threads of one process share one connection and take turns.

    `patience` is how many seconds a write waits for another process's.
    """

    def __init__(self, home: Path, *, patience: float = 10.0) -> None:
        self.path = home / "local.db"
        self._patience = patience
        self._turn = RLock()
        self._open: Connection | None = None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the database; an empty one, and no file, where nothing was ever written."""
        with self._turn, _translated(self.path):
            if self._open is None and not self.path.exists():
                yield _empty()
                return
            db = self._connection()
            db.execute("BEGIN")
            try:
                yield db
            finally:
                db.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, through a power cut too, or nothing of it."""
        with self._turn, _translated(self.path):
            if self._open is None:
                _make(self.path)
            db = self._connection()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def close(self) -> None:
        with self._turn:
            if self._open is not None:
                self._open.close()
                self._open = None

    def _connection(self) -> Connection:
        if self._open is None:
            db = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode=rw",
                uri=True,
                timeout=self._patience,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                _prepare(db)
            except BaseException:
                db.close()
                raise
            self._open = db
        return self._open


def _prepare(db: Connection) -> None:
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = FULL")
    # A read-only file stays readable in the mode it has; only a writer switches it.
    (mode,) = db.execute("PRAGMA journal_mode").fetchone()
    if mode != "wal":
        db.execute("PRAGMA journal_mode = WAL")
    migrate(db)


def _empty() -> Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrate(db)
    return db


def _make(path: Path) -> None:
    """The folder and the file are nobody's but the user's: they hold instructions and knowledge."""
    try:
        make_private(path.parent)
        path.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        raise NotDone(
            f"{path} cannot be made: {error.strerror}", advice="set GPTCTL_HOME to a folder you may write to"
        ) from error


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _in_our_words(error, path) from error


def _in_our_words(error: sqlite3.Error, path: Path) -> ProviderError:
    # The low byte is the primary code: SQLITE_READONLY_DIRECTORY and its like mean SQLITE_READONLY to people.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return NotDone(f"{path} is in use by another program", advice="let it finish, then run this again")
        case sqlite3.SQLITE_FULL:
            return NotDone(f"the disk is full: nothing was written to {path}", advice="make room, then run this again")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return NotDone(
                f"{path} cannot be opened or written",
                advice="check its permissions, or set GPTCTL_HOME to another folder",
            )
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return NotDone(
                f"{path} is damaged or no database of gptctl's",
                advice="move it away, then run `gptctl apply --recreate`: all that is in it comes from the repository",
            )
        case sqlite3.SQLITE_IOERR:
            return Unknown(f"{path}: {error}", advice="check the disk, then run this again")
        case _:
            return NotDone(f"{path}: {error}")
