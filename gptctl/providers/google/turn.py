"""One interaction, put together from the events in which it comes."""

import json

from gptctl.core.value import JSON, Attrs
from gptctl.errors import Unknown
from gptctl.providers.api import items, mapping, text
from gptctl.providers.base import OnText


class Turn:
    """Takes the events one by one and hands on their text."""

    def __init__(self, on_text: OnText) -> None:
        self._on_text = on_text
        self._steps: dict[JSON, dict[str, JSON]] = {}
        self._arguments: dict[JSON, str] = {}
        self._interaction: Attrs = {}
        self._ended = False

    def take(self, event: Attrs) -> None:
        """Raises Unknown when Google gives up."""
        index = event.get("index") if isinstance(event.get("index"), int) else None
        match event.get("event_type"):
            case "interaction.created" | "interaction.completed":
                self._interaction = {**self._interaction, **mapping(event.get("interaction"))}
                self._ended = event["event_type"] == "interaction.completed"
            case "step.start":
                step = mapping(event.get("step"))
                self._steps[index] = {**step, "content": []}
                for chunk in items(step.get("content")):
                    self._add(index, chunk)
            case "step.delta":
                self._add(index, mapping(event.get("delta")))
            case "error":
                said = text(mapping(event.get("error")).get("message"))[:500]
                raise Unknown(f"Google broke off its answer: {said or 'it does not say why'}")
            case _:
                pass

    def interaction(self) -> Attrs:
        """The whole of it, as an answer in one piece would have it. Raises Unknown when the events ended before."""
        if not self._ended:
            raise Unknown("the answer broke off before its end")
        for index, written in self._arguments.items():
            self._steps.setdefault(index, {})["arguments"] = _arguments(written)
        return {**self._interaction, "steps": [self._steps[index] for index in self._steps]}

    def _add(self, index: JSON, piece: Attrs) -> None:
        step = self._steps.setdefault(index, {"content": []})
        match piece.get("type"):
            case "arguments_delta":
                self._arguments[index] = self._arguments.get(index, "") + text(piece.get("arguments"))
            case "text":
                step["content"] = [*items(step.get("content")), piece]
                if step.get("type") == "model_output" and piece.get("text"):
                    self._on_text(text(piece["text"]))
            case "text_annotation_delta":
                notes: Attrs = {"type": "text", "text": "", "annotations": piece.get("annotations")}
                step["content"] = [*items(step.get("content")), notes]
            case _:
                pass


def _arguments(written: str) -> Attrs:
    try:
        return mapping(json.loads(written))
    except (ValueError, RecursionError):
        raise Unknown("Google sent the arguments of a call that are no JSON") from None
