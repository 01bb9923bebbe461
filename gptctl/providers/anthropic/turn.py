"""One turn of a session: what its events say, as an answer."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Self

from gptctl.core.conversation import Answer, Engine, Source, ToolCall
from gptctl.core.value import JSON, Attrs
from gptctl.errors import NotDone, Rejected
from gptctl.providers.api import items, mapping, text

MOUNT = PurePosixPath("/mnt/memory")
_TOKENS = ("input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
_STOPPED = {
    "refusal": "the model refused to go on",
    "budget_reached": "the session's budget is spent",
}


@dataclass(slots=True, kw_only=True)
class Turn:
    """Gathers the events of a turn in the order in which they happened.

    `seen` are the ids of those that were looked at. `calls` are calls of functions by id, those of earlier turns too:
    a session goes on asking until every one has its result. `shown` is what was shown of messages before they were
    whole, by their ids: of one that is given up it stays on the screen, and out of the answer.
    """

    seen: set[str] = field(default_factory=set[str])
    calls: dict[str, ToolCall] = field(default_factory=dict[str, ToolCall])
    pieces: list[str] = field(default_factory=list[str])
    shown: dict[str, str] = field(default_factory=dict[str, str])
    files: list[str] = field(default_factory=list[str])
    usage: dict[str, int] = field(default_factory=dict[str, int])
    trouble: str = ""
    end: Attrs | None = None

    @classmethod
    def after(cls, earlier: Sequence[Attrs]) -> Self:
        """A turn that begins when these events are over."""
        before = cls()
        for event in earlier:
            before.take(event)
        return cls(seen=before.seen, calls=before.calls)

    def take(self, event: Attrs) -> str:
        """Take in one event; the result is what it adds to the text, as it is to be shown."""
        if event.get("id"):  # a preview has none of its own
            self.seen.add(text(event.get("id")))
        match event.get("type"):
            case "event_delta":
                words = text(mapping(mapping(event.get("delta")).get("content")).get("text"))
                return self._preview(text(event.get("event_id")), words)
            case "agent.message":
                words = "".join(text(block.get("text")) for block in items(event.get("content")))
                return self._say(text(event.get("id")), words)
            case "agent.custom_tool_use":
                arguments = json.dumps(mapping(event.get("input")), ensure_ascii=False)
                call = ToolCall(id=text(event.get("id")), name=text(event.get("name")), arguments=arguments)
                self.calls[call.id] = call
            case "agent.tool_use":
                self._open(text(mapping(event.get("input")).get("file_path")))
            case "span.model_request_end":
                self._count(mapping(event.get("model_usage")))
            case "session.error":
                self.trouble = text(mapping(event.get("error")).get("message"))
            case "session.status_idle":
                self.end = mapping(event.get("stop_reason"))
            case "session.status_terminated" | "session.deleted":
                self.end = {"type": "terminated"}
            case _:
                pass
        return ""

    def answer(self, model: str) -> Answer:
        """Raises Rejected when a person would have to allow something, NotDone when the session failed."""
        end = self.end or {}
        reason = text(end.get("type"))
        if reason in ("retries_exhausted", "terminated"):
            raise NotDone(f"the session ended without an answer: {self.trouble or reason}")
        return Answer(
            text="".join(self.pieces),
            engine=Engine.SERVER,
            model=model,
            sources=tuple(Source(file=file, heading="", text="", score=0.0) for file in dict.fromkeys(self.files)),
            tool_calls=tuple(self._waiting(end)),
            usage=dict(self.usage),
            notes=(_STOPPED[reason],) if reason in _STOPPED else (),
        )

    def _waiting(self, end: Attrs) -> Iterator[ToolCall]:
        for id_ in _texts(end.get("event_ids")):
            if id_ not in self.calls:
                raise Rejected(
                    "the agent waits for a person to allow one of its tools",
                    advice="Somebody changed the tool's permission policy: `gptctl apply --force` puts it back.",
                )
            yield self.calls[id_]

    def _preview(self, id_: str, words: str) -> str:
        gap = "" if id_ in self.shown or not words else self._gap()
        self.shown[id_] = self.shown.get(id_, "") + words
        return gap + words

    def _say(self, id_: str, said: str) -> str:
        """What is still to be shown of a message, which a preview may have begun."""
        if not said:
            return ""
        shown = self.shown.get(id_, "")
        piece = said[len(shown) :] if shown and said.startswith(shown) else self._gap() + said
        self.pieces.append(f"\n\n{said}" if self.pieces else said)
        return piece

    def _gap(self) -> str:
        return "\n\n" if self.pieces or any(self.shown.values()) else ""

    def _open(self, path: str) -> None:
        """A file of the knowledge that the agent looked into; above it is the folder of its memory store."""
        parts = PurePosixPath(path).parts
        if path and PurePosixPath(path).is_relative_to(MOUNT) and len(parts) > len(MOUNT.parts) + 1:
            self.files.append("/".join(parts[len(MOUNT.parts) + 1 :]))

    def _count(self, usage: Attrs) -> None:
        for name in _TOKENS:
            tokens = usage.get(name)
            if isinstance(tokens, int):
                self.usage[name] = self.usage.get(name, 0) + tokens


def _texts(value: JSON) -> Iterator[str]:
    return (one for one in value if isinstance(one, str)) if isinstance(value, list | tuple) else iter(())
