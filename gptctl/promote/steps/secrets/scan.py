"""Where in a text there is a secret. What it is never leaves this module."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.promote.steps.secrets.rules import Rule, first_look, plain_look, rules
from gptctl.promote.steps.secrets.views import views


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Found:
    """A secret of this kind at this offset in bytes: of the line's beginning where it is encoded."""

    offset: int
    kind: str


def scan(data: bytes) -> tuple[Found, ...]:
    """The secrets in the bytes of a text file, JSON Lines for one, in order; empty when there is none.

    A secret of several lines is found by its first. Takes time in proportion to the size, whatever `data` holds.
    """
    if not first_look().search(data):
        return ()
    found, start = list[Found](), 0
    for line in data.split(b"\n"):
        found += scan_line(line, start)
        start += len(line) + 1
    return tuple(found)


def scan_line(line: bytes, start: int = 0) -> tuple[Found, ...]:
    """The secrets in one line, or in a text looked at as one; their offsets are counted from `start`."""
    if not first_look().search(line):
        return ()
    return tuple(sorted({Found(offset=start + offset, kind=kind) for offset, kind in _found(line)}))


def _found(line: bytes) -> Iterator[tuple[int, str]]:
    for base, view in views(line):
        for rule in rules() if plain_look().search(view) else ():
            for offset in _places(rule, view):
                yield (base + offset if view is line else base), rule.kind


def _places(rule: Rule, view: bytes) -> Iterator[int]:
    group = rule.pattern.groups
    for match in rule.pattern.finditer(view):
        if rule.judge(match.group(group)):
            yield match.start(group)
