"""Judgements as people and tools write them, on one scale."""

import math

_GOOD = (
    "good", "up", "thumbs_up", "thumbs-up", "thumbs up", "thumbsup", "+1", "like", "liked", "positive", "yes", "true",
    "pass", "passed", "correct", "👍",
)  # fmt: skip
_BAD = (
    "bad", "down", "thumbs_down", "thumbs-down", "thumbs down", "thumbsdown", "-1", "dislike", "disliked", "negative",
    "no", "false", "fail", "failed", "incorrect", "👎",
)  # fmt: skip
_WORDS = {**dict.fromkeys(_GOOD, 1.0), **dict.fromkeys(_BAD, 0.0)}
_TONES = "🏻🏼🏽🏾🏿"
"""Colours of skin, which stand behind a thumb."""


def score(text: str) -> float | None:
    """0.0 to 1.0 for a word such as `good`, or a number in that range; None for anything else."""
    word = text.strip().rstrip(_TONES).casefold()
    if word in _WORDS:
        return _WORDS[word]
    told = number(word)
    return told if told is not None and 0 <= told <= 1 else None


def number(text: str) -> float | None:
    """A finite number that is written out; None for anything else."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None
