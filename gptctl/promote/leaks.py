"""Whether anything that is held out was seen in training: the same context, or nearly the same."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.chat import Chat
from gptctl.promote.duplicates import normal
from gptctl.promote.duplicates.likeness import many, overlap, sketched
from gptctl.promote.duplicates.sketch import BANDS, WORDS, bands
from gptctl.promote.example import Part
from gptctl.promote.tokens import vocabulary
from gptctl.promote.tokens.pieces import Counted, pieces

SEED = 2
"""Another than that of curation, so that what the one overlooks the other may find."""

WHOLE = -1
_AT_ONCE = 256
_HELD_OUT = (Part.VALIDATION, Part.TEST)


class Spoken(Protocol):
    """An example, or a row that may become one. Leading system messages are not looked at: all examples share them."""

    @property
    def id(self) -> str: ...
    @property
    def part(self) -> Part: ...
    @property
    def messages(self) -> Sequence[Chat]: ...
    @property
    def targets(self) -> tuple[int, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """Two of `spoken`, by place, and the targets (by index of message, WHOLE for everything) whose contexts touch.

    `likeness` is 1.0 for contexts that are equal but for case and white space.
    """

    first: int
    second: int
    first_at: int
    second_at: int
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    owner: int
    at: int
    key: int
    ids: NDArray[np.uint32]


def leaks(spoken: Sequence[Spoken], least: float, *, seed: int = SEED) -> Sequence[Leak]:
    """Every two whose parts must not touch and that have a target with the same or, by this Jaccard, a near context.

    Also those that as a whole are near. Sorted by the later of both, as they stand in `spoken`.
    """
    units = [unit for owner, one in enumerate(spoken) for unit in _units(owner, one)]
    found = [*_equal(units, spoken), *_near(units, spoken, least, seed)]
    unique = {(leak.second, leak.first, leak.second_at, leak.first_at): leak for leak in reversed(found)}
    return [unique[key] for key in sorted(unique)]


def apart(one: Part, other: Part) -> bool:
    """Whether these parts must have nothing in common."""
    return one is not other and (one in _HELD_OUT or other in _HELD_OUT)


def _units(owner: int, one: Spoken) -> Iterator[_Unit]:
    """Each target's context, and the whole up to the last target. A whole is equal to no context."""
    texts: list[str] = []
    ends = []
    said = [message for message in one.messages if message["role"] != "system"]
    hidden = len(one.messages) - len(said)
    for message in said:
        ends.append(len(texts))
        texts += pieces((message,))
    encoded = vocabulary.encode(texts, vocabulary.DEFAULT)
    keys = normal.contexts(said, [at - hidden for at in one.targets])
    for at, key in zip(one.targets, keys, strict=True):
        yield _Unit(owner=owner, at=at, key=key, ids=encoded.ids[: encoded.ends[ends[at - hidden]]])
    yield _Unit(owner=owner, at=WHOLE, key=0, ids=encoded.ids)


def _equal(units: Iterable[_Unit], spoken: Sequence[Spoken]) -> Iterator[Leak]:
    """Each with the first of every part that must not touch its own."""
    firsts: dict[int, dict[Part, _Unit]] = defaultdict(dict)
    for unit in units:
        if unit.at == WHOLE:
            continue
        part = spoken[unit.owner].part
        yield from (_leak(other, unit, 1.0) for there, other in firsts[unit.key].items() if apart(there, part))
        firsts[unit.key].setdefault(part, unit)


def _near(units: Sequence[_Unit], spoken: Sequence[Spoken], least: float, seed: int) -> Iterator[Leak]:
    """Contexts are compared with contexts, wholes with wholes."""
    long = [unit for unit in units if len(unit.ids) >= WORDS]
    pairs: set[tuple[int, int]] = set()
    keys = np.concatenate([_bands(long[at : at + _AT_ONCE], seed) for at in range(0, len(long), _AT_ONCE)] or [_NONE])
    for band in range(BANDS):
        buckets: dict[tuple[int, bool], list[int]] = defaultdict(list)
        for place, key in enumerate(keys[:, band].tolist()):
            buckets[key, long[place].at == WHOLE].append(place)
        for bucket in buckets.values():
            pairs.update(_crossing(bucket, long, spoken))
    places = sorted({place for pair in pairs for place in pair})
    sets = dict(zip(places, many(long[place].ids for place in places), strict=True))
    for one, other in pairs:
        if (likeness := overlap(sets[one], sets[other])) >= least:
            yield _leak(long[one], long[other], likeness)


_NONE = np.empty((0, BANDS), dtype=np.uint64)


def _bands(units: Sequence[_Unit], seed: int) -> NDArray[np.uint64]:
    """(units, 18)"""
    lengths = np.asarray([len(unit.ids) for unit in units], dtype=np.int64)
    counts = Counted(
        ids=np.concatenate([unit.ids for unit in units]),
        starts=np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)]),
        contexts=np.zeros(len(units), np.int64),
        tokens=lengths.astype(np.int32),
    )
    return bands(sketched(counts, seed).wholes).T


def _crossing(bucket: Sequence[int], units: Sequence[_Unit], spoken: Sequence[Spoken]) -> Iterator[tuple[int, int]]:
    """Pairs of a bucket whose parts must not touch."""
    parts: dict[Part, list[int]] = defaultdict(list)
    for place in bucket:
        parts[spoken[units[place].owner].part].append(place)
    for one, first in parts.items():
        for other, second in parts.items():
            if one < other and apart(one, other):
                yield from ((min(a, b), max(a, b)) for a in first for b in second)


def _leak(one: _Unit, other: _Unit, likeness: float) -> Leak:
    first, second = sorted((one, other), key=lambda unit: unit.owner)
    return Leak(first=first.owner, second=second.owner, first_at=first.at, second_at=second.at, likeness=likeness)
