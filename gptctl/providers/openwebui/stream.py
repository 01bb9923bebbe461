"""An answer put together from the pieces in which it comes. Pure but for who listens."""

from collections.abc import Callable, Iterator, Mapping

from gptctl.core.conversation import Answer, Engine, Source, ToolCall
from gptctl.core.value import JSON, Attrs
from gptctl.errors import NotDone
from gptctl.providers.api import mapping, text
from gptctl.providers.openwebui.files import MARK
from gptctl.providers.openwebui.shape import values, whole

MOST = 4 * 1024 * 1024
"""Characters of an answer; a model that says more says it for ever."""


class Pieces:
    """Takes the events of a chat completion one by one, and hands on their text."""

    def __init__(self, on_text: Callable[[str], None]) -> None:
        self._on_text = on_text
        self._said: list[str] = []
        self._calls: dict[int, dict[str, str]] = {}
        self._sources: list[Source] = []
        self._length = 0
        self._model = ""
        self._usage: Attrs = {}

    def take(self, event: Attrs) -> None:
        self._model = text(event.get("model")) or self._model
        self._usage = mapping(event.get("usage")) or self._usage
        for group in values(event.get("sources")):
            self._sources.extend(_passages(mapping(group)))
        for choice in values(event.get("choices")):
            delta = mapping(mapping(choice).get("delta"))
            self._say(text(delta.get("content")))
            for call in values(delta.get("tool_calls")):
                self._call(mapping(call))

    def answer(self) -> Answer:
        return Answer(
            text="".join(self._said).strip(),
            engine=Engine.SERVER,
            model=self._model,
            sources=tuple(self._sources),
            tool_calls=tuple(ToolCall(**call) for _, call in sorted(self._calls.items())),
            usage=self._usage,
        )

    def _say(self, piece: str) -> None:
        if not piece:
            return
        self._length += len(piece)
        if self._length > MOST:
            raise NotDone(f"the answer has more than {MOST} characters and no end")
        self._said.append(piece)
        self._on_text(piece)

    def _call(self, delta: Mapping[str, JSON]) -> None:
        call = self._calls.setdefault(whole(delta.get("index")), {"id": "", "name": "", "arguments": ""})
        function = mapping(delta.get("function"))
        call["id"] += text(delta.get("id"))
        call["name"] += text(function.get("name"))
        call["arguments"] += text(function.get("arguments"))


def _passages(group: Attrs) -> Iterator[Source]:
    """The server gives passages, their metadata and their scores as three lists, the last one not always."""
    passages, scores = values(group.get("document")), values(group.get("distances"))
    for index, (passage, about) in enumerate(zip(passages, values(group.get("metadata")), strict=False)):
        score = scores[index] if index < len(scores) else 0.0
        yield Source(
            file=text(mapping(about).get(MARK)) or text(mapping(about).get("name")),
            heading=_heading(text(passage)),
            text=text(passage),
            score=float(score) if isinstance(score, int | float) else 0.0,
        )


def _heading(passage: str) -> str:
    """The server does not say under which headings a passage stood; it keeps one that the passage begins with."""
    first = passage.lstrip().split("\n", 1)[0]
    return first.lstrip("#").strip() if first.startswith("#") else ""
