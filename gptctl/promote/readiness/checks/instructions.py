from gptctl.core.plural import plural
from gptctl.promote.readiness.check import Check, Unit, Verdict, at_least, percent
from gptctl.promote.readiness.evidence import Evidence, Used

DAY = 86_400.0
MONTHS = 90
MOST_CHANGES = 4
SETTLED_DAYS, LEAST_DAYS = 28, 7
MOSTLY, LEAST = 0.9, 0.5


def check(evidence: Evidence) -> Check:
    """Whether the answers were given under the present instructions.

    The days since a change count where most of the log does not tell: a few that do make nothing good.
    """
    used, found = evidence.used, _found(evidence)
    told = used.conversations - used.silent
    share = used.current / told if told else MOSTLY
    if told and (told >= used.silent or share < MOSTLY):
        verdict = _restless(evidence, at_least(share, ok=MOSTLY, warn=LEAST))
        threshold = f"{percent(MOSTLY)} of the log under the present ones; below {percent(LEAST)} no"
        return _made(share, Unit.SHARE, threshold, verdict, found)
    threshold = f"{SETTLED_DAYS} days without a change; below {LEAST_DAYS} no"
    if not evidence.instructions.changes:
        return _made(None, Unit.DAYS, threshold, Verdict.UNKNOWN, found)
    days = (evidence.now - evidence.instructions.changes[0]) / DAY
    verdict = _restless(evidence, at_least(days, ok=SETTLED_DAYS, warn=LEAST_DAYS))
    return _made(int(days), Unit.DAYS, threshold, verdict, found)


def recent(changes: tuple[float, ...], now: float) -> int:
    """Those of the last 90 days."""
    return sum(now - time <= MONTHS * DAY for time in changes)


def _restless(evidence: Evidence, verdict: Verdict) -> Verdict:
    often = recent(tuple(evidence.instructions.changes), evidence.now) > MOST_CHANGES
    return Verdict.WARN if often and verdict is Verdict.OK else verdict


def _found(evidence: Evidence) -> str:
    return "; ".join((_log(evidence.used), _git(evidence)))


def _log(used: Used) -> str:
    told = used.conversations - used.silent
    if not told:
        return "the log does not say under which instructions it ran"
    silent = f", {used.silent} do not say" if used.silent else ""
    return f"{used.current} of {told} ran under the present ones, {plural(used.versions, 'version')} in all{silent}"


def _git(evidence: Evidence) -> str:
    changes = tuple(evidence.instructions.changes)
    if not changes:
        return "git knows of no change"
    days = int((evidence.now - changes[0]) / DAY)
    since = sum(time > evidence.used.last for time in changes) if evidence.used.timed else 0
    later = f", {since} since the last conversation" if since else ""
    often = plural(recent(changes, evidence.now), "time")
    return f"changed {plural(days, 'day')} ago, {often} in {MONTHS} days{later}"


def _made(number: float | None, unit: Unit, threshold: str, verdict: Verdict, found: str) -> Check:
    return Check(
        name="instructions",
        number=number,
        unit=unit,
        threshold=threshold,
        verdict=verdict,
        found=found,
        advice="" if verdict is Verdict.OK else "Let them settle: answers given under others teach the past",
    )
