"""The decision, by a table: the first rule that fits gives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from gptctl.promote.readiness.check import Check, Verdict


class Decision(StrEnum):
    KEEP_PROMPTING = "keep prompting"
    USE_RETRIEVAL = "use retrieval"
    FINE_TUNE = "fine-tune"
    NOT_YET = "not yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Fits when one of these checks has this verdict. `reason` is a sentence without its full stop."""

    decision: Decision
    checks: tuple[str, ...]
    reason: str
    verdict: Verdict = Verdict.NO

    def fits(self, checks: Sequence[Check]) -> bool:
        return any(check.name in self.checks and check.verdict is self.verdict for check in checks)


RULES: Sequence[Rule] = (
    Rule(
        decision=Decision.NOT_YET,
        checks=("terms",),
        reason="what there is to learn from may not be learnt from there",
    ),
    Rule(
        decision=Decision.NOT_YET,
        checks=("retirement",),
        reason="a tuned model goes with its base, and this one goes soon",
    ),
    Rule(
        decision=Decision.KEEP_PROMPTING,
        checks=("baseline",),
        reason="with its prompt alone the model is right already",
    ),
    Rule(
        decision=Decision.USE_RETRIEVAL,
        checks=("changing facts", "knowledge"),
        reason="what it says changes, and a tuned model does not",
    ),
    Rule(
        decision=Decision.KEEP_PROMPTING,
        checks=("instructions",),
        reason="the instructions have not settled, and a change of theirs costs nothing",
    ),
    Rule(
        decision=Decision.NOT_YET,
        checks=("examples", "tasks"),
        reason="there is too little to learn from",
    ),
    Rule(
        decision=Decision.NOT_YET,
        checks=("contradictions",),
        reason="the examples contradict each other",
    ),
    Rule(
        decision=Decision.USE_RETRIEVAL,
        checks=("looked-up facts",),
        reason="most of what it would learn rests on facts, which belong where they are looked up",
    ),
    Rule(
        decision=Decision.KEEP_PROMPTING,
        checks=("payback",),
        reason="it would never pay for itself",
    ),
    Rule(
        decision=Decision.NOT_YET,
        checks=("baseline",),
        verdict=Verdict.UNKNOWN,
        reason="nobody knows how good the prompted model is, so that nobody could tell a better one",
    ),
)
"""Rules go by how much they spare: what may not be, or is not needed, before what is merely not there yet.

A check that is named in none of them never says no.
"""

OTHERWISE = Rule(
    decision=Decision.FINE_TUNE,
    checks=(),
    reason="there are enough good examples of something settled that prompting does not give, and it pays",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """`against` are the names of all checks that said no, those of the rule that decided first."""

    decision: Decision
    reason: str
    against: tuple[str, ...]


def conclude(checks: Sequence[Check]) -> Conclusion:
    rule = next((rule for rule in RULES if rule.fits(checks)), OTHERWISE)
    against = [check.name for check in checks if check.verdict is Verdict.NO]
    return Conclusion(
        decision=rule.decision,
        reason=rule.reason,
        against=tuple(sorted(against, key=lambda name: name not in rule.checks)),
    )
