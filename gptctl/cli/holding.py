"""Which datasets hold a conversation."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gptctl.logs.store.durable import explained

FOLDER = "datasets"
"""In the user's own folder: a folder for each dataset, with rows in files of JSON lines."""

_ID = re.compile(rb'"id": ?"(c[0-9a-f]{24})')
"""The id of a row begins with that of the conversation it was made from."""


def holding(home: Path, ids: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """The datasets on this machine that have rows of these conversations, with the ids of those. Raises GptctlError."""
    with explained(home):
        found = {folder.name: sorted(_held(folder) & ids) for folder in sorted(home.glob(f"{FOLDER}/[!.]*"))}
    return {dataset: held for dataset, held in found.items() if held}


def is_here(home: Path, dataset: str) -> bool:
    """Whether the rows of the dataset with this hash are on this machine."""
    return (home / FOLDER / dataset).is_dir()


def _held(dataset: Path) -> frozenset[str]:
    return frozenset(id_ for path in dataset.glob("*.jsonl") for id_ in _ids(path))


def _ids(path: Path) -> Iterator[str]:
    with path.open("rb") as lines:
        for line in lines:
            yield from (match.decode() for match in _ID.findall(line))
