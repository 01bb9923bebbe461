"""What a grader said of an agent's outcome, as ratings."""

from collections.abc import Sequence

from gptctl.core.value import Attrs
from gptctl.logs.conversation import Level, Rater, Rating
from gptctl.logs.sources.shapes import instant, text

_SCORES = {"satisfied": 1.0, "needs_revision": 0.0, "max_iterations_reached": 0.0}
"""`failed` and `interrupted` judge nothing: the rubric did not apply, or the grader did not come to its end."""


class Evaluations:
    """Looks at the events of a session in order, and remembers which message each evaluation speaks of."""

    def __init__(self) -> None:
        self._spoke = ""
        self._found: list[tuple[str, Attrs]] = []

    def look(self, event: Attrs) -> None:
        if event.get("type") == "agent.message":
            self._spoke = text(event.get("id"))
        elif event.get("type") == "span.outcome_evaluation_end" and text(event.get("result")):
            self._found.append((self._spoke, event))

    def ratings(self, ids: Sequence[str]) -> tuple[Rating, ...]:
        """`ids` are those of the conversation's messages."""
        places = {id_: at for at, id_ in enumerate(ids) if id_}
        last = len(self._found) - 1
        return tuple(
            _rating(event, -1 if number == last else places.get(spoke, -1))
            for number, (spoke, event) in enumerate(self._found)
        )


def _rating(event: Attrs, at: int) -> Rating:
    verdict = text(event.get("result"))
    return Rating(
        name="outcome",
        score=_SCORES.get(verdict),
        level=Level.MESSAGE if at >= 0 else Level.CONVERSATION,
        by=Rater.MODEL,
        at=at,
        label=verdict,
        comment=text(event.get("explanation")),
        time=instant(event.get("processed_at")),
    )
