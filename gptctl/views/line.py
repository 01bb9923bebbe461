"""Lines for people: text with one style each. They are made harmless first and painted after."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from gptctl.views.text import safe_text


class Style(Enum):
    PLAIN = auto()
    HEADING = auto()
    ADDED = auto()
    REMOVED = auto()
    CHANGED = auto()
    FAINT = auto()
    GOOD = auto()
    WARNING = auto()
    BAD = auto()


Palette = Mapping[Style, str]
"""The terminal's own codes by style; what is not named stays as it is."""

PLAIN: Palette = {}
COLOUR: Palette = {
    Style.HEADING: "1",
    Style.ADDED: "32",
    Style.REMOVED: "31",
    Style.CHANGED: "33",
    Style.FAINT: "2",
    Style.GOOD: "32",
    Style.WARNING: "33",
    Style.BAD: "31",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    text: str = ""
    style: Style = Style.PLAIN


BLANK = Line()


def line(text: str, style: Style = Style.PLAIN) -> Line:
    return Line(text=text, style=style)


def lines(text: str, style: Style = Style.PLAIN) -> Iterator[Line]:
    """A text of several lines as such; each is harmless on its own."""
    return (Line(text=part, style=style) for part in text.split("\n"))


def indent(block: Iterable[Line], spaces: int = 2) -> Iterator[Line]:
    return (Line(text=" " * spaces + one.text if one.text else "", style=one.style) for one in block)


def section(title: str, block: Iterable[Line]) -> Iterator[Line]:
    """A heading and its lines with a blank one after; nothing at all when the block is empty."""
    body = list(indent(block))
    if body:
        yield line(title, Style.HEADING)
        yield from body
        yield BLANK


def render(block: Iterable[Line], palette: Palette) -> str:
    """One line of text for each. A line feed inside a line is escaped: no text can pose as a line of ours."""
    return "".join(f"{_paint(_one_line(one.text), palette.get(one.style))}\n" for one in block)


def _one_line(text: str) -> str:
    return safe_text(text).replace("\n", "\\n")


def _paint(text: str, code: str | None) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if code and text else text
