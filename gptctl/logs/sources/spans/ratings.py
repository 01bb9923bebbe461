"""Ratings put on the messages and conversations that they speak of, or handed on where these are not in the files."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gptctl.logs.conversation import Conversation, Feedback, Level, Rating, identify
from gptctl.logs.sources.spans.chains import Chain
from gptctl.logs.sources.spans.span import Judged


class Ratings:
    """All ratings of one session or trace."""

    def __init__(self, shape: str, judged: Sequence[Judged]) -> None:
        self._shape = shape
        self._waiting = [one for one in judged if _says(one.rating)]

    def join(self, conversation: Conversation, chain: Chain) -> Conversation:
        """The conversation with the ratings that speak of it; those are spoken for."""
        found, rest = list[Rating](), list[Judged]()
        for judged in self._waiting:
            rating = _placed(judged, conversation, chain)
            if rating:
                found.append(rating)
            else:
                rest.append(judged)
        self._waiting = rest
        return replace(conversation, ratings=tuple(found))

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
