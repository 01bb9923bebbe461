"""Nebius Token Factory: OpenAI's rows without weights, each ending with an answer in words."""

from functools import partial

from gptctl.promote.example import Example
from gptctl.promote.exports import openai
from gptctl.promote.exports.base import Export, Format, LeftOut, Rows
from gptctl.promote.exports.turns import NO_WEIGHTS, is_whole, weighted, with_tools
from gptctl.promote.rules import chat as says
from gptctl.promote.rules import files
from gptctl.promote.rules.base import FileRule, Rule
from gptctl.promote.rules.fixes import only_keys

SOURCE = "Nebius Token Factory, dataset formats, 2026"
KEYS = frozenset({"role", "content", "tool_calls", "tool_call_id"})
_rule = partial(Rule, source=SOURCE)
_SHARED = frozenset({"ROW-001", "ROW-002", "ROLE-001", "CONTENT-001", "CALL-001", "CALL-002", "CALL-003", "ANSWER-001"})


def rows(example: Example) -> Rows:
    if example.messages[-1].get("tool_calls"):
        yield LeftOut(reason="ends-with-a-tool-call")
    elif is_whole(example):
        yield with_tools({"messages": weighted(example)}, example.tools)
    else:
        yield NO_WEIGHTS


_EXAMPLES = (
    *(rule for rule in openai.renamed(openai.EXAMPLES, "NEBIUS", SOURCE) if rule.id.removeprefix("NEBIUS-") in _SHARED),
    _rule(
        id="NEBIUS-KEYS-001",
        says="A message has a role, content and tool calls, and nothing else is described.",
        check=says.keys(KEYS),
        fix=only_keys("drop-keys", KEYS),
    ),
    _rule(id="NEBIUS-END-001", says="The last message is an answer in words.", check=says.ends_with_text),
)
NEBIUS = Export(
    name="nebius",
    title="Nebius Token Factory",
    turns="there are no weights: such an example is left out",
    example=rows,
    examples=Format(
        rules=_EXAMPLES,
        file_rules=(
            FileRule(
                id="NEBIUS-FILE-001",
                says="A file has at most 5 GB (one page says 50).",
                source=SOURCE,
                check=files.no_larger(5 * files.GB),
            ),
        ),
    ),
)
