"""Count what is in a dataset, for its manifest and its card. Reads each row once."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from gptctl.promote.dataset import layout
from gptctl.promote.dataset.manifest import Count, File, Histogram, Portrait
from gptctl.promote.dataset.stored import StoredDataset, sha256
from gptctl.promote.example import Example, Part
from gptctl.promote.row import Lineage

TOKENS = (0, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536)
TURNS = (0, 2, 4, 8, 16, 32, 64)
SCORES = (0.0, 0.25, 0.5, 0.75, 1.0)
HELD = (Part.TRAIN, Part.VALIDATION, Part.TEST)
"""The parts that are drawn: the control is drawn from the same rows again."""

UNKNOWN = "not known"


@dataclass(slots=True)
class Census:
    """What was counted so far."""

    files: list[File] = field(default_factory=list[File])
    sources: Counter[str] = field(default_factory=Counter[str])
    models: Counter[str] = field(default_factory=Counter[str])
    ran_under: Counter[str] = field(default_factory=Counter[str])
    tokens: Counter[int] = field(default_factory=Counter[int])
    turns: Counter[int] = field(default_factory=Counter[int])
    months: Counter[str] = field(default_factory=Counter[str])
    scores: Counter[str] = field(default_factory=Counter[str])
    tools: Counter[str] = field(default_factory=Counter[str])
    clusters: set[str] = field(default_factory=set[str])

    def add(self, example: Example) -> None:
        self._came(example.lineage)
        self.tokens[bisect_right(TOKENS, example.tokens) - 1] += 1
        self.turns[bisect_right(TURNS, sum(one["role"] == "user" for one in example.messages)) - 1] += 1
        self.months[_month(example.time)] += 1
        self.scores[_score(example.score)] += 1
        self.clusters.add(example.cluster)
        used = {call["function"]["name"] for one in example.messages for call in one.get("tool_calls", ())}
        self.tools.update(used or {"none"})

    def _came(self, lineage: Lineage) -> None:
        self.sources[lineage.shape or UNKNOWN] += 1
        self.models["/".join(part for part in (lineage.provider, lineage.model) if part) or UNKNOWN] += 1
        self.ran_under[lineage.commit or lineage.applied or lineage.instructions or UNKNOWN] += 1

    def portrait(self, topics: Mapping[str, int], cluster_sizes: Mapping[int, int]) -> Portrait:
        return Portrait(
            tokens=_histogram(TOKENS, self.tokens),
            turns=_histogram(TURNS, self.turns),
            months=dict(sorted(self.months.items())),
            scores=dict(sorted(self.scores.items())),
            tools=_most(self.tools),
            topics=topics,
            cluster_sizes=cluster_sizes,
        )


def take(dataset: StoredDataset) -> Census:
    """Raises GptctlError when a file is not what was written, OSError when it cannot be read."""
    census = Census()
    for part in Part:
        rows = tokens = 0
        for example in dataset.examples(part):
            rows, tokens = rows + 1, tokens + example.tokens
            if part in HELD:
                census.add(example)
        _file(census, dataset, layout.examples(part), rows, tokens)
        _file(census, dataset, layout.pairs(part), sum(1 for _ in dataset.pairs(part)), 0)
    return census


def counts(counter: Counter[str], notes: Mapping[str, str] | None = None) -> tuple[Count, ...]:
    """The most frequent first, equal ones by name."""
    order = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Count(name=name, rows=rows, note=(notes or {}).get(name, "")) for name, rows in order)


def _file(census: Census, dataset: StoredDataset, name: str, rows: int, tokens: int) -> None:
    if rows:
        census.files.append(File(name=name, sha256=sha256(dataset.folder / name), rows=rows, tokens=tokens))


def _histogram(edges: Sequence[float], counter: Counter[int]) -> Histogram:
    return Histogram(edges=edges, rows=[counter[index] for index in range(len(edges))])


def _month(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m") if time > 0 else UNKNOWN


def _score(score: float | None) -> str:
    """The quarter that a score lies in, the best on its own."""
    if score is None:
        return "not rated"
    index = max(0, bisect_right(SCORES, score) - 1)
    return f"{SCORES[index]:.2f}" if index + 1 == len(SCORES) else f"{SCORES[index]:.2f} to {SCORES[index + 1]:.2f}"


def _most(counter: Counter[str], limit: int = 12) -> dict[str, int]:
    """The most frequent, and the rest in one."""
    order = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    found = dict(order[:limit])
    rest: Iterable[int] = (rows for _, rows in order[limit:])
    if len(order) > limit:
        found["others"] = sum(rest)
    return found
