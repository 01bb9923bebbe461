"""A script that a shell is to read."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.views.line import Line, lines

FORMAT = "gptctl.script/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptReport:
    language: str
    script: str

    def human(self) -> Iterator[Line]:
        return lines(self.script.rstrip("\n"))

    def document(self) -> Attrs:
        return {"format": FORMAT, "shell": self.language, "script": self.script}
