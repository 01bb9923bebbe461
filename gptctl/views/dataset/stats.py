"""The numbers behind the plots of a card."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.promote.dataset.manifest import Histogram, Portrait
from gptctl.views.line import Line, Style, line, section

FORMAT = "gptctl.dataset-stats/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsReport:
    """`dataset` is the hash."""

    dataset: str
    portrait: Portrait

    def human(self) -> Iterator[Line]:
        yield line(f"dataset {self.dataset[:12]}", Style.HEADING)
        for title, counts in self._sections().items():
            yield from section(title, _counted(counts))

    def _sections(self) -> Mapping[str, Mapping[str, int]]:
        seen = self.portrait
        return {
            "By tokens": _named(seen.tokens),
            "By messages of the user": _named(seen.turns),
            "By topic": seen.topics,
            "By tool": seen.tools,
            "By rating": seen.scores,
            "By month": seen.months,
            "Clusters by size": {f"{size} alike": count for size, count in seen.cluster_sizes.items()},
        }

    def document(self) -> Attrs:
        seen = self.portrait
        return {
            "format": FORMAT,
            "dataset": self.dataset,
            "tokens": {"edges": seen.tokens.edges, "rows": seen.tokens.rows},
            "turns": {"edges": seen.turns.edges, "rows": seen.turns.rows},
            "topics": seen.topics,
            "tools": seen.tools,
            "scores": seen.scores,
            "months": seen.months,
            "cluster_sizes": {str(size): count for size, count in seen.cluster_sizes.items()},
        }


def _named(histogram: Histogram) -> Mapping[str, int]:
    return {name: rows for name, rows in histogram.named() if rows}


def _counted(counts: Mapping[str, int]) -> Iterator[Line]:
    width = max((len(f"{count:,}") for count in counts.values()), default=0)
    return (line(f"{count:>{width},}  {name}") for name, count in counts.items())
