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


def tests_file(value: Attrs) -> Iterator[Issue]:
    yield from check(value, "tests")
    for index, written in enumerate(as_list(value.get("tests"))):
        test = as_map(written)
        yield from _turns(test.get("ask"), ("tests", index, "ask"))
        yield from _patterns(as_map(test.get("expect")).get("matches"), ("tests", index, "expect", "matches"))


def _turns(ask: JSON, path: Path) -> Iterator[Issue]:
    """The user speaks first and last, and nobody twice in a row: providers take nothing else."""
    turns = as_list(ask)
    for index, turn in enumerate(turns):
        due = _TURNS[index % 2]
        if isinstance(turn, Mapping) and len(turn) == 1 and next(iter(turn)) in _TURNS and due not in turn:
            yield Issue(path=(*path, index), summary="A turn out of turn", detail=f"This one is `{due}:`'s.")
    if turns and len(turns) % 2 == 0:
        yield Issue(path=path, summary="A turn is missing", detail="The last turn is `user:`'s: it is answered.")


def _patterns(written: JSON, path: Path) -> Iterator[Issue]:
    if isinstance(written, str):
        yield from _pattern(written, path)
    for index, pattern in enumerate(as_list(written)):
        yield from _pattern(pattern, (*path, index))


def _pattern(written: JSON, path: Path) -> Iterator[Issue]:
    if not isinstance(written, str):
        return
    try:
        compiled(written)
    except WrongPattern as wrong:
        detail = f"`{short(written)}`: {wrong}. Patterns are RE2's, without lookahead and backreferences."
        yield Issue(path=path, summary="A pattern that is none", detail=detail)
