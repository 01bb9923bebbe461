"""Show a plan, get consent, carry it out, show what came of it: the same for apply, rollback and destroy."""

from collections.abc import Callable
from dataclasses import dataclass

from gptctl.cli.asked import Reviewed
from gptctl.cli.exits import Exit
from gptctl.cli.shell import Shell
from gptctl.core.codec import checksum
from gptctl.core.plan import Plan
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


Approval = Reviewed | str | Question | None
"""A plan that was reviewed, or its checksum; what to ask; or None when `--yes` allows whatever the plan is."""


def carry_out(shell: Shell, effect: Effect, approval: Approval) -> Exit:
    plan = effect.plan().plan
    shell.screen.preview(PlanReport(plan=plan))
    applied = effect.run(_approved(shell, plan, approval))
    shell.screen.show(ApplyReport(plan=applied.plan, outcome=applied.outcome))
    return status_of(applied.outcome)


def _approved(shell: Shell, plan: Plan, approval: Approval) -> str | None:
    """The checksum of the plan that may be carried out, None for any. Raises when this one may not be."""
    match approval:
        case Reviewed():
            approval.check(plan)
            return approval.checksum
        case Question() if plan.changes and not plan.blocked:
            shell.require(approval.text, approval.answer)
            return checksum(plan)
        case str():
            return approval
        case _:
            return None


def status_of(outcome: Outcome) -> Exit:
    if not (outcome.failed or outcome.skipped):
        return Exit.DONE
    return Exit.PARTLY if outcome.done else Exit.FAILED
