from gptctl.promote.cost.estimate import Payback
from gptctl.promote.readiness.check import Check, Unit, Verdict
from gptctl.promote.readiness.evidence import Base, Evidence

SOON = 12
MONTH_DAYS = 30.4


def check(evidence: Evidence) -> Check:
    """The month in which what is saved has paid for the training, which must come before the base model goes."""
    payback = evidence.payback
    if payback is None:
        return _made(
            None,
            Verdict.UNKNOWN,
            "no target is chosen",
            "Name one: `to:` in `promotion:`",
        )
    if payback.before is None or payback.after is None:
        return _made(None, Verdict.UNKNOWN, payback.reason, "Give the price in prices.toml")
    if payback.month is None:
        return _made(None, Verdict.NO, payback.reason, "Fine-tune only if better answers are worth it")
    return _made(payback.month, _verdict(payback.month, evidence), payback.reason, _advice(payback, evidence))


def _verdict(month: int, evidence: Evidence) -> Verdict:
    left = _months_left(evidence)
    if left is not None and month > left:
        return Verdict.NO
    return Verdict.OK if month <= SOON else Verdict.WARN


def _advice(payback: Payback, evidence: Evidence) -> str:
    left = _months_left(evidence)
    if left is not None and payback.month is not None and payback.month > left:
        return f"{evidence.base.model} stops before, on {evidence.base.stops}: choose another base"
    return "" if payback.month is not None and payback.month <= SOON else "Ask whether better answers are worth it"


def _months_left(evidence: Evidence) -> float | None:
    base: Base = evidence.base
    if base.stops is None or not base.trainer:
        return None
    return (base.stops - evidence.today).days / MONTH_DAYS


def _made(month: int | None, verdict: Verdict, found: str, advice: str) -> Check:
    return Check(
        name="payback",
        number=month,
        unit=Unit.MONTH,
        threshold=f"by month {SOON}, and before the base model stops",
        verdict=verdict,
        found=found,
        advice=advice,
    )
