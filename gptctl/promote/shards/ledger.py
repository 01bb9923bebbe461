"""The account of what came in and what was dropped."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from gptctl.promote.example import Stage


class Ledger:
    """Counts, stage by stage, in the order in which the stages first speak."""

    def __init__(self) -> None:
        self._read: Counter[str] = Counter()
        self._dropped: dict[str, Counter[str]] = {}

    def add(self, stage: str, read: int, dropped: Mapping[str, int]) -> None:
        self._read[stage] += read
        self._dropped.setdefault(stage, Counter()).update(dropped)

    def merge(self, stages: Iterable[Stage]) -> None:
        for stage in stages:
            self.add(stage.name, stage.read, stage.dropped)

    def stages(self) -> Sequence[Stage]:
        """Each with its books balanced."""
        return tuple(
            Stage(
                name=name,
                read=self._read[name],
                kept=self._read[name] - sum(dropped.values()),
                dropped=dict(sorted(dropped.items())),
            )
            for name, dropped in self._dropped.items()
        )
