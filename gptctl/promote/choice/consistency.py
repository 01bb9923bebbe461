"""One question, one answer: what else was answered in the same place, and which of it is better."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.candidate import Standing
from gptctl.promote.choice.claims import conflict, opposed
from gptctl.promote.choice.fates import Fates, Numbers
from gptctl.promote.choice.runs import sharing
from gptctl.promote.choice.scores import known
from gptctl.promote.opinion import CLEARLY
from gptctl.promote.shards.shards import Shards

STAGE = "consistency"
DAY = 86_400.0
"""Answers whose facts differ within a day contradict each other; later, the facts have changed."""

AT_ONCE = 1 << 14
"""Contexts whose answers are held in memory together."""

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
class _Answer:
    """What is known of a row that shares its context with others. `score` is -1.0 where nobody rated."""

    number: int
    bad: bool
    corrected: bool
    score: float
    time: float


def consistent(shards: Shards, rank: NDArray[np.uint32], fates: Fates) -> Consistency:
    """Drop what is contradicted, or rated both ways; keep as a pair what is clearly better than something else."""
    fates.begin()
    _rated_both_ways(shards, rank, fates)
    found = Consistency()
    for groups in _different(shards, rank, fates):
        for start in range(0, len(groups), AT_ONCE):
            some = groups[start : start + AT_ONCE]
            texts = _answers(shards, [answer.number for group in some for answer in group])
            for group in some:
                _judge(group, texts, fates, found)
    fates.end(STAGE)
    return found


def _rated_both_ways(shards: Shards, rank: NDArray[np.uint32], fates: Fates) -> None:
    for same in sharing(shards, "whole", fates.alive, ("standing",)):
        bad = same.columns["standing"] == Standing.BAD.value
        for run in same.runs(rank[same.rows]):
            if bad[run].any() and not bad[run].all():
                fates.drop(STAGE, "rated both good and bad", same.rows[run], np.roll(same.rows[run], 1))


def _different(shards: Shards, rank: NDArray[np.uint32], fates: Fates) -> Iterator[list[list[_Answer]]]:
    """Of each context with different answers, one row for each of them, the best first; many contexts at a time."""
    for same in sharing(shards, "context", fates.alive, ("standing", "score", "time", "corrected", "whole")):
        bad = same.columns["standing"] == Standing.BAD.value
        score, corrected = known(same.columns["score"]), same.columns["corrected"].astype(np.bool_)
        found = []
        for run in same.runs(rank[same.rows], -score, ~corrected, bad):
            _, firsts = np.unique(same.columns["whole"][run], return_index=True)
            if len(firsts) > 1:
                found.append([
                    _Answer(
                        number=int(same.rows[at]), bad=bool(bad[at]), corrected=bool(corrected[at]),
                        score=float(score[at]), time=same.columns["time"][at].item(),
                    )
                    for at in run[np.sort(firsts)][:MOST]
                ])  # fmt: skip
        yield found


def _answers(shards: Shards, numbers: Sequence[int]) -> dict[int, str]:
    return {at: str(body.row.messages[-1]["content"] or "") for at, body in shards.bodies(numbers)}


def _judge(group: Sequence[_Answer], texts: dict[int, str], fates: Fates, found: Consistency) -> None:
    best, others = group[0], group[1:]
    if best.bad:
        return
    beaten = next((other for other in others if other.bad), None)
    if beaten is not None:
        found.preferred.append(_preferred(best, beaten))
    for other in others:
        changed = conflict(texts[best.number], texts[other.number])
        if other.bad or not (changed or opposed(texts[best.number], texts[other.number])):
            continue
        if changed and abs(best.time - other.time) >= DAY:
            found.changing += best.number, other.number
        elif _better(best, other):
            found.preferred.append(_preferred(best, other))
            fates.drop(STAGE, "contradicts a better answer", _one(other), _one(best))
        else:
            fates.drop(STAGE, "contradictory answers", _one(other), _one(best))
            fates.drop(STAGE, "contradictory answers", _one(best), _one(other))


def _preferred(chosen: _Answer, rejected: _Answer) -> Preferred:
    basis = "correction" if chosen.corrected else "ratings"
    return Preferred(chosen=chosen.number, rejected=rejected.number, basis=basis)


def _better(one: _Answer, other: _Answer) -> bool:
    return one.corrected > other.corrected or (other.score >= 0 and one.score - other.score >= CLEARLY)


def _one(answer: _Answer) -> Numbers:
    return np.asarray([answer.number], dtype=np.int64)
