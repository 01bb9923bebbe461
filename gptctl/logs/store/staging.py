"""Rows on their way into the store: written aside in pieces, so that any number of them takes little memory."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from gptctl.logs.store.sql import scan
from gptctl.logs.store.tables import Kind, Table

FOLDER = "incoming"
ROWS = 16_384
CHARACTERS = 16 * 1024 * 1024
GROUP = 4096
"""Rows of a Parquet row group: what a reader has in memory at once."""
NUMBER = "substr(right(filename, 14), 1, 6)::int"
"""SQL for the number of a staged file, which is its index among `files`."""

Value = str | int | float | None


@dataclass(slots=True, kw_only=True)
class Staging:
    """The rows for one table. `files` are what was written so far."""

    folder: Path
    table: Table
    files: list[Path] = field(default_factory=list[Path])
    rows: int = 0
    _rows: list[Mapping[str, Value]] = field(default_factory=list[Mapping[str, Value]])
    _characters: int = 0

    @property
    def source(self) -> str:
        """What was written so far, as SQL."""
        return scan(list(map(str, self.files)), self.table)

    def add(self, row: Mapping[str, Value]) -> None:
        """Raises OSError when the disk is full."""
        self.rows += 1
        self._rows.append(row)
        self._characters += sum(len(value) for value in row.values() if isinstance(value, str))
        if len(self._rows) >= ROWS or self._characters >= CHARACTERS:
            self.flush()

    def flush(self) -> None:
        if not self._rows:
            return
        types = {Kind.TEXT: pa.string(), Kind.WHOLE: pa.int64(), Kind.REAL: pa.float64()}
        columns = {
            name: pa.array([row[name] for row in self._rows], types[kind]) for name, kind in self.table.columns.items()
        }
        path = self.folder / f"{self.table.name}-{len(self.files):06}.parquet"
        self._rows, self._characters = [], 0
        parquet.write_table(pa.table(columns), path, compression="zstd", row_group_size=GROUP)
        self.files.append(path)

    def revise(self, names: Sequence[str], change: Callable[[Mapping[str, Value]], Mapping[str, Value]]) -> None:
        """Change these columns of every row that was written."""
        for path in self.files:
            table = parquet.read_table(path)
            rows = table.select(names).to_pylist()
            changed = [change(row) for row in rows]
            if changed == rows:
                continue
            for name in names:
                at = table.schema.get_field_index(name)
                column = pa.array([row[name] for row in changed], table.schema.field(at).type)
                table = table.set_column(at, name, column)
            parquet.write_table(table, path, compression="zstd", row_group_size=GROUP)


def clear(folder: Path) -> Path:
    """An empty folder for staging, in the folder of the store. Raises OSError."""
    path = folder / FOLDER
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o700)
    return path
