"""Bedrock: turns of content blocks, as its Converse interface takes them."""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from gptctl.core.value import JSON, Attrs
from gptctl.promote.chat import Chat
from gptctl.promote.example import Example
from gptctl.promote.exports.base import Export, Format, LeftOut, Rows
from gptctl.promote.exports.turns import NO_WEIGHTS, SILENT, is_whole
from gptctl.promote.rules import chat as says
from gptctl.promote.rules import converse, files
from gptctl.promote.rules.base import FileRule, Rule, Severity
from gptctl.promote.rules.rows import entries, field

SOURCE = "Amazon Nova, data for supervised fine-tuning on Bedrock, 2026"
_rule = partial(Rule, source=SOURCE)
_file = partial(FileRule, source=SOURCE)


def rows(example: Example) -> Rows:
    said = list(_turns(example.messages))
    unfit = NO_WEIGHTS if not is_whole(example) else _unfit(said)
    if unfit:
        yield unfit
        return
    system = [message["content"] for message in example.messages if message["role"] == "system"]
    yield {
        "schemaVersion": converse.SCHEMA,
        **({"system": [{"text": text} for text in system]} if system else {}),
        **_tools(example.tools),
        "messages": said,
    }


def _unfit(said: Sequence[Attrs]) -> LeftOut | None:
    """What nobody can mend in a conversation that was held; the instructions are ours, and a rule speaks of them."""
    if said[0]["role"] != "user":
        return LeftOut(reason="assistant-begins")
    if not all(turn["content"] for turn in said):
        return SILENT
    return LeftOut(reason="reserved-word") if any(converse.no_reserved({"messages": list(said)})) else None


def _turns(messages: Sequence[Chat]) -> Iterator[Attrs]:
    """Results of tools are the user's; what follows each other on one side is one turn, for turns must alternate."""
    spoken = [message for message in messages if message["role"] != "system"]
    for role, group in groupby(spoken, key=lambda message: "user" if message["role"] == "tool" else message["role"]):
        yield {"role": role, "content": [block for message in group for block in _blocks(message)]}


def _blocks(message: Chat) -> Iterator[Attrs]:
    if message["role"] == "tool":
        id_ = message.get("tool_call_id", "")
        yield {"toolResult": {"toolUseId": id_, "content": [{"text": message["content"] or ""}]}}
        return
    if message["content"]:
        yield {"text": message["content"]}
    for call in message.get("tool_calls", ()):
        name, arguments = call["function"]["name"], call["function"]["arguments"]
        yield {"toolUse": {"toolUseId": call["id"], "name": name, "input": _input(arguments)}}


def _input(arguments: str) -> JSON:
    try:
        value: JSON = json.loads(arguments)
    except (ValueError, RecursionError):
        return {}
    return value


def _tools(declared: Sequence[JSON]) -> dict[str, JSON]:
    made: list[JSON] = [{"toolSpec": _tool(tool)} for tool in entries(list(declared))]
    return {"toolConfig": {"tools": made}} if made else {}


def _tool(declared: Attrs) -> Attrs:
    """A description may be left out and may not be empty."""
    description = field(declared, "function", "description")
    return {
        "name": field(declared, "function", "name"),
        **({"description": description} if description else {}),
        "inputSchema": {"json": field(declared, "function", "parameters") or {"type": "object"}},
    }


_EXAMPLES = (
    _rule(id="BEDROCK-ROW-001", says="A row names its schema.", check=converse.schema),
    _rule(
        id="BEDROCK-ROW-002",
        says="A row has a schema, a system prompt, tools and messages, and nothing else.",
        check=says.row_keys(frozenset({"schemaVersion", "system", "toolConfig", "messages"})),
    ),
    _rule(id="BEDROCK-TURN-001", says="The user begins and the assistant ends.", check=converse.turns),
    _rule(id="BEDROCK-TURN-002", says="Turns alternate.", check=converse.alternate),
    _rule(id="BEDROCK-WORD-001", says="Reserved words stand nowhere.", check=converse.no_reserved),
    _rule(
        id="BEDROCK-TOOL-001",
        says="Bedrock's page on Nova 2 says that a job with tools may fail; the guide of Nova itself takes them.",
        check=converse.no_tools,
        severity=Severity.WARNING,
    ),
)
BEDROCK = Export(
    name="bedrock",
    title="Bedrock supervised fine-tuning of Nova",
    turns="there are no weights: such an example is left out",
    example=rows,
    examples=Format(
        rules=_EXAMPLES,
        file_rules=(
            _file(
                id="BEDROCK-FILE-001",
                says="A hundred examples for each task are advised.",
                check=files.at_least(100),
                severity=Severity.WARNING,
            ),
        ),
    ),
)
