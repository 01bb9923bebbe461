from gptctl.core.plural import plural
from gptctl.core.retirement import NOTICE
from gptctl.promote.readiness.check import Check, Unit, Verdict, at_least
from gptctl.promote.readiness.evidence import Base, Evidence

LONG = 365


def check(evidence: Evidence) -> Check:
    """A tuned model stops with its base. The model in use may stop too: that is no reason against another base."""
    base = evidence.base
    if base.stops is None:
        unknown = Verdict.UNKNOWN if not base.model else Verdict.OK
        return _made(None, unknown, f"no day is published for {base.model}" if base.model else "no model is known", "")
    days = (base.stops - evidence.today).days
    verdict = at_least(days, ok=LONG, warn=NOTICE.days)
    if verdict is Verdict.NO and not base.trainer:
        verdict = Verdict.WARN
    return _made(days, verdict, _found(base, days), "" if verdict is Verdict.OK else "Choose a base that stays longer")


def _found(base: Base, days: int) -> str:
    role = "to be tuned" if base.trainer else "in use"
    when = f"stops on {base.stops}, in {plural(days, 'day')}" if days > 0 else f"stopped on {base.stops}"
    return f"the model {role}, {base.model}, {when}"


def _made(days: int | None, verdict: Verdict, found: str, advice: str) -> Check:
    return Check(
        name="retirement",
        number=days,
        unit=Unit.DAYS,
        threshold=f"{LONG} days; below {NOTICE.days} no, for a base to be tuned",
        verdict=verdict,
        found=found,
        advice=advice,
    )
