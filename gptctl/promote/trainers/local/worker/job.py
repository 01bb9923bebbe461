"""A local job from its dataset to its result."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from transformers import set_seed

from gptctl.core import tuned
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Part
from gptctl.promote.trainers.base import State
from gptctl.promote.trainers.local import registration, spec
from gptctl.promote.trainers.local.outcome import Outcome
from gptctl.promote.trainers.local.settings import Settings, parse
from gptctl.promote.trainers.local.worker.base import Base, load
from gptctl.promote.trainers.local.worker.encode import Encoded, encode
from gptctl.promote.trainers.local.worker.export import export
from gptctl.promote.trainers.local.worker.phase import Phase, most_steps
from gptctl.promote.trainers.local.worker.preference import Sides, prefer, sides
from gptctl.promote.trainers.local.worker.supervised import supervise

_GENTLER = 0.1
"""Preferences are learnt at a tenth of the rate of examples: at the whole of it, a model forgets how to speak."""


def run(folder: Path) -> Outcome:
    """Train what the folder says, from its last checkpoint if there is one."""
    told = spec.read(folder)
    settings = parse(told.settings)
    set_seed(settings.seed)
    base = load(Path(told.path))
    dataset = StoredDataset(Path(told.dataset))
    train, validation = (
        encode(base.tokenizer, dataset.examples(part), settings.longest) for part in (Part.TRAIN, Part.VALIDATION)
    )
    if not train.rows:
        return Outcome(state=State.FAILED, reason=f"no example can be shown to this model: {_told(train.left)}")
    model = _train(folder, settings, base, (train, validation), _pairs(base.tokenizer, dataset, settings))
    files = export(model, base.tokenizer, folder, told)
    registration.write(folder, told, files)
    return Outcome(
        state=State.SUCCEEDED,
        model=told.model,
        base=told.base,
        files=files,
        notes=(*_notes(train, validation), *_unserved(told, files)),
    )


def _pairs(tokenizer: Any, dataset: StoredDataset, settings: Settings) -> tuple[Sequence[Sides], Sequence[Sides]]:
    train, validation = (
        sides(tokenizer, dataset.pairs(part), settings.longest) for part in (Part.TRAIN, Part.VALIDATION)
    )
    return train, validation


def _train(
    folder: Path,
    settings: Settings,
    base: Base,
    examples: tuple[Encoded, Encoded],
    pairs: tuple[Sequence[Sides], Sequence[Sides]],
) -> Any:
    train, validation = examples
    later = most_steps(len(pairs[0]), settings)
    first = Phase(
        name="supervised",
        folder=folder,
        settings=settings,
        rows=len(train.rows),
        validated=bool(validation.rows),
        rate=settings.learning_rate,
        after=later,
    )
    model = supervise(base, first, train.rows, validation.rows)
    if not pairs[0]:
        return model
    second = Phase(
        name="preference",
        folder=folder,
        settings=settings,
        rows=len(pairs[0]),
        validated=bool(pairs[1]),
        rate=settings.learning_rate * _GENTLER,
        before=first.steps,
    )
    return prefer(model, base.tokenizer, second, *pairs)


def _notes(train: Encoded, validation: Encoded) -> Iterator[str]:
    for name, part in (("train", train), ("validation", validation)):
        if part.left:
            yield f"Left out of {name}: {_told(part.left)}."


def _unserved(told: spec.Spec, files: Mapping[str, str]) -> Iterator[str]:
    if (tuned.ADAPTER if told.installed else tuned.MODEL) not in files:
        yield "llama.cpp cannot run it: its converter is not installed, or does not know this model; see the job's log."


def _told(left: Counter[str]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in sorted(left.items()))
