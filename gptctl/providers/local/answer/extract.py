"""An answer without a model: the sentences that come nearest to the question, quoted."""

from collections.abc import Sequence

from gptctl.core.conversation import Source
from gptctl.providers.local.answer.sentences import nearest

SENTENCES = 3
NOTHING = "The knowledge of this assistant says nothing about that."


def extract(question: str, sources: Sequence[Source]) -> str:
    """The passages' best sentences, each passage with its file and heading."""
    return "\n\n".join(_quoted(question, source) for source in sources) or NOTHING


def _quoted(question: str, source: Source) -> str:
    lines = [f"> {sentence}" for sentence in nearest(question, source.text, SENTENCES)]
    return "\n".join([*lines, f"({source.file}, {source.heading})"])
