"""Requests as Helicone exports them, with their bodies, scores and ratings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Level, Rater, Rating
from gptctl.logs.sources import pair
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.generation import around, generated, rated
from gptctl.logs.sources.rows import Row, Unfit, each, share
from gptctl.logs.sources.shapes import first, instant, mapping, number, opened, text

NO_BODY = "the export is without bodies: make it with --include-body"

_REFUSED = 400
"""From here on an HTTP status says that there is no answer."""
_FEEDBACK = "helicone-score-feedback"
"""The score under which Helicone keeps a user's thumb a second time."""
_SESSION = ("Helicone-Session-Id", "helicone-session-id", "session_id", "sessionId", "session")


class Reader:
    """One row is one conversation. Thumbs are ratings by a person, scores are a system's: from 0 to 1, else a label.

    Rows of one session that begin with the same question and answer are one conversation, of which the longest is kept.
    """

    shape = "helicone"
    title = "Helicone export with bodies"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, _is_mine, 95)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        return each(self.shape, files, _read)


def _is_mine(value: Attrs) -> bool:
    return "response_status" in value and ("request_created_at" in value or "request_id" in value)


def _read(row: Row) -> Iterable[Item]:
    value = row.value
    content = mapping(opened(value.get("signed_body_content")))
    request = mapping(opened(value.get("request_body"))) or mapping(opened(content.get("request")))
    response = opened(value.get("response_body")) or opened(content.get("response"))
    if not request.get("messages") and not request.get("input"):
        raise Unfit(NO_BODY)
    status = number(value.get("response_status")) or 0.0
    if status >= _REFUSED and not mapping(response).get("error"):
        response = {"error": f"HTTP status {status:g}"}
    properties = {**mapping(opened(value.get("request_properties"))), **mapping(opened(value.get("properties")))}
    known = replace(
        around(properties, request),
        native=first(value, "request_id", "response_id"),
        session=first(properties, *_SESSION),
        user=first(value, "request_user_id", "helicone_user"),
        started=instant(value.get("request_created_at")),
        ended=instant(value.get("response_created_at")),
        provider=text(value.get("provider")).lower(),
    )
    conversation = generated(row.place, pair.generation(pair.Pair(request=request, response=response)), known)
    return rated(conversation, _ratings(value, len(conversation.messages) - 1))


def _ratings(value: Attrs, at: int) -> Iterator[Rating]:
    thumb = value.get("feedback_rating")
    scores = mapping(opened(value.get("scores")))
    if thumb is None and _FEEDBACK in scores:
        thumb = bool(scores[_FEEDBACK])
    if isinstance(thumb, bool):
        time = instant(value.get("feedback_created_at"))
        yield Rating(name="feedback", score=float(thumb), level=Level.MESSAGE, by=Rater.PERSON, at=at, time=time)
    for name, score in scores.items():
        if name != _FEEDBACK and isinstance(score, bool | int | float):
            yield _score(name, score, at)


def _score(name: str, score: float, at: int) -> Rating:
    """Helicone takes any number; only what lies between 0 and 1 can be a share of the best."""
    known = float(score) if 0 <= score <= 1 else None
    label = "" if known is not None else f"{score}"
    return Rating(name=name, score=known, level=Level.MESSAGE, by=Rater.SYSTEM, at=at, label=label)
