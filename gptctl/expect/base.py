"""What an expectation is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from gptctl.expect.said import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Where an answer is not what was expected: `says` is a sentence, `part` what it is about, in the answer's words.

    `part` is short, and empty where the answer holds no such part.
    """

    says: str
    part: str = ""


class Expectation(Protocol):
    """One thing that an answer must hold. `name` is its key in a file of tests."""

    @property
    def name(self) -> str: ...

    def faults(self, said: Said) -> Iterator[Fault]:
        """None at all when the answer holds it."""
        ...
