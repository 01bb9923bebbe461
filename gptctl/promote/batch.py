"""A stretch of a log on its way into curation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from gptctl.core.value import Attrs
from gptctl.promote.chat import Chat
from gptctl.promote.row import Lineage


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Conversations column by column, all of equal length: making an object of each would cost more than judging it.

    `messages` are parsed and in OpenAI's chat shape; `ratings` and `alternatives` are those of
    gptctl.logs.conversation as plain values; `times` are when they ended; `lost` is "" or what the record lacks.
    """

    ids: Sequence[str]
    times: Sequence[float]
    messages: Sequence[Sequence[Chat]]
    ratings: Sequence[Sequence[Attrs]]
    alternatives: Sequence[Sequence[Attrs]]
    lineages: Sequence[Lineage]
    environments: Sequence[str]
    sessions: Sequence[str]
    instructions: Sequence[str]
    tools: Sequence[str]
    finishes: Sequence[str]
    lost: Sequence[str]


class Portion(Protocol):
    """A part of a log that is read on its own, perhaps elsewhere: it can be pickled, and read twice it is the same."""

    def batches(self) -> Iterator[Batch]: ...
