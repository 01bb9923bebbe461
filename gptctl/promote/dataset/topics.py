"""What the rows of a dataset are about, in words that no single conversation gives away: a card stands in git."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from gptctl.promote.choice.topics import topics
from gptctl.promote.example import Example

FEWEST = 3
"""Conversations that a topic must have to be named, and of those the ones that must hold a word that names it."""

SHOWN = 12
WORDS = 3
OTHERS = "others"
_WORD = re.compile(r"\b[^\W\d_]{4,}\b")


def named_topics(examples: Iterable[Example]) -> Mapping[str, int]:
    """Rows by topic of the first question, the most frequent first; topics with few rows count as `others`."""
    asked = [_first(example) for example in examples]
    groups: dict[int, list[frozenset[str]]] = {}
    for question, leader in zip(asked, topics(asked), strict=True):
        groups.setdefault(leader, []).append(_words(question))
    everywhere = Counter(word for group in groups.values() for words in group for word in words)
    named = Counter[str]()
    for group in groups.values():
        named[_name(group, everywhere)] += len(group)
    others = named.pop(OTHERS, 0)
    order = sorted(named.items(), key=lambda item: (-item[1], item[0]))
    others += sum(rows for _, rows in order[SHOWN:])
    return dict(order[:SHOWN]) | ({OTHERS: others} if others else {})


def _name(group: Sequence[frozenset[str]], everywhere: Mapping[str, int]) -> str:
    """The words that most of its questions hold and few others do."""
    own = Counter(word for words in group for word in words)
    common = [word for word, rows in own.items() if rows >= max(FEWEST, len(group) / 2)]
    best = sorted(common, key=lambda word: (-own[word] * own[word] / everywhere[word], word))[:WORDS]
    return ", ".join(best) or OTHERS


def _first(example: Example) -> str:
    return next((message["content"] or "" for message in example.messages if message["role"] == "user"), "")


def _words(text: str) -> frozenset[str]:
    """Whole words in small letters: what has a capital may be somebody's name, what has digits somebody's number."""
    return frozenset(word for word in _WORD.findall(text) if word.islower())
