"""The use cases that write: apply, and destroy."""

from collections.abc import Callable
from dataclasses import dataclass

from gptctl.core.codec import checksum
from gptctl.core.plan import Plan
from gptctl.core.record import Record
from gptctl.engine.executor import execute
from gptctl.engine.planning import Planned, make_destroy_plan, make_plan, recall
from gptctl.engine.recovery import recover
from gptctl.engine.request import Outcome, Request
from gptctl.engine.session import Session
from gptctl.errors import Refused, StalePlan

Planner = Callable[[Session], Planned]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    plan: Plan
    outcome: Outcome


def apply(session: Session, request: Request, *, reviewed: str | None, wait: float) -> Applied:
    """Make the providers hold what is declared.

    `reviewed` is the checksum of the plan that a person saw: anything else is refused as StalePlan. `wait` is for how
    many seconds to wait for the lock. Raises Refused for whatever stands in `plan.blocked`.
    """
    return _carry_out(session, lambda opened: make_plan(opened, request), reviewed=reviewed, wait=wait)


def destroy(session: Session, request: Request, *, reviewed: str | None, wait: float) -> Applied:
    """Delete everything of ours in this environment, or only what the request names."""
    return _carry_out(session, lambda opened: make_destroy_plan(opened, request), reviewed=reviewed, wait=wait)


def _carry_out(session: Session, planner: Planner, *, reviewed: str | None, wait: float) -> Applied:
    with session.backend.lock(wait=wait):
        recover(session)
        planned = planner(session)
        _check(planned.plan, reviewed)
        try:
            outcome = execute(session, planned)
        except (Exception, KeyboardInterrupt):
            _remember(session, planned)
            raise
        _remember(session, planned)
        return Applied(plan=planned.plan, outcome=outcome)


def _check(plan: Plan, reviewed: str | None) -> None:
    if reviewed is not None and checksum(plan) != reviewed:
        raise StalePlan(
            "this is not the plan that was reviewed: the declarations or the provider changed since",
            advice="Run `gptctl plan` and look again.",
        )
    if plan.blocked:
        raise Refused("the plan is refused", reasons=plan.blocked, advice="Nothing was changed.")


def _remember(session: Session, planned: Planned) -> None:
    """Write the record that the next plan starts from, then forget the journal but for what is still pending."""
    _, history = recall(session)
    kept = {
        key: entry
        for key, entry in history.record.entries.items()
        if key.target not in session.providers or key in session.outline.wanted
    }
    session.backend.write(Record(entries={**kept, **planned.confirmed}))
    session.backend.journal.restart(history.pending)
