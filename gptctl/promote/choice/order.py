"""The order of all rows: by time, then id. It depends on nothing but the rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from gptctl.promote.shards.shards import Shards

MEMORY = "96MiB"
_INDEX = pa.schema([("number", pa.uint32()), ("time", pa.float64()), ("id", pa.string())])


def indexed(shards: Shards, path: Path) -> None:
    """Write which row has which number, as one file: readers of many files at once would fill the memory."""
    with pq.ParquetWriter(path, _INDEX, compression="zstd") as writer:
        for base, file in zip(shards.bases, shards.files, strict=False):
            table = pq.read_table(file, columns=["time", "id"])
            numbers = pa.array(np.arange(base, base + table.num_rows, dtype=np.uint32))
            writer.write_table(table.add_column(0, "number", numbers))


def ranked(shards: Shards, index: Path) -> NDArray[np.uint32]:
    """The position in time of each row, by its number. Sorts on disk, beside `index`, what does not fit in memory."""
    rank = np.zeros(len(shards), dtype=np.uint32)
    done = 0
    with connected(index.parent) as database:
        sql = f"select number from read_parquet({quoted(str(index))}) order by time, id"
        for batch in database.sql(sql).to_arrow_reader(65_536):
            numbers = batch.column(0).to_numpy()
            rank[numbers] = np.arange(done, done + len(numbers), dtype=np.uint32)
            done += len(numbers)
    return rank


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def connected(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills below a folder and reaches no network."""
    pa.default_memory_pool().release_unused()  # Arrow keeps what it has read, and the database wants its own share
    with TemporaryDirectory(prefix="spill-", dir=folder) as spill:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
            "threads": 1,
            "temp_directory": spill,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        with duckdb.connect(":memory:", config=config) as database:
            yield database
