"""Change one value of a declaration and not a byte beside it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gptctl.config.reading.place import Path, Place, at
from gptctl.config.reading.wrong import wrong
from gptctl.core.unseen import UNSEEN

if TYPE_CHECKING:
    import yaml

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._/@+-]*(?::[A-Za-z0-9._/@+-]+)*")
"""Texts that need no quotes, in a flow map neither, unless they mean something else, such as `yes`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """Where a value stands, in characters of the text: from `start` up to, and without, `end`."""

    start: int
    end: int
    style: str | None = None
    anchored: bool = False


def replace(content: bytes, path: Path, value: str, file: str) -> bytes:
    """The file with another text at a path that it has; its style of quotes is kept.

    `content` is a declaration that was read before, so that it is YAML, and bounded. Raises InvalidConfig at a place
    where a change would reach further than the one value, KeyError when the path leads nowhere.
    """
    text = content.decode("utf-8")
    span = _spans(text)[path]
    if span.anchored:
        detail = "Other values repeat it by its anchor. Write the value out where it is repeated, and try again."
        raise wrong(file, _place(text, span.start), f"`{path[-1]}` cannot be changed alone", detail)
    end = span.start + len(text[span.start : span.end].rstrip("\r\n")) if span.style in {"|", ">"} else span.end
    return f"{text[: span.start]}{_written(value, span.style)}{text[end:]}".encode()


def insert(content: bytes, after: str, path: Path, value: str) -> bytes:
    """The file with a new key at its top level, right after another whose value is a short text.

    Of a `path` that is longer than one key, the first gets a map with the others. Raises KeyError when there is no key
    `after`.
    """
    text = content.decode("utf-8")
    spans = _spans(text)
    end, key, written = spans[(after,)].end, path[0], _nested(path[1:], _written(value, None))
    if text[spans[()].start] == "{":
        return f"{text[:end]}, {key}: {written}{text[end:]}".encode()
    line = text.find("\n", end)
    line = len(text) if line < 0 else line + 1
    begins = text.rfind("\n", 0, _key_start(text, after)) + 1
    indent = text[begins : _key_start(text, after)]
    ends = "\r\n" if "\r\n" in text else "\n"
    before = text[:line] if text[:line].endswith("\n") else f"{text[:line]}{ends}"
    return f"{before}{indent}{key}: {written}{ends}{text[line:]}".encode()


def insert_into(content: bytes, path: Path, value: str, file: str) -> bytes:
    """The file with a new key, the last of `path`, as the first of the map that the others lead to.

    Raises InvalidConfig for a map that is repeated by an anchor or stands on the line of its key, KeyError for none.
    """
    text = content.decode("utf-8")
    start, key, written = _spans(text)[path[:-1]].start, path[-1], _written(value, None)
    if text[start] == "{":
        inside = text[start + 1 :].lstrip()
        return (
            f"{text[: start + 1]}{key}: {written}{'' if inside.startswith('}') else ', '}{text[start + 1 :]}".encode()
        )
    begins = text.rfind("\n", 0, start) + 1
    indent = text[begins:start]
    if indent.strip():
        detail = f"Write its first key on a line of its own, without an anchor, or write `{key}: {written}` into it."
        raise wrong(file, _place(text, start), f"`{path[-2]}` cannot be changed alone", detail)
    ends = "\r\n" if "\r\n" in text else "\n"
    return f"{text[:begins]}{indent}{key}: {written}{ends}{text[begins:]}".encode()


def _nested(keys: Path, written: str) -> str:
    for key in reversed(keys):
        written = f"{{{key}: {written}}}"
    return written


def _written(value: str, style: str | None) -> str:
    """The text as a scalar: in the quotes that stood there, else plain if it can be. What cannot be seen is escaped."""
    if style == "'" and value.isprintable():
        return f"'{value.replace(chr(39), chr(39) * 2)}'"
    if style != '"' and _PLAIN.fullmatch(value) and _is_text(value):
        return value
    return UNSEEN.sub(lambda match: f"\\U{ord(match.group()):08x}", json.dumps(value, ensure_ascii=False))


def _is_text(value: str) -> bool:
    import yaml  # noqa: PLC0415 -- only who changes a file needs it

    return bool(yaml.safe_load(value) == value)


def _key_start(text: str, key: str) -> int:
    """Where a key of the top level begins."""
    return next(walked.start for walked in _walk(text) if walked.is_key and walked.path == (key,))


def _spans(text: str) -> dict[Path, _Span]:
    return {
        walked.path: _Span(start=walked.start, end=walked.end, style=walked.style, anchored=walked.anchored)
        for walked in _walk(text)
        if not walked.is_key
    }


def _place(text: str, offset: int) -> Place:
    return at(text.replace("\r\n", "\n"), offset - text.count("\r\n", 0, offset))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walked:
    """A key or a value that was met."""

    path: Path
    start: int
    end: int
    is_key: bool
    style: str | None = None
    anchored: bool = False


@dataclass(slots=True, kw_only=True)
class _Open:
    """A map or list that has not ended; `key` is the key whose value comes next, `items` how many there were."""

    path: Path
    start: int
    is_map: bool
    key: str | None = None
    items: int = 0


def _index(mark: object) -> int:
    """The C parser's marks have a type of their own, which is not public."""
    return int(getattr(mark, "index", 0))


@dataclass(slots=True)
class _Walker:
    """Follows the events of a YAML text and knows the path of each."""

    stack: list[_Open] = field(default_factory=list[_Open])

    def take(self, event: "yaml.Event", name: str) -> Iterator[_Walked]:
        start, end = _index(event.start_mark), _index(event.end_mark)
        if name.endswith("EndEvent"):
            closed = self.stack.pop()
            yield _Walked(path=closed.path, start=closed.start, end=end, is_key=False)
            return
        path, is_key = self._path(event, name)
        if name.endswith("StartEvent"):
            self.stack.append(_Open(path=path, start=start, is_map=name == "MappingStartEvent"))
            return
        anchored = name == "ScalarEvent" and getattr(event, "anchor", None) is not None
        style = getattr(event, "style", None)
        yield _Walked(path=path, start=start, end=end, is_key=is_key, style=style, anchored=anchored)

    def _path(self, event: "yaml.Event", name: str) -> tuple[Path, bool]:
        """The path of what begins here, and whether it is a key."""
        if not self.stack:
            return (), False
        inside = self.stack[-1]
        if not inside.is_map:
            inside.items += 1
            return (*inside.path, inside.items - 1), False
        if inside.key is None:
            inside.key = str(getattr(event, "value", name))
            return (*inside.path, inside.key), True
        key, inside.key = inside.key, None
        return (*inside.path, key), False


def _walk(text: str) -> Iterator[_Walked]:
    import yaml  # noqa: PLC0415 -- as above

    walker = _Walker()
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        name = type(event).__name__
        if name in {"StreamStartEvent", "StreamEndEvent", "DocumentStartEvent", "DocumentEndEvent"}:
            continue
        yield from walker.take(event, name)
