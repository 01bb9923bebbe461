"""Patterns that take time in proportion to the answer, whatever they are: RE2's, which never go back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Protocol

import re2

from gptctl.expect.base import Fault
from gptctl.expect.excerpt import start
from gptctl.expect.said import Said

_MEMORY = 1 << 20
"""A pattern that needs more is wrong: one of a thousand signs could take a twentieth of a second to look at."""


class WrongPattern(ValueError):
    """What is wrong with it, in RE2's words."""


class Pattern(Protocol):
    def search(self, text: str) -> object | None: ...


def compiled(source: str) -> Pattern:
    """Raises WrongPattern: what RE2 leaves out, such as lookahead and backreferences, is wrong too."""
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    try:
        pattern: Pattern = re2.compile(_plain(source), options)
    except re2.error as error:
        raise WrongPattern(_told(error)) from None
    return pattern


def found(source: str, text: str) -> bool:
    """Whether it matches anywhere in the text."""
    return compiled(source).search(_plain(text)) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Each of these patterns, somewhere in the answer."""

    name: ClassVar[str] = "matches"
    patterns: tuple[str, ...]

    def faults(self, said: Said) -> Iterator[Fault]:
        for pattern in self.patterns:
            if not found(pattern, said.text):
                yield Fault(says=f"Nothing in it matches `{pattern}`.", part=start(said.text))


def _plain(text: str) -> str:
    """A lone surrogate is shown as such things are: RE2 takes UTF-8 alone."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _told(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
