"""Drift: what somebody changed at the provider since the last apply."""

from dataclasses import dataclass

from gptctl.core.address import Key, RemoteId
from gptctl.core.diff import FieldChange, diff, project
from gptctl.core.marker import UNFINISHED
from gptctl.core.resource import Observed, Resource
from gptctl.core.value import Attrs, canonical, fingerprint, without_nulls


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """`fields` run from what we applied to what is there now.

    `certain` is False when what we applied is lost; then they run from what is declared.
    """

    key: Key
    id: RemoteId
    fields: tuple[FieldChange, ...]
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The three-way comparison of one object: `base` is what we last applied, None when that cannot be known."""

    base: Attrs | None
    now: Attrs
    drift: Drift | None


def compare(
    resource: Resource, observed: Observed, *, base: Attrs | None, exact: frozenset[str] = frozenset()
) -> Comparison:
    """Find out what we last applied and what was changed since.

    `base` is what a record or a git commit says we applied; it counts only if its fingerprint is the marker's.
    Without one, the observation itself is tried: if the part of it that the declaration speaks about, or all
    of it, has the marker's fingerprint, nobody touched it. A change that the declaration took over is no drift.
    """
    if observed.attrs is None or observed.marker is None:
        raise ValueError(f"{resource.key} was compared without having been read")
    applied, now = observed.marker.applied, without_nulls(observed.attrs)
    if applied == UNFINISHED:  # a run of ours stopped half way: whatever is there, we put it there
        return Comparison(base=now, now=now, drift=None)
    candidates = (resource.attrs, base, project(now, resource.attrs, exact=exact), now)
    known = next((c for c in candidates if c is not None and fingerprint(c) == applied), None)
    against = resource.attrs if known is None else known
    edits = {edit.path: edit for edit in diff(against, resource.attrs)}
    found = diff(against, project(now, against, exact=exact))
    fields = tuple(change for change in found if not _is_taken_over(change, edits.get(change.path)))
    drift = Drift(key=resource.key, id=observed.id, fields=fields, certain=known is not None)
    return Comparison(base=known, now=now, drift=drift if fields else None)


def _is_taken_over(change: FieldChange, edit: FieldChange | None) -> bool:
    return edit is not None and canonical(edit.after) == canonical(change.after)
