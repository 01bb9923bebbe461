"""An answer without a model: the sentences that come nearest to the question, quoted."""

import re
from collections.abc import Sequence

from gptctl.core.conversation import Source
from gptctl.providers.local import embed
from gptctl.providers.local.terms import terms

PASSAGES = 3
SENTENCES = 3
NOTHING = "The knowledge of this assistant says nothing about that."
_END = re.compile(r"(?<=[.!?])\s+|\n+")


def extract(question: str, sources: Sequence[Source]) -> str:
    """The best passages' best sentences in their own order, each passage with its file and heading."""
    return "\n\n".join(_quoted(question, source) for source in sources[:PASSAGES]) or NOTHING


def _quoted(question: str, source: Source) -> str:
    lines = "\n".join(f"> {sentence}" for sentence in _best(question, source.text))
    return f"{lines}\n({source.file}, {source.heading})"


def _best(question: str, text: str) -> Sequence[str]:
    sentences = [sentence.strip() for sentence in _END.split(text) if sentence.strip()]
    scores = _scores(question, sentences)
    best = sorted(range(len(sentences)), key=lambda index: -scores[index])[:SENTENCES]
    return [sentences[index] for index in sorted(best)]


def _scores(question: str, sentences: Sequence[str]) -> Sequence[float]:
    """How many of the question's words a sentence has, and how near it is in meaning."""
    words = set(terms(question))
    said = [len(words.intersection(terms(sentence))) / max(len(words), 1) for sentence in sentences]
    if not embed.installed():
        return said
    near = embed.embed(sentences) @ embed.embed([question])[0]
    return [one + float(other) for one, other in zip(said, near, strict=True)]
