"""TRL: a prompt and its completion for each answer that is meant, so that the loss falls on those alone."""

import json
from functools import partial

from gptctl.core.value import JSON
from gptctl.promote.example import Example, Pair
from gptctl.promote.exports.base import Export, Format, Rows
from gptctl.promote.exports.turns import chat, each_target, with_tools
from gptctl.promote.rules import columns
from gptctl.promote.rules.base import Rule
from gptctl.promote.rules.rows import entries, field, word

SOURCE = "TRL, dataset formats and types, 1.16"
_rule = partial(Rule, source=SOURCE)


def rows(example: Example) -> Rows:
    for before, answer in each_target(example):
        yield with_tools({"prompt": _plain(before), "completion": _plain([answer])}, example.tools)


def preferences(pair: Pair) -> Rows:
    sides = {
        "prompt": _plain([chat(message) for message in pair.messages]),
        "chosen": _plain([chat(message) for message in pair.chosen]),
        "rejected": _plain([chat(message) for message in pair.rejected]),
    }
    yield with_tools(sides, pair.tools)


def _plain(messages: list[dict[str, JSON]]) -> JSON:
    """An empty text for none: chat templates print the word None otherwise."""
    return [{**message, "content": message["content"] or "", **_calls(message)} for message in messages]


def _calls(message: dict[str, JSON]) -> dict[str, JSON]:
    """Arguments as an object: of a text, some chat templates make JSON in quotes, and others stop."""
    made: list[JSON] = [
        {**call, "function": {"name": field(call, "function", "name"), "arguments": _object(call)}}
        for call in entries(message.get("tool_calls"))
    ]
    return {"tool_calls": made} if made else {}


def _object(call: JSON) -> JSON:
    """The text itself where it is no JSON, which the rule then tells."""
    arguments = word(field(call, "function", "arguments"))
    try:
        value: JSON = json.loads(arguments)
    except (ValueError, RecursionError):
        return arguments
    return value


TRL = Export(
    name="trl",
    title="TRL: prompt and completion, and preferences",
    turns="one row for each answer that is meant",
    example=rows,
    examples=Format(
        rules=(
            _rule(
                id="TRL-ROW-001",
                says="A row has a prompt and a completion, both messages.",
                check=columns.messages("prompt", "completion"),
            ),
            _rule(
                id="TRL-ROW-002",
                says="The completion is the assistant's.",
                check=columns.by_assistant("completion"),
            ),
            _rule(
                id="TRL-ROW-003",
                says="Arguments of a tool call are an object.",
                check=columns.object_arguments("prompt", "completion"),
            ),
        )
    ),
    pair=preferences,
    pairs=Format(
        rules=(
            _rule(
                id="TRL-PAIR-001",
                says="A row has a prompt, a chosen and a rejected answer, all messages.",
                check=columns.messages("prompt", "chosen", "rejected"),
            ),
            _rule(
                id="TRL-PAIR-002",
                says="Both answers begin with the assistant.",
                check=columns.by_assistant("chosen", "rejected"),
            ),
            _rule(
                id="TRL-PAIR-003",
                says="Arguments of a tool call are an object.",
                check=columns.object_arguments("prompt", "chosen", "rejected"),
            ),
        )
    ),
)
