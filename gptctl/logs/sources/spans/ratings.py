"""Ratings put on the messages and conversations that they speak of, or handed on where these are not in the files."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from gptctl.logs.conversation import Alternative, Conversation, Feedback, Level, Rating, identify
from gptctl.logs.sources.spans.chains import Chain, Other
from gptctl.logs.sources.spans.span import Judged
from gptctl.logs.sources.spans.whole import alternatives


class Ratings:
    """All ratings of one session or trace."""

    def __init__(self, shape: str, judged: Sequence[Judged]) -> None:
        self._shape = shape
        self._waiting = [one for one in judged if _says(one.rating)]

    def join(self, conversation: Conversation, chain: Chain) -> Conversation:
        """The conversation with the ratings that speak of it; those are spoken for."""
        others = tuple(self._beside(other, found, chain) for other, found in alternatives(chain, conversation))
        found = self._take(lambda judged: _placed(judged, conversation, chain))
        return replace(conversation, ratings=found, alternatives=others)

    def _beside(self, other: Other, found: Alternative, chain: Chain) -> Alternative:
        """Those of an answer that was not used stay with it, whether they name its span or its trace."""
        ids = {entry.id for entry in other.entries if entry.id}
        kept = {entry.id for entry in chain.entries}
        traces = {span.trace for span in chain.spans if span.id in ids} - {
            span.trace for span in chain.spans if span.id in kept
        }
        at = len(found.messages) - 1

        def placed(judged: Judged) -> Rating | None:
            mine = judged.span in ids or (not judged.span and judged.trace in traces)
            return replace(judged.rating, level=Level.MESSAGE, at=at) if mine else None

        return replace(found, ratings=self._take(placed))

    def _take(self, placed: Callable[[Judged], Rating | None]) -> tuple[Rating, ...]:
        each = [(judged, placed(judged)) for judged in self._waiting]
        self._waiting = [judged for judged, rating in each if rating is None]
        return tuple(rating for _, rating in each if rating is not None)

    def apart(self) -> Iterator[Feedback]:
        """Those whose conversation is not here; another import may have brought it."""
        for judged in self._waiting:
            if judged.span and not judged.trace:
                yield Feedback(rating=replace(judged.rating, level=Level.MESSAGE), message=judged.span)
            elif judged.trace:
                rating = replace(judged.rating, level=Level.CONVERSATION)
                yield Feedback(rating=rating, conversation=identify(self._shape, judged.trace))
            elif judged.session:
                yield Feedback(rating=replace(judged.rating, level=Level.EPISODE), session=judged.session)


def _says(rating: Rating) -> bool:
    return bool(rating.name and (rating.score is not None or rating.label or rating.comment or rating.correction))


def _placed(judged: Judged, conversation: Conversation, chain: Chain) -> Rating | None:
    """A rating of a trace that is one turn of several is a rating of its answer."""
    ids = conversation.message_ids
    if judged.span and judged.span in ids:
        return replace(judged.rating, level=Level.MESSAGE, at=ids.index(judged.span))
    if judged.trace and judged.trace in chain.traces:
        answers = [span.id for span in chain.spans if span.trace == judged.trace and span.id in ids]
        if answers and len(chain.traces) > 1:
            return replace(judged.rating, level=Level.MESSAGE, at=ids.index(answers[-1]))
        return replace(judged.rating, level=Level.CONVERSATION)
    if judged.session and not judged.trace and judged.session == conversation.session:
        return replace(judged.rating, level=Level.EPISODE)
    return None
