"""Azure: OpenAI's rows in a file that begins with a byte order mark."""

from functools import partial

from gptctl.promote.exports import openai
from gptctl.promote.exports.base import Export, Format
from gptctl.promote.rules import files
from gptctl.promote.rules.base import FileRule

SOURCE = "Microsoft Foundry, fine-tuning how-to, 2026"
_file = partial(FileRule, source=SOURCE)
_FILES = (
    _file(id="AZURE-FILE-001", says="Ten examples at least.", check=files.at_least(openai.LEAST)),
    _file(id="AZURE-FILE-002", says="A file has at most 512 MB.", check=files.no_larger(512 * files.MB)),
    _file(
        id="AZURE-FILE-003",
        says="A file is UTF-8 and begins with a byte order mark.",
        check=files.begins_with_mark,
    ),
    _file(id="AZURE-FILE-004", says="An example has at most 65,536 tokens.", check=files.no_longer(openai.LONGEST)),
)
AZURE = Export(
    name="azure",
    title="Azure OpenAI supervised fine-tuning and DPO",
    turns=openai.OPENAI.turns,
    example=openai.rows,
    examples=Format(rules=openai.renamed(openai.EXAMPLES, "AZURE", SOURCE), file_rules=_FILES),
    pair=openai.preferences,
    pairs=Format(rules=openai.renamed(openai.PAIRS, "AZURE", SOURCE), file_rules=_FILES, least=openai.LEAST),
    mark=files.BOM,
    longest=openai.LONGEST,
)
