"""What gives personal data away, twice: for a first look at all that was said, and to find it to the letter."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gptctl.promote.steps.personal.hit import Hit

CAPITAL = r"(?:[A-HJ-Z\x80-\xff]|I[a-z])"
"""How a name may begin, in bytes."""

LINE = r"(?:\n|\\n)"
"""A line feed, or how JSON writes one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """`look` matches bytes of raw JSON wherever `find` may find something in the text it stands for, and seldom else.

    `find` may be given several texts at once, with a zero byte between them.
    """

    look: str
    find: Callable[[str], Iterator[Hit]]
