"""The final text of an assistant's instructions."""

from collections.abc import Mapping
from itertools import islice

from gptctl.config.anchor import is_path
from gptctl.config.assembly import Assembly
from gptctl.config.reading.limits import DECLARATION
from gptctl.config.reading.place import Lines, Place
from gptctl.config.shape import as_map
from gptctl.config.template import fill, mistakes
from gptctl.diagnostics import Location

_FIELD = ("instructions",)


def instructions(assembly: Assembly) -> str:
    """File read, variables filled in, no empty lines around it and one newline at the end."""
    written = str(assembly.value["instructions"])
    file = written.removeprefix("/") if is_path(written) else ""
    text = assembly.take(file, "text", _FIELD) if file else written
    if not isinstance(text, str):
        return ""
    variables = variables_of(assembly)
    _check(assembly, file, text, variables)
    told = compiled(text, variables)
    if not told.strip():
        assembly.error(_FIELD, "The instructions are empty", "Say what the assistant is to do.")
    return told


def compiled(text: str, variables: Mapping[str, str]) -> str:
    """What a model is told of a text with plain line feeds."""
    return f"{fill(text, variables).lstrip(chr(10)).rstrip()}\n"


def variables_of(assembly: Assembly) -> Mapping[str, str]:
    return {name: str(value) for name, value in as_map(assembly.value.get("variables")).items()}


def _check(assembly: Assembly, file: str, text: str, variables: Mapping[str, str]) -> None:
    lines = Lines(text)
    for offset, detail in islice(mistakes(text, variables), DECLARATION.findings):
        assembly.report.error(_where(assembly, file, lines.at(offset)), "An unknown variable", detail)


def _where(assembly: Assembly, file: str, place: Place) -> Location:
    """In a file of their own, or in the body of a Markdown declaration; in YAML, at their key."""
    if file:
        return Location(file=file, line=place.line, column=place.column)
    start = assembly.layers.place(_FIELD)
    if start.file.endswith(".md"):
        return Location(file=start.file, line=start.line + place.line - 1, column=place.column)
    return start
