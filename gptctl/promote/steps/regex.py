"""Regular expressions that take time in proportion to the text, whatever a log holds: RE2's, never backtracking ones.

Imports a library of the extra `promote`; so do the modules that import this one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import AnyStr, Protocol, TypeVar

import re2

MEMORY = 64 << 20

Text_co = TypeVar("Text_co", bytes, str, covariant=True)


class Match(Protocol[Text_co]):
    def start(self, group: int = 0) -> int: ...

    def end(self, group: int = 0) -> int: ...

    def group(self, group: int = 0) -> Text_co: ...


class Pattern(Protocol[AnyStr]):
    @property
    def groups(self) -> int: ...

    def search(self, text: AnyStr) -> Match[AnyStr] | None: ...

    def finditer(self, text: AnyStr) -> Iterator[Match[AnyStr]]: ...


def octets(source: str) -> Pattern[bytes]:
    """For bytes of any encoding: each byte is one sign."""
    pattern: Pattern[bytes] = re2.compile(source.encode(), _options(re2.Options.Encoding.LATIN1))
    return pattern


def first_look(sources: Iterable[str]) -> Callable[[bytes], Sequence[int]]:
    """Which of the patterns occur in some bytes, found in one pass: their indices, in no order."""
    looks = re2.Set.SearchSet(_options(re2.Options.Encoding.LATIN1))
    for source in sources:
        looks.Add(source.encode())
    looks.Compile()
    return lambda text: looks.Match(text) or ()


def letters(source: str) -> Pattern[str]:
    pattern: Pattern[str] = re2.compile(source, _options(re2.Options.Encoding.UTF8))
    return pattern


def _options(encoding: object) -> object:
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    options.encoding = encoding
    return options
