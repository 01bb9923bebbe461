from gptctl.promote.readiness.check import Check, Unit, Verdict, percent
from gptctl.promote.readiness.evidence import Evidence, Style

MOST = 0.1
UNSETTLED = (0.2, 0.8)


def check(evidence: Evidence) -> Check:
    """The answers beside each other: in length, in format, in tone. A tuned model learns the spread too."""
    style = evidence.style
    share = style.unlike / style.answers if style.answers else None
    verdict = Verdict.UNKNOWN if share is None else Verdict.OK if share <= MOST else Verdict.WARN
    return Check(
        name="style",
        number=share,
        unit=Unit.SHARE,
        threshold=f"at most {percent(MOST)} of the answers unlike the others",
        verdict=verdict,
        found=_found(style),
        advice="Correct the odd ones, or say in the instructions how answers look" if verdict is Verdict.WARN else "",
    )


def _found(style: Style) -> str:
    if not style.answers:
        return "there are no answers to compare"
    unsettled = [f"{name} {percent(share)}" for name, share in style.shares.items() if _unsettled(share)]
    differ = f"; they differ in {', '.join(unsettled)}" if unsettled else ""
    unlike = f"{style.unlike} of {style.answers} answers are unlike the others"
    return f"{unlike}, half have {style.length} characters or more{differ}"


def _unsettled(share: float) -> bool:
    return UNSETTLED[0] <= share <= UNSETTLED[1]
