"""Scores, annotations and assessments as ratings: who judged, and on which scale."""

import re

from gptctl.core.value import JSON
from gptctl.logs import verdict
from gptctl.logs.conversation import Rater
from gptctl.logs.sources.shapes import compact, number, text

_RATERS = {
    "human": Rater.PERSON, "annotation": Rater.PERSON, "app": Rater.PERSON, "person": Rater.PERSON,
    "llm": Rater.MODEL, "llm_judge": Rater.MODEL, "ai_judge": Rater.MODEL, "model": Rater.MODEL, "eval": Rater.MODEL,
    "auto_eval": Rater.MODEL, "code": Rater.SYSTEM, "system": Rater.SYSTEM,
}  # fmt: skip
_USERS = re.compile(r"(?:^|[^a-z])(?:user|users|human|thumbs?|feedback|like|csat|nps)(?:$|[^a-z])", re.IGNORECASE)


def score(value: JSON) -> float | None:
    """0.0 to 1.0. A number outside has a scale that nobody told, but for -1, which is a thumb down; then None."""
    if isinstance(value, bool):
        return float(value)
    told = number(value)
    if told is None:
        return verdict.score(text(value))
    if told == -1:
        return 0.0
    return told if 0 <= told <= 1 else None


def label(value: JSON) -> str:
    """What a score says beside a number in 0 to 1: a word, or the number on its own scale."""
    if isinstance(value, bool) or value is None:
        return ""
    told = number(value)
    if told is not None:
        return "" if score(value) is not None else compact(value)
    return text(value).strip()


def rater(kind: JSON, name: str, otherwise: Rater = Rater.SYSTEM) -> Rater:
    """Who a source says it was. Where it only says `api`, a name such as `user-feedback` tells that it was a person."""
    known = _RATERS.get(text(kind).lower())
    return known or (Rater.PERSON if _USERS.search(name) else otherwise)


def corrected(value: JSON) -> str | None:
    """The answer that a person would have liked, where a correction is one: text, or a map with a single text in it."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, dict):
        texts = [one for one in value.values() if isinstance(one, str) and one]
        return texts[0] if len(value) == 1 and texts else None
    return None
