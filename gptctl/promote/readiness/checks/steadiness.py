from gptctl.core.plural import plural
from gptctl.promote.readiness.check import Check, Unit, Verdict, percent
from gptctl.promote.readiness.evidence import Evidence

MOST = 0.2


def check(evidence: Evidence) -> Check:
    """Tasks that go well at one time and badly at another: the model can, but does not do so reliably.

    Where no ids tell tasks apart, a task that is guessed is too coarse: questions in nearly the same words count.
    """
    alike = evidence.alike
    share = alike.mixed / alike.repeated if alike.repeated else None
    verdict = Verdict.UNKNOWN if share is None else Verdict.OK if share <= MOST else Verdict.WARN
    repeated = "repeated task" if alike.by_ids else "repeated question"
    return Check(
        name="steadiness",
        number=share,
        unit=Unit.SHARE,
        threshold=f"at most {percent(MOST)} of repeated tasks go both well and badly",
        verdict=verdict,
        found=f"of {plural(alike.repeated, repeated)}, {alike.always} went well each time, {alike.never} never, "
        f"{alike.mixed} both ways",
        advice=_advice(verdict),
    )


def _advice(verdict: Verdict) -> str:
    match verdict:
        case Verdict.WARN:
            return "The model can do these: say in the instructions what its good runs have in common"
        case Verdict.UNKNOWN:
            return "Ask the same several times, and rate each answer, to see how reliable it is"
        case _:
            return ""
