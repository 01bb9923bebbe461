"""Which files are the store: one small file names them, and replacing it is what commits."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from gptctl import durable
from gptctl.errors import GptctlError
from gptctl.logs.store.tables import TABLES, Table

FILE = "index.json"
FORMAT = "gptctl.conversations/v1"
SUFFIX = ".parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One Parquet file in the store's folder, never changed once it is written.

    `first` and `last` bound the end of its conversations.
    """

    file: str
    rows: int
    first: float = 0.0
    last: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """`parts` are those of each table by its name. `retired` were parts before the last commit, for whoever reads yet.

    `marks` say how far a source was read, in seconds since the epoch.
    """

    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict[str, tuple[Part, ...]])
    retired: tuple[str, ...] = ()
    marks: Mapping[str, float] = field(default_factory=dict[str, float])

    def of(self, table: Table) -> tuple[Part, ...]:
        return self.parts.get(table.name, ())

    def only(self, table: Table, part: Part) -> "Index":
        """The same with one part of a table alone."""
        return replace(self, parts={**self.parts, table.name: (part,)})

    @property
    def files(self) -> frozenset[str]:
        return frozenset(part.file for table in TABLES for part in self.of(table))


def read(folder: Path) -> Index:
    """The store as it was committed last; empty where there is none. Raises GptctlError for a damaged index."""
    try:
        return _parsed(json.loads((folder / FILE).read_bytes()))
    except FileNotFoundError:
        if any(folder.glob(f"*{SUFFIX}")):
            raise _damaged(folder, "is missing") from None
        return Index()
    except OSError as error:
        raise GptctlError(f"{folder / FILE} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _damaged(folder, "is not what gptctl writes") from None


def write(folder: Path, index: Index) -> None:
    """Commit. Raises OSError."""
    document = {
        "format": FORMAT,
        "parts": {table.name: [asdict(part) for part in index.of(table)] for table in TABLES},
        "retired": index.retired,
        "marks": index.marks,
    }
    durable.write(folder / FILE, json.dumps(document, indent=1).encode())


def sweep(folder: Path, index: Index) -> None:
    """Delete what no longer belongs to the store: older parts, and what a run left that was killed. Raises OSError."""
    kept = index.files | {*index.retired}
    for path in folder.glob(f"*{SUFFIX}"):
        if path.name not in kept:
            path.unlink(missing_ok=True)
    for path in folder.glob(f".{FILE}.*"):
        path.unlink(missing_ok=True)


def fresh(table: Table) -> str:
    """A name for a new part."""
    return f"{table.name}-{os.urandom(8).hex()}{SUFFIX}"


def paths(folder: Path, parts: Iterable[Part]) -> list[str]:
    return [str(folder / part.file) for part in parts]


def _parsed(document: Mapping[str, Any]) -> Index:
    """Raises ValueError, KeyError, TypeError or AttributeError for anything that `write` does not write."""
    if document["format"] != FORMAT:
        raise ValueError
    return Index(
        parts={name: tuple(Part(**part) for part in parts) for name, parts in document["parts"].items()},
        retired=tuple(document["retired"]),
        marks=document["marks"],
    )


def _damaged(folder: Path, what: str) -> GptctlError:
    return GptctlError(
        f"{folder / FILE} {what}",
        advice="Put it back from a backup; or move the folder away and import the logs again.",
    )
