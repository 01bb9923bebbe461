"""Logs in memory: what a reader is given, and ways to spoil it."""

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gptctl.core.value import JSON
from gptctl.logs.files.door import open_logs
from gptctl.logs.sources.base import LogFile, Record, Rejected

SAMPLES = Path(__file__).parents[1] / "data" / "logs"
"""`SHAPE/SAMPLE/FILE...`: every file there is of that shape, and of no other."""

SPOILT: tuple[JSON, ...] = (
    None, True, -7, 10**17, 1.5e300, "", "\x1b[31m\u202e", "[" * 90, [], {}, [[{}]], {"a": {"role": []}}, ["x", None],
)  # fmt: skip
"""What a value is changed to: wrong types, numbers out of all bounds, texts that a terminal obeys."""

MOST_PATHS = 120
Path_ = tuple[str | int, ...]


@dataclass(slots=True)
class Rows:
    """A file in memory. `pulled` counts the rows that were asked for."""

    name: str
    values: Sequence[JSON]
    pulled: int = field(default=0, compare=False)

    def __iter__(self) -> Iterator[Record | Rejected]:
        for row, value in enumerate(self.values, 1):
            self.pulled += 1
            yield Record(row=row, value=value)


def files_of(folder: Path) -> list[LogFile]:
    return list(open_logs(folder))


def in_memory(file: LogFile) -> Rows:
    """Raises AssertionError for a file with something wrong in it."""
    found = list(file)
    assert not [item for item in found if isinstance(item, Rejected)], file.name
    return Rows(Path(file.name).name, [item.value for item in found if isinstance(item, Record)])


def paths(values: Sequence[JSON]) -> list[Path_]:
    """The way to each kind of value in the records, once, however many list items share it; a bounded number."""
    found: dict[tuple[str, ...], Path_] = {}
    for index, value in enumerate(values):
        _walk(value, (index,), (), found)
    every = list(found.values())
    return every[:: -(-len(every) // MOST_PATHS)] if every else []


def _walk(value: JSON, path: Path_, kind: tuple[str, ...], found: dict[tuple[str, ...], Path_]) -> None:
    found.setdefault(kind, path)
    if isinstance(value, Mapping):
        for key, item in value.items():
            _walk(item, (*path, key), (*kind, key), found)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            sort = str(item.get("type", item.get("role"))) if isinstance(item, Mapping) else ""
            _walk(item, (*path, index), (*kind, f"*{sort}"), found)


def changed(values: Sequence[JSON], path: Path_, value: JSON) -> list[JSON]:
    """The records with another value at this path."""
    spoilt = copy.deepcopy(list(values))
    at: object = spoilt
    for step in path[:-1]:
        at = at[step]  # type: ignore[index]
    at[path[-1]] = value  # type: ignore[index]
    return spoilt


def without(values: Sequence[JSON], path: Path_) -> list[JSON]:
    """The records without what is at this path, which leads to the field of a map."""
    spoilt = copy.deepcopy(list(values))
    at: object = spoilt
    for step in path[:-1]:
        at = at[step]  # type: ignore[index]
    del at[path[-1]]  # type: ignore[attr-defined]
    return spoilt


def replaced(value: JSON, old: str, new: str) -> JSON:
    """The value with every string that is `old` replaced."""
    return json.loads(json.dumps(value).replace(json.dumps(old), json.dumps(new)))  # type: ignore[no-any-return]
