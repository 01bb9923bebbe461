from gptctl.promote.readiness.check import Check, Unit, Verdict, percent
from gptctl.promote.readiness.evidence import Evidence

ENOUGH = 0.1


def check(evidence: Evidence) -> Check:
    """Of unrated conversations nobody knows which are good. People rate what moved them: few ratings mislead."""
    used = evidence.used
    share = used.rated / used.conversations if used.conversations else 0.0
    verdict = Verdict.OK if share >= ENOUGH else Verdict.WARN
    return Check(
        name="ratings",
        number=share if used.conversations else None,
        unit=Unit.SHARE,
        threshold=f"{percent(ENOUGH)} of the conversations at least",
        verdict=verdict,
        found=f"{used.rated} of {used.conversations} rated, {used.good} of them good",
        advice="" if verdict is Verdict.OK else "Rate a random sample with `gptctl feedback`, not only what stands out",
    )
