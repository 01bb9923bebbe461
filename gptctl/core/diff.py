"""The difference of two values, path by path, and the part of an observation that a declaration speaks about."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gptctl.core.value import JSON, Attrs, canonical

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One path with its value before and after; None stands for absent, which nothing we declare tells from null."""

    path: str
    before: JSON
    after: JSON


def diff(before: JSON, after: JSON) -> tuple[FieldChange, ...]:
    """Every path at which the two differ, in the order of the paths' keys.

    Maps are compared key by key. Lists are compared item by item when both are lists of named objects or have
    the same length, else as a whole: a shifted index is no change anybody made.
    """
    return tuple(_diff("", before, after))


def project(observed: Attrs, onto: Attrs, *, exact: frozenset[str] = frozenset()) -> Attrs:
    """The part of an observation that `onto` speaks about: what a server filled in beside it is left out.

    A top-level field named in `exact` is taken whole, because there an extra key is a real difference
    (a file that somebody uploaded by hand).
    """
    return {
        key: observed[key] if key in exact else _project(observed[key], value)
        for key, value in onto.items()
        if key in observed
    }


def _project(observed: JSON, onto: JSON) -> JSON:
    match observed, onto:
        case Mapping(), Mapping():
            return {key: _project(observed[key], value) for key, value in onto.items() if key in observed}
        case ((list() | tuple()), (list() | tuple())) if len(observed) == len(onto):
            return [_project(mine, theirs) for mine, theirs in zip(observed, onto, strict=True)]
        case _:
            return observed


def _diff(path: str, before: JSON, after: JSON) -> Iterator[FieldChange]:
    match before, after:
        case Mapping(), Mapping():
            yield from _diff_maps(path, before, after)
        case ((list() | tuple()), (list() | tuple())):
            yield from _diff_lists(path, before, after)
        case _ if canonical(before) != canonical(after):
            yield FieldChange(path=path, before=before, after=after)


def _diff_maps(path: str, before: Mapping[str, JSON], after: Mapping[str, JSON]) -> Iterator[FieldChange]:
    for key in sorted({*before, *after}):
        yield from _diff(join(path, key), before.get(key), after.get(key))


def _diff_lists(path: str, before: Sequence[JSON], after: Sequence[JSON]) -> Iterator[FieldChange]:
    mine, theirs = _by_name(before), _by_name(after)
    if mine is not None and theirs is not None and _same_order(mine, theirs):
        yield from _diff_named(path, mine, theirs)
    elif len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _diff(f"{path}[{index}]", one, other)
    else:
        yield FieldChange(path=path, before=before, after=after)


def _diff_named(path: str, mine: Mapping[str, JSON], theirs: Mapping[str, JSON]) -> Iterator[FieldChange]:
    for name in (*mine, *(name for name in theirs if name not in mine)):
        yield from _diff(f"{path}[{name}]", mine.get(name), theirs.get(name))


def _by_name(items: Sequence[JSON]) -> Mapping[str, JSON] | None:
    """Items by their `name`, or None when one has none or two share it."""
    named: dict[str, JSON] = {}
    for item in items:
        name = item.get("name") if isinstance(item, Mapping) else None
        if not isinstance(name, str) or name in named:
            return None
        named[name] = item
    return named


def _same_order(mine: Mapping[str, JSON], theirs: Mapping[str, JSON]) -> bool:
    return [name for name in mine if name in theirs] == [name for name in theirs if name in mine]


def join(path: str, key: str) -> str:
    """The path of a key of the map at `path`."""
    if _PLAIN.match(key):
        return f"{path}.{key}" if path else key
    return f"{path}[{canonical(key)}]"
