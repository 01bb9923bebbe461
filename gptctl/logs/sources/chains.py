"""Rows that name the row before them, put in order: a response names the one that it continues."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

MOST_BRANCHES = 100
"""Ends of one conversation that are told apart. Each repeats what they have in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`group` ties rows that name no predecessor, such as those of one conversation object; "" for none."""

    id: str
    previous: str
    group: str
    time: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Ids from the first to the last; `native` is the id of the first that no other path has."""

    ids: tuple[str, ...]
    native: str


class Chains:
    """Which rows belong together, told by their links alone: so a row waits for those that it needs, and no longer."""

    def __init__(self, links: Iterable[Link]) -> None:
        self._links: dict[str, Link] = {}
        self._rows: list[str] = []
        self._roots: dict[str, str] = {}
        for link in links:
            self._links.setdefault(link.id, link)
            self._rows.append(link.id)

    def sizes(self) -> Mapping[str, int]:
        """How many rows every group has."""
        counted: dict[str, int] = {}
        for id_ in self._rows:
            group = self.group(id_)
            counted[group] = counted.get(group, 0) + 1
        return counted

    def group(self, id_: str) -> str:
        """The name of the group that a row is in: that of its conversation, or its first row's id."""
        walked: list[str] = []
        seen: set[str] = set()
        at = id_
        while at not in self._roots:
            link = self._links[at]
            walked.append(at)
            seen.add(at)
            if link.group or link.previous not in self._links:
                self._roots[at] = link.group or at
            elif link.previous in seen:  # they go in a circle: the smallest id stands for all in it
                self._roots[at] = min(seen)
            else:
                at = link.previous
        self._roots.update(dict.fromkeys(walked, self._roots[at]))
        return self._roots[at]

    def paths(self, ids: Iterable[str]) -> Sequence[Path]:
        """From every beginning in a group to every end, the latest last. A circle has neither, and gives no path."""
        ordered = sorted(
            {self._links[id_].id: self._links[id_] for id_ in ids}.values(), key=lambda one: (one.time, one.id)
        )
        if all(link.group for link in ordered):
            return [Path(ids=tuple(link.id for link in ordered), native=ordered[0].id)]
        known = {link.id for link in ordered}
        after: dict[str, list[str]] = {}
        for link in ordered:
            after.setdefault(link.previous if link.previous in known else "", []).append(link.id)
        return list(_walk(after))


def _walk(after: Mapping[str, Sequence[str]]) -> Iterator[Path]:
    """The main path goes on with the latest of several continuations: the others were given up by the user."""
    waiting: list[tuple[tuple[str, ...], str]] = [((), id_) for id_ in reversed(after.get("", ()))]
    for _ in range(MOST_BRANCHES):
        if not waiting:
            return
        before, start = waiting.pop()
        ids, at = [*before], start
        while True:
            ids.append(at)
            *others, last = after.get(at, [""])
            waiting.extend((tuple(ids), other) for other in others)
            if not last:
                break
            at = last
        yield Path(ids=tuple(ids), native=start)
