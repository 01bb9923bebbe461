"""The whole policy of a plan, in one pure function: declared, observed and recorded in, changes out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gptctl.core.address import Address, Key
from gptctl.core.diff import FieldChange, diff, project
from gptctl.core.drift import Comparison, Drift, compare
from gptctl.core.match import Pairing
from gptctl.core.plan import Action, Change, Reason
from gptctl.core.resource import Observed, Resource
from gptctl.core.value import Attrs


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a kind asks of the planner: fields that cannot change in place, fields compared whole, its order.

    Kinds with a lower `rank` are made first and deleted last.
    """

    replace_on: frozenset[str] = frozenset()
    exact: frozenset[str] = frozenset()
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the user allowed on the command line, as data: nothing is allowed by default."""

    delete: bool = False
    replace: bool = False
    revert_drift: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    changes: tuple[Change, ...]
    drift: tuple[Drift, ...]
    noop: int
    vanished: tuple[Key, ...] = ()
    replacing: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything the planner may know. `bases` are what we last applied, where that is known."""

    pairing: Pairing
    recorded: frozenset[Key] = frozenset()
    bases: Mapping[Key, Attrs] = field(default_factory=dict[Key, Attrs])
    rules: Mapping[tuple[str, str], Rules] = field(default_factory=dict[tuple[str, str], Rules])

    def rules_of(self, key: Key) -> Rules:
        return self.rules.get((key.target, key.address.kind), Rules())


def decide(resources: Iterable[Resource], world: World, consent: Consent) -> Decided:
    """Decide every change. `resources` need not hold what is known to be settled."""
    changes: list[Change] = []
    drifts: list[Drift] = []
    noop = 0
    for resource in sorted(resources, key=lambda r: r.key):
        seen = world.pairing.found.get(resource.key)
        if seen is None:
            changes.append(_create(resource, world))
            continue
        comparison = compare(
            resource, seen, base=world.bases.get(resource.key), exact=world.rules_of(resource.key).exact
        )
        change = _update(resource, seen, comparison, world, consent)
        if comparison.drift is not None:
            drifts.append(comparison.drift)
        if change is not None:
            changes.append(change)
        elif comparison.drift is None:
            noop += 1
    if consent.delete:
        changes.extend(_delete(key, seen, Reason.REMOVED) for key, seen in world.pairing.orphans)
    return Decided(
        changes=_sorted(changes, world),
        drift=tuple(drifts),
        noop=noop,
        vanished=tuple(c.key for c in changes if c.reason is Reason.VANISHED),
        replacing=tuple(c.key for c in changes if c.action is Action.REPLACE and not consent.replace),
    )


def doom(objects: Iterable[tuple[Key, Observed]], world: World) -> tuple[Change, ...]:
    """Delete these because that was asked for, declared or not."""
    return _sorted((_delete(key, seen, Reason.DESTROYED) for key, seen in objects), world)


def _create(resource: Resource, world: World) -> Change:
    reason = Reason.VANISHED if resource.key in world.recorded else Reason.DECLARED
    return Change(
        key=resource.key,
        action=Action.CREATE,
        reason=reason,
        fields=diff({}, resource.attrs),
        resource=resource,
    )


def _update(
    resource: Resource, seen: Observed, comparison: Comparison, world: World, consent: Consent
) -> Change | None:
    fields = _edits(resource, comparison, world.rules_of(resource.key).exact)
    moved = resource.key in world.pairing.moved
    stale_mark = seen.marker is not None and seen.marker.applied != resource.fingerprint
    reverting = consent.revert_drift and comparison.drift is not None
    if reverting and comparison.drift is not None and not fields:
        fields = tuple(_reversed(change) for change in comparison.drift.fields)
    if not (fields or moved or reverting or (stale_mark and comparison.drift is None)):
        return None
    replacing = _needs_replacing(fields, world.rules_of(resource.key))
    return Change(
        key=resource.key,
        action=Action.REPLACE if replacing else Action.UPDATE,
        reason=Reason.CANNOT_UPDATE if replacing else _reason(fields, edited=stale_mark, moved=moved),
        fields=fields,
        id=seen.id,
        version=seen.version,
        resource=resource,
    )


def _edits(resource: Resource, comparison: Comparison, exact: frozenset[str]) -> tuple[FieldChange, ...]:
    """What the user changed since the last apply; without knowing that, how the provider differs from git."""
    if comparison.base is not None:
        return diff(comparison.base, resource.attrs)
    if comparison.drift is not None:
        return ()
    return diff(project(comparison.now, resource.attrs, exact=exact), resource.attrs)


def _reason(fields: tuple[FieldChange, ...], *, edited: bool, moved: bool) -> Reason:
    if edited:
        return Reason.EDITED
    return Reason.MOVED if moved and not fields else Reason.REVERTED


def _needs_replacing(fields: tuple[FieldChange, ...], rules: Rules) -> bool:
    return any(_top(change.path) in rules.replace_on for change in fields)


def _top(path: str) -> str:
    return path.split(".", 1)[0].split("[", 1)[0]


def _reversed(change: FieldChange) -> FieldChange:
    return FieldChange(path=change.path, before=change.after, after=change.before)


def _delete(key: Key, seen: Observed, reason: Reason) -> Change:
    return Change(key=key, action=Action.DELETE, reason=reason, id=seen.id, version=seen.version)


def _sorted(changes: Iterable[Change], world: World) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda c: _order(c, world)))


def _order(change: Change, world: World) -> tuple[bool, int, Key]:
    """Deletions last; what others refer to made first and deleted last; then by name. Total: equal to the byte."""
    deletes = change.action is Action.DELETE
    rank = world.rules_of(change.key).rank
    return deletes, -rank if deletes else rank, change.key


def waits_for(change: Change, changing: Mapping[Key, Change]) -> frozenset[Key]:
    """The other changes that must have succeeded before this one may start."""
    if change.resource is None:
        return frozenset()
    wanted: frozenset[Address] = change.resource.depends_on
    return frozenset(
        key
        for key in (Key(target=change.key.target, address=address) for address in wanted)
        if key in changing and key != change.key
    )
