"""The hyperparameters of a local job."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, cast

from gptctl.core.plural import figure
from gptctl.core.suggest import suggest
from gptctl.core.value import Attrs

_LIMITS: dict[str, tuple[float, float]] = {
    "epochs": (1, 100),
    "steps": (0, 1_000_000),
    "learning_rate": (1e-7, 1.0),
    "rank": (1, 512),
    "alpha": (1, 1024),
    "batch": (1, 1024),
    "longest": (16, 1_048_576),
    "patience": (1, 100),
    "checkpoint": (1, 100_000),
    "beta": (0.001, 10.0),
    "seed": (0, 2**31 - 1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`steps` is the most optimizer steps of each phase, 0 for what `epochs` make. `batch` is rows in one step.

    Preferences are learnt at a tenth of `learning_rate`; `beta` is how dear a step away from the examples is there.
    `longest` is in tokens; a longer row is left out, not cut. `checkpoint` is after how many steps one is written and
    the validation loss measured, `patience` how many of those may pass without a better one.
    """

    epochs: int = 3
    steps: int = 0
    learning_rate: float = 2e-4
    rank: int = 16
    alpha: int = 32
    batch: int = 4
    longest: int = 2048
    patience: int = 3
    checkpoint: int = 20
    beta: float = 0.1
    seed: int = 17

    def to_json(self) -> Attrs:
        return asdict(self)


def parse(attrs: Attrs) -> Settings:
    """Of settings in which `problems` finds none."""
    return Settings(**cast("dict[str, Any]", attrs))


def problems(attrs: Attrs) -> Iterator[str]:
    """What is wrong with them, in sentences."""
    for name, value in attrs.items():
        if name not in _LIMITS:
            yield f"There is no setting {name}. {suggest(name, _LIMITS)}"
            continue
        low, high = _LIMITS[name]
        whole = isinstance(getattr(Settings(), name), int)
        number = isinstance(value, int) or (isinstance(value, float) and not whole)
        if isinstance(value, bool) or not number or not low <= float(str(value)) <= high:
            bounds = f"from {figure(low)} to {figure(high)}"
            yield f"The setting {name} is a {'whole ' if whole else ''}number {bounds}."
