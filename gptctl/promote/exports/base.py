"""What an export is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from gptctl.core.value import Attrs
from gptctl.promote.example import Example, Pair
from gptctl.promote.rules.base import FileRule, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An example that the target cannot hold as it is meant, and why: a short word that is counted."""

    reason: str


Rows: TypeAlias = Iterator[Attrs | LeftOut]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """Rows of one kind at a target, and what it publishes about them.

    `least` is how many must be there to train on, as one of the file rules says too.
    """

    rules: tuple[Rule, ...]
    file_rules: tuple[FileRule, ...] = ()
    least: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A target's formats. `pair` is None where it takes no preferences.

    `mark` are the bytes that a file begins with. `companions` gives further files, by name, from the names of those
    that were written, such as the description that a trainer wants beside its data. `turns` says in a sentence what
    happens to an example of which only some answers are meant to be learnt. `longest` is how many tokens an example
    may have, 0 where nothing is published.
    """

    name: str
    title: str
    turns: str
    example: Callable[[Example], Rows]
    examples: Format
    pair: Callable[[Pair], Rows] | None = None
    pairs: Format = Format(rules=())
    mark: bytes = b""
    longest: int = 0
    companions: Callable[[Sequence[str]], Mapping[str, str]] | None = None
