"""Held-out turns in two halves: one to search on, and one that the search never sees."""

from collections.abc import Sequence
from dataclasses import dataclass

from gptctl.core.value import fingerprint
from gptctl.promote.compare.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Halves:
    search: tuple[Turn, ...]
    confirm: tuple[Turn, ...]


def halves(turns: Sequence[Turn]) -> Halves:
    """By clusters, every other one in the order of their digests: the same turns always fall apart in the same way."""
    clusters = sorted({turn.cluster for turn in turns}, key=lambda cluster: fingerprint(["shorten", cluster]))
    searched = frozenset(clusters[::2])
    return Halves(
        search=tuple(turn for turn in turns if turn.cluster in searched),
        confirm=tuple(turn for turn in turns if turn.cluster not in searched),
    )


def clusters(turns: Sequence[Turn]) -> int:
    return len({turn.cluster for turn in turns})
