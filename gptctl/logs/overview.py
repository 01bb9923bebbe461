"""The conversations of a project at a glance."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the conversations that were read: all but the last add up to `read`, each counted once.

    `repeated` came again, perhaps longer, in the same import; `forgotten` have a tombstone. `ratings` are new ones
    that stand apart from their conversation.
    """

    read: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    repeated: int = 0
    forgotten: int = 0
    ratings: int = 0


NONE = Counts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """One conversation. `score` is the mean of its ratings, None without any; `first` is how it begins."""

    id: str
    assistant: str
    shape: str
    native: str
    model: str
    ended: float
    turns: int
    score: float | None
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """Numbers of conversations, but for `turns`: the least, the middle and the most turns of one.

    The maps lead from a name to a number, the greatest first; "" is for those that do not say. `instructions` are
    digests. `months` are in UTC. `contradictory` were rated both good and bad at one place.
    """

    conversations: int = 0
    assistants: Mapping[str, int] = field(default_factory=dict[str, int])
    months: Mapping[str, int] = field(default_factory=dict[str, int])
    shapes: Mapping[str, int] = field(default_factory=dict[str, int])
    models: Mapping[str, int] = field(default_factory=dict[str, int])
    instructions: Mapping[str, int] = field(default_factory=dict[str, int])
    signals: Mapping[str, int] = field(default_factory=dict[str, int])
    good: int = 0
    bad: int = 0
    unrated: int = 0
    contradictory: int = 0
    corrected: int = 0
    with_tools: int = 0
    turns: tuple[int, int, int] = (0, 0, 0)


NOTHING = Stats()
