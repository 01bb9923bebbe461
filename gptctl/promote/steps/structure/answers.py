"""Answers that nobody should learn: none at all, a program's error, and a refusal that names nothing."""

import re
from collections.abc import Sequence

from gptctl.promote.chat import Chat
from gptctl.promote.steps.regex import letters
from gptctl.promote.steps.structure.problem import Problem, Reason

LOOKED_AT = 400
"""Signs from the beginning: what comes later does not make an answer a refusal."""

START = re.compile(
    r"\s*+(?:i(?:['\u2019]m| am) (?:(?:really|very|so|truly) )?(?:sorry|un|not)"
    r"|i (?:can['\u2019]t|cannot|can not|won|will not|must|apolog)|my apolog|sorry|unfortunately|as an ai|error"
    r"|internal|traceback|\{[\"']error|an |http|rate limit|request timed|something went wrong|service|50|429"
    r"|bad gateway|<!doctype|<html)",
    re.IGNORECASE,
)
"""How all begin that the patterns below match: most answers need no closer look."""

UNABLE = r"(?:can(?:no|'|)t|can not|won't|will not|am (?:not able|unable) to|'m (?:not able|unable) to|must decline to)"
HELP = r"(?:assist|help|comply|continue|engage|fulfil+|do|answer|discuss|provide|support|process)"
NOTHING_NAMED = (
    r"(?: you)?(?: (?:with|to|in))?(?: (?:that|this|it|your|these|those|such))?(?: (?:kind|type|sort) of)?"
    r"(?: (?:requests?|questions?|topics?|conversation|matter))?"
)

REFUSAL = letters(
    r"^(?:(?:i'm|i am)?(?: (?:really|very|so|truly))? ?sorry[,.]?|i apologi[sz]e[,.]?|my apologies[,.]?"
    r"|unfortunately,?)?"
    rf"(?: ?but)? ?i ?{UNABLE} {HELP}{NOTHING_NAMED}[.!]"
    r"|^(?:(?:(?:i'm|i am) sorry, but )?as an ai(?: language model| assistant| model)?,? i (?:can|do|am|must|won))"
)
ERROR = letters(
    r"^(?:\{[\"']error[\"']|traceback \(most recent call last\)|internal server error|<!doctype html|<html"
    r"|(?:http(?:error)? )?(?:error:? )?(?:429|500|502|503|504)\b.{0,60}(?:error|gateway|unavailable|timeout|too many)"
    r"|bad gateway|service (?:temporarily )?unavailable|rate limit (?:exceeded|reached)|request timed out"
    r"|an (?:internal |unexpected )?error (?:has )?occurred (?:while|during|when|in|processing)"
    r"|error(?: code)?: |something went wrong[.,!]? (?:please )?(?:try|if this))"
)


def answers(messages: Sequence[Chat], targets: Sequence[int]) -> Problem | None:
    for n in targets:
        content = messages[n]["content"]
        if not content or content.isspace():
            if not messages[n].get("tool_calls"):
                return Problem(reason=Reason.EMPTY, at=n)
            continue
        reason = _reason(content) if START.match(content) else None
        if reason:
            return Problem(reason=reason, at=n)
    return None


def _reason(content: str) -> Reason | None:
    start = content.lstrip()[:LOOKED_AT].lower().replace("\u2019", "'")
    if REFUSAL.search(start):
        return Reason.REFUSAL
    return Reason.ERROR if ERROR.search(start) else None
