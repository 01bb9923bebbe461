"""Judgements as people and tools write them, on one scale."""

import math

_WORDS = {
    **dict.fromkeys(("good", "up", "thumbs_up", "thumbs-up", "+1", "positive", "yes", "true", "pass", "👍"), 1.0),
    **dict.fromkeys(("bad", "down", "thumbs_down", "thumbs-down", "-1", "negative", "no", "false", "fail", "👎"), 0.0),
}


def score(text: str) -> float | None:
    """0.0 to 1.0 for a word such as `good`, or a number in that range; None for anything else."""
    word = text.strip().casefold()
    if word in _WORDS:
        return _WORDS[word]
    try:
        number = float(word)
    except ValueError:
        return None
    return number if math.isfinite(number) and 0 <= number <= 1 else None
