"""Pair what is declared with what was observed, by marker alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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

    `observed` is by target. `moved` leads from a new address to its former one, which may have had another before.
    Of several objects with one mark (a console's "duplicate" copies it) the one in `preferred` counts, else the
    least id: never two.
    """
    marks = {target: _by_mark(objects, scope.mark, preferred) for target, objects in observed.items()}
    found: dict[Key, Observed] = {}
    copies: list[tuple[Key, Observed]] = []
    renamed: set[Key] = set()
    for key in keys:
        there = marks.get(key.target, {})
        names = [scope.mark_of(one) for one in _names(key.address, moved)]
        mark = next((one for one in names if one in there), None)
        if mark is not None:
            objects = there.pop(mark)
            renamed.update([key] if mark != names[0] else [])
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


def _names(address: Address, moved: Mapping[Address, Address]) -> Iterator[Address]:
    """The address and its former ones, the latest first: an environment may have missed some renames."""
    yield address
    for _ in moved:
        if address in moved:
            address = moved[address]
            yield address


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
