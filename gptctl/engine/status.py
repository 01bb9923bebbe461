"""How every object stands, in one word each."""

from dataclasses import dataclass
from enum import StrEnum

from gptctl.core.address import Key, RemoteId
from gptctl.core.resource import Observed
from gptctl.engine.planning import Planned, make_plan
from gptctl.engine.request import Request
from gptctl.engine.session import Session


class State(StrEnum):
    IN_SYNC = "in sync"
    EDITED = "edited"
    DRIFTED = "drifted"
    MISSING = "missing"
    UNDECLARED = "undeclared"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectStatus:
    """`commit` is the git commit that was last applied, with `+` for uncommitted edits, empty when not known.

    `applied` is the fingerprint of what was applied.
    """

    key: Key
    state: State
    id: RemoteId | None = None
    commit: str = ""
    applied: str = ""


def status(session: Session) -> tuple[ObjectStatus, ...]:
    """Every declared object of every target, and what is ours there without being declared."""
    planned = make_plan(session, Request())
    declared = [_declared(key, planned) for key in sorted(session.outline.wanted)]
    undeclared = [_status(key, State.UNDECLARED, seen) for key, seen in planned.pairing.orphans]
    return (*declared, *undeclared)


def _declared(key: Key, planned: Planned) -> ObjectStatus:
    seen = planned.pairing.found.get(key)
    if seen is None:
        return ObjectStatus(key=key, state=State.MISSING)
    if any(drift.key == key for drift in planned.plan.drift):
        return _status(key, State.DRIFTED, seen)
    edited = any(change.key == key for change in planned.plan.changes)
    return _status(key, State.EDITED if edited else State.IN_SYNC, seen)


def _status(key: Key, state: State, seen: Observed) -> ObjectStatus:
    if seen.marker is None:
        return ObjectStatus(key=key, state=state, id=seen.id)
    return ObjectStatus(key=key, state=state, id=seen.id, commit=seen.marker.commit, applied=seen.marker.applied)
