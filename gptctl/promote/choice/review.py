"""The list of all rows that were dropped, and why, in an order that depends on the rows alone."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gptctl.promote.choice.fates import NOBODY, Fates
from gptctl.promote.choice.order import connected, quoted
from gptctl.promote.shards.shards import Shards

_LATE = pa.schema([(name, pa.string()) for name in ("id", "stage", "reason", "detail", "other")])


def write_dropped(shards: Shards, fates: Fates, path: Path, work: Path) -> None:
    """JSON lines of `gptctl.promote.curated.Dropped`."""
    late = work / "late.parquet"
    _write_late(shards, fates, late)
    sql = f"select * from read_parquet({quoted(str(late))})"
    if shards.folders:
        early = ", ".join(quoted(str(folder / "drops.parquet")) for folder in shards.folders)
        sql += f" union all select id, stage, reason, detail, '' as other from read_parquet([{early}])"
    with connected(work) as database:
        database.execute(f"copy (from ({sql}) order by stage, id, reason) to {quoted(str(path))} (format json)")


def _write_late(shards: Shards, fates: Fates, path: Path) -> None:
    """What was dropped once all rows were seen, shard by shard."""
    others = np.unique(fates.because[(fates.codes > 0) & (fates.because != NOBODY)]).astype(np.int64)
    named = pa.array(shards.column("id", others).tolist(), pa.string())
    reasons = np.asarray([("", ""), *fates.reasons])
    with pq.ParquetWriter(path, _LATE, compression="zstd") as writer:
        for base, columns in shards.chunks(("id",)):
            here = np.flatnonzero(fates.codes[base : base + len(columns["id"])])
            stage, reason = reasons[fates.codes[here + base]].T
            because = fates.because[here + base]
            places = pa.array(np.searchsorted(others, because), mask=because == NOBODY)
            other = pc.fill_null(named.take(places), "")
            cells = [columns["id"][here], stage, reason, np.full(len(here), ""), other]
            arrays = [pa.array(cell, pa.string()) for cell in cells]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=_LATE))
