"""Expectations of an answer's words. Case and white space do not count, but for what it must equal."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from gptctl.expect.base import Fault
from gptctl.expect.excerpt import around, one_line, start
from gptctl.expect.said import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Contains:
    """All of these texts."""

    name: ClassVar[str] = "contains"
    texts: tuple[str, ...]

    def faults(self, said: Said) -> Iterator[Fault]:
        answer = _folded(said.text)
        for text in self.texts:
            if _folded(text) not in answer:
                yield Fault(says=f"It does not say `{text}`.", part=start(said.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Excludes:
    """None of these texts."""

    name: ClassVar[str] = "excludes"
    texts: tuple[str, ...]

    def faults(self, said: Said) -> Iterator[Fault]:
        answer, plain = _folded(said.text), one_line(said.text)
        shown = plain if len(plain) == len(answer) else answer  # folding makes two letters of some
        for text in self.texts:
            at = answer.find(_folded(text))
            if at >= 0:
                yield Fault(says=f"It says `{text}`.", part=around(shown, at, len(text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxWords:
    """So many words and no more."""

    name: ClassVar[str] = "max_words"
    most: int

    def faults(self, said: Said) -> Iterator[Fault]:
        words = said.text.split()
        if len(words) > self.most:
            yield Fault(
                says=f"It has {len(words):,} words; {self.most:,} are allowed.",
                part=f"…{start(' '.join(words[self.most :]))}",
            )


def _folded(text: str) -> str:
    return one_line(text).casefold()
