"""TRL: a prompt and its completion for each answer that is meant, so that the loss falls on those alone."""

from functools import partial

from gptctl.core.value import JSON
from gptctl.promote.example import Example, Pair
from gptctl.promote.exports.base import Export, Format, Rows
from gptctl.promote.exports.turns import chat, each_target, with_tools
from gptctl.promote.rules import columns
from gptctl.promote.rules.base import Rule

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
    return [{**message, "content": message["content"] or ""} for message in messages]


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
        )
    ),
)
