"""A plan: what apply would do, as data. Apply decides nothing; whatever is decided is decided before this."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gptctl.core.address import Key, RemoteId
from gptctl.core.diff import FieldChange
from gptctl.core.drift import Drift
from gptctl.core.losses import Loss
from gptctl.core.resource import Resource


class Action(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    ADOPT = "adopt"
    NOOP = "noop"


class Reason(StrEnum):
    """Why, for people. Never consulted by apply."""

    DECLARED = "declared"
    EDITED = "declaration changed"
    REVERTED = "put back what git says"
    VANISHED = "gone from the provider"
    MOVED = "renamed"
    REMOVED = "no longer declared"
    DESTROYED = "destroy was asked for"
    CANNOT_UPDATE = "the provider cannot change this in place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One effect on one object.

    `id` and `version` are the object as it was seen, None when it is to be made. `resource` is what to write,
    None for a deletion. `fields` are for people.
    """

    key: Key
    action: Action
    reason: Reason
    fields: tuple[FieldChange, ...] = ()
    id: RemoteId | None = None
    version: str = ""
    resource: Resource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Changes in a total order, drift and losses apart, and whatever must stop an apply.

    `blocked` are reasons to refuse (status 12); `warnings` are not. `noop` counts what is as declared.
    """

    project: str
    environment: str
    changes: tuple[Change, ...]
    drift: tuple[Drift, ...] = ()
    losses: tuple[Loss, ...] = ()
    blocked: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    noop: int = 0

    @property
    def summary(self) -> Mapping[str, int]:
        """How many objects per action, every action named, and the drift."""
        count = Counter(change.action for change in self.changes)
        actions = {action.value: count[action] for action in Action if action is not Action.NOOP}
        return {**actions, "noop": self.noop, "drift": len(self.drift)}

    @property
    def settled(self) -> bool:
        """Nothing to do and nothing changed elsewhere."""
        return not self.changes and not self.drift
