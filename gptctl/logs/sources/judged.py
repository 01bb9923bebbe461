"""What the plain fields of a row say about how good its conversation was."""

from collections.abc import Iterator, Mapping

from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Level, Rater, Rating
from gptctl.logs.sources.shapes import first, instant, mapping, opened
from gptctl.logs.sources.spans.scores import corrected, label, score

FIELDS: Mapping[str, Rater] = {
    "reward": Rater.SYSTEM, "success": Rater.SYSTEM, "outcome": Rater.SYSTEM, "score": Rater.SYSTEM,
    "label": Rater.SYSTEM, "rating": Rater.PERSON, "feedback": Rater.PERSON, "thumbs": Rater.PERSON,
}  # fmt: skip
"""Who gives what is usually called so: what sums up an outcome is a system's, what a button gives a person's."""

_VALUE = ("score", "value", "rating", "label")


def judgement(name: str, value: JSON, by: Rater) -> Rating | None:
    """The rating of a conversation by one field, a map with a score and a comment included; None when it says nothing.

    What cannot be told on the scale from 0 to 1 stays as the label alone.
    """
    about = mapping(opened(value))
    told = next((about[key] for key in _VALUE if key in about), None) if about else value
    rating = Rating(
        name=name,
        score=score(told),
        level=Level.CONVERSATION,
        by=by,
        label=label(told),
        comment=first(about, "comment", "reason", "explanation"),
        correction=corrected(about.get("correction")),
        time=instant(about.get("time", about.get("timestamp"))),
    )
    said = rating.score is not None or rating.label or rating.comment or rating.correction
    return rating if said else None


def judgements(value: Attrs) -> Iterator[Rating]:
    """Those of a row and of its metadata, each name once."""
    fields = {**mapping(opened(value.get("metadata"))), **value}
    found = (judgement(name, fields[name], by) for name, by in FIELDS.items() if name in fields)
    yield from (rating for rating in found if rating is not None)
