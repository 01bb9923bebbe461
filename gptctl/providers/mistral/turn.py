"""One turn of a conversation, put together from the events in which it comes."""

from collections.abc import Mapping, Sequence

from gptctl.core.conversation import Answer
from gptctl.core.value import JSON, Attrs
from gptctl.errors import Unknown
from gptctl.providers.api import items, mapping, text
from gptctl.providers.base import OnText
from gptctl.providers.mistral.entries import answer, texts


class Turn:
    """Takes the events one by one and hands on their text. `conversation` is where the turn was kept."""

    def __init__(self, on_text: OnText) -> None:
        self._on_text = on_text
        self._outputs: dict[str, dict[str, JSON]] = {}
        self._usage: Attrs | None = None
        self.conversation = ""

    def take(self, event: Attrs) -> None:
        """Raises Unknown when Mistral gives up."""
        match event.get("type"):
            case "conversation.response.started":
                self.conversation = text(event.get("conversation_id"))
            case "message.output.delta":
                self._say(event)
            case "function.call.delta":
                self._call(event)
            case "conversation.response.error":
                raise Unknown(f"Mistral broke off its answer: {text(event.get('message'))[:500]}")
            case "conversation.response.done":
                self._usage = mapping(event.get("usage"))
            case _:
                pass

    def answer(self) -> Answer:
        """Raises Unknown when the events ended before the turn did."""
        if self._usage is None:
            raise Unknown("the answer broke off before its end")
        outputs: list[JSON] = list(self._outputs.values())
        return answer({"outputs": outputs, "usage": self._usage})

    def _say(self, event: Attrs) -> None:
        chunks = _chunks(event.get("content"))
        said = self._output(event, "message.output", content=[])
        said["content"] = [*items(said.get("content")), *chunks]
        for piece in texts(chunks):
            self._on_text(piece)

    def _call(self, event: Attrs) -> None:
        call = self._output(event, "function.call", name="", arguments="", tool_call_id="")
        call["arguments"] = text(call["arguments"]) + text(event.get("arguments"))
        call |= {name: event[name] for name in ("name", "tool_call_id") if event.get(name)}

    def _output(self, event: Attrs, kind: str, **empty: JSON) -> dict[str, JSON]:
        found: Mapping[str, JSON] = {"type": kind, "model": event.get("model"), **empty}
        return self._outputs.setdefault(text(event.get("id")), dict(found))


def _chunks(content: JSON) -> Sequence[Attrs]:
    """A text, one chunk, or a list of them."""
    match content:
        case str():
            return [{"type": "text", "text": content}]
        case Mapping():
            return [content]
        case _:
            return items(content)
