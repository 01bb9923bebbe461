"""Whether the roles follow each other as they may, and each tool call is followed by its result."""

from collections.abc import Sequence

from gptctl.promote.chat import Chat
from gptctl.promote.steps.structure.problem import Problem, Reason


def turns(messages: Sequence[Chat], targets: Sequence[int]) -> Problem | None:
    """Ids count only between a call and the next answer: some models use the same one again later on.

    An assistant may greet first; equal roles in a row are left to the exports, some of which join them.
    """
    last = max(len(messages) - 1, 0)
    if not messages or not targets or targets[-1] != last:
        return Problem(reason=Reason.NO_TARGET, at=last)
    for n in targets:
        if n < 0 or messages[n]["role"] != "assistant":
            return Problem(reason=Reason.NO_TARGET, at=last)
    return _paired(messages)


def _paired(messages: Sequence[Chat]) -> Problem | None:
    """The last message may call, since a call can be what is learnt."""
    waiting: set[str] = set()
    asked = False
    for n, message in enumerate(messages):
        role = message["role"]
        if role == "tool":
            if message.get("tool_call_id") not in waiting:
                return Problem(reason=Reason.UNPAIRED, at=n)
            waiting.discard(message["tool_call_id"])
        elif waiting:
            return Problem(reason=Reason.UNPAIRED, at=n)
        elif role == "user":
            asked = True
        elif role != "assistant":
            return Problem(reason=Reason.ORDER, at=n)
        elif calls := message.get("tool_calls"):
            waiting = {call["id"] for call in calls}
            if len(waiting) < len(calls):
                return Problem(reason=Reason.UNPAIRED, at=n)
    return None if asked else Problem(reason=Reason.ORDER, at=0)
