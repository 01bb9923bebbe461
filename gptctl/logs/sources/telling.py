"""A conversation while it is read: messages in order, each tool result beside its call, and what is lost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gptctl.core.conversation import Message, Role, ToolCall
from gptctl.core.value import JSON
from gptctl.logs.sources.parts import said

MOST_LOST = 20
"""Sentences about what is lost; one is enough to keep a conversation from being an example."""


@dataclass(slots=True, kw_only=True)
class _Line:
    """A message with the results of its calls; `open` are the ids of the calls that have none yet."""

    role: Role
    text: str
    id: str
    answers: str = ""
    calls: list[ToolCall] = field(default_factory=list)
    open: dict[str, None] = field(default_factory=dict)
    results: "list[_Line]" = field(default_factory=list)

    def message(self) -> Message:
        return Message(role=self.role, text=self.text, tool_calls=tuple(self.calls), tool_call_id=self.answers)


class Telling:
    """Takes what a source says in the source's order; `messages`, `ids`, `instructions` and `lost` are what it is then.

    A tool result whose call came earlier is put after that call, where every chat format wants it. Nothing else is
    moved, joined or left out.
    """

    def __init__(self) -> None:
        self._lines: list[_Line] = []
        self._waiting: dict[str, list[_Line]] = {}
        self._calling: list[_Line] = []
        self._system: dict[str, None] = {}
        self._lost: dict[str, None] = {}
        self._called = 0

    def system(self, content: JSON) -> None:
        """Instructions. Said in the middle of a conversation they lose their place."""
        told = self._read(content)
        if told and told not in self._system:
            self._system[told] = None
            if self._lines:
                self.lose("instructions were given in the middle of the conversation, and are now at its beginning")

    def user(self, content: JSON, id_: str = "") -> None:
        self._lines.append(_Line(role=Role.USER, text=self._read(content, between="\n"), id=id_))

    def assistant(self, content: JSON, calls: Sequence[ToolCall] = (), id_: str = "") -> None:
        self._lines.append(_Line(role=Role.ASSISTANT, text=self._read(content), id=id_))
        for call in calls:
            self.call(call)

    def call(self, call: ToolCall, id_: str = "") -> None:
        """A call of its own: part of the assistant's message just before it, else a message without text."""
        last = self._lines[-1] if self._lines else None
        if last is None or last.role is not Role.ASSISTANT or last.results:
            last = _Line(role=Role.ASSISTANT, text="", id=id_)
            self._lines.append(last)
        if not last.open:
            self._calling.append(last)
        self._called += 1
        known = call if call.id else replace(call, id=f"call_{self._called}")
        last.calls.append(known)
        last.open[known.id] = None
        self._waiting.setdefault(known.id, []).append(last)

    def result(self, call_id: str, content: JSON, id_: str = "") -> None:
        """What a tool gave. Without an id it answers the first open call of the last message that has one."""
        answered = call_id or self._next_open()
        line = _Line(role=Role.TOOL, text=self._read(content, between="\n"), id=id_, answers=answered)
        waiting = self._waiting.get(answered)
        if waiting:
            called = waiting.pop()
            called.open.pop(answered, None)
            called.results.append(line)
        else:
            self.lose("the result of a tool has no call before it")
            self._lines.append(line)

    def name_answer(self, id_: str) -> None:
        """Give the last message, where it is the assistant's, the id of the response that it is: people rate by it."""
        last = self._lines[-1] if self._lines else None
        if last is not None and last.role is Role.ASSISTANT:
            last.id = id_ or last.id

    def lose(self, *sentences: str) -> None:
        for sentence in sentences:
            if len(self._lost) < MOST_LOST:
                self._lost[sentence] = None

    @property
    def silent(self) -> bool:
        """Nothing was said yet."""
        return not self._lines

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(line.message() for line in self._all())

    @property
    def ids(self) -> tuple[str, ...]:
        """One for each message, "" where it has none; empty when no message has one."""
        ids = tuple(line.id for line in self._all())
        return ids if any(ids) else ()

    @property
    def instructions(self) -> str:
        return "\n\n".join(self._system)

    @property
    def lost(self) -> tuple[str, ...]:
        """Sentences. Calls at the very end may still get their results; calls before it never will."""
        missed = any(line.open for line in self._lines[:-1]) or (not self.waits and self._open_at_end())
        return (*self._lost, "a tool call has no result") if missed else tuple(self._lost)

    @property
    def waits(self) -> bool:
        """It ends with calls of which none has a result yet."""
        return self._open_at_end() and not self._lines[-1].results

    def _open_at_end(self) -> bool:
        return bool(self._lines and self._lines[-1].open)

    def _next_open(self) -> str:
        while self._calling and not self._calling[-1].open:
            self._calling.pop()
        return next(iter(self._calling[-1].open)) if self._calling else ""

    def _all(self) -> Iterator[_Line]:
        for line in self._lines:
            yield line
            yield from line.results

    def _read(self, content: JSON, between: str = "") -> str:
        told = said(content, between)
        self.lose(*told.lost)
        return told.text
