"""What was thought of a conversation, from all its ratings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gptctl.core.value import Attrs
from gptctl.logs.conversation import Level, Rater

CLEARLY = 0.5
"""The least difference of two scores that makes one answer the better one."""

# A person knows best, then whoever saw the outcome. Of one rater the last word counts, and of two at once the worse.
_WEIGHT = {Rater.MODEL.value: 0, Rater.SYSTEM.value: 1, Rater.PERSON.value: 2}
_NUMBER = (int, float)
_MESSAGE, _CONVERSATION = Level.MESSAGE.value, Level.CONVERSATION.value
_LEVELS = (_CONVERSATION, Level.EPISODE.value)
_LAST = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """`score` speaks of the whole; `scores` and `corrections` of single messages, by index.

    A correction of the conversation, at the index -1, is one of its last answer.
    """

    score: float | None
    scores: Mapping[int, float]
    corrections: Mapping[int, str]

    def with_last(self, answer: int) -> "Opinion":
        """The same where this message is the last answer. What was said of it by its index goes before."""
        if _LAST not in self.corrections:
            return self
        return replace(self, corrections={answer: self.corrections[_LAST], **self.corrections})


SILENCE = Opinion(score=None, scores={}, corrections={})


def opinion(ratings: Sequence[Attrs]) -> Opinion:
    """One judgement for each thing judged; a conversation's own rating goes before that of its episode."""
    if not ratings:
        return SILENCE
    first = ratings[0]
    if len(ratings) == 1 and first["level"] != _MESSAGE and not first.get("correction"):  # nearly always
        return Opinion(score=_score(first), scores={}, corrections={})
    wholes = (word for level in _LEVELS if (word := _word(ratings, level, -1)) is not None)
    judged = sorted({_at(rating) for rating in ratings if rating["level"] == _MESSAGE})
    scores = ((at, _word(ratings, _MESSAGE, at)) for at in judged)
    return Opinion(
        score=next(wholes, None),
        scores={at: score for at, score in scores if score is not None},
        corrections=dict(_corrections(ratings)),
    )


def _word(ratings: Sequence[Attrs], level: str, at: int) -> float | None:
    words = [
        (_WEIGHT.get(str(rating["by"]), 0), _number(rating.get("time")), -score, score)
        for rating in ratings
        if rating["level"] == level and (at < 0 or _at(rating) == at) and isinstance(score := rating["score"], _NUMBER)
    ]
    return max(words)[-1] if words else None


def _corrections(ratings: Sequence[Attrs]) -> Iterator[tuple[int, str]]:
    for rating in sorted(ratings, key=lambda one: _number(one.get("time"))):
        corrected, at = rating.get("correction"), _at(rating)
        named = at >= 0 or rating["level"] == _CONVERSATION
        if isinstance(corrected, str) and corrected.strip() and named:
            yield at, corrected


def _score(rating: Attrs) -> float | None:
    score = rating["score"]
    return float(score) if isinstance(score, _NUMBER) else None


def _at(rating: Attrs) -> int:
    at = rating.get("at")
    return at if isinstance(at, int) else -1


def _number(value: object) -> float:
    return float(value) if isinstance(value, _NUMBER) else 0.0
