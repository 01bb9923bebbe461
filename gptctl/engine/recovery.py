"""After a crash: find out what the operations without an end did, before anything else is decided."""

from collections.abc import Iterable

from gptctl.core.journal import Begin, Done, Failed
from gptctl.core.marker import Marker
from gptctl.core.plan import Action
from gptctl.core.resource import Observed, Recorded
from gptctl.engine.events import Waiting
from gptctl.engine.planning import recall
from gptctl.engine.session import Session
from gptctl.errors import Refused
from gptctl.providers.base import Handler

REQUEST_DEADLINE = 120.0
"""Seconds after which a request that was sent can no longer land; every provider's client keeps to it."""

POLL = 2.0


def recover(session: Session) -> None:
    """Resolve every pending operation of the targets at hand.

    A pending update or deletion needs no more than to be forgotten: the plan that follows reads the object itself.
    A pending creation is looked for until it can no longer appear. One that costs money is never given up on its own.
    """
    _, history = recall(session)
    pending = [begun for begun in history.pending if begun.key.target in session.providers]
    for begun in pending:
        if begun.action in (Action.CREATE, Action.REPLACE):
            _resolve_create(session, begun)
        else:
            session.backend.journal.append(Failed(operation=begun.operation, message="interrupted; read again"))


def _resolve_create(session: Session, begun: Begin) -> None:
    handler = session.providers[begun.key.target].handlers[begun.key.address.kind]
    marker = Marker(
        scope=session.outline.scope.mark,
        address=session.outline.scope.mark_of(begun.key.address),
        nonce=begun.nonce,
        applied=begun.applied,
    )
    found = _look_for(session, handler, marker, until=_no_later_than(handler, begun))
    if found is None and handler.traits.metered:
        raise Refused(
            f"undecided: a paid operation on {begun.key} was sent, and nobody knows whether it arrived",
            reasons=(f"operation {begun.operation}, mark {marker.nonce}",),
            advice="Look in the provider's console; it is never sent again on its own.",
        )
    if found is None:
        session.backend.journal.append(Failed(operation=begun.operation, message="never arrived"))
    else:
        session.backend.journal.append(Done(operation=begun.operation, entry=entry_of(begun, found)))


def entry_of(begun: Begin, seen: Observed) -> Recorded:
    """What to record of an object that this operation wrote, as far as it got."""
    applied = begun.applied if seen.marker is None else seen.marker.applied
    return Recorded(key=begun.key, id=seen.id, nonce=begun.nonce, applied=applied, version=seen.version)


def _no_later_than(handler: Handler, begun: Begin) -> float:
    settle = handler.traits.settle_seconds
    return begun.time + REQUEST_DEADLINE + settle if settle else 0.0


def _look_for(session: Session, handler: Handler, marker: Marker, *, until: float) -> Observed | None:
    for seconds in _pauses(session, until):
        found = handler.find(marker)
        if found is not None or not seconds:
            return found
        session.emit(Waiting(seconds=seconds, reason="an interrupted creation may still appear"))
        session.clock.sleep(seconds)
    return None


def _pauses(session: Session, until: float) -> Iterable[float]:
    """Pauses between looks, the last one 0. A clock that stands or jumps back cannot make it endless."""
    for _ in range(int(REQUEST_DEADLINE)):
        left = until - session.clock.now()
        if left <= 0:
            break
        yield min(POLL, left)
    yield 0.0
