"""The final text of an assistant's instructions."""

from collections.abc import Mapping

from gptctl.config.anchor import is_path
from gptctl.config.draft import Draft
from gptctl.config.reading.place import at
from gptctl.config.shape import as_map
from gptctl.config.template import fill, mistakes
from gptctl.diagnostics import Location

_FIELD = ("instructions",)


def instructions(draft: Draft) -> str:
    """File read, variables filled in, no empty lines around it and one newline at the end."""
    written = str(draft.value["instructions"])
    file = written.removeprefix("/") if is_path(written) else ""
    text = draft.take(file, "text", _FIELD) if file else written
    if not isinstance(text, str):
        return ""
    variables = _variables(draft)
    for offset, detail in mistakes(text, variables):
        draft.report.error(_where(draft, file, text, offset), "An unknown variable", detail)
    filled = fill(text, variables).lstrip("\n").rstrip()
    if not filled:
        draft.error(_FIELD, "The instructions are empty", "Say what the assistant is to do.")
    return f"{filled}\n"


def _variables(draft: Draft) -> Mapping[str, str]:
    return {name: str(value) for name, value in as_map(draft.value.get("variables")).items()}


def _where(draft: Draft, file: str, text: str, offset: int) -> Location:
    """In a file of their own, or in the body of a Markdown declaration; in YAML, at their key."""
    place = at(text, offset)
    if file:
        return Location(file=file, line=place.line, column=place.column)
    start = draft.layers.place(_FIELD)
    if start.file.endswith(".md"):
        return Location(file=start.file, line=start.line + place.line - 1, column=place.column)
    return start
