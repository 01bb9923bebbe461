"""What an answer claims, as far as it can be told without understanding it."""

import re

_FACT = re.compile(
    r"https?://[^\s)>\]]+"  # addresses
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[:.]\d{2}(?::\d{2})?\s?(?:am|pm)?"  # days, times of day
    r"|v?\d+(?:\.\d+){2,}"  # versions
    r"|\d+(?:[.,]\d+)*",  # numbers and prices
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:no|non|not|cannot|can't|won't|isn't|aren't|doesn't|don't|unable|unfortunately|never|impossible|denied|refused)\b",
    re.IGNORECASE,
)


def facts(text: str) -> frozenset[str]:
    """Addresses, days, times, versions, prices and other numbers that a text states."""
    return frozenset(found.lower().rstrip(".,") for found in _FACT.findall(text))


def conflict(one: str, other: str) -> bool:
    """Whether two texts state different facts: each has one that the other lacks."""
    mine, theirs = facts(one), facts(other)
    return bool(mine - theirs and theirs - mine)


def opposed(one: str, other: str) -> bool:
    """Whether one begins with a denial and the other does not. Knows English only."""
    return _denies(one) != _denies(other)


def _denies(text: str) -> bool:
    return bool(_DENIAL.search(re.split(r"[.!?\n]", text.strip(), maxsplit=1)[0]))
