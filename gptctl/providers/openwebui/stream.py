"""An answer put together from the pieces in which it comes. Pure but for who listens."""

from collections.abc import Callable, Iterator

from gptctl.core.conversation import Answer, Engine, Source
from gptctl.core.value import Attrs
from gptctl.errors import Unknown
from gptctl.providers.api import mapping, text
from gptctl.providers.openai_shape.chunks import Chunks
from gptctl.providers.openwebui.files import MARK
from gptctl.providers.openwebui.shape import values


class Pieces:
    """Takes the events of a chat completion one by one, and hands on their text."""

    def __init__(self, on_text: Callable[[str], None]) -> None:
        self._chunks = Chunks(on_text)
        self._sources: list[Source] = []

    def take(self, event: Attrs) -> None:
        for group in values(event.get("sources")):
            self._sources.extend(_passages(mapping(group)))
        self._chunks.take(event)

    def answer(self) -> Answer:
        """Raises Unknown when the events ended before the answer did."""
        said = self._chunks
        if not said.ended:
            raise Unknown("the answer broke off before its end")
        return Answer(
            text=said.text,
            engine=Engine.SERVER,
            model=said.model,
            sources=tuple(self._sources),
            tool_calls=said.tool_calls,
            usage=said.usage,
        )


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
