"""What a page says, before anybody decides how it looks. All text may come from anywhere: the renderers escape it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`value` is 0 or more; `shown` is the value as people read it; `note` stands after it."""

    label: str
    value: float
    shown: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A plot of horizontal bars, of the same unit. `says` is what one sees in it, as a sentence."""

    says: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """An estimate with its interval, `low` <= `value` <= `high`."""

    label: str
    low: float
    value: float
    high: float
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals:
    """A plot of estimates with their intervals beside a line at `zero`."""

    says: str
    points: Sequence[Point]
    zero: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A plot of one or more lines over a shared axis; each line is a name and its points (x, y), x rising."""

    says: str
    across: str
    lines: Sequence[tuple[str, Sequence[tuple[float, float]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    items: Sequence[str]


Block: TypeAlias = Bars | Intervals | Curve | Table | Text | Items


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`facts` are few: what a reader wants at a glance, each with its value."""

    title: str
    lead: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
