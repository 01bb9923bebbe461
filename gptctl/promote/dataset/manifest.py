"""What is in a dataset and how it came about: the part of it that lives in git and is reviewed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gptctl.core.value import Attrs
from gptctl.promote.example import Stage

FORMAT = "gptctl.dataset/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """`tokens` is the sum over its rows, instructions and tools included; 0 for pairs."""

    name: str
    sha256: str
    rows: int
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many rows have this in common: where they came from, whose model answered, what they ran under."""

    name: str
    rows: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaks:
    """What of the held-out rows is, or is nearly, in those trained on; both 0, else a dataset is refused."""

    identical: int
    near: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Depends on the inputs alone: no times, no paths of a machine, no order of anybody's disk.

    `recipe` is the recipe as it was used, defaults included. `ran_under` counts rows by the git commit of the
    instructions that they were produced under. `prompts` are the digests of what they are rendered under now.
    `licences` are what the recipe says of its sources. `cluster_sizes` counts clusters of all that could be used by how
    many conversations are in them, before one was chosen of each; `clusters` are those of the rows.
    """

    assistant: str
    dataset: str
    vocabulary: str
    recipe: Attrs
    files: Sequence[File]
    stages: Sequence[Stage]
    sources: Sequence[Count]
    models: Sequence[Count]
    ran_under: Sequence[Count]
    prompts: Sequence[str]
    leaks: Leaks
    clusters: int
    cluster_sizes: Mapping[int, int]
    licences: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Rows by size: bar `i` counts those from `edges[i]` up to, and without, `edges[i + 1]`; the last has no end."""

    edges: Sequence[float]
    rows: Sequence[int]

    def named(self) -> Sequence[tuple[str, int]]:
        """Each bar by what it counts, such as `4 to 7`."""
        lower = [f"{edge:,g}" for edge in self.edges]
        upper = (f"to {edge - 1:,g}" for edge in self.edges[1:])
        names = [f"{edge} {end}" for edge, end in zip(lower, (*upper, "or more"), strict=True)]
        return list(zip(names, self.rows, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """What a card draws beside the manifest: counted from the rows, so that it can be drawn again."""

    tokens: Histogram
    turns: Histogram
    months: Mapping[str, int] = field(default_factory=dict[str, int])
    scores: Mapping[str, int] = field(default_factory=dict[str, int])
    tools: Mapping[str, int] = field(default_factory=dict[str, int])
    topics: Mapping[str, int] = field(default_factory=dict[str, int])
    cluster_sizes: Mapping[int, int] = field(default_factory=dict[int, int])
