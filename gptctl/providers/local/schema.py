"""The tables of the embedded provider, as numbered steps: `user_version` says how many of them a file has had.

What can be derived is a generated column, so that no two columns can disagree after an edit by hand.
"""

from sqlite3 import Connection

from gptctl.errors import NotDone

_OBJECTS = """
CREATE TABLE objects (
  id       TEXT PRIMARY KEY,
  kind     TEXT NOT NULL,
  attrs    TEXT NOT NULL CHECK (json_type(attrs) = 'object'),
  marker   TEXT,
  metadata TEXT NOT NULL DEFAULT '{}',
  version  INTEGER NOT NULL DEFAULT 1,
  created  TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  updated  TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  name     TEXT GENERATED ALWAYS AS (json_extract(attrs, '$.name')) STORED,
  scope    TEXT GENERATED ALWAYS AS (substr(marker, 6, 12)) STORED,  -- the places of Marker.encode
  address  TEXT GENERATED ALWAYS AS (substr(marker, 21, 20)) STORED
)"""

_ONE_PER_ADDRESS = "CREATE UNIQUE INDEX one_per_address ON objects (scope, address)"

# Whoever changes a row, gptctl or a person with a SQL shell, gives it a new version.
_VERSION = """
CREATE TRIGGER new_version AFTER UPDATE ON objects WHEN NEW.version = OLD.version BEGIN
  UPDATE objects SET version = OLD.version + 1, updated = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id;
END"""

_FILES = """
CREATE TABLE files (
  id        INTEGER PRIMARY KEY,
  object    TEXT NOT NULL REFERENCES objects (id) ON DELETE CASCADE,
  path      TEXT NOT NULL,
  digest    TEXT NOT NULL,
  UNIQUE (object, path)
)"""


_FILE_TRIGGER = """
CREATE TRIGGER new_version_on_file_EVENT AFTER EVENT ON files BEGIN
  UPDATE objects SET version = version + 1 WHERE id = ROW.object;
END"""

_PASSAGES = """
CREATE TABLE passages (
  id       INTEGER PRIMARY KEY,
  file     INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
  title    TEXT NOT NULL,
  heading  TEXT NOT NULL,
  keywords TEXT NOT NULL,
  text     TEXT NOT NULL,
  vector   BLOB
)"""

_WORDS = """
CREATE VIRTUAL TABLE words USING fts5 (
  title, heading, keywords, text,
  content='passages', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
)"""

_WORDS_ADDED = """
CREATE TRIGGER words_added AFTER INSERT ON passages BEGIN
  INSERT INTO words (rowid, title, heading, keywords, text)
  VALUES (NEW.id, NEW.title, NEW.heading, NEW.keywords, NEW.text);
END"""

_WORDS_GONE = """
CREATE TRIGGER words_gone AFTER DELETE ON passages BEGIN
  INSERT INTO words (words, rowid, title, heading, keywords, text)
  VALUES ('delete', OLD.id, OLD.title, OLD.heading, OLD.keywords, OLD.text);
END"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        _OBJECTS,
        _ONE_PER_ADDRESS,
        _VERSION,
        _FILES,
        _FILE_TRIGGER.replace("EVENT", "INSERT").replace("ROW", "NEW"),
        _FILE_TRIGGER.replace("EVENT", "UPDATE").replace("ROW", "NEW"),
        _FILE_TRIGGER.replace("EVENT", "DELETE").replace("ROW", "OLD"),
        _PASSAGES,
        "CREATE INDEX passages_of_file ON passages (file)",
        _WORDS,
        _WORDS_ADDED,
        _WORDS_GONE,
    ),
)


def migrate(db: Connection) -> None:
    """Bring a database to the newest schema, all or nothing. A newer one than we know is refused, never touched."""
    if _version(db) == len(MIGRATIONS):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        _migrate(db)
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _migrate(db: Connection) -> None:
    # Read again under the lock: another process may have been quicker.
    version = _version(db)
    if version > len(MIGRATIONS):
        raise NotDone(
            f"the local database has schema {version}, and this gptctl knows {len(MIGRATIONS)} at most",
            advice="use the newer gptctl that wrote it, or another GPTCTL_HOME",
        )
    for steps in MIGRATIONS[version:]:
        for step in steps:
            db.execute(step)
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _version(db: Connection) -> int:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)
