"""Which turns of a conversation are learnt, in the ways that targets can say it."""

from collections.abc import Iterator, Sequence

from gptctl.core.value import JSON
from gptctl.promote.chat import Chat
from gptctl.promote.example import Example
from gptctl.promote.exports.base import LeftOut

NO_WEIGHTS = LeftOut(reason="turns-not-meant")
"""Some answers are not to be learnt, and the target would learn them."""

SILENT = LeftOut(reason="turn-without-words")
"""Somebody said nothing, such as a user who only pressed a key, and the target wants words in every turn."""

TOOLS = LeftOut(reason="tools")
MANY_MESSAGES = LeftOut(reason="several-messages")


def chat(message: Chat) -> dict[str, JSON]:
    """A message as every target of OpenAI's shape takes it: no content, not an empty one, beside tool calls."""
    made: dict[str, JSON] = {"role": message["role"], "content": message["content"]}
    if "tool_calls" in message:
        made["tool_calls"] = [
            {
                "id": call["id"],
                "type": "function",
                "function": {"name": call["function"]["name"], "arguments": call["function"]["arguments"]},
            }
            for call in message["tool_calls"]
        ]
        made["content"] = message["content"] or None
    if "tool_call_id" in message:
        made["tool_call_id"] = message["tool_call_id"]
    return made


def is_whole(example: Example) -> bool:
    """Whether every answer in it is meant to be learnt."""
    return set(example.targets) == set(answers(example.messages))


def answers(messages: Sequence[Chat]) -> list[int]:
    return [index for index, message in enumerate(messages) if message["role"] == "assistant"]


def weighted(example: Example) -> list[dict[str, JSON]]:
    """With a weight on each answer, unless all are meant."""
    made = [chat(message) for message in example.messages]
    if not is_whole(example):
        for index in answers(example.messages):
            made[index]["weight"] = int(index in example.targets)
    return made


def each_target(example: Example) -> Iterator[tuple[list[dict[str, JSON]], dict[str, JSON]]]:
    """What stands before each answer that is meant, and the answer."""
    made = [chat(message) for message in example.messages]
    for target in example.targets:
        yield made[:target], made[target]


def with_tools(row: dict[str, JSON], tools: Sequence[JSON]) -> dict[str, JSON]:
    return {**row, "tools": list(tools)} if tools else row
