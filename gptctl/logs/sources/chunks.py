"""An answer that was logged piece by piece, as it was streamed, put together."""

from collections.abc import Sequence
from dataclasses import dataclass

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.shapes import mapping, maps, number, text


@dataclass(slots=True, kw_only=True)
class _Call:
    index: int
    id: str = ""
    name: str = ""
    arguments: str = ""


def joined(chunks: Sequence[JSON]) -> Attrs:
    """Chunks of a chat completion as the completion they are of; only the first choice."""
    pieces, calls = list[str](), list[_Call]()
    head: dict[str, JSON] = {}
    reason: JSON = None
    for chunk in maps(chunks):
        head.update({key: value for key, value in chunk.items() if key != "choices" and value is not None})
        for choice in maps(chunk.get("choices")):
            if choice.get("index", 0) == 0:
                delta = mapping(choice.get("delta"))
                pieces.append(text(delta.get("content")) or text(delta.get("refusal")))
                _add(calls, delta)
                reason = choice.get("finish_reason") or reason
    if not pieces:
        return head
    message: dict[str, JSON] = {"role": "assistant", "content": "".join(pieces)}
    return {**head, "choices": [{"message": {**message, "tool_calls": _whole(calls)}, "finish_reason": reason}]}


def _add(calls: list[_Call], delta: Attrs) -> None:
    for piece in maps(delta.get("tool_calls")):
        _put(calls, int(number(piece.get("index")) or 0), text(piece.get("id")), mapping(piece.get("function")))
    if mapping(delta.get("function_call")):  # its predecessor, of which there is one at most
        _put(calls, 0, "", mapping(delta["function_call"]))


def _put(calls: list[_Call], index: int, id_: str, called: Attrs) -> None:
    """Some servers give all calls of an answer one index, and some each piece of a call an id of its own."""
    name = text(called.get("name"))
    call = next((one for one in reversed(calls) if one.index == index), None)
    if call is None or (name and id_ and call.id and id_ != call.id):
        call = _Call(index=index)
        calls.append(call)
    call.id = call.id or id_
    call.name += name
    call.arguments += text(called.get("arguments"))


def _whole(calls: list[_Call]) -> list[JSON]:
    return [
        {"id": call.id, "function": {"name": call.name, "arguments": call.arguments}}
        for call in sorted(calls, key=lambda call: call.index)
    ]
