"""The turns that a person should read first."""

from gptctl.promote.compare.answered import Answered
from gptctl.promote.compare.comparison import Outcome

MOST = 20


def differing(outcome: Outcome, most: int) -> list[tuple[float, Answered]]:
    """Those with the greatest differences by the measure that decides, each with its gain; equal ones by their id."""
    if outcome.primary is None:
        return []
    score, sign = outcome.primary.measure.score, outcome.primary.sign
    found = []
    for one in outcome.answered:
        base, challenger = score(one.turn, one.base), score(one.turn, one.challenger)
        if base is not None and challenger is not None and base != challenger:
            found.append((sign * (challenger - base), one))
    return sorted(found, key=lambda item: (-abs(item[0]), item[1].turn.id))[:most]
