"""The rules: `promotion.retrain` in an assistant's file, reviewed with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from gptctl.core.value import JSON, Attrs


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrain:
    """A rule that is None, or False, is not asked about. Days are whole days.

    `conversations` that are new and usable, `retirement` within so many days, `rating`: a share of liked conversations
    below which it is due, `instructions` that are other ones. `every`: at most once in so many days.
    """

    conversations: int | None = None
    retirement: int | None = None
    rating: float | None = None
    instructions: bool = False
    every: int = 0


def rules(promotion: Attrs) -> Retrain | None:
    """Of a `promotion:` map that config found to be valid; None where it has none."""
    said = promotion.get("retrain")
    if not isinstance(said, Mapping):
        return None
    rating = said.get("rating")
    return Retrain(
        conversations=_whole(said.get("conversations")),
        retirement=_whole(said.get("retirement")),
        rating=float(rating) if isinstance(rating, int | float) else None,
        instructions=said.get("instructions") is True,
        every=_whole(said.get("every")) or 0,
    )


def _whole(value: JSON) -> int | None:
    return value if isinstance(value, int) else None
