"""The order of all rows: by time, then id. It depends on nothing but the rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
from numpy.typing import NDArray

from gptctl.promote.shards.shards import Shards

MEMORY = "128MiB"


def ranked(shards: Shards, folder: Path) -> NDArray[np.uint32]:
    """The position in time of each row, by its number. Sorts on disk, below `folder`, what does not fit in memory."""
    rank = np.zeros(len(shards), dtype=np.uint32)
    if not len(shards):
        return rank
    done = 0
    with connected(folder) as database:
        reader = database.sql(f"select number from {numbered(shards)} order by time, id").to_arrow_reader(65_536)
        for batch in reader:
            numbers = batch.column(0).to_numpy()
            rank[numbers] = np.arange(done, done + len(numbers), dtype=np.uint32)
            done += len(numbers)
    return rank


def numbered(shards: Shards) -> str:
    """All rows as SQL, with their numbers."""
    tables = (
        f"select file_row_number + {base} as number, id, time from read_parquet({quoted(str(file))}, "
        "file_row_number = true)"
        for base, file in zip(shards.bases, shards.files, strict=False)
    )
    return f"({' union all '.join(tables)})"


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def connected(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills below a folder and reaches no network."""
    with TemporaryDirectory(prefix="spill-", dir=folder) as spill:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
            "threads": 2,
            "temp_directory": spill,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        with duckdb.connect(":memory:", config=config) as database:
            yield database
