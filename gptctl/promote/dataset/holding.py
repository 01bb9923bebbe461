"""Which conversations are in a dataset."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from gptctl.core.plural import plural
from gptctl.logs.store.durable import explained
from gptctl.promote.dataset.layout import FOLDER, folder

Forgotten = Callable[[Collection[str]], Sequence[str]]
"""From the ids of conversations to those that were forgotten."""

_ID = re.compile(rb'"id": ?"(c[0-9a-f]{24})(?:/(c[0-9a-f]{24}))?')
"""The id of a row begins with that of the conversation it was made from; a pair may name one more, whose answer it
has for the worse one.
"""


def holding(home: Path, ids: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """The datasets on this machine that have rows of these conversations, with the ids of those. Raises GptctlError."""
    with explained(home):
        found = {one.name: sorted(conversations(one) & ids) for one in sorted(home.glob(f"{FOLDER}/[!.]*"))}
    return {dataset: held for dataset, held in found.items() if held}


def is_here(home: Path, dataset: str) -> bool:
    """Whether the rows of the dataset with this hash are on this machine."""
    return folder(home, dataset).is_dir()


def conversations(dataset: Path) -> frozenset[str]:
    """Their ids, from the folder of a dataset. Raises OSError."""
    return frozenset(id_ for path in dataset.glob("*.jsonl") for id_ in _ids(path))


def forgotten_in(dataset: Path, forgotten: Forgotten) -> Iterator[str]:
    """A sentence where the dataset has rows of conversations that were forgotten. Raises GptctlError, OSError."""
    found = forgotten(conversations(dataset))
    if found:
        yield f"It holds {plural(len(found), 'conversation')} that {'was' if len(found) == 1 else 'were'} forgotten."


def _ids(path: Path) -> Iterator[str]:
    with path.open("rb") as lines:
        for line in lines:
            for match in _ID.finditer(line):
                yield from (id_.decode() for id_ in match.groups() if id_)
