"""What a turn of a session came to, as an answer."""

import json
from collections.abc import Iterator, Sequence

from gptctl.core.conversation import Answer, Engine, ToolCall
from gptctl.core.value import Attrs
from gptctl.errors import NotDone, Rejected
from gptctl.providers.api import items, mapping, text

_CALL = "function_call"


def waits_for(session: Attrs) -> Sequence[Attrs]:
    """The function calls that the session waits for. Raises Rejected when it waits for a person."""
    actions = items(session.get("required_actions"))
    others = sorted({text(action.get("type")) for action in actions if action.get("type") != _CALL})
    if others:
        raise Rejected(f"the agent waits for something that cannot be given from here: {', '.join(others)}")
    return actions


def answer_of(session: Attrs, turn: Attrs, said: Sequence[Attrs]) -> Answer:
    """`said` are the turn's items, oldest first. Raises NotDone when the turn failed."""
    if turn.get("status") in ("failed", "cancelled"):
        error = mapping(turn.get("error"))
        raise NotDone(f"no answer was made: {text(error.get('message')) or text(error.get('code')) or turn['status']}")
    calls = tuple(_call(action) for action in waits_for(session))
    usage = mapping(turn.get("usage"))
    return Answer(
        text="\n\n".join(_texts(said)),
        engine=Engine.SERVER,
        model=text(mapping(session.get("agent")).get("model")),
        tool_calls=calls,
        usage={name: usage[name] for name in ("input_tokens", "output_tokens", "total_tokens") if name in usage},
    )


def _call(action: Attrs) -> ToolCall:
    arguments = action.get("arguments")
    written = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    return ToolCall(id=text(action.get("call_id")), name=text(action.get("name")), arguments=written)


def _texts(said: Sequence[Attrs]) -> Iterator[str]:
    """What the agent says for good; what it mutters while it works is no answer."""
    for item in said:
        if (item.get("type"), item.get("role")) == ("message", "assistant") and item.get("phase") != "commentary":
            yield "".join(text(part.get("text")) for part in items(item.get("content")))
