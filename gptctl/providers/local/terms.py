"""The words of a question that say what it is about, and full-text queries made of them."""

import re
from collections.abc import Sequence
from itertools import combinations

MAX_TERMS = 16
_WORD = re.compile(r"\w+(?:'\w+)?")
_ASKING = frozenset(
    _WORD.findall(
        "a about all also am an and any are as at be been being but by can could did do does doing done down for from "
        "get gets give go good had has have hello hey hi how i if in into is it its just let like may me might morning "
        "must my need no not of off on or our out please shall she he so some somebody someone tell than thank thanks "
        "that the their them then there these they this those to today up us use was we were what when where which who "
        "whom whose why will with would you your yours"
    )
)


def terms(question: str) -> tuple[str, ...]:
    """Each word once, in lower case, without the words that every question has; the first 16 of them."""
    words = dict.fromkeys(_WORD.findall(question.lower()))
    return tuple(word for word in words if word not in _ASKING)[:MAX_TERMS]


def two_of(words: Sequence[str]) -> str:
    """A query for passages with at least two of the words, or with the only one."""
    if len(words) <= 1:
        return all_of(words)
    return " OR ".join(f"({all_of(pair)})" for pair in combinations(words, 2))


def all_of(words: Sequence[str]) -> str:
    return " AND ".join(f'"{word}"' for word in words)
