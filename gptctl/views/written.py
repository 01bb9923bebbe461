"""Files that a command wrote."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.views.line import BLANK, Line, Style, indent, line

FORMAT = "gptctl.written/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReport:
    """`files` are relative to `folder`; `next_steps` are command lines."""

    folder: str
    files: tuple[str, ...]
    next_steps: tuple[str, ...] = ()

    def human(self) -> Iterator[Line]:
        yield line(f"Written in {self.folder}:", Style.HEADING)
        yield from indent(line(path, Style.ADDED) for path in self.files)
        if self.next_steps:
            yield BLANK
            yield line("Next:", Style.HEADING)
            yield from indent(line(step) for step in self.next_steps)

    def document(self) -> Attrs:
        return {"format": FORMAT, "folder": self.folder, "files": self.files}
