"""The plan: what you change, what somebody else changed, and what a provider cannot hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gptctl.core.codec import plan_to_json
from gptctl.core.diff import FieldChange
from gptctl.core.drift import Drift
from gptctl.core.plan import Action, Change, Plan
from gptctl.core.plural import plural
from gptctl.core.value import JSON, Attrs
from gptctl.views.line import BLANK, Line, Style, indent, line, section

_SIGNS: Mapping[Action, tuple[str, Style]] = {
    Action.CREATE: ("+", Style.ADDED),
    Action.UPDATE: ("~", Style.CHANGED),
    Action.REPLACE: ("±", Style.CHANGED),
    Action.DELETE: ("-", Style.REMOVED),
    Action.ADOPT: ("=", Style.CHANGED),
    Action.NOOP: (" ", Style.PLAIN),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReport:
    """`asked` is what the command line asked for, kept in the document so that `apply PLANFILE` asks for the same.

    `calls` counts what was asked of the providers. Neither is part of the checksum.
    """

    plan: Plan
    calls: Mapping[str, int] = field(default_factory=dict[str, int])
    asked: Attrs = field(default_factory=dict[str, JSON])

    def human(self) -> Iterator[Line]:
        plan = self.plan
        yield line(f"{plan.project}, environment {plan.environment}", Style.FAINT)
        yield BLANK
        yield from section("Your changes", changes(plan))
        yield from section("Changed elsewhere", _drifts(plan))
        yield from section("What a provider cannot hold", _losses(plan))
        yield from verdict(plan)

    def document(self) -> Attrs:
        return {**plan_to_json(self.plan), "asked": self.asked, "calls": self.calls}


def verdict(plan: Plan) -> Iterator[Line]:
    """What to know, what stands in the way, and the counts."""
    yield from (line(f"warning: {warning}", Style.WARNING) for warning in plan.warnings)
    yield from (line(f"refused: {reason}", Style.BAD) for reason in plan.blocked)
    yield line(summary(plan), Style.HEADING)


def summary(plan: Plan) -> str:
    """The counts in one sentence; actions that do not occur are left out."""
    if plan.settled:
        return f"Nothing to do: {_calm(plan.noop)}."
    counts = plan.summary
    todo = [f"{counts[action.value]} to {action.value}" for action in Action if counts.get(action.value, 0)]
    todo = [part for part in todo if not part.endswith(Action.NOOP.value)]
    drift = [f"{counts['drift']} changed elsewhere"] if plan.drift else []
    return f"Plan: {', '.join((*todo, f'{plan.noop} as declared', *drift))}."


def _calm(count: int) -> str:
    all_ = "all " if count > 1 else ""
    return f"{all_}{plural(count, 'object is', 'objects are')} as declared" if count else "there is nothing here"


def changes(plan: Plan) -> Iterator[Line]:
    """Every change with its fields."""
    for change in plan.changes:
        sign, style = _SIGNS[change.action]
        yield line(f"{sign} {change.key.address} at {change.key.target} ({change.reason.value})", style)
        yield from indent(_fields(change.fields, _files(change)), 6)


def _fields(fields: tuple[FieldChange, ...], files: JSON) -> Iterator[Line]:
    from gptctl.views.fields import field_lines  # noqa: PLC0415 -- most plans of an unchanged project show none

    return field_lines(fields, files)


def _files(change: Change) -> JSON:
    return None if change.resource is None else change.resource.attrs.get("files")


def _drifts(plan: Plan) -> Iterator[Line]:
    for drift in plan.drift:
        yield line(f"! {drift.key.address} at {drift.key.target}{_since(drift)}", Style.WARNING)
        yield from indent(_fields(drift.fields, None), 6)


def _since(drift: Drift) -> str:
    return "" if drift.certain else " (what was applied last is not known; compared with what is declared)"


def _losses(plan: Plan) -> Iterator[Line]:
    for loss in plan.losses:
        yield line(f"{loss.key.address} at {loss.key.target}: {loss.field}: {loss.reason}", Style.WARNING)
