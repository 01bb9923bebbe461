"""Read what the providers hold: listings in parallel, contents only where they can matter."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from gptctl.core.address import Address, Key, RemoteId
from gptctl.core.refs import unbind
from gptctl.core.resource import Observed, Recorded
from gptctl.core.value import without_nulls
from gptctl.providers.base import Handler, Provider
from gptctl.providers.tally import tallied

WORKERS = 8
FEW = 2
"""So many calls are made one after the other: a pool of threads takes longer to load than they wait."""

_In = TypeVar("_In")
_Out = TypeVar("_Out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Our objects by target, and how many listing calls it took: pages, not objects; one a kind without a network."""

    objects: Mapping[str, Sequence[Observed]]
    calls: int


def list_all(providers: Mapping[str, Provider], scope: str) -> Listing:
    """List every kind at every target. A listing that fails raises: an unread object is never an absent one."""
    pairs = [(target, handler) for target, provider in providers.items() for handler in provider.handlers.values()]
    found = _parallel(lambda pair: _listed(pair[1], scope), pairs)
    objects: dict[str, list[Observed]] = {target: [] for target in providers}
    for (target, _), (listed, _) in zip(pairs, found, strict=True):
        objects[target].extend(listed)
    return Listing(objects=objects, calls=sum(calls for _, calls in found))


def _listed(handler: Handler, scope: str) -> tuple[Sequence[Observed], int]:
    with tallied() as tally:
        listed = list(handler.list(scope))
    return listed, max(tally.requests, 1)


def with_unlisted(listing: Listing, providers: Mapping[str, Provider], recorded: Iterable[Recorded]) -> Listing:
    """The listing, and every recorded object that it does not show but that is there when it is asked for by id.

    A listing may lag behind a write; what it leaves out is not gone before a read has said so.
    """
    listed = {(target, seen.id) for target, objects in listing.objects.items() for seen in objects}
    missing = [one for one in recorded if one.key.target in providers and (one.key.target, one.id) not in listed]
    found = _parallel(lambda one: _handler(providers, one.key).read(one.id), missing)
    objects = {target: list(seen) for target, seen in listing.objects.items()}
    for one, seen in zip(missing, found, strict=True):
        if seen is not None and seen.marker is not None:
            objects[one.key.target].append(seen)
    return Listing(objects=objects, calls=listing.calls)


def read_all(
    providers: Mapping[str, Provider], wanted: Mapping[Key, Observed], addresses: Mapping[RemoteId, Address]
) -> Mapping[Key, Observed]:
    """Fill in the contents of these objects, references as addresses. An object that is gone by now is left out."""

    def fill(item: tuple[Key, Observed]) -> Observed | None:
        key, seen = item
        full = seen if seen.attrs is not None else _handler(providers, key).read(seen.id)
        if full is None or full.attrs is None:
            return None
        return replace(full, attrs=without_nulls(unbind(full.attrs, addresses)))

    items = sorted(wanted.items())
    full = _parallel(fill, items)
    return {key: seen for (key, _), seen in zip(items, full, strict=True) if seen is not None}


def _handler(providers: Mapping[str, Provider], key: Key) -> Handler:
    return providers[key.target].handlers[key.address.kind]


def _parallel(work: Callable[[_In], _Out], items: Iterable[_In]) -> list[_Out]:
    todo = list(items)
    if len(todo) <= FEW:
        return [work(item) for item in todo]
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- see FEW

    with ThreadPoolExecutor(max_workers=min(WORKERS, len(todo))) as pool:
        return list(pool.map(work, todo))
