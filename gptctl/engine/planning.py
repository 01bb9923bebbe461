"""Make a plan: observe, ask the core, add what must stop it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TypeAlias

from gptctl.core import retirement
from gptctl.core.address import Address, Key
from gptctl.core.guards import Facts, guard, guard_destroy
from gptctl.core.journal import Replay, replay
from gptctl.core.match import Pairing, pair
from gptctl.core.plan import Plan
from gptctl.core.planner import Decided, World, decide, doom
from gptctl.core.record import Record
from gptctl.core.resource import Observed, Recorded, Resource
from gptctl.core.retirement import Retirement
from gptctl.core.settle import settled
from gptctl.engine import remarks
from gptctl.engine.observe import Observation, observe, rules
from gptctl.engine.refresh import Listing, list_all, with_unlisted
from gptctl.engine.request import Request
from gptctl.engine.session import Session
from gptctl.errors import StalePlan, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan with what it was made from: what apply needs to carry it out.

    `pairing` are our objects that are there already. `confirmed` is what a record may say of the objects that are
    exactly as declared. `listing_calls` counts the calls the whole observation took.
    """

    plan: Plan
    pairing: Pairing
    confirmed: Mapping[Key, Recorded]
    listing_calls: int


Survey: TypeAlias = Callable[[Session, Record], Listing]
"""Our objects at every target of a session; the record helps to find what a listing does not show yet."""


def make_plan(session: Session, request: Request, *, survey: Survey | None = None) -> Planned:
    """Plan what the request asks for. Towards the providers it only lists and reads.

    `survey` says what there is, where the providers are not to be asked for it.
    """
    note, history = recall(session)
    recorded = history.record.entries
    listing = (survey or _survey)(session, history.record)
    pairing = _pair(session, listing, history.record)
    wanted = _selected(session, request)
    calm = settled(wanted, pairing.found, recorded) - pairing.moved
    observation = _look_closer(session, pairing, recorded, frozenset(wanted) - calm)
    decided = _decide(session, request, pairing, observation, recorded)
    plan = Plan(
        project=session.outline.scope.project,
        environment=session.outline.scope.environment,
        changes=decided.changes,
        drift=decided.drift,
        losses=tuple(loss for loss in session.outline.losses if loss.key in wanted),
        warnings=(
            *session.outline.warnings,
            *remarks.notes(note, history),
            *remarks.undeclared(pairing, request),
            *remarks.copies(pairing),
            *_running(session, wanted),
        ),
        noop=decided.noop + len(calm),
    )
    facts = _facts(session, request, listing.objects, recorded, decided)
    stopped = retirement.refusals(plan.changes, session.outline.retirements, _today(session))
    return Planned(
        plan=replace(
            plan,
            blocked=(
                *remarks.drift_reasons(plan, request),
                *remarks.loss_reasons(plan, request),
                *guard(plan, facts),
                *stopped,
            ),
        ),
        pairing=pairing,
        confirmed={**{key: recorded[key] for key in calm}, **_confirmed(plan, observation)},
        listing_calls=listing.calls,
    )


def make_destroy_plan(session: Session, request: Request) -> Planned:
    """Plan to delete all that is ours here, declared or not; nothing of it counts as vanished or drifted."""
    _, history = recall(session)
    listing = _survey(session, history.record)
    pairing = _pair(session, listing, history.record)
    ours = (*pairing.found.items(), *pairing.orphans, *pairing.copies)
    doomed = [(key, seen) for key, seen in ours if not request.only or key.address in request.only]
    plan = Plan(
        project=session.outline.scope.project,
        environment=session.outline.scope.environment,
        changes=doom(doomed, World(pairing=pairing, rules=rules(session.providers))),
        warnings=(*remarks.notes("", history), *remarks.absent(pairing, request)),
        blocked=guard_destroy(protected=session.outline.protected),
    )
    return Planned(plan=plan, pairing=pairing, confirmed={}, listing_calls=listing.calls)


def locate(session: Session) -> Pairing:
    """Where every declared object is, without looking into any."""
    _, history = recall(session)
    return _pair(session, _survey(session, history.record), history.record)


def recall(session: Session) -> tuple[str, Replay]:
    """What the record and the journal on top of it say, and a note about what could not be read."""
    reading = session.backend.read()
    return reading.note, replay(reading.record, session.backend.journal.entries())


def _survey(session: Session, record: Record) -> Listing:
    listing = list_all(session.providers, session.outline.scope.mark)
    return with_unlisted(listing, session.providers, record.entries.values())


def _pair(session: Session, listing: Listing, record: Record) -> Pairing:
    return pair(
        session.outline.wanted,
        listing.objects,
        scope=session.outline.scope,
        moved=session.outline.moved,
        preferred=frozenset(entry.id for entry in record.entries.values()),
    )


def _selected(session: Session, request: Request) -> Mapping[Key, str]:
    """The fingerprints of what the request speaks about: everything, or the named addresses with what they need."""
    if not request.only:
        return session.outline.wanted
    known = {key.address for key in session.outline.wanted}
    missing = sorted(str(address) for address in request.only - known)
    if missing:
        raise Usage(f"not declared: {', '.join(missing)}", advice="`gptctl show` lists what is.")
    chosen = _closure(request.only, session.load().resources.values())
    return {key: value for key, value in session.outline.wanted.items() if key.address in chosen}


def _closure(start: Iterable[Address], resources: Iterable[Resource]) -> frozenset[Address]:
    needs: dict[Address, set[Address]] = {}
    for resource in resources:
        needs.setdefault(resource.address, set()).update(resource.depends_on)
    chosen: set[Address] = set()
    waiting = list(start)
    while waiting:
        address = waiting.pop()
        if address not in chosen:
            chosen.add(address)
            waiting.extend(needs.get(address, ()))
    return frozenset(chosen)


def _look_closer(
    session: Session, pairing: Pairing, recorded: Mapping[Key, Recorded], keys: frozenset[Key]
) -> Observation:
    if not keys:
        return Observation()
    resources = session.load().resources
    if not keys <= resources.keys():
        raise StalePlan("the declarations changed while they were being read", advice="Run the command again.")
    return observe(session, {key: resources[key] for key in sorted(keys)}, pairing, recorded)


def _decide(
    session: Session,
    request: Request,
    pairing: Pairing,
    observation: Observation,
    recorded: Mapping[Key, Recorded],
) -> Decided:
    orphans = () if request.only else pairing.orphans
    world = World(
        pairing=replace(pairing, found=observation.found, orphans=orphans),
        recorded=frozenset(recorded),
        bases=observation.bases,
        rules=rules(session.providers),
    )
    return decide(observation.resources.values(), world, request.consent)


def _running(session: Session, wanted: Mapping[Key, str]) -> tuple[str, ...]:
    """What people who use these assistants will notice, or notice already."""
    retirements = retirement.warnings(_retirements(session, wanted), _today(session))
    return (*remarks.rollouts(session, wanted), *retirements)


def _retirements(session: Session, wanted: Mapping[Key, str]) -> Mapping[Key, Retirement]:
    return {key: one for key, one in session.outline.retirements.items() if key in wanted}


def _today(session: Session) -> date:
    return datetime.fromtimestamp(session.clock.now(), tz=UTC).date()


def _confirmed(plan: Plan, observation: Observation) -> Mapping[Key, Recorded]:
    """What was read and found to be as declared is worth recording, so that next time its version is enough."""
    changing = {change.key for change in plan.changes} | {drift.key for drift in plan.drift}
    return {
        key: Recorded(key=key, id=seen.id, nonce=seen.marker.nonce, applied=seen.marker.applied, version=seen.version)
        for key, seen in observation.found.items()
        if key not in changing and seen.marker is not None
    }


def _facts(
    session: Session,
    request: Request,
    objects: Mapping[str, Sequence[Observed]],
    recorded: Mapping[Key, Recorded],
    decided: Decided,
) -> Facts:
    return Facts(
        owned={target: len(found) for target, found in objects.items()},
        recorded=Counter(key.target for key in recorded if key in session.outline.wanted),
        vanished=decided.vanished,
        replacing=decided.replacing,
        protected=session.outline.protected,
        max_delete=request.max_delete,
        recreate=request.recreate,
    )
