"""What a model is given: instructions, passages, the question. Cut to fit its context, the question never."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gptctl.core.conversation import Message, Role, Source
from gptctl.core.value import JSON
from gptctl.errors import Rejected
from gptctl.providers.local.answer.asked import Asked

# A token of English is four letters or more; three leave room for names, numbers and other languages.
LETTERS_PER_TOKEN = 3
# What chat templates put around the messages.
SPARE_TOKENS = 128
# A passage cut shorter than this says nothing.
LEAST_LETTERS = 200


QUESTION = "Question:"
_CUT = "the instructions are longer than this model's context, so it was told their beginning only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Messages in the chat-completions form; `sources` are the passages in them, as far as they are told."""

    messages: tuple[Mapping[str, JSON], ...]
    sources: tuple[Source, ...]
    notes: tuple[str, ...]


def build(asked: Asked, sources: Sequence[Source], *, tokens: int) -> Prompt:
    """Spend `tokens` on the last message first, then on instructions, passages, and what was said before.

    Raises Rejected when the last message alone does not fit.
    """
    *before, last = asked.messages
    room = (tokens - SPARE_TOKENS) * LETTERS_PER_TOKEN - len(last.text)
    if room < 0:
        raise Rejected("the question is too long for this model's context", advice="ask it in fewer words")
    told = asked.instructions[: room * 2 // 3]
    given = tuple(_fitting(sources, (room - len(told)) * 3 // 4))
    now = replace(last, text=_with_passages(last, given))
    said = _latest(before, room - len(told) - len(now.text) + len(last.text))
    system = (Message(role=Role.SYSTEM, text=told),) if told.strip() else ()
    return Prompt(
        messages=tuple(_wire(message) for message in (*system, *said, now)),
        sources=given,
        notes=() if told == asked.instructions else (_CUT,),
    )


def _fitting(sources: Sequence[Source], room: int) -> Iterator[Source]:
    """As many passages as fit, best first, the last of them cut."""
    for source in sources:
        room -= len(_passage(source)) - len(source.text)
        if room < min(LEAST_LETTERS, len(source.text)):
            return
        yield replace(source, text=source.text[:room])
        room -= len(source.text)


def _with_passages(last: Message, sources: Sequence[Source]) -> str:
    """Passages first, then the question: small models forget what stands before a long text."""
    if not sources:
        return last.text
    label = QUESTION if last.role is Role.USER else "Result of the tool:"
    return "\n\n".join(["Passages:", *map(_passage, sources), f"{label} {last.text}"])


def _passage(source: Source) -> str:
    return f"[{source.file}, {source.heading}]\n{source.text}"


def _latest(messages: Sequence[Message], room: int) -> Sequence[Message]:
    """The newest messages that fit; a tool's answer is kept only with the call it answers."""
    kept: list[Message] = []
    for message in reversed(messages):
        room -= len(message.text) + sum(len(call.arguments) for call in message.tool_calls)
        if room < 0:
            break
        kept.insert(0, message)
    while kept and kept[0].role is Role.TOOL:
        kept.pop(0)
    return kept


def _wire(message: Message) -> Mapping[str, JSON]:
    """One message in the chat-completions form."""
    wire: dict[str, JSON] = {"role": message.role.value, "content": message.text}
    if message.tool_calls:
        wire["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in message.tool_calls
        ]
    if message.tool_call_id:
        wire["tool_call_id"] = message.tool_call_id
    return wire
