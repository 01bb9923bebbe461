"""What users do when an answer was not what they wanted: they ask the same again, or are handed on."""

import re
from collections.abc import Iterator
from dataclasses import replace

from gptctl.core.conversation import Message, Role
from gptctl.logs.conversation import Conversation, Sign, Signal

ALIKE = 0.6
"""Share of the words of two questions that is common to both (Jaccard), from which on one repeats the other."""
LEAST_WORDS = 3
_WORD = re.compile(r"\w+")
_OBJECTS = re.compile(
    r"\s*(?:wrong\b|not what i\b|i (?:said|meant|asked for)\b|you (?:misunderstood|didn't (?:answer|understand))\b"
    r"|that(?:'s| is| was)(?: not|n't) (?:what|right|correct|true)"
    r"|falsch\b|das (?:ist|war) (?:falsch|nicht (?:richtig|was))|ich meinte\b)",
    re.IGNORECASE,
)
_NO = re.compile(r"\s*(?:no|nope|nein)\b[,.!:]", re.IGNORECASE)
_DONE = re.compile(r"\W*(?:that(?:.s| is) (?:all|it)|thank|nothing|das (?:ist|war) alles|danke)", re.IGNORECASE)
_YES = re.compile(r"\s*(?:yes|yeah|ok|okay|sure|ja|please (?:proceed|go ahead))\b", re.IGNORECASE)
_HAND_OVER = re.compile(
    r"(?:transfer|escalat|hand_?(?:over|off)).*(?:human|agent|person|operator|support)|^escalate", re.IGNORECASE
)
_HANDED = re.compile(
    r"\b(?:i(?:'m| am| have|'ve|'ll| will)(?: now)?|you(?:'re| are)(?: now)? being) "
    r"(?:transferr?|connect|forward|escalat)(?:e|ing|ed)?(?: (?:you|this|your \w+))? to (?:a|an|our|the) "
    r"(?:human|live|person|colleague|agent|specialist|representative|supervisor|team)",
    re.IGNORECASE,
)


def with_signals(conversation: Conversation) -> Conversation:
    """The conversation with the signals that its text gives, beside those that its source knew."""
    known = {(one.sign, one.at) for one in conversation.signals}
    found = tuple(one for one in signals(conversation.messages) if (one.sign, one.at) not in known)
    return replace(conversation, signals=conversation.signals + found) if found else conversation


def signals(messages: tuple[Message, ...]) -> Iterator[Signal]:
    """In the order of the messages, each at the answer that a user was not content with; one hand-over at most."""
    asked, answered, handed = "", -1, False
    for at, message in enumerate(messages):
        if message.role is Role.ASSISTANT:
            answered = at
            if not handed and _hands_over(message):
                handed = True
                yield Signal(sign=Sign.ESCALATED, at=at)
        elif message.role is Role.USER:
            if answered >= 0 and _rephrases(asked, messages[answered].text, message.text):
                yield Signal(sign=Sign.REPHRASED, at=answered)
            asked, answered = message.text, -1


def _hands_over(message: Message) -> bool:
    return any(_HAND_OVER.search(call.name) for call in message.tool_calls) or bool(_HANDED.search(message.text))


def _rephrases(asked: str, answer: str, said: str) -> bool:
    """Whether a user objects to an answer or asks the same again. "No," after a question is a reply, no objection."""
    if no := _NO.match(said):
        return "?" not in answer and not _DONE.match(said, no.end())
    return bool(_OBJECTS.match(said)) or (not _YES.match(said) and _alike(asked, said))


def _alike(one: str, other: str) -> bool:
    first, second = set(_WORD.findall(one.casefold())), set(_WORD.findall(other.casefold()))
    return min(len(first), len(second)) >= LEAST_WORDS and len(first & second) >= ALIKE * len(first | second)
