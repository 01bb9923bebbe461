"""Who answers better: the verdict first, then what it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.promote.compare.comparison import Comparison, Outcome
from gptctl.promote.compare.effect import Effect
from gptctl.promote.compare.judge import Opinion
from gptctl.promote.compare.measures.base import Unit
from gptctl.promote.compare.passes import Passes
from gptctl.promote.compare.verdict import Guarded, Verdict
from gptctl.promote.cost.fee import Fee
from gptctl.views import fee
from gptctl.views.line import BLANK, Line, Style, indent, line
from gptctl.views.table import table

FORMAT = "gptctl.compare/v1"
_STYLES = {Verdict.BETTER: Style.GOOD, Verdict.WORSE: Style.BAD, Verdict.CANNOT_TELL: Style.WARNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonReport:
    """`opinions` are a judge's, by challenger; `report` is the page that tells it in full.

    `answers` is what was counted on for those that had to be asked for.
    """

    assistant: str
    dataset: str
    comparison: Comparison
    opinions: Sequence[tuple[str, Opinion]]
    report: str
    answers: Fee

    @property
    def any_better(self) -> bool:
        return any(outcome.decision.verdict is Verdict.BETTER for outcome in self.comparison.outcomes)

    def human(self) -> Iterator[Line]:
        found = self.comparison
        for outcome in found.outcomes:
            yield from _outcome(outcome, found.base)
        for name, told in self.opinions:
            yield line(f"{told.judge} prefers {name} {told.wins:,} times and {found.base} {told.losses:,} times")
        of = f"{plural(found.turns, 'held-out turn')} in {plural(found.clusters, 'cluster')}"
        yield line(f"{of} of dataset {self.dataset[:12]}", Style.FAINT)
        yield line(f"report: {self.report}", Style.FAINT)

    def document(self) -> Attrs:
        found = self.comparison
        outcomes: list[Attrs] = [_document(outcome) for outcome in found.outcomes]
        opinions: list[Attrs] = [{"challenger": name, **asdict(told)} for name, told in self.opinions]
        return {
            "format": FORMAT,
            "assistant": self.assistant,
            "dataset": self.dataset,
            "base": found.base,
            "turns": found.turns,
            "clusters": found.clusters,
            "decides": found.rules.decides,
            "outcomes": outcomes,
            "opinions": opinions,
            "report": self.report,
            "answers": fee.document(self.answers),
        }


def _outcome(outcome: Outcome, base: str) -> Iterator[Line]:
    verdict = outcome.decision.verdict
    yield line(f"{outcome.challenger} beside {base}: {verdict}", _STYLES[verdict])
    yield from indent(line(reason) for reason in outcome.decision.reasons)
    rows = [_row(effect) for effect in outcome.effects]
    yield from indent(table(("measure", "base", "challenger", "difference, 95 %"), rows))
    yield BLANK


def _row(effect: Effect) -> tuple[str, str, str, str]:
    low, high = effect.interval.low, effect.interval.high
    unit = "" if effect.measure.unit is Unit.SHARE else f", {effect.measure.unit}"
    return (
        f"{effect.measure.name}{unit}",
        f"{effect.base:.4g}",
        f"{effect.challenger:.4g}",
        f"{effect.difference:+z.4g} ({low:+z.4g} to {high:+z.4g})",
    )


def _document(outcome: Outcome) -> Attrs:
    effects: list[Attrs] = [_effect(effect) for effect in outcome.effects]
    guards: list[Attrs] = [_guard(one) for one in outcome.guards]
    return {
        "challenger": outcome.challenger,
        "verdict": outcome.decision.verdict.value,
        "reasons": outcome.decision.reasons,
        "chance": outcome.chance,
        "guards": guards,
        "effects": effects,
        "tests": _tests(outcome.passes),
    }


def _tests(passes: Passes) -> Attrs:
    return {
        "of": len(passes.tests),
        "base": passes.base,
        "challenger": passes.challenger,
        "lost": passes.lost,
        "gained": passes.gained,
    }


def _effect(effect: Effect) -> Attrs:
    return {
        "measure": effect.measure.name,
        "unit": effect.measure.unit.value,
        "better": effect.measure.sense.value,
        "turns": effect.turns,
        "clusters": effect.clusters,
        "base": effect.base,
        "challenger": effect.challenger,
        "difference": effect.difference,
        "low": effect.interval.low,
        "high": effect.interval.high,
        "least": effect.least,
    }


def _guard(one: Guarded) -> Attrs:
    return {"measure": one.effect.measure.name, "guard": one.guard.value}
