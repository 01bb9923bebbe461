"""Whether a rollout may go on, must wait, or must go back: pure, by the rule that it was started with.

Shares are judged by their 95 % intervals (Wilson): it goes back where the new model is surely too bad or surely worse
than the old one, and goes on where it is surely not too bad. In between there is not enough to tell. Who looks often
goes back a little more often than needed, which costs time and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gptctl.core.plural import plural
from gptctl.core.rollout import Rollout, Rule
from gptctl.promote.readiness.statistics import wilson
from gptctl.promote.rollout.evidence import Evidence, Tally

HOUR = 3600.0


class Advice(StrEnum):
    GO_ON = "go on"
    WAIT = "not enough yet"
    GO_BACK = "roll back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """`reasons` are sentences with the numbers; none where it may go on."""

    advice: Advice
    reasons: tuple[str, ...] = ()


def judge(rollout: Rollout, evidence: Evidence, now: float) -> Judgement:
    back = (*_too_bad(evidence.after, rollout.rule), *_worse(evidence))
    if back:
        return Judgement(advice=Advice.GO_BACK, reasons=back)
    wait = (*_too_soon(rollout, now), *_too_few(evidence.after, rollout.rule), *_unsure(evidence.after, rollout.rule))
    return Judgement(advice=Advice.WAIT if wait else Advice.GO_ON, reasons=wait)


def _too_bad(after: Tally, rule: Rule) -> Iterator[str]:
    low, _ = wilson(after.failed, after.conversations)
    if low > rule.errors:
        yield (
            f"{after.failed} of {_told(after)} failed: {low:.1%} at least, "
            f"where {rule.errors:.1%} are the most allowed."
        )
    _, high = wilson(after.good, after.rated)
    if high < rule.rating:
        yield (
            f"{after.good} of {after.rated} rated conversations with the new model were liked: "
            f"{high:.1%} at most, where {rule.rating:.1%} are the least allowed."
        )


def _worse(evidence: Evidence) -> Iterator[str]:
    before, after = evidence.before, evidence.after
    _, most = wilson(before.failed, before.conversations)
    least, _ = wilson(after.failed, after.conversations)
    if least > most:
        old = f"{before.failed} of {before.conversations} with the old one"
        yield f"{after.failed} of {_told(after)} failed, and {old}."
    least, _ = wilson(before.good, before.rated)
    _, most = wilson(after.good, after.rated)
    if most < least:
        yield (
            f"{after.good} of {after.rated} rated conversations with the new model were liked, "
            f"and {before.good} of {before.rated} with the old one."
        )


def _too_soon(rollout: Rollout, now: float) -> Iterator[str]:
    passed = max(0.0, now - rollout.since) / HOUR
    if passed < rollout.rule.hours:
        yield f"The step of {rollout.share} % began {passed:.1f} hours ago; it lasts {rollout.rule.hours:g} at least."


def _too_few(after: Tally, rule: Rule) -> Iterator[str]:
    if after.conversations < rule.conversations:
        yield f"There are {_told(after)}; {rule.conversations} are needed."
    if after.rated < rule.ratings:
        yield f"Rated conversations with the new model: {after.rated}, where {rule.ratings} are needed."


def _unsure(after: Tally, rule: Rule) -> Iterator[str]:
    _, high = wilson(after.failed, after.conversations)
    if high > rule.errors:
        yield (
            f"{after.failed} of {_told(after)} failed: it may be {high:.1%}, where {rule.errors:.1%} are the most "
            f"allowed.{_until(after, rule)}"
        )
    if after.rated and after.good / after.rated < rule.rating:
        yield (
            f"{after.good} of {after.rated} rated conversations with the new model were liked; "
            f"the share must be {rule.rating:.1%}."
        )


def _until(after: Tally, rule: Rule) -> str:
    """How many more without a failure would do, where it is a number that one may wait for."""
    for more in range(1, 10_000):
        if wilson(after.failed, after.conversations + more)[1] <= rule.errors:
            return f" {plural(more, 'more conversation')} without a failure would do."
    return ""


def _told(after: Tally) -> str:
    return f"{plural(after.conversations, 'conversation')} with the new model"
