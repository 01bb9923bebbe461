"""Which declarations are laid out in our way, and which were or would be."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.views.line import Line, Style, line

FORMAT = "gptctl.fmt/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatReport:
    """`changed` are the files that are not, or were not, laid out in our way."""

    changed: tuple[str, ...]
    unchanged: int

    def human(self) -> Iterator[Line]:
        yield from (line(path, Style.CHANGED) for path in self.changed)
        yield line(f"{len(self.changed)} to lay out, {plural(self.unchanged, 'is', 'are')} so already.", Style.HEADING)

    def document(self) -> Attrs:
        return {"format": FORMAT, "changed": self.changed, "unchanged": self.unchanged}
