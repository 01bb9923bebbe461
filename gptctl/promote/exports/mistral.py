"""The open trainer of Mistral (its hosted one is closed): OpenAI's rows with ids of nine characters."""

from functools import partial

from gptctl.promote.example import Example
from gptctl.promote.exports import openai
from gptctl.promote.exports.base import Export, Format, LeftOut, Rows
from gptctl.promote.rules import chat as says
from gptctl.promote.rules import files, tools
from gptctl.promote.rules.base import FileRule, Rule
from gptctl.promote.rules.fixes import DESCRIBE_TOOLS, MERGE_TURNS, NULL_CONTENT, SHORT_IDS, TEXT_ARGUMENTS

SOURCE = "mistral-finetune, its data checks, and mistral-common, its request validator"
ROLES = frozenset({"system", "user", "assistant", "tool"})
_BOTH = LeftOut(reason="text-beside-tool-calls")
_rule = partial(Rule, source=SOURCE)
_file = partial(FileRule, source=SOURCE)


def rows(example: Example) -> Rows:
    if any("tool_calls" in message and message["content"] for message in example.messages):
        yield _BOTH
    else:
        yield from openai.rows(example)


_EXAMPLES = (
    _rule(id="MISTRAL-ROW-001", says="A row has a list of messages.", check=says.listed("messages")),
    _rule(id="MISTRAL-ROLE-001", says="A role is system, user, assistant or tool.", check=says.roles(ROLES)),
    _rule(id="MISTRAL-SYSTEM-001", says="One system message, at the beginning.", check=says.system_first),
    _rule(id="MISTRAL-CONTENT-001", says="Content is text, or none beside tool calls.", check=says.text_or_calls),
    _rule(
        id="MISTRAL-CONTENT-002",
        says="An answer with tool calls has no text.",
        check=says.calls_alone,
        fix=NULL_CONTENT,
    ),
    _rule(
        id="MISTRAL-ALT-001",
        says="No two messages of the same role follow each other.",
        check=says.alternate,
        fix=MERGE_TURNS,
    ),
    _rule(
        id="MISTRAL-CALL-001",
        says="A tool call has an id, and a function's name of at most 64 letters, digits, hyphens and underscores.",
        check=tools.well_formed,
        leaves_out="call-not-taken",
    ),
    _rule(
        id="MISTRAL-CALL-002",
        says="Arguments of a tool call are JSON text.",
        check=tools.text_arguments,
        fix=TEXT_ARGUMENTS,
    ),
    _rule(id="MISTRAL-CALL-003", says="Every tool call is followed by its result.", check=tools.paired),
    _rule(
        id="MISTRAL-CALL-004",
        says="Ids of tool calls have nine letters or digits.",
        check=tools.id_length(9),
        fix=SHORT_IDS,
    ),
    _rule(id="MISTRAL-TOOL-001", says="A tool has a description.", check=tools.described, fix=DESCRIBE_TOOLS),
    _rule(id="MISTRAL-TOOL-002", says="A tool has parameters.", check=tools.parameters),
    _rule(id="MISTRAL-END-001", says="The last message is the assistant's.", check=says.ends_with_assistant),
    _rule(id="MISTRAL-WEIGHT-001", says="Weights are 0 or 1, on answers alone.", check=says.weights),
)
_FILES = (
    _file(id="MISTRAL-FILE-001", says="Ten examples at least.", check=files.at_least(10)),
    _file(id="MISTRAL-FILE-002", says="Ten million examples at most.", check=files.at_most(10_000_000)),
    _file(id="MISTRAL-FILE-003", says="A file has at most 10 GB.", check=files.no_larger(10 * files.GB)),
)
MISTRAL = Export(
    name="mistral",
    title="mistral-finetune, Mistral's open trainer",
    turns=openai.OPENAI.turns,
    example=rows,
    examples=Format(rules=_EXAMPLES, file_rules=_FILES),
)
