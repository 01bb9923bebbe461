from gptctl.core.plural import plural
from gptctl.promote.readiness.check import Check, Unit, Verdict, at_least
from gptctl.promote.readiness.evidence import Evidence

FEWEST = 50
"""OpenAI's guide on fine-tuning sees first gains from 50 to 100 examples."""

ENOUGH = 100
RECOMMENDED = 1000
"""100 to 1,000 are recommended; Vertex advises 100 at least, LIMA chose 1,000 by hand (arXiv 2305.11206)."""


def check(evidence: Evidence) -> Check:
    usable = evidence.kept.findings.usable
    verdict = at_least(usable, ok=ENOUGH, warn=FEWEST)
    return Check(
        name="examples",
        number=usable,
        unit=Unit.EXAMPLES,
        threshold=f"{ENOUGH} to {RECOMMENDED:,} recommended; below {FEWEST} no",
        verdict=verdict,
        found=f"{plural(usable, 'example')} left of {plural(evidence.used.conversations, 'conversation')}",
        advice="" if verdict is Verdict.OK else _advice(evidence),
    )


def _advice(evidence: Evidence) -> str:
    if not evidence.used.conversations:
        return "Bring in logs with `gptctl logs import`"
    if not evidence.used.rated:
        return "Rate what went well with `gptctl feedback`: what nobody rated is not learnt from"
    return "Collect and rate more; correcting bad answers makes the best examples"
