"""Contestants and held-out turns for tests of the comparison: programs instead of models, and made-up answers."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gptctl.core.value import JSON
from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Reply
from gptctl.promote.compare.turn import Turn


@dataclass(kw_only=True)
class Program:
    """A contestant that is a function of what it is asked; `asked` keeps every question."""

    name: str
    says: Callable[[Sequence[Chat]], str | Chat]
    seconds: float = 1.0
    asked: list[Sequence[Chat]] = field(default_factory=list)

    @property
    def identity(self) -> str:
        return f"program:{self.name}"

    def answer(self, messages: Sequence[Chat], tools: Sequence[JSON]) -> Reply:
        self.asked.append(messages)
        said = self.says(messages)
        return reply(said, seconds=self.seconds)


def words(text: str) -> Chat:
    return {"role": "assistant", "content": text}


def calls(*made: tuple[str, str]) -> Chat:
    """Each a name and the JSON text of arguments."""
    functions: list[Any] = [
        {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": arguments}}
        for number, (name, arguments) in enumerate(made)
    ]
    return {"role": "assistant", "content": None, "tool_calls": functions}


def reply(said: str | Chat, *, seconds: float = 1.0, rejected: str = "") -> Reply:
    message = words(said) if isinstance(said, str) else said
    return Reply(message=message, seconds=seconds, input_tokens=10, output_tokens=5, dollars=0.001, rejected=rejected)


def turn(
    expected: str | Chat, *, number: int = 0, asked: str = "Hello?", cluster: str = "", tools: bool = False
) -> Turn:
    function: Any = {"type": "function", "function": {"name": "look_up", "parameters": {"type": "object"}}}
    return Turn(
        id=f"row-{number:04}/2",
        cluster=cluster or f"c{number:04}",
        messages=[{"role": "system", "content": "Be kind."}, {"role": "user", "content": asked}],
        tools=[function] if tools else [],
        expected=words(expected) if isinstance(expected, str) else expected,
    )


def orders(count: int) -> list[Turn]:
    """Turns that want one tool call each, about an order of their own."""
    return [
        turn(
            calls(("look_up", json.dumps({"order": number}))),
            number=number,
            asked=f"Where is order {number}?",
            tools=True,
        )
        for number in range(count)
    ]


def right(share: float, seed: int) -> Callable[[Sequence[Chat]], Chat]:
    """Looks up the order that was asked for, in this share of the cases, else another."""
    drawn = random.Random(seed)

    def says(messages: Sequence[Chat]) -> Chat:
        number = int((messages[-1]["content"] or "").split()[-1].strip("?"))
        found = number if drawn.random() < share else number + 1_000
        return calls(("look_up", json.dumps({"order": found})))

    return says
