"""OpenAI, and those who took over its format: supervised rows and preferences."""

from dataclasses import replace
from functools import partial

from gptctl.promote.example import Example, Pair
from gptctl.promote.exports.base import Export, Format, Rows
from gptctl.promote.exports.turns import MANY_MESSAGES, chat, weighted, with_tools
from gptctl.promote.rules import chat as says
from gptctl.promote.rules import files, preference, tools
from gptctl.promote.rules.base import FileRule, Rule, Severity
from gptctl.promote.rules.fixes import TEXT_ARGUMENTS, only_keys

SOURCE = "OpenAI, fine-tuning guide and API description, August 2026"
LONGEST = 65_536
LEAST = 10
KEYS = frozenset({"role", "content", "name", "weight", "tool_calls", "tool_call_id", "function_call"})
ROLES = frozenset({"system", "developer", "user", "assistant", "tool", "function"})
_rule = partial(Rule, source=SOURCE)
_file = partial(FileRule, source=SOURCE)


def rows(example: Example) -> Rows:
    yield with_tools({"messages": weighted(example)}, example.tools)


def preferences(pair: Pair) -> Rows:
    if len(pair.chosen) != 1 or len(pair.rejected) != 1:
        yield MANY_MESSAGES
        return
    yield {
        "input": with_tools({"messages": [chat(message) for message in pair.messages]}, pair.tools),
        "preferred_output": [chat(pair.chosen[0])],
        "non_preferred_output": [chat(pair.rejected[0])],
    }


MESSAGES = (
    _rule(
        id="OPENAI-KEYS-001",
        says="A message has no keys that the format does not know.",
        check=says.keys(KEYS),
        fix=only_keys("drop-keys", KEYS),
    ),
    _rule(id="OPENAI-ROLE-001", says="A role is one of the known ones.", check=says.roles(ROLES)),
    _rule(
        id="OPENAI-CONTENT-001", says="Content is text; none is allowed beside tool calls.", check=says.text_or_calls
    ),
    _rule(
        id="OPENAI-CALL-001",
        says="A tool call has an id, and a function's name of at most 64 letters, digits, hyphens and underscores.",
        check=tools.well_formed,
        leaves_out="call-not-taken",
    ),
    _rule(
        id="OPENAI-CALL-002",
        says="Arguments of a tool call are the JSON text of an object.",
        check=tools.text_arguments,
        fix=TEXT_ARGUMENTS,
    ),
    _rule(id="OPENAI-CALL-003", says="Every tool call is followed by its result.", check=tools.paired),
    _rule(id="OPENAI-TOOL-001", says="Tools have names, each its own.", check=tools.unique_names),
    _rule(id="OPENAI-TOOL-002", says="Only tools of the row are called.", check=tools.declared),
)
EXAMPLES = (
    _rule(id="OPENAI-ROW-001", says="A row has a list of messages.", check=says.listed("messages")),
    _rule(
        id="OPENAI-ROW-002",
        says="A row has no other keys than messages, tools and parallel_tool_calls.",
        check=says.row_keys(frozenset({"messages", "tools", "parallel_tool_calls"})),
    ),
    *MESSAGES,
    _rule(id="OPENAI-ANSWER-001", says="One message at least is the assistant's.", check=says.has_assistant),
    _rule(id="OPENAI-ANSWER-002", says="An answer is not empty.", check=says.some_text, severity=Severity.WARNING),
    _rule(id="OPENAI-WEIGHT-001", says="Weights are 0 or 1, on answers alone.", check=says.weights),
    _rule(
        id="OPENAI-WEIGHT-002",
        says="One answer at least is learnt.",
        check=says.some_loss,
        severity=Severity.WARNING,
    ),
)
PAIRS = (
    _rule(id="OPENAI-PAIR-001", says="The input has a list of messages.", check=says.listed("input.messages")),
    _rule(id="OPENAI-PAIR-002", says="Both sides have an answer.", check=preference.both_sides),
    _rule(id="OPENAI-PAIR-003", says="A side is one message of the assistant.", check=preference.one_answer),
    _rule(id="OPENAI-PAIR-004", says="The two answers differ.", check=preference.differ, severity=Severity.WARNING),
    _rule(
        id="OPENAI-PAIR-005",
        says="A row has an input and two answers and nothing else.",
        check=says.row_keys(frozenset({"input", "preferred_output", "non_preferred_output"})),
    ),
    *MESSAGES,
)
FILES = (
    _file(id="OPENAI-FILE-001", says="Ten examples at least.", check=files.at_least(LEAST)),
    _file(
        id="OPENAI-FILE-002",
        says="Fifty examples or more are advised to begin with.",
        check=files.at_least(50),
        severity=Severity.WARNING,
    ),
    _file(id="OPENAI-FILE-003", says="A file has at most 512 MB.", check=files.no_larger(512 * files.MB)),
    _file(
        id="OPENAI-FILE-004",
        says="An example has at most 65,536 tokens; a longer one is cut at its end.",
        check=files.no_longer(LONGEST),
    ),
)


def renamed(rules: tuple[Rule, ...], prefix: str, source: str) -> tuple[Rule, ...]:
    """The same rules as published by another target, under ids of its own."""
    return tuple(replace(rule, id=rule.id.replace("OPENAI", prefix, 1), source=source) for rule in rules)


OPENAI = Export(
    name="openai",
    title="OpenAI supervised fine-tuning and DPO",
    turns="answers that are not meant have the weight 0",
    example=rows,
    examples=Format(rules=EXAMPLES, file_rules=FILES),
    pair=preferences,
    pairs=Format(rules=PAIRS, file_rules=FILES, least=LEAST),
    longest=LONGEST,
)
