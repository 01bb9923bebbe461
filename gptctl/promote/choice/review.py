"""The list of all rows that were dropped, and why, in an order that depends on the rows alone."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from gptctl.promote.choice.fates import NOBODY, Fates
from gptctl.promote.choice.order import connected, quoted
from gptctl.promote.shards.shards import Shards


def write_dropped(shards: Shards, fates: Fates, index: Path, path: Path) -> None:
    """JSON lines of `gptctl.promote.curated.Dropped`. `index` is what `indexed` wrote."""
    late = index.with_name("late.parquet")
    _write_late(fates, late)
    early = ", ".join(quoted(str(folder / "drops.parquet")) for folder in shards.folders)
    sql = f"""
        select mine.id, stage, reason, '' as detail, coalesce(theirs.id, '') as other
        from read_parquet({quoted(str(late))}) late
        join read_parquet({quoted(str(index))}) mine using (number)
        left join read_parquet({quoted(str(index))}) theirs on theirs.number = late.other
    """
    if early:
        sql += f" union all select id, stage, reason, detail, '' as other from read_parquet([{early}])"
    with connected(index.parent) as database:
        database.execute(f"copy (from ({sql}) order by stage, id, reason) to {quoted(str(path))} (format json)")


def _write_late(fates: Fates, path: Path) -> None:
    """What was dropped once all rows were seen, by numbers."""
    gone = np.flatnonzero(fates.codes)
    stages, reasons = zip(*fates.reasons, strict=True) if fates.reasons else ((), ())
    codes = pa.array(fates.codes[gone].astype(np.int8) - 1)
    because = fates.because[gone]
    table = {
        "number": pa.array(gone.astype(np.uint32)),
        "stage": pa.DictionaryArray.from_arrays(codes, pa.array(stages, pa.string())),
        "reason": pa.DictionaryArray.from_arrays(codes, pa.array(reasons, pa.string())),
        "other": pa.array(because, mask=because == NOBODY),
    }
    pq.write_table(pa.table(table), path)
