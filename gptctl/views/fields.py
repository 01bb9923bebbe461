"""The differences inside one object: texts as text, files as names with counts, the rest as before and after."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gptctl.core.diff import FieldChange
from gptctl.core.plural import plural
from gptctl.core.value import JSON
from gptctl.views.brief import WIDTH, brief
from gptctl.views.line import Line, Style, indent, line
from gptctl.views.textdiff import diff_lines

_FILE = re.compile(r"files(?:\.(?P<plain>.+)|\[(?P<quoted>\".*\")\])\Z")


def field_lines(fields: Iterable[FieldChange], files: JSON = None) -> Iterator[Line]:
    """Every difference. `files` are the object's files as they will be, so that they can be counted."""
    given = tuple(fields)
    touched = [change for field in given for change in _file_changes(field)]
    for field in given:
        if not tuple(_file_changes(field)):
            yield from _field(field)
    if touched:
        yield from _file_lines(touched, files)


def _field(field: FieldChange) -> Iterator[Line]:
    before, after = field.before, field.after
    if before is None:
        yield line(f"+ {field.path}: {brief(after)}", Style.ADDED)
    elif after is None:
        yield line(f"- {field.path}: {brief(before)}", Style.REMOVED)
    elif (texts := _texts(before, after)) is not None:
        yield line(f"~ {field.path}:", Style.CHANGED)
        yield from indent(diff_lines(*texts), 4)
    else:
        yield line(f"~ {field.path}: {brief(before)} -> {brief(after)}", Style.CHANGED)


def _texts(before: JSON, after: JSON) -> tuple[str, str] | None:
    """The two as texts worth comparing piece by piece; None when both fit on a line."""
    if isinstance(before, str) and isinstance(after, str):
        return (before, after) if _is_long(before) or _is_long(after) else None
    if isinstance(before, Mapping | Sequence) and isinstance(after, Mapping | Sequence):
        return None if max(len(brief(before)), len(brief(after))) < WIDTH else (_spelled(before), _spelled(after))
    return None


def _is_long(text: str) -> bool:
    return "\n" in text or len(text) > WIDTH


def _spelled(value: JSON) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)


def _file_changes(field: FieldChange) -> Iterator[tuple[str, FieldChange]]:
    """The files that a difference is about, by name; none when it is about something else."""
    match = _FILE.match(field.path)
    if match is not None:
        yield match["plain"] or json.loads(match["quoted"]), field
    elif field.path == "files":
        before = field.before if isinstance(field.before, Mapping) else {}
        after = field.after if isinstance(field.after, Mapping) else {}
        for name in sorted({*before, *after}):
            yield name, FieldChange(path=name, before=before.get(name), after=after.get(name))


MOST_FILES = 20
_STYLES = {"+": Style.ADDED, "~": Style.CHANGED, "-": Style.REMOVED}


def _file_lines(touched: Sequence[tuple[str, FieldChange]], files: JSON) -> Iterator[Line]:
    marked = sorted((_mark(change), name) for name, change in touched)
    counts = " ".join(f"{mark}{sum(mark == other for other, _ in marked)}" for mark in _STYLES)
    total = f"{plural(len(files), 'file')}: " if isinstance(files, Mapping) else ""
    yield line(f"~ {total}{counts}", Style.CHANGED)
    for mark, name in marked[:MOST_FILES]:
        yield line(f"    {mark} {name}", _STYLES[mark])
    if len(marked) > MOST_FILES:
        yield line(f"    and {len(marked) - MOST_FILES} more", Style.FAINT)


def _mark(change: FieldChange) -> str:
    if change.before is None:
        return "+"
    return "-" if change.after is None else "~"
