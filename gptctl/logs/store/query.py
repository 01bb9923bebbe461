"""Which conversations are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gptctl.logs.store.sql import quoted

GOOD = 0.5
"""The least mean score of a conversation that people liked."""


class Rated(StrEnum):
    GOOD = "good"
    BAD = "bad"
    NONE = "none"


_RATED = {Rated.GOOD: f"score >= {GOOD}", Rated.BAD: f"score < {GOOD}", Rated.NONE: "ratings = '[]'"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Every condition must hold; what is None or empty holds for all. Times are in seconds since the epoch.

    `assistant` may be "", which asks for those that belong to none. `since` is the first moment of the end of a
    conversation, `until` the first that is too late. `id` is the beginning of an id, ours or the source's.
    """

    assistant: str | None = None
    environments: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    since: float | None = None
    until: float | None = None
    rated: Rated | None = None
    id: str = ""


def where(query: Query) -> str:
    """The conditions as SQL, over the columns of CONVERSATIONS with `ratings` joined and their mean as `score`."""
    return " and ".join(_conditions(query)) or "true"


def _conditions(query: Query) -> Iterator[str]:
    if query.assistant is not None:
        yield f"assistant = {quoted(query.assistant)}"
    for column, allowed in (("environment", query.environments), ("shape", query.shapes)):
        if allowed:
            yield f"{column} in ({', '.join(map(quoted, allowed))})"
    if query.since is not None:
        yield f"ended >= {query.since!r}"
    if query.until is not None:
        yield f"ended < {query.until!r}"
    if query.id:
        yield f"(starts_with(id, {quoted(query.id)}) or starts_with(native, {quoted(query.id)}))"
    if query.rated is not None:
        yield _RATED[query.rated]
