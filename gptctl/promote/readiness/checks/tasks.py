from gptctl.core.plural import plural
from gptctl.promote.readiness.check import Check, Unit, Verdict, at_least
from gptctl.promote.readiness.checks.examples import ENOUGH, FEWEST
from gptctl.promote.readiness.evidence import Alike, Evidence


def check(evidence: Evidence) -> Check:
    """Ten good answers to one question teach one thing. Tasks that are only guessed at say no to nobody."""
    alike = evidence.alike
    verdict = at_least(alike.usable_tasks, ok=ENOUGH, warn=FEWEST)
    if verdict is Verdict.NO and not alike.by_ids:
        verdict = Verdict.WARN
    return Check(
        name="tasks",
        number=alike.usable_tasks,
        unit=Unit.TASKS,
        threshold=f"{ENOUGH} different ones recommended; below {FEWEST} no, where ids tell them apart",
        verdict=verdict,
        found=f"{plural(alike.usable_tasks, 'different task')} in the examples, {alike.tasks} in the log{_how(alike)}",
        advice="" if verdict is Verdict.OK else "Collect what is asked otherwise, rather than more of the same",
    )


def _how(alike: Alike) -> str:
    return ", as its ids tell" if alike.by_ids else ", guessed from what users say"
