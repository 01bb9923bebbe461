from gptctl.promote.readiness.check import Check, Unit, Verdict, at_most, percent
from gptctl.promote.readiness.evidence import Evidence

MOST = 0.05


def check(evidence: Evidence) -> Check:
    """Like questions, a day or more apart, to which other facts were the answer."""
    usable, timed = evidence.kept.findings.usable, evidence.used.timed
    changing = max(evidence.kept.findings.changing, evidence.alike.changing)
    share = changing / max(usable, changing) if usable or changing else None
    verdict = Verdict.UNKNOWN if share is None or not timed else at_most(share, ok=0.0, warn=MOST)
    if verdict is Verdict.NO and not evidence.kept.looked_up_stays:  # curation drops them then
        verdict = Verdict.WARN
    return Check(
        name="changing facts",
        number=share if timed else None,
        unit=Unit.SHARE,
        threshold=f"none of the examples; above {percent(MOST)} no",
        verdict=verdict,
        found=_found(changing, timed),
        advice="" if verdict in {Verdict.OK, Verdict.UNKNOWN} else "Put these facts into knowledge or behind a tool",
    )


def _found(changing: int, timed: int) -> str:
    if not timed:
        return "the log does not say when anything was said, so that no change can be seen"
    return f"{changing} state other facts than an answer to a like question at another time"
