"""chrF: how many runs of characters two texts share (M. Popović, 2015), recall weighing twice as much as precision."""

from collections import Counter

ORDER = 6
BETA = 2
LONGEST = 20_000
"""Characters of a text that are looked at, so that an answer without end costs no time without end."""


def chrf(wanted: str, said: str) -> float:
    """0 to 1. White space does not count; two texts without anything else are alike."""
    one, other = ("".join(text[:LONGEST].split()) for text in (wanted, said))
    if one == other:
        return 1.0
    shares = [_share(one, other, size) for size in range(1, min(ORDER, max(len(one), len(other))) + 1)]
    usable = [share for share in shares if share is not None]
    if not usable:
        return 0.0
    precision = sum(share[0] for share in usable) / len(usable)
    recall = sum(share[1] for share in usable) / len(usable)
    weight = BETA * BETA
    return (1 + weight) * precision * recall / (weight * precision + recall) if precision + recall else 0.0


def _share(wanted: str, said: str, size: int) -> tuple[float, float] | None:
    """Precision and recall of the runs of this size; None where one of the texts is shorter than that."""
    ours, theirs = _runs(wanted, size), _runs(said, size)
    if not ours or not theirs:
        return None
    shared = (ours & theirs).total()
    return shared / theirs.total(), shared / ours.total()


def _runs(text: str, size: int) -> Counter[str]:
    return Counter(text[at : at + size] for at in range(len(text) - size + 1))
