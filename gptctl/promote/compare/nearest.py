"""Which texts are most like another, by the words they share: cosine of TF-IDF (K. Spärck Jones, 1972)."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from heapq import nsmallest

_WORD = re.compile(r"\w+")


class Nearest:
    """An index of texts. Rare words weigh more; equal likeness goes by the order of the texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        found = [_words(text) for text in texts]
        held = Counter(word for words in found for word in words)
        self._rare = {word: math.log(1 + len(texts) / count) for word, count in held.items()}
        self._holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, words in enumerate(found):
            for word, weight in self._weighed(words).items():
                self._holders[word].append((at, weight))

    def to(self, text: str, most: int) -> list[int]:
        """The indices of the most alike, best first; only those that share a word."""
        alike: defaultdict[int, float] = defaultdict(float)
        for word, weight in self._weighed(_words(text)).items():
            for at, other in self._holders.get(word, ()):
                alike[at] += weight * other
        return nsmallest(most, alike, key=lambda at: (-alike[at], at))

    def _weighed(self, words: Counter[str]) -> Mapping[str, float]:
        weights = {word: count * self._rare[word] for word, count in words.items() if word in self._rare}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))
