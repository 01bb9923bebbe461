"""Models that were tuned on this machine: each is a base with an adapter put on it, or a model in one piece.

A registration is believed in nothing: no path in it leads out of the user's own folder.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from gptctl.core.codec import Malformed
from gptctl.core.tuned import ADAPTER, MODEL, SUFFIX, Tuned, from_json
from gptctl.providers.local import models


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What llama.cpp runs: a GGUF model, and the adapter that is put on it; None for the model as it is."""

    model: Path
    adapter: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TunedModel:
    """`lack` says, in a sentence, why it cannot run, and then there are no weights; else it is empty.

    `base`, `dataset` and `job` are empty where its registration cannot be read. `size` is in bytes.
    """

    name: str
    base: str = ""
    dataset: str = ""
    job: str = ""
    weights: Weights | None = None
    lack: str = ""

    @property
    def file(self) -> Path | None:
        """What training made."""
        return (self.weights.adapter or self.weights.model) if self.weights else None

    @property
    def size(self) -> int:
        return self.file.stat().st_size if self.file else 0


def registered(home: Path) -> tuple[TunedModel, ...]:
    return tuple(_read(home, path) for path in sorted((home / "models").glob(f"*{SUFFIX}")))


def find(home: Path, name: str) -> TunedModel | None:
    """`name` is compared with the names that are there; it is never made into a path."""
    return next((_read(home, path) for path in (home / "models").glob(f"*{SUFFIX}") if _name(path) == name), None)


class _Lacking(Exception):
    """The message is the sentence for people."""


def _read(home: Path, path: Path) -> TunedModel:
    name = _name(path)
    try:
        tuned = from_json(json.loads(path.read_text(encoding="utf-8")))
        if tuned.name != name:
            raise Malformed(f"it is the registration of {tuned.name}")
    except (OSError, ValueError, RecursionError) as error:
        return TunedModel(name=name, lack=f"its registration {path} cannot be used: {error}")
    known = TunedModel(name=name, base=tuned.base, dataset=tuned.dataset, job=tuned.job)
    try:
        return replace(known, weights=_weights(home, tuned))
    except _Lacking as lacking:
        return replace(known, lack=str(lacking))


def _weights(home: Path, tuned: Tuned) -> Weights:
    if MODEL in tuned.files:
        return Weights(model=_file(home, tuned.files[MODEL]))
    if ADAPTER not in tuned.files:
        raise _Lacking(
            "training wrote nothing that llama.cpp can run: its converter was not there, or does not know this model"
        )
    base = next((one.path for one in models.installed(home) if one.name == tuned.base), None)
    if base is None:
        raise _Lacking(f"its base {tuned.base} is not installed; `gptctl models list` shows what is")
    return Weights(model=base, adapter=_file(home, tuned.files[ADAPTER]))


def _file(home: Path, relative: str) -> Path:
    root = home.resolve()
    try:
        path = (root / relative).resolve()
        there = path.is_file()
    except (OSError, ValueError):  # a path that no system takes
        raise _Lacking("its registration has a path that is none") from None
    if not path.is_relative_to(root):
        raise _Lacking(f"its file {relative} is outside of {home}")
    if not there:
        raise _Lacking(f"its file {path} is gone; train it again, or run `gptctl models remove` with its name")
    return path


def _name(path: Path) -> str:
    return path.name.removesuffix(SUFFIX)
