"""A contestant with examples in its prompt: what many get from a fine-tune without one."""

from collections.abc import Sequence
from dataclasses import dataclass

from gptctl.core.value import JSON, fingerprint
from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Contestant, Reply
from gptctl.promote.compare.nearest import Nearest
from gptctl.promote.compare.turn import turns
from gptctl.promote.example import Curation, Part

SHOTS = 4

_BEGINS = "Answers to like questions that were found good. Learn their manner; their facts belong to other people."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    asked: str
    answered: str


def shots(dataset: Curation) -> tuple[Shot, ...]:
    """Every answer to a user's message that is trained on. What is held out is never among them."""
    return tuple(
        Shot(asked=turn.messages[-1]["content"] or "", answered=written(turn.expected))
        for turn in turns(dataset.examples(Part.TRAIN))
        if turn.messages and turn.messages[-1]["role"] == "user"
    )


def written(message: Chat) -> str:
    """An answer as text; a tool call as its name and arguments."""
    calls = (call["function"] for call in message.get("tool_calls", ()))
    lines = [message["content"] or "", *(f"[call {call['name']} {call['arguments']}]" for call in calls)]
    return "\n".join(line for line in lines if line)


class WithExamples:
    """Adds the examples nearest to what the user said last, after the instructions."""

    def __init__(self, name: str, contestant: Contestant, given: Sequence[Shot], most: int = SHOTS) -> None:
        self.name = name
        self._contestant, self._shots, self._most = contestant, given, most
        self._nearest = Nearest([shot.asked for shot in given])

    @property
    def identity(self) -> str:
        pairs = [[shot.asked, shot.answered] for shot in self._shots]
        return fingerprint(["examples", self._contestant.identity, self._most, pairs])

    def answer(self, messages: Sequence[Chat], tools: Sequence[JSON]) -> Reply:
        asked = next((message["content"] or "" for message in reversed(messages) if message["role"] == "user"), "")
        found = [self._shots[at] for at in self._nearest.to(asked, self._most)]
        return self._contestant.answer(_shown(messages, found), tools)


def _shown(messages: Sequence[Chat], found: Sequence[Shot]) -> Sequence[Chat]:
    if not found:
        return messages
    said = [f"<example>\nuser: {shot.asked}\nassistant: {shot.answered}\n</example>" for shot in found]
    system = [message["content"] or "" for message in messages if message["role"] == "system"]
    whole: Chat = {"role": "system", "content": "\n\n".join([*system, _BEGINS, *said])}
    return [whole, *(message for message in messages if message["role"] != "system")]
