"""What would move to a target that the environment does not have: planned there, and held against where it lives now.

Nothing is written, and no target needs a key: one that cannot be asked is taken from the record, or as empty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from gptctl.config.workspace import Workspace
from gptctl.core.address import Key, RemoteId
from gptctl.core.crossing import Crossing, crossings
from gptctl.core.plan import Plan
from gptctl.core.record import Record
from gptctl.core.resource import Declared
from gptctl.diagnostics import Finding, ordered
from gptctl.engine.planning import Planned, make_plan, recall
from gptctl.engine.refresh import Listing
from gptctl.engine.request import Request
from gptctl.engine.session import Session
from gptctl.errors import NoAccess


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Where to. `models` leads from an alias to a model name by target; `obstacles` stand in the way of an apply."""

    target: str
    declared: tuple[Declared, ...]
    models: Mapping[str, Mapping[str, str]]
    obstacles: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """One object where it lives now. `id` is None where it was never applied, `drifted` what somebody changed there.

    `crossings` are what its fields become on the way; `lost` the fields of the declaration that it lacks here too.
    """

    key: Key
    id: RemoteId | None
    drifted: bool
    crossings: tuple[Crossing, ...]
    lost: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """`plan` is what would be made at `target`. `notes` say which targets were not asked, and why."""

    target: str
    plan: Plan
    homes: tuple[Home, ...]
    obstacles: tuple[Finding, ...]
    notes: tuple[str, ...]
    listing_calls: int


def course(workspace: Workspace, target: str, findings: tuple[Finding, ...]) -> Course:
    """`findings` are what the target's limits say. A model whose alias has no name there stands in the way too."""
    models = workspace.project.models
    unnamed = [
        Finding(
            summary="A model without a name at a target",
            detail=f"`models.{model}` in gptctl.yaml has no name for {target}; add it there.",
            where=workspace.locate(declared.address, "model"),
        )
        for declared in workspace.declared
        if isinstance(model := declared.attrs.get("model"), str) and target not in models.get(model, {target: ""})
    ]
    obstacles = ordered((*unnamed, *findings))
    return Course(target=target, declared=workspace.declared, models=models, obstacles=obstacles)


def migrate(session: Session, request: Request, course: Course) -> Migration:
    """Plan the move. `session` has the environment's targets and the new one. Raises Usage for unknown addresses."""
    there, note = _planned(_at(session, course.target), request, f"{course.target} is planned as if it were empty")
    homes: list[Home] = []
    notes = [note]
    for target in session.outline.targets:
        if target != course.target:
            here, note = _planned(_at(session, target), request, f"{target} is taken from the record")
            homes.extend(_homes(session, here, there, target, course))
            notes.append(note)
    name = session.outline.scope.environment
    blocked = f"{course.target} is no target of the environment {name}: add it to `environments.{name}.targets`"
    return Migration(
        target=course.target,
        plan=replace(there.plan, blocked=(*there.plan.blocked, f"{blocked} in gptctl.yaml")),
        homes=tuple(homes),
        obstacles=course.obstacles,
        notes=tuple(filter(None, notes)),
        listing_calls=there.listing_calls,
    )


def _at(session: Session, target: str) -> Session:
    """The same, as if there were this one target."""
    wanted = {key: mark for key, mark in session.outline.wanted.items() if key.target == target}
    outline = replace(session.outline, targets=(target,), wanted=wanted)
    return replace(session, outline=outline, providers={target: session.providers[target]})


def _planned(session: Session, request: Request, otherwise: str) -> tuple[Planned, str]:
    try:
        return make_plan(session, request), ""
    except NoAccess as error:
        return make_plan(session, request, survey=_unasked), f"{error.message}, so {otherwise}"


def _unasked(session: Session, record: Record) -> Listing:
    del record
    return Listing(objects=dict.fromkeys(session.providers, ()), calls=0)


def _homes(session: Session, here: Planned, there: Planned, target: str, course: Course) -> Iterator[Home]:
    """One for each declaration that the plan speaks about."""
    resources = session.load().resources
    recorded = recall(session)[1].record.entries
    spoken = {change.key.address for change in there.plan.changes} | {key.address for key in there.confirmed}
    drifted = {drift.key for drift in here.plan.drift}
    for declared in course.declared:
        key = Key(target=target, address=declared.address)
        if declared.address not in spoken:
            continue
        seen, entry = here.pairing.found.get(key), recorded.get(key)
        known = seen or (None if here.listing_calls else entry)
        new = Key(target=course.target, address=declared.address)
        yield Home(
            key=key,
            id=None if known is None else known.id,
            drifted=key in drifted,
            crossings=crossings(resources[key].attrs, resources[new].attrs, same=_same(declared, target, course)),
            lost=frozenset(loss.field for loss in here.plan.losses if loss.key == key),
        )


def _same(declared: Declared, target: str, course: Course) -> Mapping[str, str]:
    """The model's names at the two targets: one alias means both."""
    alias = declared.attrs.get("model")
    if not isinstance(alias, str):
        return {}
    names = course.models.get(alias, {})
    return {names.get(target, alias): names.get(course.target, alias)}
