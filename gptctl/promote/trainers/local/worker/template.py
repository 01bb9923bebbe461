"""Which tokens of a conversation are learnt: those of the answers that are targets, their ends included, no others."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from gptctl.core.value import JSON
from gptctl.promote.chat import Chat


class Template(Protocol):
    """How a model is shown a conversation. Both raise Exception where the template refuses it."""

    def whole(self, messages: Sequence[Chat]) -> str: ...

    def asked(self, messages: Sequence[Chat]) -> str:
        """The same, ready for the assistant to go on: what the model is given when it serves."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatTemplate:
    """The template of a tokenizer from transformers."""

    tokenizer: Any
    tools: Sequence[JSON]

    def whole(self, messages: Sequence[Chat]) -> str:
        return self._render(messages, add_generation_prompt=False)

    def asked(self, messages: Sequence[Chat]) -> str:
        return self._render(messages, add_generation_prompt=True)

    def _render(self, messages: Sequence[Chat], **options: Any) -> str:
        shown = [plain(message) for message in messages]
        text = self.tokenizer.apply_chat_template(shown, tools=list(self.tools) or None, tokenize=False, **options)
        return str(text)


def plain(message: Chat) -> dict[str, Any]:
    """As chat templates take it: a text always, since they print the word None, and arguments as an object."""
    made: dict[str, Any] = {**message, "content": message["content"] or ""}
    if "tool_calls" in message:
        made["tool_calls"] = [
            {**call, "function": {**call["function"], "arguments": _parsed(call["function"]["arguments"])}}
            for call in message["tool_calls"]
        ]
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A text, and the stretches of it, in characters, that are learnt."""

    text: str
    spans: Sequence[tuple[int, int]]


class Untaught(Exception):
    """The template cannot show the model what it should learn. The message is a short word that is counted."""


def lessons(template: Template, messages: Sequence[Chat], targets: Sequence[int]) -> Sequence[Lesson]:
    """One lesson for the conversation; where the template shows earlier answers otherwise, one for each target.

    Raises Untaught.
    """
    answers = [_answer(template, messages, target) for target in sorted(targets)]
    if not answers:
        raise Untaught("no-target")
    text = answers[-1].text
    if all(text.startswith(answer.text) for answer in answers):
        return [Lesson(text=text, spans=[span for answer in answers for span in answer.spans])]
    return answers


def _answer(template: Template, messages: Sequence[Chat], target: int) -> Lesson:
    try:
        asked, text = template.asked(messages[:target]), template.whole(messages[: target + 1])
    except Exception as error:  # a template is a program of somebody else's and raises what it likes
        raise Untaught("template") from error
    said = text[len(asked) :]
    if not text.startswith(asked) or any(name not in said for name in _called(messages[target])):
        raise Untaught("template")
    return Lesson(text=text, spans=[(len(asked), len(text))])


def _called(message: Chat) -> Iterator[str]:
    return (call["function"]["name"] for call in message.get("tool_calls", ()))


def _parsed(arguments: str) -> object:
    try:
        return json.loads(arguments)
    except (ValueError, RecursionError):
        return arguments
