"""All shards of a run as one table whose rows are numbered through."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from gptctl.promote.example import Stage
from gptctl.promote.shards.body import Body, load

Ordinals = NDArray[np.uint32]


class Sketch(StrEnum):
    """Of what a sketch is: all before the last target, or everything."""

    CONTEXT = "context"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shards:
    """`files` are the Parquet files; the rows of file `i` have the numbers `bases[i]` to `bases[i + 1]`."""

    folders: tuple[Path, ...]
    files: tuple[Path, ...]
    bases: tuple[int, ...]

    def __len__(self) -> int:
        return self.bases[-1]

    def stages(self) -> Iterator[Stage]:
        for folder in self.folders:
            yield from (Stage(**said) for said in json.loads((folder / "done.json").read_text("utf-8")))

    def chunks(self, names: Sequence[str]) -> Iterator[tuple[int, dict[str, NDArray[np.generic]]]]:
        """Columns of every row, shard by shard, with the number of its first row."""
        for base, file in zip(self.bases, self.files, strict=False):
            table = pq.read_table(file, columns=list(names))
            yield base, {name: table.column(name).to_numpy() for name in names}

    def column(self, name: str, numbers: NDArray[np.int64]) -> NDArray[np.generic]:
        """A column for these rows, in the order of `numbers`, which ascend."""
        found = []
        for base, columns in self.chunks((name,)):
            first, end = np.searchsorted(numbers, [base, base + len(columns[name])])
            found.append(columns[name][numbers[first:end] - base])
        return np.concatenate(found) if found else np.empty(0)

    def band(self, sketch: Sketch, index: int) -> Iterator[tuple[int, NDArray[np.uint64]]]:
        """One band of every row, shard by shard, with the number of its first row."""
        for file, (base, end) in zip(self.files, pairwise(self.bases), strict=True):
            path, rows = file.with_name(f"{file.stem}.{sketch.value}.bands"), end - base
            yield base, np.fromfile(path, np.uint64, rows, offset=index * rows * np.uint64().nbytes)

    def texts(self, name: str, ordinals: Sequence[int]) -> dict[int, str]:
        """A column of texts, for these rows."""
        return {at: str(value) for at, value in self._cells(name, ordinals)}

    def bodies(self, ordinals: Sequence[int]) -> Iterator[tuple[int, Body]]:
        """The rows themselves, in the order of their numbers."""
        for at, value in self._cells("body", ordinals):
            if isinstance(value, bytes):
                yield at, load(value)

    def ids(self, ordinals: Sequence[int]) -> Iterator[tuple[int, NDArray[np.uint32], int]]:
        """The token ids of these rows, and how many of them are the context."""
        for file, base, own in self._split(ordinals):
            lengths = np.load(_beside(file, "lengths"))
            ends = np.cumsum(lengths, dtype=np.int64)
            before, ids = np.load(_beside(file, "before")), np.load(_beside(file, "ids"), mmap_mode="r")
            for at in own:
                here = at - base
                yield at, np.array(ids[ends[here] - lengths[here] : ends[here]]), int(before[here])

    def _cells(self, name: str, ordinals: Sequence[int]) -> Iterator[tuple[int, bytes | str]]:
        for file, base, own in self._split(ordinals):
            source = pq.ParquetFile(file)
            first = 0
            for group in range(source.num_row_groups):
                size = source.metadata.row_group(group).num_rows
                here = [at for at in own if first <= at - base < first + size]
                if here:
                    cells = source.read_row_group(group, columns=[name]).column(0)
                    yield from ((at, cells[at - base - first].as_py()) for at in here)
                first += size

    def _split(self, ordinals: Sequence[int]) -> Iterator[tuple[Path, int, list[int]]]:
        wanted = np.unique(np.asarray(ordinals, dtype=np.int64))
        for file, (base, end) in zip(self.files, pairwise(self.bases), strict=True):
            own = wanted[np.searchsorted(wanted, base) : np.searchsorted(wanted, end)]
            if len(own):
                yield file, base, own.tolist()


def opened(folders: Sequence[Path]) -> Shards:
    """The shards in these folders, each written by `scan`."""
    files = tuple(file for folder in folders for file in sorted(folder.glob("[0-9]*.parquet")))
    sizes = (pq.read_metadata(file).num_rows for file in files)
    return Shards(folders=tuple(folders), files=files, bases=tuple(accumulate(sizes, initial=0)))


def _beside(file: Path, what: str) -> Path:
    return file.with_name(f"{file.stem}.{what}.npy")
