"""Show a plan, get consent, carry it out, show what came of it: the same for apply, rollback and destroy."""

from collections.abc import Callable
from dataclasses import dataclass

from gptctl.cli.exits import Exit
from gptctl.cli.shell import Shell
from gptctl.core.codec import checksum
from gptctl.engine.applying import Applied
from gptctl.engine.planning import Planned
from gptctl.engine.request import Outcome
from gptctl.views.apply import ApplyReport
from gptctl.views.plan import PlanReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """`plan` says what would be done. `run` does it, refusing any other plan than the one with this checksum."""

    plan: Callable[[], Planned]
    run: Callable[[str | None], Applied]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a person has to read and to type."""

    text: str
    answer: str


Approval = str | Question | None
"""The checksum of a plan that was reviewed; what to ask; or None when `--yes` allows whatever the plan is."""


def carry_out(shell: Shell, effect: Effect, approval: Approval) -> Exit:
    plan = effect.plan().plan
    shell.screen.preview(PlanReport(plan=plan))
    reviewed = approval if isinstance(approval, str) else None
    if isinstance(approval, Question) and plan.changes and not plan.blocked:
        shell.require(approval.text, approval.answer)
        reviewed = checksum(plan)
    applied = effect.run(reviewed)
    shell.screen.show(ApplyReport(plan=applied.plan, outcome=applied.outcome))
    return status_of(applied.outcome)


def status_of(outcome: Outcome) -> Exit:
    if not (outcome.failed or outcome.skipped):
        return Exit.DONE
    return Exit.PARTLY if outcome.done else Exit.FAILED
