"""A declaration as one file has it, not yet joined with any other file."""

from dataclasses import dataclass

from gptctl.core.value import Attrs


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    file: str
    value: Attrs
