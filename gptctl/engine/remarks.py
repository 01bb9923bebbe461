"""What a plan says beside its changes: sentences for people, and the reasons that stop an apply."""

from collections.abc import Collection

from gptctl.core.address import Key
from gptctl.core.journal import Replay
from gptctl.core.match import Pairing
from gptctl.core.plan import Plan
from gptctl.core.plural import plural
from gptctl.core.rollout import WHOLE, Rollout, Stage, latest
from gptctl.engine.request import Request
from gptctl.engine.session import Session


def loss_reasons(plan: Plan, request: Request) -> tuple[str, ...]:
    """Under `--strict` every loss is a reason; without it losses are only shown."""
    if not (request.strict and plan.losses):
        return ()
    fields = ", ".join(f"{loss.key} {loss.field}" for loss in plan.losses)
    return (f"{plural(len(plan.losses), 'field')} cannot be held, and --strict was given: {fields}",)


def drift_reasons(plan: Plan, request: Request) -> tuple[str, ...]:
    if request.consent.revert_drift or not plan.drift:
        return ()
    names = ", ".join(str(drift.key) for drift in plan.drift)
    return (f"changed outside gptctl since the last apply: {names}; `apply --force` puts back what git says",)


def notes(note: str, history: Replay) -> tuple[str, ...]:
    count = len(history.pending)
    begun = f"not known to be finished: {plural(count, 'operation')} of another run"
    unfinished = f"{begun}; if that was interrupted, the next apply resolves it first"
    return (*((note,) if note else ()), *((unfinished,) if count else ()))


def undeclared(pairing: Pairing, request: Request) -> tuple[str, ...]:
    if request.only or request.consent.delete or not pairing.orphans:
        return ()
    names = ", ".join(str(key) for key, _ in pairing.orphans)
    count = plural(len(pairing.orphans), "object is", "objects are")
    return (f"{count} ours but no longer declared: {names}; to delete, pass --allow-delete",)


def absent(pairing: Pairing, request: Request) -> tuple[str, ...]:
    """What is to be deleted by name, and is not there."""
    there = {key.address for key in pairing.found} | {key.address for key, _ in (*pairing.orphans, *pairing.copies)}
    return tuple(f"there is no {address} of ours to delete" for address in sorted(request.only - there))


def copies(pairing: Pairing) -> tuple[str, ...]:
    return tuple(
        f"{key.target} holds a copy of {key.address} with our mark, {seen.id}; left alone: delete it there by hand"
        for key, seen in pairing.copies
    )


def rollouts(session: Session, wanted: Collection[Key]) -> tuple[str, ...]:
    """One sentence for each of these assistants for which a rollout says who answers, whatever apply does."""
    newest = latest(session.rollouts.moves())
    return tuple(
        _rollout(one) for key, one in sorted(newest.items()) if key in wanted and one.stage is not Stage.FINISHED
    )


def _rollout(one: Rollout) -> str:
    name = f"rollout {one.id} of {one.key.address.name} at {one.key.target}"
    if one.stage is Stage.ROLLED_BACK:
        return f"{name} was rolled back: {one.before} answers everybody, even where {one.after} is held"
    rest = f" and {one.before} the rest" if one.share < WHOLE else ""
    return f"{name} is running: {one.after} answers {one.share} % of the users{rest}"
