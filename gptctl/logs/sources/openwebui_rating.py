"""The thumbs of Open WebUI, in a message's `annotation` and in a feedback of its own."""

from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Level, Rater, Rating
from gptctl.logs.sources.shapes import array, instant, mapping, number, text


def is_feedback(value: JSON) -> bool:
    row = mapping(value)
    return "rating" in mapping(row.get("data")) and "meta" in row and "chat" not in row


def rating(told: Attrs, at: int, time: float) -> Rating | None:
    """1 is a thumb up, -1 one down; `reason` is what was ticked and `comment` what was written."""
    thumb = number(told.get("rating"))
    if thumb not in {1.0, -1.0}:
        return None
    return Rating(
        name="thumbs",
        score=1.0 if thumb == 1.0 else 0.0,
        level=Level.MESSAGE,
        by=Rater.PERSON,
        at=at,
        label=text(told.get("reason")),
        comment=text(told.get("comment")) or ", ".join(text(tag) for tag in array(told.get("tags")) if text(tag)),
        time=time,
    )


def feedback(row: Attrs, at: int = -1) -> Rating | None:
    return rating(mapping(row.get("data")), at, instant(row.get("created_at")))
