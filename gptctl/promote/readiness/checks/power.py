from gptctl.core.plural import plural
from gptctl.promote.readiness.check import Check, Unit, Verdict, percent
from gptctl.promote.readiness.evidence import Evidence
from gptctl.promote.readiness.statistics import detectable

FINE = 0.1


def check(evidence: Evidence) -> Check:
    """Whether what is held out could show that a tuned model is better: 95 % sure, 4 times in 5."""
    held_out = evidence.kept.held_out
    least = detectable(held_out)
    verdict = Verdict.OK if least is not None and least <= FINE else Verdict.WARN
    shows = "no difference at all" if least is None else f"a difference of {percent(least)} or more"
    return Check(
        name="power",
        number=least,
        unit=Unit.SHARE,
        threshold=f"a difference of {percent(FINE)} can be shown",
        verdict=verdict,
        found=f"{plural(held_out, 'example')} held out as a test can show {shows}",
        advice="" if verdict is Verdict.OK else "Hold out more: 100 show 9 %, 490 show 4 %",
    )
