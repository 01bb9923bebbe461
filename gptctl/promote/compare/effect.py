"""The difference between two contestants by one measure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gptctl.promote.compare.answered import Answered
from gptctl.promote.compare.measures.base import Measure, Sense, Unit
from gptctl.promote.compare.statistics.chance import chance
from gptctl.promote.compare.statistics.clusters import Differences, by_cluster
from gptctl.promote.compare.statistics.interval import Interval, bootstrapped, bounds
from gptctl.promote.compare.statistics.power import least
from gptctl.promote.duplicates.normal import draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """All means are over clusters. `difference` is the challenger's less the base's, in the unit of the measure.

    `interval` holds the true difference in 95 of 100 comparisons, `chance` is the p-value of the exact test, `bounds`
    are one-sided and for shares alone, and `least` is the smallest difference that so many clusters can show.
    """

    measure: Measure
    turns: int
    clusters: int
    base: float
    challenger: float
    interval: Interval
    chance: float
    bounds: Interval
    least: float | None

    @property
    def difference(self) -> float:
        return self.challenger - self.base

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return -1 if self.measure.sense is Sense.LOWER else 1


def effect(measure: Measure, answered: Sequence[Answered], seed: str) -> Effect | None:
    """None where no turn can be measured for both. Measures that see the same differences give the same numbers."""
    rows = list(_scored(measure, answered))
    if not rows:
        return None
    clusters = [cluster for cluster, _, _ in rows]
    differences = by_cluster(clusters, [challenger - base for _, base, challenger in rows])
    number = draw(seed, "effect")
    return Effect(
        measure=measure,
        turns=len(rows),
        clusters=len(differences),
        base=float(by_cluster(clusters, [base for _, base, _ in rows]).mean()),
        challenger=float(by_cluster(clusters, [challenger for _, _, challenger in rows]).mean()),
        interval=bootstrapped(differences, number),
        chance=chance(differences, number),
        bounds=bounds(differences) if measure.unit is Unit.SHARE else Interval(low=0.0, high=0.0),
        least=_least(measure, differences),
    )


def _least(measure: Measure, differences: Differences) -> float | None:
    return least(differences) if measure.unit is Unit.SHARE else None


def _scored(measure: Measure, answered: Iterable[Answered]) -> Iterable[tuple[str, float, float]]:
    for one in answered:
        base = measure.score(one.turn, one.base)
        challenger = measure.score(one.turn, one.challenger)
        if base is not None and challenger is not None:
            yield one.turn.cluster, base, challenger
