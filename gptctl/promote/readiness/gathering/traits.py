"""How answers look beside each other. Pure, but for the model of languages that is in its package."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log2
from statistics import median

from gptctl.promote.readiness.evidence import Style
from gptctl.promote.steps.language import Language

FAR = 3.5
"""Robust standard deviations (1.4826 times the median deviation) from which on a length is unlike the others: B.
Iglewicz and D. Hoaglin, How to Detect and Handle Outliers, 1993."""

LEAST_SPREAD = 0.75
"""Of lengths, in powers of two: answers that are all of one length are not unlike each other by a word more or less."""

NEARLY_ALL = 0.98
SCALE = 1.4826

_TRAITS: Mapping[str, re.Pattern[str]] = {
    "markdown": re.compile(r"\*\*\S|^#{1,6} |`[^`]+`|^\|.*\|$", re.MULTILINE),
    "lists": re.compile(r"^\s*(?:[-*•]|\d+[.)]) ", re.MULTILINE),
    "a greeting": re.compile(r"\s*(?:hi|hello|hey|dear|good (?:morning|day|evening)|hallo|guten tag)\b", re.IGNORECASE),
    "an apology": re.compile(
        r"\b(?:sorry|apologi[sz]e|apologies|unfortunately|leider|entschuldig\w+)\b", re.IGNORECASE
    ),
    "a question at the end": re.compile(r"\?\s*\Z"),
    "an exclamation": re.compile(r"!"),
}


def style(answers: Sequence[str]) -> Style:
    """Of texts that are not empty."""
    if not answers:
        return Style()
    marks = [frozenset(name for name, pattern in _TRAITS.items() if pattern.search(answer)) for answer in answers]
    counts = Counter(name for own in marks for name in own)
    shares = {name: counts[name] / len(answers) for name in _TRAITS}
    usual = {name: share >= NEARLY_ALL for name, share in shares.items() if not 1 - NEARLY_ALL < share < NEARLY_ALL}
    far, foreign = _far(answers), _foreign(answers)
    unlike = (any((name in own) is not said for name, said in usual.items()) for own in marks)
    return Style(
        answers=len(answers),
        unlike=sum(odd or at in far or at in foreign for at, odd in enumerate(unlike)),
        length=int(median(map(len, answers))),
        shares=shares,
    )


def _far(answers: Sequence[str]) -> frozenset[int]:
    """Places of those that are much longer or shorter than the others."""
    lengths = [log2(len(answer) + 1) for answer in answers]
    middle = median(lengths)
    spread = max(SCALE * median(abs(length - middle) for length in lengths), LEAST_SPREAD)
    return frozenset(at for at, length in enumerate(lengths) if abs(length - middle) > FAR * spread)


def _foreign(answers: Sequence[str]) -> frozenset[int]:
    """Places of those in another language than most, where that can be told."""
    detector = Language(())
    languages = [detector.language(answer) for answer in answers]
    told = Counter(language for language in languages if language)
    if not told:
        return frozenset()
    [(usual, _)] = told.most_common(1)
    return frozenset(at for at, language in enumerate(languages) if language not in {"", usual})
