"""What is wrong with one file of tests, taken by itself."""

from collections.abc import Iterator, Mapping

from gptctl.config.check import check
from gptctl.config.issue import Issue
from gptctl.config.reading.place import Path
from gptctl.config.reading.shown import short
from gptctl.config.shape import as_list, as_map
from gptctl.core.value import JSON, Attrs
from gptctl.expect.pattern import WrongPattern, compiled

_TURNS = ("user", "assistant")
_MOST = 500
"""Patterns, each of which takes a few thousandths of a second at the worst."""


def tests_file(value: Attrs) -> Iterator[Issue]:
    yield from check(value, "tests")
    tests = [(("tests", index), as_map(test)) for index, test in enumerate(as_list(value.get("tests")))]
    for path, test in tests:
        yield from _turns(test.get("ask"), (*path, "ask"))
    patterns = [one for path, test in tests for one in _patterns(as_map(test.get("expect")), (*path, "expect"))]
    for at, written in patterns[:_MOST]:
        yield from _pattern(written, at)
    for at, _ in patterns[_MOST : _MOST + 1]:
        detail = f"A file may have {_MOST} patterns; give the tests that follow a file of their own."
        yield Issue(path=at, summary="Too many patterns", detail=detail)


def _turns(ask: JSON, path: Path) -> Iterator[Issue]:
    """The user speaks first and last, and nobody twice in a row: providers take nothing else."""
    turns = as_list(ask)
    for index, turn in enumerate(turns):
        due = _TURNS[index % 2]
        if isinstance(turn, Mapping) and len(turn) == 1 and next(iter(turn)) in _TURNS and due not in turn:
            yield Issue(path=(*path, index), summary="A turn out of turn", detail=f"This one is `{due}:`'s.")
    if turns and len(turns) % 2 == 0:
        yield Issue(path=path, summary="A turn is missing", detail="The last turn is `user:`'s: it is answered.")


def _patterns(expected: Attrs, path: Path) -> Iterator[tuple[Path, str]]:
    written = expected.get("matches")
    if isinstance(written, str):
        yield (*path, "matches"), written
    for index, pattern in enumerate(as_list(written)):
        if isinstance(pattern, str):
            yield (*path, "matches", index), pattern


def _pattern(written: str, path: Path) -> Iterator[Issue]:
    try:
        compiled(written)
    except WrongPattern as wrong:
        detail = f"`{short(written)}`: {wrong}. Patterns are RE2's, without lookahead and backreferences."
        yield Issue(path=path, summary="A pattern that is none", detail=detail)
