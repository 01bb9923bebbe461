"""Together: OpenAI's rows, in which turns alternate."""

from functools import partial

from gptctl.promote.exports import openai
from gptctl.promote.exports.base import Export, Format
from gptctl.promote.rules import chat as says
from gptctl.promote.rules import files, preference
from gptctl.promote.rules.base import FileRule, Rule
from gptctl.promote.rules.fixes import MERGE_TURNS

SOURCE = "Together, data preparation and the checks of its client 1.5.35"
ROLES = frozenset({"system", "user", "assistant", "tool"})
_rule = partial(Rule, source=SOURCE)
_file = partial(FileRule, source=SOURCE)
_NOT_SHARED = frozenset({"TOGETHER-ROLE-001", "TOGETHER-ROW-002", "TOGETHER-PAIR-004"})


def _shared(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple(rule for rule in openai.renamed(rules, "TOGETHER", SOURCE) if rule.id not in _NOT_SHARED)


_MESSAGES = (
    _rule(id="TOGETHER-ROLE-001", says="A role is system, user, assistant or tool.", check=says.roles(ROLES)),
    _rule(
        id="TOGETHER-ALT-001",
        says="No two messages of the same role follow each other.",
        check=says.alternate,
        fix=MERGE_TURNS,
    ),
    _rule(id="TOGETHER-SYSTEM-001", says="A system message stands first.", check=says.system_first),
)
_FILES = (
    _file(id="TOGETHER-FILE-001", says="A file has one example at least.", check=files.at_least(1)),
    _file(id="TOGETHER-FILE-002", says="A file has at most 50.1 GB.", check=files.no_larger(50_100 * files.MB)),
    _file(id="TOGETHER-FILE-003", says="A file is plain UTF-8.", check=files.begins_plain),
)
TOGETHER = Export(
    name="together",
    title="Together supervised fine-tuning and DPO",
    turns=openai.OPENAI.turns,
    example=openai.rows,
    examples=Format(
        rules=(
            *_shared(openai.EXAMPLES),
            _rule(
                id="TOGETHER-ROW-002",
                says="A row has messages and tools and no further column.",
                check=says.row_keys(frozenset({"messages", "tools"})),
            ),
            *_MESSAGES,
        ),
        file_rules=_FILES,
    ),
    pair=openai.preferences,
    pairs=Format(
        rules=(
            *_shared(openai.PAIRS),
            *_MESSAGES,
            _rule(
                id="TOGETHER-PAIR-006",
                says="The input does not end with the assistant's message.",
                check=says.context_ends_with_other,
            ),
            _rule(id="TOGETHER-PAIR-007", says="The two answers differ.", check=preference.differ),
        ),
        file_rules=_FILES,
    ),
)
