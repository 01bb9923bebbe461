"""Builds a value out of YAML events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gptctl.config.reading import scalars
from gptctl.config.reading.gauge import Gauge
from gptctl.config.reading.limits import Limits, NumberKeys
from gptctl.config.reading.place import Lines, Parsed, Path, Place
from gptctl.config.reading.shown import short
from gptctl.core.value import JSON

if TYPE_CHECKING:
    import yaml


@dataclass(slots=True, kw_only=True)
class _Open:
    """A list or map that is being filled. `key` is the one whose value comes next; `height` is the depth below."""

    value: dict[str, JSON] | list[JSON]
    path: Path
    anchor: str | None
    nodes_before: int
    key: str | None = None
    height: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anchored:
    """What an alias repeats, and what that costs."""

    value: JSON
    nodes: int
    height: int


class Builder:
    """Takes the events of one document, in order."""

    def __init__(self, text: str, *, file: str, limits: Limits) -> None:
        self._lines = Lines(text)
        self._gauge = Gauge(file=file, limits=limits)
        self._open: list[_Open] = []
        self._anchors: dict[str, _Anchored] = {}
        self._places: dict[Path, Place] = {}
        self._documents = 0
        self._root: JSON = None
        self._steps: Mapping[str, Callable[[Any, Place], None]] = {
            "DocumentStartEvent": self._document,
            "MappingStartEvent": self._map,
            "SequenceStartEvent": self._list,
            "ScalarEvent": self._scalar,
            "AliasEvent": self._alias,
            "MappingEndEvent": self._close,
            "SequenceEndEvent": self._close,
        }

    def take(self, event: "yaml.Event") -> None:
        """Raises InvalidConfig when the event cannot be taken at all, or is one too many."""
        step = self._steps.get(type(event).__name__)
        if step is not None:
            step(event, self._lines.at(event.start_mark.index if event.start_mark else 0))

    def done(self) -> Parsed:
        """Raises InvalidConfig with every finding."""
        if not self._documents:
            self._gauge.stop(Place(line=1, column=1), "The file is empty", "Write a declaration, or delete the file.")
        self._gauge.settle()
        return Parsed(value=self._root, places=self._places)

    def _document(self, event: "yaml.DocumentStartEvent", place: Place) -> None:
        self._documents += 1
        if self._documents > 1:
            self._gauge.stop(place, "More than one document", "Put each declaration into a file of its own.")
        if event.tags or event.version not in (None, (1, 2)):
            self._gauge.stop(place, "A YAML directive", "Take the line that starts with % out: YAML 1.2 is meant.")

    def _map(self, event: "yaml.MappingStartEvent", place: Place) -> None:
        self._start(event, {}, place)

    def _list(self, event: "yaml.SequenceStartEvent", place: Place) -> None:
        self._start(event, [], place)

    def _start(self, event: "yaml.CollectionStartEvent", value: dict[str, JSON] | list[JSON], place: Place) -> None:
        self._no_key(place)
        self._no_tag(event.tag, place)
        before = self._gauge.nodes
        self._gauge.count(1, place)
        self._open.append(_Open(value=value, path=self._path(place), anchor=event.anchor, nodes_before=before))
        self._gauge.check_depth(len(self._open), place)

    def _close(self, _event: "yaml.CollectionEndEvent", _place: Place) -> None:
        closed = self._open.pop()
        self._remember(closed.anchor, closed.value, self._gauge.nodes - closed.nodes_before, closed.height)
        self._put(closed.value, closed.height)

    def _scalar(self, event: "yaml.ScalarEvent", place: Place) -> None:
        self._gauge.count(1, place)
        self._no_tag(event.tag, place)
        value = event.value if event.style else self._resolve(event.value, place)
        if self._awaits_key():
            self._key(event, value, place)
            return
        self._path(place)
        self._remember(event.anchor, value, 1, 0)
        self._put(value, 0)

    def _alias(self, event: "yaml.AliasEvent", place: Place) -> None:
        self._no_key(place)
        self._gauge.count_alias(place)
        anchored = self._anchors.get(event.anchor or "")
        if anchored is None:
            detail = f"`*{event.anchor}` needs an `&{event.anchor}` that is complete before it."
            self._gauge.stop(place, "An alias without its anchor", detail)
        self._gauge.count(anchored.nodes, place)
        self._gauge.check_depth(len(self._open) + anchored.height, place)
        self._path(place)
        self._put(anchored.value, anchored.height)

    def _key(self, event: "yaml.ScalarEvent", value: JSON, place: Place) -> None:
        text = event.value
        if text == "<<" and not event.style:
            self._gauge.report(place, "A merge key", "`<<` is not part of YAML 1.2; use `extends`.")
        if not (isinstance(value, str) or self._may_be_key(value)):
            self._gauge.report(place, "A key is not text", f'Quote it: "{short(text)}".')
        top = self._open[-1]
        path = (*top.path, text)
        if isinstance(top.value, dict) and text in top.value:
            detail = f"`{short(text)}` already stands in line {self._places[path].line}; keep one of them."
            self._gauge.report(place, "A key is given twice", detail)
        self._places[path] = place
        top.key = text

    def _may_be_key(self, value: JSON) -> bool:
        return type(value) is int and self._gauge.limits.number_keys is NumberKeys.TEXT

    def _resolve(self, text: str, place: Place) -> JSON:
        try:
            return scalars.resolve(text)
        except ValueError as error:
            self._gauge.report(place, "A number that cannot be used", str(error))
            return text

    def _remember(self, anchor: str | None, value: JSON, nodes: int, height: int) -> None:
        if anchor:
            self._anchors[anchor] = _Anchored(value=value, nodes=nodes, height=height)

    def _put(self, value: JSON, height: int) -> None:
        if not self._open:
            self._root = value
            return
        top = self._open[-1]
        top.height = max(top.height, height + 1)
        if isinstance(top.value, list):
            top.value.append(value)
        else:
            top.value[str(top.key)] = value
            top.key = None

    def _path(self, place: Place) -> Path:
        """The path of the value that starts here. The place of a map's entry is that of its key, noted before."""
        if not self._open:
            path: Path = ()
        elif isinstance((top := self._open[-1]).value, list):
            path = (*top.path, len(top.value))
        else:
            return (*top.path, str(top.key))
        self._places[path] = place
        return path

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].key is None

    def _no_key(self, place: Place) -> None:
        if self._awaits_key():
            self._gauge.stop(place, "A key is not text", "A list, a map or an alias cannot be a key.")

    def _no_tag(self, tag: str | None, place: Place) -> None:
        if tag is not None:
            self._gauge.report(place, "A YAML tag", f"Take `{short(tag)}` out; quote the value if it is text.")
