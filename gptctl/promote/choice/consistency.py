"""One question, one answer: what else was answered in the same place, and which of it is better."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.candidate import Standing
from gptctl.promote.choice.claims import conflict, opposed
from gptctl.promote.choice.fates import Fates, Numbers
from gptctl.promote.choice.runs import runs
from gptctl.promote.opinion import CLEARLY
from gptctl.promote.shards.shards import Shards

STAGE = "consistency"
DAY = 86_400.0
"""Answers whose facts differ within a day contradict each other; later, the facts have changed."""

MOST = 16
"""Different answers to one context that are compared with the best of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferred:
    """Numbers of two rows of one context, the better answer first. `basis` is `correction` or `ratings`."""

    chosen: int
    rejected: int
    basis: str


@dataclass(slots=True, kw_only=True)
class Consistency:
    """`changing` are numbers of rows whose facts differ from those of an answer given at least a day away."""

    preferred: list[Preferred] = field(default_factory=list[Preferred])
    changing: list[int] = field(default_factory=list[int])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    score: NDArray[np.float64]
    time: NDArray[np.float64]
    bad: NDArray[np.bool_]
    corrected: NDArray[np.bool_]
    rank: NDArray[np.uint32]
    whole: NDArray[np.uint64]


def consistent(shards: Shards, rank: NDArray[np.uint32], fates: Fates) -> Consistency:
    """Drop what is contradicted, or rated both ways; keep as a pair what is clearly better than something else."""
    columns = _columns(shards, rank)
    fates.begin()
    _rated_both_ways(columns, fates)
    found = Consistency()
    groups = list(_different(shards, columns, fates))
    texts = _answers(shards, [at for group in groups for at in group])
    for group in groups:
        _judge(group, texts, columns, fates, found)
    fates.end(STAGE)
    return found


def _columns(shards: Shards, rank: NDArray[np.uint32]) -> _Columns:
    return _Columns(
        score=np.nan_to_num(shards.column("score").astype(np.float64), nan=-1.0),
        time=shards.column("time").astype(np.float64),
        bad=shards.column("standing") == Standing.BAD.value,
        corrected=shards.column("corrected").astype(np.bool_),
        rank=rank,
        whole=shards.column("whole").astype(np.uint64),
    )


def _rated_both_ways(columns: _Columns, fates: Fates) -> None:
    for run in runs(columns.whole, fates.alive, columns.rank):
        bad = columns.bad[run]
        if bad.any() and not bad.all():
            fates.drop(STAGE, "rated both good and bad", run, np.roll(run, 1))


def _different(shards: Shards, columns: _Columns, fates: Fates) -> Iterator[list[int]]:
    """Of each context with different answers, one row for each of them, the best first."""
    contexts = shards.column("context").astype(np.uint64)
    orders = (columns.rank, -columns.score, ~columns.corrected, columns.bad)
    for run in runs(contexts, fates.alive, *orders):
        _, firsts = np.unique(columns.whole[run], return_index=True)
        if len(firsts) > 1:
            yield run[np.sort(firsts)][:MOST].tolist()


def _answers(shards: Shards, numbers: Sequence[int]) -> dict[int, str]:
    return {at: str(body.row.messages[-1]["content"] or "") for at, body in shards.bodies(numbers)}


def _judge(group: list[int], texts: dict[int, str], columns: _Columns, fates: Fates, found: Consistency) -> None:
    best, others = group[0], group[1:]
    if columns.bad[best]:
        return
    beaten = next((at for at in others if columns.bad[at]), None)
    if beaten is not None:
        found.preferred.append(_preferred(best, beaten, columns))
    for other in others:
        changed = conflict(texts[best], texts[other])
        if columns.bad[other] or not (changed or opposed(texts[best], texts[other])):
            continue
        if changed and abs(columns.time[best] - columns.time[other]) >= DAY:
            found.changing += best, other
        elif _better(best, other, columns):
            found.preferred.append(_preferred(best, other, columns))
            fates.drop(STAGE, "contradicts a better answer", _one(other), _one(best))
        else:
            fates.drop(STAGE, "contradictory answers", _one(other), _one(best))
            fates.drop(STAGE, "contradictory answers", _one(best), _one(other))


def _preferred(chosen: int, rejected: int, columns: _Columns) -> Preferred:
    basis = "correction" if columns.corrected[chosen] else "ratings"
    return Preferred(chosen=chosen, rejected=rejected, basis=basis)


def _better(one: int, other: int, columns: _Columns) -> bool:
    clearly = columns.score[one] - columns.score[other] >= CLEARLY
    return bool(columns.corrected[one] > columns.corrected[other] or (columns.score[other] >= 0 and clearly))


def _one(number: int) -> Numbers:
    return np.asarray([number], dtype=np.int64)
