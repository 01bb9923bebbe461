"""The files of a job, written and checked as the target publishes it before anything leaves."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from gptctl.errors import GptctlError, Refused
from gptctl.logs.store.sweep import sweep
from gptctl.private import make_private
from gptctl.promote.dataset.export import FOLDER, export
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Example, Part
from gptctl.promote.exports.base import Export, Rows
from gptctl.promote.tokens import vocabulary
from gptctl.promote.trainers.base import Task
from gptctl.promote.trainers.hosted.method import Method

LARGEST = 1_000_000_000
"""Bytes of one file: it is held in memory while it is sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """`rows` are its lines."""

    part: Part
    path: Path
    rows: int


@contextmanager
def exported(target: Export, task: Task, method: Method) -> Iterator[Sequence[File]]:
    """What is trained on, and what is validated with where the dataset has it; gone afterwards.

    Raises Refused for what the target would not take, GptctlError when the disk does not take it.
    """
    named = vocabulary.of_model(task.base).vocabulary
    try:
        with _aside(task.dataset) as folder:
            done = export(_only(target, method), task.dataset, folder / "export", named)
            yield [
                File(part=one.part, path=done.folder / one.path.name, rows=one.rows)
                for one in done.written
                if one.rows and one.part in {Part.TRAIN, Part.VALIDATION}
            ]
    except OSError as error:
        raise GptctlError(f"{error.filename or 'a file'} cannot be used: {error.strerror or error}") from error


@contextmanager
def _aside(dataset: StoredDataset) -> Iterator[Path]:
    """A private folder among the exports, named by the dataset: there `forget` finds what a killed run leaves."""
    exports = dataset.folder.parents[1] / FOLDER
    make_private(exports)
    sweep(exports.glob("*-*"))
    with TemporaryDirectory(prefix=f"{dataset.digest[:12]}-", dir=exports) as folder:
        yield Path(folder)


def problems(target: Export, task: Task, method: Method) -> Iterator[str]:
    """Why the target would not take the files, in sentences."""
    try:
        with exported(target, task, method) as files:
            if not any(file.part is Part.TRAIN for file in files):
                yield f"The dataset has nothing to train on by {method}."
            if any(file.path.stat().st_size > LARGEST for file in files):
                yield f"A file has more than {LARGEST / 1e9:g} GB; larger ones are not sent."
    except Refused as error:
        yield from error.reasons or [f"{error.message[0].upper()}{error.message[1:]}."]


def _only(target: Export, method: Method) -> Export:
    """The target with one kind of rows, so that no rule is asked about files that are not sent."""
    return replace(target, pair=None) if method is Method.SFT else replace(target, example=_none)


def _none(_: Example) -> Rows:
    return iter(())
