from gptctl.promote.readiness.check import Check, Unit, Verdict
from gptctl.promote.readiness.evidence import Evidence


def check(evidence: Evidence) -> Check:
    """How much there is to save on; whether it is enough, the payback says."""
    monthly = evidence.used.monthly
    return Check(
        name="volume",
        number=monthly,
        unit=Unit.MONTHLY,
        threshold="enough to pay for a fine-tune",
        verdict=Verdict.UNKNOWN if monthly is None else Verdict.OK,
        found="the log does not say when" if monthly is None else f"{evidence.used.timed} conversations that say when",
        advice="Import logs that say when things were said" if monthly is None else "",
    )
