"""Schemas, by name or in full."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.views.line import Line, line, lines

FORMAT = "gptctl.schemas/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaNamesReport:
    names: tuple[str, ...]

    def human(self) -> Iterator[Line]:
        return (line(name) for name in self.names)

    def document(self) -> Attrs:
        return {"format": FORMAT, "names": self.names}


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaReport:
    """A schema is a JSON document itself, with --json or without."""

    text: str

    def human(self) -> Iterator[Line]:
        return lines(self.text.rstrip("\n"))

    def document(self) -> Attrs:
        schema: Attrs = json.loads(self.text)
        return schema
