"""The comparison as a page: the verdict first, then what it rests on, then the rows that differ most."""

from collections.abc import Iterator, Sequence

from gptctl.core.plural import plural
from gptctl.promote.compare.comparison import Comparison, Outcome
from gptctl.promote.compare.differing import MOST, differing
from gptctl.promote.compare.effect import Effect
from gptctl.promote.compare.judge import Opinion
from gptctl.promote.compare.measures.base import Sense, Unit
from gptctl.promote.compare.shots import written
from gptctl.promote.compare.tests_page import faults_section, passed_section
from gptctl.promote.compare.verdict import Guarded
from gptctl.promote.report.page import Intervals, Items, Page, Point, Section, Table, Text

HONEST = (
    "Each turn was asked with the conversation as it really went; how it would have gone on is not measured.",
    "The expected answer is one that was found good, not the only one; in prose, likeness to it stands in for good.",
    "Turns of one conversation and of its near duplicates are one observation. Each counts the same.",
    "What decides and what guards was fixed beforehand. Of all other intervals one in twenty misses by chance.",
    "Refusals are told by English phrases.",
)


def report(assistant: str, comparison: Comparison, opinions: Sequence[tuple[str, Opinion]] = ()) -> Page:
    """`opinions` are those of a judge, each with the name of the challenger."""
    return _page(
        assistant,
        comparison,
        (*_numbers(comparison), *passed_section(comparison), *_read(comparison), *_told(opinions), _BEAR_IN_MIND),
    )


def summary(assistant: str, comparison: Comparison) -> Page:
    """Without anything that was said in a conversation: what may stand in git, which forgets nothing."""
    return _page(assistant, comparison, (*_numbers(comparison), *passed_section(comparison), _BEAR_IN_MIND))


def _page(assistant: str, comparison: Comparison, sections: Sequence[Section]) -> Page:
    of = f"{plural(comparison.turns, 'held-out turn')} in {plural(comparison.clusters, 'cluster')}"
    return Page(
        title=f"Comparison for {assistant}",
        lead=f"Who answers {of} better than {comparison.base}.",
        facts=[(outcome.challenger, outcome.decision.verdict) for outcome in comparison.outcomes],
        sections=sections,
    )


_BEAR_IN_MIND = Section(title="To bear in mind", blocks=(Items(items=HONEST),))


def _numbers(comparison: Comparison) -> Iterator[Section]:
    reasons = [f"{one.challenger}: {reason}" for one in comparison.outcomes for reason in one.decision.reasons]
    said = Items(items=[*reasons, *comparison.absent])
    yield Section(title="Verdict", blocks=(said, _primary(comparison), _power(comparison)))
    for outcome in comparison.outcomes:
        yield Section(
            title=f"{outcome.challenger} beside {comparison.base}",
            blocks=(_shares(outcome), _measures(comparison, outcome), _guards(comparison, outcome)),
        )


def _read(comparison: Comparison) -> Iterator[Section]:
    for outcome in comparison.outcomes:
        yield Section(title=f"Where {outcome.challenger} differs most", blocks=(_rows(comparison, outcome),))
        yield from faults_section(outcome)


def _told(opinions: Sequence[tuple[str, Opinion]]) -> Iterator[Section]:
    if opinions:
        yield Section(title="Opinion of a model", blocks=(_opinions(opinions),))


def _primary(comparison: Comparison) -> Intervals:
    points = [
        _point(one.challenger, one.primary, f", p {one.chance:.3g}") for one in comparison.outcomes if one.primary
    ]
    says = (
        f"Gain in {comparison.rules.decides} over {comparison.base}, with 95 % intervals; right of the line is better."
    )
    return Intervals(says=says, points=points)


def _power(comparison: Comparison) -> Text:
    shown = [one.primary.least for one in comparison.outcomes if one.primary and one.primary.least is not None]
    if not shown:
        return Text(text="So few clusters can show no difference at all.")
    return Text(text=f"The smallest difference that these rows show 4 times in 5: {max(shown):.3f}.")


def _point(label: str, effect: Effect, note: str) -> Point:
    """Turned so that right is better."""
    ends = sorted((effect.sign * effect.interval.low, effect.sign * effect.interval.high))
    gain = effect.sign * effect.difference
    low, high = min(ends[0], gain), max(ends[1], gain)
    return Point(label=label, low=low, value=gain, high=high, shown=f"{gain:+z.3f} ({low:+z.3f} to {high:+z.3f}){note}")


def _shares(outcome: Outcome) -> Intervals:
    shares = [effect for effect in outcome.effects if effect.measure.unit is Unit.SHARE]
    return Intervals(
        says="Gain by each measure that is a share, with 95 % intervals; right of the line is better.",
        points=[_point(effect.measure.name, effect, "") for effect in shares],
    )


def _measures(comparison: Comparison, outcome: Outcome) -> Table:
    head = ("measure", "means", comparison.base, outcome.challenger, "difference, 95 %", "turns", "better")
    return Table(head=head, rows=[_measured(effect) for effect in outcome.effects])


def _measured(effect: Effect) -> Sequence[str]:
    low, high = effect.interval.low, effect.interval.high
    sense = effect.measure.sense
    return (
        effect.measure.name,
        effect.measure.says,
        _number(effect, effect.base),
        _number(effect, effect.challenger),
        f"{effect.difference:+z.4g} ({low:+z.4g} to {high:+z.4g})",
        f"{effect.turns:,}",
        "" if sense is Sense.NEITHER else sense.value,
    )


def _number(effect: Effect, value: float) -> str:
    match effect.measure.unit:
        case Unit.SHARE:
            return f"{value:.3f}"
        case Unit.RATIO:
            return f"{value:.2f} times"
        case Unit.SECONDS:
            return f"{value:.2f} s"
        case Unit.TOKENS:
            return f"{value:,.0f}"
        case Unit.DOLLARS:
            return f"${value:.5f}"


def _guards(comparison: Comparison, outcome: Outcome) -> Table:
    return Table(
        head=("guard", "may suffer by", "95 % sure: at most by", ""),
        rows=[_guard(one, comparison.rules.margin) for one in outcome.guards],
    )


def _guard(guarded: Guarded, margin: float) -> Sequence[str]:
    effect = guarded.effect
    harm = max(0.0, -effect.sign * effect.bounds.low, -effect.sign * effect.bounds.high)
    return effect.measure.name, f"{margin:g}", f"{harm:.3f}", guarded.guard.value


def _rows(comparison: Comparison, outcome: Outcome) -> Table | Text:
    found = differing(outcome, MOST)
    if not found:
        return Text(text=f"Nowhere: every turn has the same {comparison.rules.decides}.")
    head = ("turn", f"gain in {comparison.rules.decides}", "asked", "expected", comparison.base, outcome.challenger)
    return Table(
        head=head,
        rows=[
            (
                one.turn.id,
                f"{gain:+z.3f}",
                written(one.turn.messages[-1]) if one.turn.messages else "",
                written(one.turn.expected),
                one.base.rejected or written(one.base.message),
                one.challenger.rejected or written(one.challenger.message),
            )
            for gain, one in found
        ],
    )


def _opinions(opinions: Sequence[tuple[str, Opinion]]) -> Table:
    return Table(
        head=("challenger", "judge", "wins", "losses", "undecided", "mean, 95 %"),
        rows=[
            (
                name,
                one.judge,
                f"{one.wins:,}",
                f"{one.losses:,}",
                f"{one.undecided:,}",
                f"{one.mean:+z.3f} ({one.interval.low:+z.3f} to {one.interval.high:+z.3f})",
            )
            for name, one in opinions
        ],
    )
