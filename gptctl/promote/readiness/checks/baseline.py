from gptctl.promote.readiness.check import Check, Unit, Verdict, percent
from gptctl.promote.readiness.evidence import Evidence
from gptctl.promote.readiness.statistics import wilson

GOOD_ENOUGH = 0.9
FEWEST = 20
"""Ratings below which an interval says next to nothing."""


def check(evidence: Evidence) -> Check:
    """How good the prompted model is already, by the rated conversations under the present instructions."""
    base = evidence.baseline
    if base.rated < FEWEST:
        return _made(
            None,
            Verdict.UNKNOWN,
            f"{base.rated} rated conversations ran under the present instructions for sure, of {FEWEST} needed",
            "Let the assistant as it is now work, and rate what it does, before you train another",
        )
    low, high = wilson(base.good, base.rated)
    found = f"with its prompt {base.model} did well in {base.good} of {base.rated}: {percent(low)} to {percent(high)}"
    share = base.good / base.rated
    if low >= GOOD_ENOUGH:
        return _made(share, Verdict.NO, found, "Leave it as it is: there is next to nothing to gain")
    if high >= GOOD_ENOUGH:
        return _made(share, Verdict.WARN, found, "Rate more: it may be good enough as it is")
    return _made(share, Verdict.OK, found, "")


def _made(share: float | None, verdict: Verdict, found: str, advice: str) -> Check:
    return Check(
        name="baseline",
        number=share,
        unit=Unit.SHARE,
        threshold=f"surely below {percent(GOOD_ENOUGH)}; surely above it no",
        verdict=verdict,
        found=found,
        advice=advice,
    )
