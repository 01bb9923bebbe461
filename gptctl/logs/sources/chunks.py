"""An answer that was logged piece by piece, as it was streamed, put together."""

from collections.abc import Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.shapes import mapping, maps, number, text


def joined(chunks: Sequence[JSON]) -> Attrs:
    """Chunks of a chat completion as the completion they are of; only the first choice."""
    pieces, calls = list[str](), dict[int, dict[str, str]]()
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


def _add(calls: dict[int, dict[str, str]], delta: Attrs) -> None:
    for piece in maps(delta.get("tool_calls")):
        call = calls.setdefault(int(number(piece.get("index")) or 0), {"id": "", "name": "", "arguments": ""})
        called = mapping(piece.get("function"))
        call["id"] = call["id"] or text(piece.get("id"))
        call["name"] += text(called.get("name"))
        call["arguments"] += text(called.get("arguments"))


def _whole(calls: dict[int, dict[str, str]]) -> list[JSON]:
    return [
        {"id": call["id"], "function": {"name": call["name"], "arguments": call["arguments"]}}
        for _, call in sorted(calls.items())
    ]
