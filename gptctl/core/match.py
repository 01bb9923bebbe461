"""Pair what is declared with what was observed, by marker alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gptctl.core.address import Address, Key, RemoteId
from gptctl.core.marker import Scope
from gptctl.core.resource import Observed


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """`found` pairs declared keys with objects; `moved` are the pairs found under a former address.

    `orphans` are ours but declared no more; `copies` are further objects with the mark of one in `found`.
    """

    found: Mapping[Key, Observed]
    moved: frozenset[Key]
    orphans: tuple[tuple[Key, Observed], ...]
    copies: tuple[tuple[Key, Observed], ...]


def pair(
    keys: Iterable[Key],
    observed: Mapping[str, Sequence[Observed]],
    *,
    scope: Scope,
    moved: Mapping[Address, Address],
    preferred: frozenset[RemoteId] = frozenset(),
) -> Pairing:
    """Pair every key with its object.

    `observed` is by target. `moved` leads from a new address to its former one. Of several objects with one
    mark (a console's "duplicate" copies it) the one in `preferred` counts, else the least id: never two.
    """
    marks = {target: _by_mark(objects, scope.mark, preferred) for target, objects in observed.items()}
    found: dict[Key, Observed] = {}
    copies: list[tuple[Key, Observed]] = []
    renamed: set[Key] = set()
    for key in keys:
        there = marks.get(key.target, {})
        objects = there.pop(scope.mark_of(key.address), ())
        if not objects and key.address in moved:
            objects = there.pop(scope.mark_of(moved[key.address]), ())
            renamed.update([key] if objects else [])
        if objects:
            found[key] = objects[0]
            copies.extend((key, one) for one in objects[1:])
    orphans = [
        (Key(target=target, address=_address(one, scope)), one)
        for target, there in marks.items()
        for objects in there.values()
        for one in objects
    ]
    return Pairing(
        found=found, moved=frozenset(renamed), orphans=tuple(sorted(orphans, key=_place)), copies=tuple(copies)
    )


def _by_mark(objects: Sequence[Observed], scope: str, preferred: frozenset[RemoteId]) -> dict[str, Sequence[Observed]]:
    """Our objects by the address in their mark, the one to keep first."""
    marks: dict[str, list[Observed]] = {}
    for one in objects:
        if one.marker is not None and one.marker.scope == scope:
            marks.setdefault(one.marker.address, []).append(one)
    return {mark: sorted(same, key=lambda one: (one.id not in preferred, one.id)) for mark, same in marks.items()}


def _place(orphan: tuple[Key, Observed]) -> tuple[Key, RemoteId]:
    return orphan[0], orphan[1].id


def _address(one: Observed, scope: Scope) -> Address:
    """The mark is a hash, so an undeclared object's address is guessed from its name and shown as a guess if wrong."""
    guess = Address(kind=one.kind, name=one.name or one.id)
    right = one.marker is not None and scope.mark_of(guess) == one.marker.address
    return guess if right else Address(kind=one.kind, name=f"{one.name or '?'}({one.id})")
