"""Whether it is due, by which rules."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from gptctl.core.plural import plural
from gptctl.promote.readiness.check import percent
from gptctl.promote.readiness.statistics import wilson
from gptctl.promote.retrain.evidence import Ending, Evidence
from gptctl.promote.retrain.rules import Retrain

RETIREMENT = "retirement"
"""The rule that the age of a dataset does not hold up: a model that stops does not wait for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule says; `found` is a sentence without its full stop."""

    rule: str
    threshold: str
    due: bool
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """`held` is why it waits although a rule says that it is due, empty when it does not."""

    findings: Sequence[Finding]
    held: str = ""

    @property
    def due(self) -> bool:
        return any(one.due for one in self.findings) and not self.held


def due(rules: Retrain, evidence: Evidence) -> Due:
    """Pure. A job may have come to nothing, and is paid for each time: `every` holds up whatever comes right after it.

    What comes right after a dataset waits too, but for a retirement.
    """
    findings = tuple(_findings(rules, evidence))
    reasons = {one.rule for one in findings if one.due}
    return Due(findings=findings, held=_held(rules.every, reasons, evidence) if reasons else "")


def _held(every: int, reasons: Collection[str], evidence: Evidence) -> str:
    between = f"and {plural(every, 'day')} must lie between two"
    if evidence.rest is not None and evidence.rest < every:
        return f"the last job was sent {plural(evidence.rest, 'day')} ago, {between}"
    if evidence.age is not None and evidence.age < every and RETIREMENT not in reasons:
        return f"the dataset is {plural(evidence.age, 'day')} old, {between}"
    return ""


def _findings(rules: Retrain, evidence: Evidence) -> Iterator[Finding]:
    if rules.conversations is not None:
        yield _conversations(rules.conversations, evidence)
    if rules.rating is not None:
        yield _rating(rules.rating, evidence)
    if rules.instructions:
        found = "the same as in the dataset" if evidence.same else "others than in the dataset"
        said = f"instructions and tools are {found}"
        yield Finding(rule="instructions", threshold="when they change", due=not evidence.same, found=said)
    if rules.retirement is not None:
        yield _retirement(rules.retirement, evidence)


def _conversations(least: int, evidence: Evidence) -> Finding:
    usable = evidence.usable or 0
    new = max(0, usable - evidence.then)
    return Finding(
        rule="conversations",
        threshold=f"{least} new ones",
        due=new >= least,
        found=f"{usable} could be used, {evidence.then} when the dataset was made",
    )


def _rating(least: float, evidence: Evidence) -> Finding:
    """Due only where chance does not explain it: the whole interval lies below."""
    low, high = wilson(evidence.liked, evidence.rated)
    between = f": {percent(low)} to {percent(high)}" if evidence.rated else ""
    return Finding(
        rule="rating",
        threshold=f"below {percent(least)} liked",
        due=high < least,
        found=f"{evidence.liked} of {evidence.rated} rated since were liked{between}",
    )


def _retirement(days: int, evidence: Evidence) -> Finding:
    ending = evidence.ending
    left = None if ending is None else (ending.stops - evidence.today).days
    return Finding(
        rule=RETIREMENT,
        threshold=f"within {plural(days, 'day')}",
        due=left is not None and left <= days,
        found="no day is published" if ending is None else _when(ending, left or 0),
    )


def _when(ending: Ending, left: int) -> str:
    return f"{ending.model} " + (f"stops on {ending.stops}" if left > 0 else f"stopped on {ending.stops}")
