"""How an assistant's dataset is made: `promotion:` in its file, reviewed with it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class PersonalData(StrEnum):
    """What happens to personal data that is found: a typed placeholder stands in for it, or the row is dropped."""

    REPLACE = "replace"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """Which conversations are looked at. Days are whole days in UTC; empty means all.

    `score` is the least rating of an example; conversations without any rating are taken only when `unrated`.
    `deny_providers` are those whose models' answers may not be trained on.
    """

    since: date | None = None
    until: date | None = None
    environments: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    score: float = 0.5
    unrated: bool = False
    deny_providers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotas:
    """Upper bounds, 0 for none: rows in all, and the share (0 to 1) that one topic, tool, length or source may have."""

    rows: int = 1000
    cluster: int = 1
    topic: float = 0.0
    tool: float = 0.0
    length: float = 0.0
    source: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Shares of the clusters held out. With `test_from`, clusters that began on that day or later are the test."""

    validation: float = 0.1
    test: float = 0.1
    test_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """`near` is the least similarity (Jaccard, of token 5-grams) of near duplicates.

    `languages` are ISO 639-1 codes, empty for any. `max_tokens` bounds an example, instructions and tools included;
    0 takes the target's own limit. `volatile` says whether answers that rest on looked-up facts may stay.
    `to` is `TRAINER:MODEL`, empty until it is chosen. `licences` are those of the logs, for the manifest.
    """

    select: Select = field(default_factory=Select)
    near: float = 0.85
    languages: tuple[str, ...] = ()
    max_tokens: int = 0
    personal_data: PersonalData = PersonalData.REPLACE
    names: tuple[str, ...] = ()
    volatile: bool = True
    diversity: bool = False
    quotas: Quotas = field(default_factory=Quotas)
    split: Split = field(default_factory=Split)
    to: str = ""
    licences: tuple[str, ...] = ()
    seed: str = ""
