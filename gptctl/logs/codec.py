"""A conversation as one row of plain values, and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import blake2b
from math import isfinite
from typing import Any, TypeAlias

from gptctl.core.conversation import Message, Role, ToolCall
from gptctl.logs import jsontext
from gptctl.logs.conversation import (
    Alternative,
    Conversation,
    Level,
    Provenance,
    Ran,
    Rater,
    Rating,
    Sign,
    Signal,
)

Cells: TypeAlias = dict[str, str | int | float]
"""A row of the table CONVERSATIONS of gptctl.logs.store.tables."""

RAN = tuple(field.name for field in fields(Ran))
BESIDE = ("file", "row", "assistant")
"""Where a conversation was read, and whose it is said to be: read elsewhere, or without a word of that, it is the same.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A row, and the longer texts that it names by their digests."""

    cells: Cells
    texts: Mapping[str, str]


def encode(conversation: Conversation) -> Encoded:
    """A lone surrogate, which no file in UTF-8 can hold, becomes U+FFFD."""
    tools = jsontext.dump(list(conversation.tools)) if conversation.tools else ""
    texts = {digest(text): text for text in (jsontext.whole(conversation.instructions), tools) if text}
    cells: Cells = {
        "id": conversation.id,
        **{name: jsontext.whole(getattr(conversation.ran, name)) for name in RAN},
        "shape": conversation.came.shape,
        "file": jsontext.whole(conversation.came.file),
        "row": conversation.came.row,
        "native": jsontext.whole(conversation.came.native),
        "started": _time(conversation.started),
        "ended": _time(conversation.ended),
        "session": jsontext.whole(conversation.session),
        "user": conversation.user,
        "finish": jsontext.whole(conversation.finish),
        "turns": sum(message.role is Role.USER for message in conversation.messages),
        "length": len(conversation.messages),
        "instructions": digest(jsontext.whole(conversation.instructions)),
        "tools": digest(tools),
        "message_ids": jsontext.dump(conversation.message_ids),
        "messages": jsontext.dump([chat(message) for message in conversation.messages]),
        "usage": jsontext.dump(conversation.usage),
        "ratings": jsontext.dump([plain(rating) for rating in conversation.ratings]),
        "signals": jsontext.dump([plain(signal) for signal in conversation.signals]),
        "alternatives": jsontext.dump([_alternative(one) for one in conversation.alternatives]),
        "lost": jsontext.dump(conversation.lost),
    }
    said = "\0".join(str(value) for name, value in cells.items() if name not in BESIDE)
    return Encoded(cells={**cells, "content": digest(said)}, texts=texts)


def decode(cells: Mapping[str, Any], texts: Mapping[str, str]) -> Conversation:
    """The conversation of a row; `texts` holds at least those that it names."""
    tools = texts.get(cells["tools"], "")
    return Conversation(
        id=cells["id"],
        came=Provenance(**{field.name: cells[field.name] for field in fields(Provenance)}),
        ran=Ran(**{name: cells[name] for name in RAN}),
        messages=tuple(map(message, json.loads(cells["messages"]))),
        instructions=texts.get(cells["instructions"], ""),
        message_ids=tuple(json.loads(cells["message_ids"])),
        tools=tuple(json.loads(tools)) if tools else (),
        started=cells["started"],
        ended=cells["ended"],
        session=cells["session"],
        user=cells["user"],
        finish=cells["finish"],
        usage=json.loads(cells["usage"]),
        ratings=tuple(map(rating, json.loads(cells["ratings"]))),
        signals=tuple(Signal(sign=Sign(one["sign"]), at=one["at"]) for one in json.loads(cells["signals"])),
        alternatives=tuple(
            Alternative(
                at=one["at"],
                messages=tuple(map(message, one["messages"])),
                ratings=tuple(map(rating, one["ratings"])),
            )
            for one in json.loads(cells["alternatives"])
        ),
        lost=tuple(json.loads(cells["lost"])),
    )


def chat(message: Message) -> dict[str, Any]:
    """A message in OpenAI's chat shape."""
    body: dict[str, Any] = {
        "role": message.role.value,
        "content": message.text if message.text or not message.tool_calls else None,
    }
    if message.tool_calls:
        body["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in message.tool_calls
        ]
    if message.tool_call_id or message.role is Role.TOOL:
        body["tool_call_id"] = message.tool_call_id
    return body


def message(body: Mapping[str, Any]) -> Message:
    return Message(
        role=Role(body["role"]),
        text=body["content"] or "",
        tool_calls=tuple(
            ToolCall(id=call["id"], name=call["function"]["name"], arguments=call["function"]["arguments"])
            for call in body.get("tool_calls", ())
        ),
        tool_call_id=body.get("tool_call_id", ""),
    )


def rating(body: Mapping[str, Any]) -> Rating:
    return Rating(**{**body, "level": Level(body["level"]), "by": Rater(body["by"])})


def plain(value: Rating | Signal) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def digest(text: str) -> str:
    """The digest under which a text is kept; "" for the empty one."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest() if text else ""


def _time(seconds: float) -> float:
    """A time that is none, such as infinity, is not known."""
    return seconds if isfinite(seconds) else 0.0


def _alternative(one: Alternative) -> dict[str, Any]:
    return {
        "at": one.at,
        "messages": [chat(message) for message in one.messages],
        "ratings": [plain(rating) for rating in one.ratings],
    }
