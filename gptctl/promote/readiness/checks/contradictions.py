from gptctl.promote.readiness.check import Check, Unit, Verdict, at_most, percent
from gptctl.promote.readiness.evidence import Evidence

FEW, MOST = 0.02, 0.1


def check(evidence: Evidence) -> Check:
    """Those that curation dropped, and those that only a like question gives away."""
    usable = evidence.kept.findings.usable
    dropped, left = evidence.kept.findings.contradicted, evidence.alike.contradicting
    share = (dropped + left) / (usable + dropped) if usable + dropped else None
    verdict = Verdict.UNKNOWN if share is None else at_most(min(share, 1.0), ok=FEW, warn=MOST)
    return Check(
        name="contradictions",
        number=None if share is None else min(share, 1.0),
        unit=Unit.SHARE,
        threshold=f"at most {percent(FEW)} of the examples; above {percent(MOST)} no",
        verdict=verdict,
        found=f"{dropped} dropped for contradicting another answer, {left} left that differ from a like one",
        advice=""
        if verdict in {Verdict.OK, Verdict.UNKNOWN}
        else "Say in the instructions which is right, correct the rest",
    )
