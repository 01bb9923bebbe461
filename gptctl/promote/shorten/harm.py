"""When shorter instructions do no harm."""

import numpy as np

from gptctl.promote.compare.comparison import Comparison, Outcome
from gptctl.promote.compare.statistics.interval import bounds
from gptctl.promote.compare.verdict import Guard, Rules, Verdict, guarded


def no_harm(outcome: Outcome, rules: Rules) -> bool:
    """More harm than the margin is ruled out, by what decides and by every guard, and no harm at all is sure."""
    if outcome.primary is None or outcome.decision.verdict is Verdict.WORSE:
        return False
    return all(one.guard is Guard.HOLDS for one in (guarded(outcome.primary, rules), *outcome.guards))


def ruinous(comparison: Comparison) -> bool:
    """Whether so few turns show enough harm that the rest need not be asked: twice the margin on average, or a test."""
    [outcome] = comparison.outcomes
    primary = outcome.primary
    if outcome.passes.lost:
        return True
    return primary is not None and primary.sign * primary.difference < -2 * comparison.rules.margin


def rules_out(clusters: int) -> float:
    """The least share of harm that so many clusters rule out where none of them shows any."""
    return bounds(np.zeros(clusters)).high
