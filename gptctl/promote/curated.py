"""The result of a curation on disk."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from gptctl.promote.example import Example, Pair, Part, Stage
from gptctl.promote.row import Lineage


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was seen on the way, for whoever decides whether to train at all; counts of conversations.

    `usable` are left after all filters, before quotas. Of those, `looked_up` have an answer that rests on a tool or a
    retrieved passage. `changing` gave facts that differ from those given to the same question at another time;
    `contradicted` contradict each other. `tokens` is the sum over all that is usable. `cluster_sizes` counts clusters
    by how many conversations are in them.
    """

    usable: int
    looked_up: int
    changing: int
    contradicted: int
    clusters: int
    tokens: int
    cluster_sizes: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """`other` is the id of the row that it was dropped for, "" for none."""

    id: str
    stage: str
    reason: str
    detail: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """Satisfies Curation. Files: `PART.jsonl`, `PART.pairs.jsonl`, `dropped.jsonl`, `curation.json`."""

    folder: Path

    @property
    def stages(self) -> Sequence[Stage]:
        return tuple(Stage(**said) for said in self._said()["stages"])

    @property
    def findings(self) -> Findings:
        said = self._said()["findings"]
        sizes = {int(size): clusters for size, clusters in said["cluster_sizes"].items()}
        return Findings(**{**said, "cluster_sizes": sizes})

    def examples(self, part: Part) -> Iterator[Example]:
        """In order of time, then id."""
        for said in _lines(self.folder / f"{part}.jsonl"):
            said["lineage"] = Lineage(**said["lineage"])
            yield Example(**{**said, "part": Part(said["part"]), "targets": tuple(said["targets"])})

    def pairs(self, part: Part) -> Iterator[Pair]:
        for said in _lines(self.folder / f"{part}.pairs.jsonl"):
            said["lineage"] = Lineage(**said["lineage"])
            yield Pair(**{**said, "part": Part(said["part"])})

    def dropped(self) -> Iterator[Dropped]:
        """Every row that was read and is in no part, by stage and id."""
        for said in _lines(self.folder / "dropped.jsonl"):
            yield Dropped(**said)

    def _said(self) -> Mapping[str, Any]:
        said: Mapping[str, Any] = json.loads((self.folder / "curation.json").read_text("utf-8"))
        return said


def write_lines(path: Path, items: Iterable[Example | Pair]) -> None:
    with path.open("wb") as file:
        file.writelines(orjson.dumps(asdict(item), option=orjson.OPT_APPEND_NEWLINE) for item in items)


def write_summary(path: Path, stages: Sequence[Stage], findings: Findings) -> None:
    said = {"stages": [asdict(stage) for stage in stages], "findings": asdict(findings)}
    path.write_text(json.dumps(said, indent=1, sort_keys=True) + "\n", "utf-8")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for line in file:
            yield orjson.loads(line)
