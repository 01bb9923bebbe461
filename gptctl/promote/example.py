"""What curation gives: examples to learn from and pairs to prefer by, still in nobody's own format."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from gptctl.core.value import JSON
from gptctl.promote.chat import Chat
from gptctl.promote.row import Lineage


class Part(StrEnum):
    """`control` is a random sample, as large as `train`, of all rows that may be trained on and were not held out."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"
    CONTROL = "control"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """`messages` begin with the current instructions as system message; `targets` index those that carry loss.

    `cluster` is the same for near duplicates; `tokens` is the exact count in the vocabulary of the recipe's target.
    """

    id: str
    part: Part
    messages: Sequence[Chat]
    targets: tuple[int, ...]
    tools: Sequence[JSON]
    cluster: str
    tokens: int
    score: float | None
    time: float
    lineage: Lineage


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two answers to one context, the first preferred.

    `basis` says how we know: `correction`, `ratings` or `regenerated`.
    """

    id: str
    part: Part
    messages: Sequence[Chat]
    tools: Sequence[JSON]
    chosen: Sequence[Chat]
    rejected: Sequence[Chat]
    basis: str
    cluster: str
    lineage: Lineage


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step's account: `read` is `kept` and the sum of `dropped`, by reason."""

    name: str
    read: int
    kept: int
    dropped: Mapping[str, int]


class Curation(Protocol):
    """The result of one run over the log, on disk; iterating reads it in an order that depends on the inputs alone."""

    @property
    def stages(self) -> Sequence[Stage]: ...

    def examples(self, part: Part) -> Iterator[Example]: ...

    def pairs(self, part: Part) -> Iterator[Pair]: ...
