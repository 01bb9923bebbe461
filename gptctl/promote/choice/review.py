"""The list of all rows that were dropped, and why, in an order that depends on the rows alone."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from gptctl.promote.choice.fates import NOBODY, Fates
from gptctl.promote.choice.order import connected, numbered, quoted
from gptctl.promote.shards.shards import Shards


def write_dropped(shards: Shards, fates: Fates, path: Path, work: Path) -> None:
    """JSON lines of `gptctl.promote.curated.Dropped`."""
    late = work / "late.parquet"
    gone = np.flatnonzero(fates.codes)
    stages, reasons = zip(*fates.reasons, strict=True) if fates.reasons else ((), ())
    codes = pa.array(fates.codes[gone].astype(np.int8) - 1)
    because = fates.because[gone]
    table = {
        "number": pa.array(gone),
        "stage": pa.DictionaryArray.from_arrays(codes, pa.array(stages, pa.string())),
        "reason": pa.DictionaryArray.from_arrays(codes, pa.array(reasons, pa.string())),
        "other": pa.array(because.astype(np.int64), mask=because == NOBODY),
    }
    pq.write_table(pa.table(table), late)
    early = ", ".join(quoted(str(folder / "drops.parquet")) for folder in shards.folders)
    sql = f"select id, stage, reason, detail, '' as other from read_parquet([{early}])"
    if shards.files:
        sql += (
            f" union all select mine.id, stage, reason, '' as detail, coalesce(theirs.id, '') as other "
            f"from read_parquet({quoted(str(late))}) late join {numbered(shards)} mine using (number) "
            f"left join {numbered(shards)} theirs on theirs.number = late.other"
        )
    with connected(work) as database:
        database.execute(f"copy (from ({sql}) order by stage, id, reason) to {quoted(str(path))} (format json)")
