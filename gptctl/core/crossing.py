"""One declaration in the words of two providers: what is said alike, otherwise, or at one of them only."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gptctl.core.diff import join
from gptctl.core.value import JSON, Attrs, canonical


class Way(StrEnum):
    """What becomes of a field on its way to another provider."""

    CHANGED = "changed"
    RENAMED = "renamed"
    DROPPED = "dropped"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """`path` and `before` are the field here, `to` and `after` the field there; empty and None where it is not."""

    way: Way
    path: str = ""
    to: str = ""
    before: JSON = None
    after: JSON = None


def crossings(here: Attrs, there: Attrs, *, same: Mapping[str, str]) -> tuple[Crossing, ...]:
    """Every field that is not the same at both, in the order of the paths.

    A value that has left one path and stands at one other was renamed. `same` leads from a word here to the word there
    that means the same, such as the names of a model.
    """
    mine, theirs = dict(_leaves("", here)), dict(_leaves("", there))
    gone = {path: value for path, value in mine.items() if path not in theirs}
    new = {path: value for path, value in theirs.items() if path not in mine}
    renamed = dict(_renamed(gone, new, same))
    found = [
        *(_changed(path, path, mine[path], theirs[path]) for path in mine.keys() & theirs.keys()),
        *(_changed(path, to, gone[path], new[to]) for path, to in renamed.items()),
        *(Crossing(way=Way.DROPPED, path=path, before=gone[path]) for path in gone.keys() - renamed.keys()),
        *(Crossing(way=Way.ADDED, to=to, after=new[to]) for to in new.keys() - set(renamed.values())),
    ]
    said = (one for one in found if one is not None and not (_empty(one.before) and _empty(one.after)))
    return tuple(sorted(said, key=lambda one: (one.path or one.to, one.to)))


def _changed(path: str, to: str, before: JSON, after: JSON) -> Crossing | None:
    if canonical(before) != canonical(after):
        return Crossing(way=Way.CHANGED, path=path, to=to, before=before, after=after)
    return None if path == to else Crossing(way=Way.RENAMED, path=path, to=to, before=before, after=after)


def _renamed(gone: Attrs, new: Attrs, same: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of paths with one value. A value that stands at several says nothing about which became which."""
    meant = {path: same.get(value, value) if isinstance(value, str) else value for path, value in gone.items()}
    once, places = _once(meant.values()), {canonical(value): path for path, value in new.items()}
    there = _once(new.values())
    for path, value in meant.items():
        text = canonical(value)
        if text in once and text in there:
            yield path, places[text]


def _once(values: Iterable[JSON]) -> frozenset[str]:
    return frozenset(text for text, count in Counter(map(canonical, values)).items() if count == 1)


def _empty(value: JSON) -> bool:
    """Says nothing: a list without an item, which a provider may want to be there."""
    return value in (None, "", [], (), {})


def _leaves(path: str, value: JSON) -> Iterator[tuple[str, JSON]]:
    """What is no map, or an empty one, or a reference, by its path."""
    if isinstance(value, Mapping) and value and "$ref" not in value:
        for key, item in value.items():
            yield from _leaves(join(path, key), item)
    elif path:
        yield path, value
