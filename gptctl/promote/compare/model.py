"""A model that answers under an assistant's declaration."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from gptctl.core.conversation import Answer, Message, Role, ToolCall
from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs, fingerprint
from gptctl.errors import Rejected
from gptctl.promote.chat import Call, Chat
from gptctl.promote.compare.contestant import Reply, Silent
from gptctl.providers.base import Rehearser

_KEPT = ("name", "model", "parameters", "output")
_MOST_TOKENS = 2**53
_PROBE = (Message(role=Role.USER, text="Hello"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where a model answers. `setting` is all that could make another model answer to the same name.

    `price` gives dollars for tokens read and written, None where it is not known.
    """

    provider: Rehearser
    setting: JSON
    price: Callable[[int, int], float | None]


class Model:
    """`declared` is the assistant, its model under the provider's own name. Each row brings instructions and tools."""

    def __init__(self, name: str, at: At, declared: Declared) -> None:
        self.name = name
        self._at = at
        self._declared = replace(declared, attrs={key: declared.attrs[key] for key in _KEPT if key in declared.attrs})
        self._answers = False

    @property
    def identity(self) -> str:
        options = {target: dict(raw) for target, raw in self._declared.options.items()}
        return fingerprint(["model", self._at.setting, dict(self._declared.attrs), options])

    @property
    def model(self) -> str:
        """Under the provider's own name."""
        return str(self._declared.attrs["model"])

    def price(self, read: int, written: int) -> float | None:
        """Dollars for so many tokens, None where that is not known."""
        return self._at.price(read, written)

    def answer(self, messages: Sequence[Chat], tools: Sequence[JSON]) -> Reply:
        """Raises as a contestant does; where the model answers nothing at all, what it said to a mere greeting."""
        began = time.monotonic()
        try:
            answer = self._at.provider.rehearse(_under(self._declared, messages, tools), _said(messages))
        except Rejected:
            self._expect_any()
            raise
        self._answers = True
        return self._reply(answer, time.monotonic() - began)

    def _expect_any(self) -> None:
        """A wrong key or name is rejected too, every time, and is no answer to count."""
        if self._answers:
            return
        try:
            self._at.provider.rehearse(_under(self._declared, (), ()), _PROBE)
        except Rejected as error:
            raise Silent(f"{self.name} answers nothing: {error.message}", advice=error.advice) from error
        self._answers = True

    def _reply(self, answer: Answer, seconds: float) -> Reply:
        read = _count(answer.usage, "input_tokens", "prompt_tokens")
        written = _count(answer.usage, "output_tokens", "completion_tokens")
        known = read is not None and written is not None
        return Reply(
            message=_chat(answer),
            seconds=seconds,
            input_tokens=read,
            output_tokens=written,
            dollars=self._at.price(read or 0, written or 0) if known else None,
        )


def _under(declared: Declared, messages: Sequence[Chat], tools: Sequence[JSON]) -> Declared:
    system = "\n\n".join(message["content"] or "" for message in messages if message["role"] == "system")
    given: dict[str, JSON] = {"instructions": system} if system else {}
    if tools:
        given["tools"] = [_tool(tool) for tool in tools]
    return replace(declared, attrs={**declared.attrs, **given})


def _tool(tool: JSON) -> JSON:
    """As a declaration has it, from OpenAI's shape."""
    function = tool.get("function") if isinstance(tool, Mapping) else None
    return {"type": "function", **(function if isinstance(function, Mapping) else {})}


def _said(messages: Sequence[Chat]) -> tuple[Message, ...]:
    return tuple(_message(message) for message in messages if message["role"] != "system")


def _message(message: Chat) -> Message:
    calls = (
        ToolCall(id=call["id"], name=call["function"]["name"], arguments=call["function"]["arguments"])
        for call in message.get("tool_calls", ())
    )
    return Message(
        role=Role(message["role"]),
        text=message["content"] or "",
        tool_calls=tuple(calls),
        tool_call_id=message.get("tool_call_id", ""),
    )


def _chat(answer: Answer) -> Chat:
    made: list[Call] = [
        {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
        for call in answer.tool_calls
    ]
    if made:
        return {"role": "assistant", "content": answer.text or None, "tool_calls": made}
    return {"role": "assistant", "content": answer.text}


def _count(usage: Attrs, *names: str) -> int | None:
    """None where the server says none that can be."""
    found = (usage.get(name) for name in names)
    return next((value for value in found if type(value) is int and 0 <= value <= _MOST_TOKENS), None)
