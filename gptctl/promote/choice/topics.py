"""What a conversation is about, cheaply: its tools where it called some, else a cluster of like first questions."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.duplicates.normal import draw

SIZE = 512
ALIKE = 0.3
MOST = 256
_WORD = re.compile(r"\w{3,}")


def topics(questions: Sequence[str]) -> list[int]:
    """For each question, in order, the place of the first that it is like: hashed tf-idf, cosine, greedy leaders."""
    vectors = _vectors(questions)
    leaders = np.empty((0, SIZE))
    places: list[int] = []
    found: list[int] = []
    for place, vector in enumerate(vectors):
        likeness = leaders @ vector
        best = int(likeness.argmax()) if len(likeness) else -1
        if best >= 0 and (likeness[best] >= ALIKE or len(leaders) == MOST):
            found.append(places[best])
            continue
        leaders = np.concatenate([leaders, vector[None]])
        places.append(place)
        found.append(place)
    return found


def _vectors(texts: Sequence[str]) -> NDArray[np.float64]:
    counts = np.zeros((len(texts), SIZE))
    for index, text in enumerate(texts):
        for word in _WORD.findall(text.lower()):
            counts[index, draw("topic", word) % SIZE] += 1.0
    rare = np.log((1.0 + len(texts)) / (1.0 + np.count_nonzero(counts, axis=0)))
    weighted = np.log1p(counts) * rare
    norms = np.linalg.norm(weighted, axis=1, keepdims=True)
    return np.asarray(weighted / np.where(norms == 0.0, 1.0, norms))
