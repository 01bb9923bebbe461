"""The conversations of an assistant in the store, on their way into curation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import orjson
import pyarrow as pa

from gptctl.core.value import Attrs
from gptctl.logs.store.query import Query
from gptctl.logs.store.store import Store
from gptctl.promote.batch import Batch
from gptctl.promote.row import Lineage

_AT_ONCE = 512
"""Conversations that are parsed at a time: some hold a hundred times as much as others."""

_LINEAGE = ("shape", "file", "provider", "model", "applied", "commit", "instructions")
_COLUMNS = (
    *("id", "ended", "messages", "ratings", "alternatives", "environment", "session", "tools"),
    *("finish", "lost", *_LINEAGE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A Portion: what the store in `folder` has of this assistant; of several `parts`, the one of this number."""

    folder: Path
    assistant: str
    part: int = 0
    parts: int = 1

    def cut(self, parts: int) -> Sequence["Logged"]:
        """The same conversations as so many portions, by a digest of their ids."""
        return [replace(self, part=part, parts=parts) for part in range(parts)]

    def batches(self) -> Iterator[Batch]:
        """Raises GptctlError when the store cannot be used."""
        for columns in Store(folder=self.folder).batches(_COLUMNS, Query(assistant=self.assistant)):
            own = self._own(columns)
            yield from (_batch(own.slice(start, _AT_ONCE)) for start in range(0, own.num_rows, _AT_ONCE))

    def _own(self, columns: pa.RecordBatch) -> pa.RecordBatch:
        if self.parts == 1:
            return columns
        ids = columns.column("id").to_pylist()
        return columns.filter(pa.array([crc32(id_.encode()) % self.parts == self.part for id_ in ids]))

    def tools(self) -> Mapping[str, Sequence[Attrs]]:
        """The tools of every digest that a conversation names."""
        store = Store(folder=self.folder)
        query = Query(assistant=self.assistant)
        named = {str(cell) for batch in store.batches(("tools",), query) for cell in batch.column(0).to_pylist()}
        return {digest: orjson.loads(text) for digest, text in store.texts(sorted(named - {""})).items()}


def _batch(columns: pa.RecordBatch) -> Batch:
    said: Mapping[str, list[Any]] = {name: columns.column(name).to_pylist() for name in _COLUMNS}
    return Batch(
        ids=said["id"],
        times=said["ended"],
        messages=[orjson.loads(text) for text in said["messages"]],
        ratings=[_items(text) for text in said["ratings"]],
        alternatives=[_items(text) for text in said["alternatives"]],
        lineages=_lineages(said),
        environments=said["environment"],
        sessions=said["session"],
        instructions=said["instructions"],
        tools=said["tools"],
        finishes=said["finish"],
        lost=["; ".join(_items(text)) for text in said["lost"]],
    )


def _items(text: str) -> Sequence[Any]:
    return () if text == "[]" else orjson.loads(text)


def _lineages(said: Mapping[str, list[Any]]) -> list[Lineage]:
    """One object for all rows that come from the same place."""
    made: dict[tuple[str, ...], Lineage] = {}
    rows = zip(*(said[name] for name in _LINEAGE), strict=True)
    return [
        made.setdefault(row, Lineage(**dict(zip(_LINEAGE, row, strict=True)))) if row not in made else made[row]
        for row in rows
    ]
