"""A chat completion put together from the chunks in which it comes. Pure but for who listens."""

from collections.abc import Callable

from gptctl.core.conversation import ToolCall
from gptctl.core.value import Attrs
from gptctl.errors import NotDone
from gptctl.providers.api import items, mapping, text

MOST = 4 * 1024 * 1024
"""Characters of an answer; a model that says more says it for ever."""


class Chunks:
    """Takes chunks one by one, and hands on their text without the white space around the whole of it.

    `ended` is whether the model said why it stopped: without that, the rest got lost.
    """

    def __init__(self, on_text: Callable[[str], None]) -> None:
        self._on_text = on_text
        self._said: list[str] = []
        self._space = ""
        self._length = 0
        self._calls: dict[int, dict[str, str]] = {}
        self.model = ""
        self.usage: Attrs = {}
        self.ended = False

    @property
    def text(self) -> str:
        return "".join(self._said)

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        return tuple(ToolCall(**call) for _, call in sorted(self._calls.items()))

    def take(self, chunk: Attrs) -> None:
        """Raises NotDone for an answer without end."""
        self.model = text(chunk.get("model")) or self.model
        self.usage = mapping(chunk.get("usage")) or self.usage
        for choice in items(chunk.get("choices")):
            self.ended |= bool(choice.get("finish_reason"))
            delta = mapping(choice.get("delta"))
            self._say(text(delta.get("content")))
            for call in items(delta.get("tool_calls")):
                self._call(call)

    def _say(self, piece: str) -> None:
        self._length += len(piece)
        if self._length > MOST:
            raise NotDone(f"the answer has more than {MOST} characters and no end")
        waiting = self._space + piece if self._said else piece.lstrip()
        said = waiting.rstrip()
        self._space = waiting[len(said) :]
        if said:
            self._said.append(said)
            self._on_text(said)

    def _call(self, delta: Attrs) -> None:
        index = delta.get("index")
        call = self._calls.setdefault(index if isinstance(index, int) else 0, dict.fromkeys(_CALL, ""))
        function = mapping(delta.get("function"))
        call["id"] += text(delta.get("id"))
        call["name"] += text(function.get("name"))
        call["arguments"] += text(function.get("arguments"))


_CALL = ("id", "name", "arguments")
