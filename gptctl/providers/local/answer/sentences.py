"""The sentences of a passage that come nearest to a question."""

import re
from collections.abc import Sequence

from gptctl.providers.local import embed
from gptctl.providers.local.terms import terms

_END = re.compile(r"(?<=[.!?])\s+|\n+")


def nearest(question: str, text: str, count: int) -> tuple[str, ...]:
    """At most so many sentences, in the order of the text."""
    sentences = [sentence.strip() for sentence in _END.split(text) if sentence.strip()]
    scores = _scores(question, sentences)
    best = sorted(range(len(sentences)), key=lambda index: -scores[index])[:count]
    return tuple(sentences[index] for index in sorted(best))


def _scores(question: str, sentences: Sequence[str]) -> Sequence[float]:
    """How many of the question's words a sentence has, and how near it is in meaning."""
    words = set(terms(question))
    said = [len(words.intersection(terms(sentence))) / max(len(words), 1) for sentence in sentences]
    vectors = embed.vectors()
    near = vectors.cosines(sentences, question) if vectors else [0.0] * len(sentences)
    return [one + other for one, other in zip(said, near, strict=True)]
