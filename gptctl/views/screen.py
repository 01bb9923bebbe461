"""The one gate: whatever gptctl writes to a terminal or a pipe goes through here."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TextIO

from gptctl.core.value import Attrs
from gptctl.views.line import Line, Palette, render
from gptctl.views.report import Report
from gptctl.views.text import safe_text

CLEAR = "\r\x1b[2K"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A way out for lines: escaped, then painted."""

    file: TextIO
    palette: Palette

    def write(self, lines: Iterable[Line]) -> None:
        self.file.write(render(lines, self.palette))
        self.file.flush()

    def rewrite(self, line: Line) -> None:
        """Put this in place of the line the cursor stands on. For terminals only."""
        self.file.write(CLEAR + render([line], self.palette).rstrip("\n"))
        self.file.flush()

    def speak(self, text: str) -> None:
        """A piece of a text that is still coming, on the line where the last one ended."""
        self.file.write(safe_text(text))
        self.file.flush()

    def document(self, document: Attrs) -> None:
        self.file.write(to_text(document))
        self.file.flush()


class Screen(Protocol):
    """Where a command shows what came of it, and says on the side what a person may want to know."""

    def preview(self, report: Report) -> None:
        """Show what is about to happen; a program gets it inside the result instead."""
        ...

    def show(self, report: Report) -> None: ...

    def fail(self, report: Report) -> None:
        """Show why there is no result."""
        ...

    def speak(self, text: str) -> None:
        """Let a person read along while a text comes in; a program gets it whole, with the result."""
        ...

    def note(self, lines: Iterable[Line]) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanScreen:
    """Results on `out`, failures on `err`. `notes` is None when nothing is to be said on the side."""

    out: Stream
    err: Stream
    notes: Stream | None

    def preview(self, report: Report) -> None:
        self.show(report)

    def show(self, report: Report) -> None:
        self.out.write(report.human())

    def fail(self, report: Report) -> None:
        self.err.write(report.human())

    def speak(self, text: str) -> None:
        self.out.speak(text)

    def note(self, lines: Iterable[Line]) -> None:
        if self.notes is not None:
            self.notes.write(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonScreen:
    """Exactly one document on `out`, be it a result or a failure; notes stay lines, beside it."""

    out: Stream
    notes: Stream | None

    def preview(self, report: Report) -> None:
        pass

    def show(self, report: Report) -> None:
        self.out.document(report.document())

    def fail(self, report: Report) -> None:
        self.out.document(report.document())

    def speak(self, text: str) -> None:
        pass

    def note(self, lines: Iterable[Line]) -> None:
        if self.notes is not None:
            self.notes.write(lines)


def to_text(document: Attrs) -> str:
    """The document as ASCII: no terminal and no log can be misled by it. A number that JSON has no word for is null."""
    try:
        return _ascii(document)
    except ValueError:  # NaN, or one past all bounds: a server may count so
        said = json.dumps(document, default=_plain)
        return _ascii(json.loads(said, parse_constant=lambda _: None))


def _ascii(document: Attrs) -> str:
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False, default=_plain) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")
