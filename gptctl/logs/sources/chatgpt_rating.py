"""The thumbs of `message_feedback.json` in ChatGPT's data export."""

from dataclasses import dataclass, replace

from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Level, Rater, Rating
from gptctl.logs.sources.shapes import array, first, instant, mapping, opened, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A rating as it is of the conversation; `message` may be the id of what it is of, or that of the rating itself."""

    conversation: str
    message: str
    rating: Rating

    def of_message(self, at: int) -> Rating:
        return replace(self.rating, level=Level.MESSAGE, at=at)


def is_rating(value: JSON) -> bool:
    row = mapping(value)
    return "rating" in row and "conversation_id" in row and "mapping" not in row and "messages" not in row


def judged(value: Attrs) -> Judged:
    """`content` is JSON text with what the user wrote and the tags they chose."""
    told = text(value.get("rating"))
    said = mapping(opened(value.get("content")))
    tags = [text(tag) for tag in array(said.get("tags"))]
    rating = Rating(
        name="thumbs",
        score=_score(told),
        level=Level.CONVERSATION,
        by=Rater.PERSON,
        label=told or "unknown",
        comment="\n".join(part for part in (*tags, text(said.get("text"))) if part),
        time=instant(value.get("create_time")),
    )
    return Judged(conversation=first(value, "conversation_id"), message=first(value, "message_id", "id"), rating=rating)


def _score(told: str) -> float | None:
    word = told.lower().replace("_", "")
    return {"thumbsup": 1.0, "thumbsdown": 0.0}.get(word)
