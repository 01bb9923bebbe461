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
    declared = frozenset(keys)
    found: dict[Key, Observed] = {}
    copies: list[tuple[Key, Observed]] = []
    taken: set[tuple[str, RemoteId]] = set()
    by_mark = {target: _by_mark(objects, scope, preferred) for target, objects in observed.items()}
    renamed: set[Key] = set()
    for key in sorted(declared):
        marks = by_mark.get(key.target, {})
        former = moved.get(key.address)
        objects = marks.get(scope.mark_of(key.address), [])
        if not objects and former is not None:
            objects = marks.get(scope.mark_of(former), [])
            renamed.update([key] if objects else [])
        for index, one in enumerate(objects):
            taken.add((key.target, one.id))
            if index == 0:
                found[key] = one
            else:
                copies.append((key, one))
    orphans = [
        (Key(target=target, address=_address(one, scope)), one)
        for target, marks in by_mark.items()
        for objects in marks.values()
        for one in objects
        if (target, one.id) not in taken
    ]
    return Pairing(
        found=found,
        moved=frozenset(renamed),
        orphans=tuple(sorted(orphans, key=lambda item: (item[0], item[1].id))),
        copies=tuple(copies),
    )


def _by_mark(objects: Sequence[Observed], scope: Scope, preferred: frozenset[RemoteId]) -> Mapping[str, list[Observed]]:
    marks: dict[str, list[Observed]] = {}
    for one in sorted(objects, key=lambda o: (o.id not in preferred, o.id)):
        if one.marker is not None and one.marker.scope == scope.mark:
            marks.setdefault(one.marker.address, []).append(one)
    return marks


def _address(one: Observed, scope: Scope) -> Address:
    """The mark is a hash, so an undeclared object's address is guessed from its name and shown as a guess if wrong."""
    guess = Address(kind=one.kind, name=one.name or one.id)
    right = one.marker is not None and scope.mark_of(guess) == one.marker.address
    return guess if right else Address(kind=one.kind, name=f"{one.name or '?'}({one.id})")
