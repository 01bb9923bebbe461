from gptctl.promote.readiness.check import Check, Unit, Verdict, at_most, percent
from gptctl.promote.readiness.evidence import Evidence

FEW, MOST = 0.2, 0.5


def check(evidence: Evidence) -> Check:
    """Examples with an answer, to be learnt, that rests on a tool's result or on a retrieved passage."""
    kept, usable = evidence.kept, evidence.kept.findings.usable
    looked_up = kept.findings.looked_up if kept.looked_up_stays else 0
    share = looked_up / usable if usable else None
    verdict = Verdict.UNKNOWN if share is None else at_most(share, ok=FEW, warn=MOST)
    return Check(
        name="looked-up facts",
        number=share,
        unit=Unit.SHARE,
        threshold=f"at most {percent(FEW)} of the examples rest on them; above {percent(MOST)} no",
        verdict=verdict,
        found=f"{looked_up} of {usable} examples have an answer that rests on what was looked up; "
        f"{kept.resting} of {kept.answers} answers do",
        advice=_advice(verdict),
    )


def _advice(verdict: Verdict) -> str:
    if verdict in {Verdict.OK, Verdict.UNKNOWN}:
        return ""
    return "Keep facts where they are looked up; `volatile: false` in `promotion:` learns from the other answers alone"
