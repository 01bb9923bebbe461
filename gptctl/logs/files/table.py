"""A Parquet file: one record to a row of its table."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from gptctl.logs.files.broken import Broken
from gptctl.logs.files.limits import LIMITS, Limits
from gptctl.logs.files.parse import parse
from gptctl.logs.files.stream import BOMB
from gptctl.logs.sources.base import Record, Rejected

BATCH = 32
"""Rows that are unpacked at a time: few, since a column of ten bytes may unpack to ten megabytes for every row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """Times are given as ISO 8601, decimals as text, maps as objects: what JSON has no word for."""

    name: str
    path: Path
    limits: Limits = LIMITS

    def __iter__(self) -> Iterator[Record | Rejected]:
        row = 0
        try:
            budget = self.limits.budget(self.path.stat().st_size)
            for row, raw in enumerate(_bounded(_rows(self.path), budget), 1):
                yield self._record(row, raw)
        except Broken as broken:
            yield Rejected(file=self.name, row=row, reason=broken.reason)
        except (OSError, pa.ArrowException, ValueError) as error:
            reason = f"the Parquet file cannot be read any further: {error}"
            yield Rejected(file=self.name, row=row, reason=reason)

    def _record(self, row: int, raw: bytes) -> Record | Rejected:
        try:
            return Record(row=row, value=parse(raw, self.limits))
        except Broken as broken:
            return Rejected(file=self.name, row=row, reason=broken.reason)


def _bounded(rows: Iterator[bytes], budget: int) -> Iterator[bytes]:
    for row in rows:
        budget -= len(row)
        if budget < 0:
            raise Broken(BOMB)
        yield row


def _rows(path: Path) -> Iterator[bytes]:
    with pq.ParquetFile(path, pre_buffer=False) as table:
        for batch in table.iter_batches(batch_size=BATCH, use_threads=False):
            for row in batch.to_pylist(maps_as_pydicts="lossy"):
                yield orjson.dumps(row, default=_plain, option=orjson.OPT_NON_STR_KEYS)


def _plain(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
