"""All checks, in the order in which they are shown."""

from collections.abc import Sequence

from gptctl.promote.readiness.check import Check, Checking
from gptctl.promote.readiness.checks import (
    baseline,
    changing,
    contradictions,
    examples,
    instructions,
    knowledge,
    looked_up,
    payback,
    power,
    ratings,
    retirement,
    steadiness,
    style,
    tasks,
    terms,
    volume,
)
from gptctl.promote.readiness.evidence import Evidence

CHECKS: Sequence[Checking] = (
    examples.check,
    tasks.check,
    ratings.check,
    baseline.check,
    steadiness.check,
    power.check,
    instructions.check,
    knowledge.check,
    looked_up.check,
    changing.check,
    contradictions.check,
    style.check,
    volume.check,
    payback.check,
    retirement.check,
    terms.check,
)


def examine(evidence: Evidence) -> tuple[Check, ...]:
    return tuple(check(evidence) for check in CHECKS)
