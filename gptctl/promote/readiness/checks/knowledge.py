from gptctl.core.plural import plural
from gptctl.promote.readiness.check import Check, Unit, Verdict, at_most
from gptctl.promote.readiness.checks.instructions import DAY, MONTHS, recent
from gptctl.promote.readiness.evidence import Evidence, History

SETTLED, MOST = 3, 12
"""Changes in 90 days: monthly is settled, weekly is not."""


def check(evidence: Evidence) -> Check:
    history = evidence.knowledge
    if history is None:
        return _made(0, Verdict.OK, "it declares no knowledge")
    if not history.known:
        return _made(None, Verdict.UNKNOWN, "its knowledge is not in git")
    changes = recent(tuple(history.changes), evidence.now)
    return _made(changes, at_most(changes, ok=SETTLED, warn=MOST), _found(history, changes, evidence.now))


def _found(history: History, changes: int, now: float) -> str:
    often = f"its knowledge changed {plural(changes, 'time')} in {MONTHS} days"
    return f"{often}, the last {plural(int((now - history.changes[0]) / DAY), 'day')} ago" if history.changes else often


def _made(number: float | None, verdict: Verdict, found: str) -> Check:
    return Check(
        name="knowledge",
        number=number,
        unit=Unit.CHANGES,
        threshold=f"at most {SETTLED} changes in {MONTHS} days; above {MOST} no",
        verdict=verdict,
        found=found,
        advice="" if verdict is Verdict.OK else "Keep it where it is looked up: a tuned model stays as it is",
    )
