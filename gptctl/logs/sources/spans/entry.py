"""One message as a trace holds it, before it is known which conversation it belongs to."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from gptctl.core.conversation import Role, ToolCall
from gptctl.core.value import JSON
from gptctl.logs.sources.parts import said
from gptctl.logs.sources.telling import Telling

_ROLES = {
    "user": Role.USER, "human": Role.USER, "humanmessage": Role.USER, "humanmessagechunk": Role.USER,
    "assistant": Role.ASSISTANT, "ai": Role.ASSISTANT, "model": Role.ASSISTANT, "agent": Role.ASSISTANT,
    "aimessage": Role.ASSISTANT, "aimessagechunk": Role.ASSISTANT, "chatbot": Role.ASSISTANT,
    "system": Role.SYSTEM, "developer": Role.SYSTEM, "systemmessage": Role.SYSTEM, "systemmessagechunk": Role.SYSTEM,
    "tool": Role.TOOL, "function": Role.TOOL, "toolmessage": Role.TOOL, "functionmessage": Role.TOOL,
    "toolmessagechunk": Role.TOOL,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`role` is None where the source names one that nobody knows; `id` is that of the span that answered so."""

    role: Role | None
    content: JSON = None
    calls: tuple[ToolCall, ...] = ()
    answers: str = ""
    id: str = ""


def role(name: str) -> Role | None:
    """The role that a source calls so, in any case: `human`, `AIMessage`, `developer`; None when nobody knows it."""
    return _ROLES.get(name.lower())


def spoken(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """All but the instructions, which may differ from call to call in one conversation."""
    return tuple(entry for entry in entries if entry.role is not Role.SYSTEM)


def instructions(entries: Iterable[Entry]) -> str:
    return "\n\n".join(said(entry.content).text for entry in entries if entry.role is Role.SYSTEM)


def keys(entries: Iterable[Entry]) -> list[bytes]:
    """One short key each: equal for the same message logged twice, as an answer and as a part of the next question.

    Ids of calls are not in it, nor the space around a text, since both change on the way.
    """
    return [_key(entry) for entry in entries]


def prefixes(each: Sequence[bytes]) -> list[bytes]:
    """For each n the key of the first n + 1 messages."""
    rolling, found = b"", []
    for key in each:
        rolling = blake2b(rolling + key, digest_size=16).digest()
        found.append(rolling)
    return found


def tell(entries: Iterable[Entry]) -> Telling:
    """The conversation of these messages."""
    telling = Telling()
    for entry in entries:
        match entry.role:
            case Role.SYSTEM:
                telling.system(entry.content)
            case Role.USER:
                telling.user(entry.content, entry.id)
            case Role.ASSISTANT:
                telling.assistant(entry.content, entry.calls, entry.id)
            case Role.TOOL:
                telling.result(entry.answers, entry.content, entry.id)
            case None:
                telling.lose("a message of a role that nobody knows is not kept")
    return telling


def arguments(call: ToolCall) -> str:
    """Arguments with their keys in order, so that they can be compared."""
    try:
        return json.dumps(json.loads(call.arguments), sort_keys=True)
    except (ValueError, RecursionError):
        return call.arguments


def _key(entry: Entry) -> bytes:
    told = said(entry.content)
    whole = "\0".join([
        entry.role or "", told.text.strip(), *told.lost, *(f"{call.name}\0{arguments(call)}" for call in entry.calls)
    ])  # fmt: skip
    return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).digest()
