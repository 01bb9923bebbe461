"""How far a long reading is, on a terminal."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from gptctl.cli.screens import Flag, make_stream
from gptctl.views.line import Line, Style, line

_T = TypeVar("_T")

PATIENCE = 1.0
"""Seconds until something is shown, and between two times."""


def counted(
    items: Iterable[_T], what: str, flags: frozenset[Flag], size: Callable[[_T], int] = lambda _: 1
) -> Iterator[_T]:
    """The same items; on a terminal one line tells from time to time how many there were.

    `size` is how many an item stands for.
    """
    if Flag.QUIET in flags or not sys.stderr.isatty():
        yield from items
        return
    stream, due, shown = make_stream(sys.stderr, flags), time.monotonic() + PATIENCE, False
    count = 0
    try:
        for item in items:
            count += size(item)
            if time.monotonic() >= due:
                stream.rewrite(line(f"{count:,} {what}", Style.FAINT))
                due, shown = time.monotonic() + PATIENCE, True
            yield item
    finally:
        if shown:
            stream.rewrite(Line())


@contextmanager
def progress(what: str, flags: frozenset[Flag]) -> Iterator[Callable[[int, int], None]]:
    """Something to be told how many are done and how many there will be; on a terminal one line shows it."""
    if Flag.QUIET in flags or not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    stream = make_stream(sys.stderr, flags)
    due = [time.monotonic() + PATIENCE]

    def tell(done: int, of: int) -> None:
        if time.monotonic() >= due[0]:
            stream.rewrite(line(f"{done:,} of {of:,} {what}", Style.FAINT))
            due[0] = time.monotonic() + PATIENCE

    try:
        yield tell
    finally:
        stream.rewrite(Line())
