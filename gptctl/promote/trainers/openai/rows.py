"""The rows of one method: exported for the upload, held against the rules, and counted."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from gptctl.core.value import Attrs
from gptctl.errors import GptctlError, Refused
from gptctl.private import make_private
from gptctl.promote.dataset.export import FOLDER, export, row_tokens
from gptctl.promote.example import Example, Part
from gptctl.promote.exports.base import Export, LeftOut, Rows
from gptctl.promote.tokens import vocabulary
from gptctl.promote.trainers.base import Task
from gptctl.promote.trainers.openai.service import Method, Service
from gptctl.promote.trainers.openai.settings import method_of

_NAMES = {Method.SUPERVISED: "{part}.jsonl", Method.DPO: "preferences-{part}.jsonl"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What would be uploaded; `validation` is None where nothing was held out."""

    train: Path
    validation: Path | None


@contextmanager
def written(service: Service, task: Task, home: Path) -> Iterator[Files]:
    """Private files that are there within the block only. Raises Refused where a rule does not hold, GptctlError."""
    method, above = method_of(task.settings), home / FOLDER
    name = vocabulary.of_model(task.base).vocabulary
    try:
        make_private(above)
        with tempfile.TemporaryDirectory(prefix=".", dir=above) as aside:
            folder = Path(aside) / "rows"
            export(_only(service.export, method), task.dataset, folder, name)
            yield _files(folder, method)
    except OSError as error:
        raise GptctlError(f"{error.filename or above} cannot be written: {error.strerror or error}") from error


def breaches(service: Service, task: Task, home: Path) -> Iterator[str]:
    """Why the rows would not be taken, in sentences."""
    try:
        with written(service, task, home):
            pass
    except Refused as error:
        yield from error.reasons or (error.message,)


def tokens(service: Service, task: Task, part: Part) -> int:
    """Those that are read in one epoch."""
    name = vocabulary.of_model(task.base).vocabulary
    return sum(row_tokens(row, name) for row in _rows(service, task, part))


def _rows(service: Service, task: Task, part: Part) -> Iterator[Attrs]:
    target = _only(service.export, method_of(task.settings))
    examples = (target.example(one) for one in task.dataset.examples(part))
    pairs = (target.pair(one) for one in task.dataset.pairs(part)) if target.pair else ()
    return (row for row in chain.from_iterable(chain(examples, pairs)) if not isinstance(row, LeftOut))


def _only(target: Export, method: Method) -> Export:
    """The target's export without the rows of the other method: what is not sent need not keep its rules."""
    return replace(target, pair=None) if method is Method.SUPERVISED else replace(target, example=_none)


def _none(_: Example) -> Rows:
    return iter(())


def _files(folder: Path, method: Method) -> Files:
    train, validation = (folder / _NAMES[method].format(part=part) for part in (Part.TRAIN, Part.VALIDATION))
    if not train.exists():
        what = "pairs to prefer by" if method is Method.DPO else "examples to learn from"
        raise Refused("the dataset cannot be trained on", reasons=[f"The dataset has no {what} that are taken here."])
    return Files(train=train, validation=validation if validation.exists() else None)
