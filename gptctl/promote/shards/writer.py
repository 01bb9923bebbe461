"""Shards on disk: what a reduction over all rows reads, column by column, without holding it all."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from gptctl.promote.duplicates.likeness import Sketched
from gptctl.promote.duplicates.sketch import bands
from gptctl.promote.example import Stage
from gptctl.promote.row import Drop
from gptctl.promote.shards.facts import SCHEMA
from gptctl.promote.tokens.pieces import Counted

ROWS, BYTES = 8_192, 16 << 20
"""A shard has about so many rows, or fewer long ones: what is held in memory before it is written."""

_PARQUET = {
    "compression": "zstd",
    "compression_level": 1,
    "row_group_size": 4096,
    "use_dictionary": ["standing", "source", "called"],
}

DROPS = pa.schema([("id", pa.string()), ("stage", pa.string()), ("reason", pa.string()), ("detail", pa.string())])


class Writer:
    """Writes `NNNNN.parquet`, beside it `.npy` and `.bands`, `drops.parquet`, and last `done.json` of what came in."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, mode=0o700)
        self._folder = folder
        self._tables: list[pa.RecordBatch] = []
        self._counts: list[Counted] = []
        self._sketches: list[Sketched] = []
        self._shards = 0
        self._dropped: list[dict[str, str]] = []
        self._drops = pq.ParquetWriter(folder / "drops.parquet", DROPS, compression="zstd")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._drops.close()

    def drops(self, stage: str, drops: Sequence[Drop]) -> None:
        """Many at a time: the file's writer remembers each group of rows until it is closed."""
        self._dropped += ({"id": one.id, "stage": stage, "reason": one.reason, "detail": one.detail} for one in drops)
        if len(self._dropped) >= ROWS:
            self._flush_drops()

    def rows(self, table: pa.RecordBatch, counts: Counted, sketches: Sketched) -> None:
        """Rows that passed every step, each with its ids and sketches."""
        self._tables.append(table)
        self._counts.append(counts)
        self._sketches.append(sketches)
        rows, size = sum(one.num_rows for one in self._tables), sum(one.nbytes for one in self._tables)
        if rows >= ROWS or size >= BYTES:
            self._flush()

    def finish(self, stages: Sequence[Stage]) -> None:
        self._flush()
        self._flush_drops()
        self._drops.close()
        (self._folder / "done.json").write_text(json.dumps([asdict(stage) for stage in stages]), "utf-8")

    def _flush_drops(self) -> None:
        if self._dropped:
            self._drops.write_table(pa.Table.from_pylist(self._dropped, schema=DROPS))
            self._dropped = []

    def _flush(self) -> None:
        if not self._tables:
            return
        name = f"{self._shards:05d}"
        self._shards += 1
        table = pa.Table.from_batches(self._tables, schema=SCHEMA)
        pq.write_table(table, self._folder / f"{name}.parquet", **_PARQUET)
        self._save(name, "ids", np.concatenate([one.ids for one in self._counts]))
        self._save(name, "lengths", np.concatenate([np.diff(one.starts) for one in self._counts]).astype(np.int32))
        self._save(name, "before", np.concatenate([one.contexts for one in self._counts]).astype(np.int32))
        bands(np.concatenate([one.contexts for one in self._sketches])).tofile(self._folder / f"{name}.context.bands")
        bands(np.concatenate([one.wholes for one in self._sketches])).tofile(self._folder / f"{name}.whole.bands")
        self._tables, self._counts, self._sketches = [], [], []

    def _save(self, name: str, what: str, values: NDArray[np.generic]) -> None:
        np.save(self._folder / f"{name}.{what}.npy", values)
