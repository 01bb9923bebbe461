"""Look closer at the objects that hashes alone could not settle: what they hold, and what we last applied to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gptctl.core.address import Key
from gptctl.core.drift import compare
from gptctl.core.match import Pairing
from gptctl.core.planner import Rules
from gptctl.core.resource import Observed, Recorded, Resource
from gptctl.core.value import Attrs
from gptctl.engine.refresh import read_all
from gptctl.engine.session import Session
from gptctl.providers.base import Provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """The resources in question, the objects found for them with contents, and what is known to have been applied."""

    resources: Mapping[Key, Resource] = field(default_factory=dict[Key, Resource])
    found: Mapping[Key, Observed] = field(default_factory=dict[Key, Observed])
    bases: Mapping[Key, Attrs] = field(default_factory=dict[Key, Attrs])


def observe(
    session: Session, resources: Mapping[Key, Resource], pairing: Pairing, recorded: Mapping[Key, Recorded]
) -> Observation:
    """Read what must be read; what is still at its recorded version needs no reading when its content is at hand."""
    listed = {key: pairing.found[key] for key in resources if key in pairing.found}
    bases = {key: base for key, seen in listed.items() if (base := _baseline(session, seen)) is not None}
    at_hand = {
        key: replace(seen, attrs=bases[key])
        for key, seen in listed.items()
        if key in bases and _unmoved(seen, recorded.get(key))
    }
    unread = {key: seen for key, seen in listed.items() if key not in at_hand}
    addresses = {seen.id: key.address for key, seen in pairing.found.items()}
    found = {**at_hand, **read_all(session.providers, unread, addresses)}
    for key in found.keys() - bases.keys():
        base = _from_git(session, resources[key], found[key])
        if base is not None:
            bases[key] = base
    return Observation(resources=resources, found=found, bases=bases)


def rules(providers: Mapping[str, Provider]) -> Mapping[tuple[str, str], Rules]:
    """What every kind at every target asks of the planner."""
    return {
        (target, kind): Rules(replace_on=handler.traits.replace_on, exact=handler.traits.exact, rank=rank)
        for target, provider in providers.items()
        for rank, (kind, handler) in enumerate(provider.handlers.items())
    }


def _baseline(session: Session, seen: Observed) -> Attrs | None:
    return None if seen.marker is None else session.backend.baselines.get(seen.marker.applied)


def _unmoved(seen: Observed, recorded: Recorded | None) -> bool:
    if recorded is None or seen.marker is None:
        return False
    return bool(seen.version) and (seen.id, seen.version, seen.marker.applied) == (
        recorded.id,
        recorded.version,
        recorded.applied,
    )


def _from_git(session: Session, resource: Resource, seen: Observed) -> Attrs | None:
    """The commit in the marker can say what was applied; it is asked only when nothing cheaper knows."""
    if seen.marker is None or not seen.marker.commit:
        return None
    exact = session.providers[resource.key.target].handlers[resource.address.kind].traits.exact
    if compare(resource, seen, base=None, exact=exact).base is not None:
        return None
    return session.applied_at(seen.marker.commit.rstrip("+"), resource.key)
