"""Fireworks: OpenAI's rows with a system message only at the beginning."""

from functools import partial

from gptctl.promote.exports import openai
from gptctl.promote.exports.base import Export, Format
from gptctl.promote.rules import chat as says
from gptctl.promote.rules import files
from gptctl.promote.rules.base import FileRule, Rule

SOURCE = "Fireworks, supervised and DPO fine-tuning, 2026"
ROLES = frozenset({"system", "user", "assistant", "tool"})
LEAST = 3
_rule = partial(Rule, source=SOURCE)
_file = partial(FileRule, source=SOURCE)


def _shared(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple(rule for rule in openai.renamed(rules, "FIREWORKS", SOURCE) if rule.id != "FIREWORKS-ROLE-001")


_MESSAGES = (
    _rule(id="FIREWORKS-ROLE-001", says="A role is system, user, assistant or tool.", check=says.roles(ROLES)),
    _rule(id="FIREWORKS-SYSTEM-001", says="A system message stands first.", check=says.system_first),
)
_FILES = (
    _file(id="FIREWORKS-FILE-001", says="Three examples at least.", check=files.at_least(LEAST)),
    _file(id="FIREWORKS-FILE-002", says="Three million examples at most.", check=files.at_most(3_000_000)),
)
FIREWORKS = Export(
    name="fireworks",
    title="Fireworks supervised fine-tuning and DPO",
    turns=openai.OPENAI.turns,
    example=openai.rows,
    examples=Format(rules=(*_shared(openai.EXAMPLES), *_MESSAGES), file_rules=_FILES),
    pair=openai.preferences,
    pairs=Format(rules=(*_shared(openai.PAIRS), *_MESSAGES), file_rules=_FILES, least=LEAST),
)
