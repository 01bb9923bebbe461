"""One portion of the log through all steps that look at a row alone, into shards on disk."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from gptctl.promote import select
from gptctl.promote.batch import Batch, Portion
from gptctl.promote.candidate import Candidate
from gptctl.promote.duplicates.likeness import sketched
from gptctl.promote.recipe import Recipe
from gptctl.promote.row import Drop, Row
from gptctl.promote.shards import facts
from gptctl.promote.shards.body import dump
from gptctl.promote.shards.ledger import Ledger
from gptctl.promote.shards.writer import Writer
from gptctl.promote.steps.base import Step, Verdict
from gptctl.promote.tokens.pieces import counted


class Steps(Protocol):
    """Makes the steps, where they run: some hold what cannot be sent to another process."""

    def __call__(self) -> Sequence[Step]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is done with each portion; it can be pickled."""

    recipe: Recipe
    steps: Steps
    vocabulary: str


def scan(portion: Portion, work: Work, folder: Path) -> Path:
    """Read, judge, count and sketch a portion. Returns `folder`, which then holds all of it.

    A portion that was done before is not done again; one that was cut off leaves nothing that is taken for done.
    """
    if folder.exists():
        return folder
    aside = folder.with_name(f".{folder.name}.{os.urandom(8).hex()}")
    ledger = Ledger()
    with Writer(aside) as writer:
        steps, selected = work.steps(), select.selection(work.recipe.select)
        for batch in portion.batches():
            _batch(batch, _Pass(work=work, steps=steps, selection=selected, ledger=ledger, writer=writer))
        writer.finish(ledger.stages())
    try:
        aside.rename(folder)
    except OSError:  # somebody else has just done the same portion: a task that was thought lost
        if not folder.exists():
            raise
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pass:
    work: Work
    steps: Sequence[Step]
    selection: select.Selection
    ledger: Ledger
    writer: Writer


def _batch(batch: Batch, now: _Pass) -> None:
    judged = list(now.selection.judge(batch))
    kept = [one for one in judged if isinstance(one, Candidate)]
    _account(select.NAME, len(judged), [one for one in judged if isinstance(one, Drop)], now)
    for step in now.steps:
        kept = _step(step, kept, now)
    if kept:
        _write(kept, now)


def _step(step: Step, candidates: Sequence[Candidate], now: _Pass) -> list[Candidate]:
    """The rows, and apart from them, counted nowhere, the other answers that they have."""
    verdicts = step.judge([one.row for one in candidates])
    others = _others(step, candidates)
    kept, dropped = [], []
    for candidate, verdict in zip(candidates, verdicts, strict=True):
        if isinstance(verdict, Drop):
            dropped.append(verdict)
        elif verdict is candidate.row and not candidate.variants:
            kept.append(candidate)
        else:
            kept.append(_judged(candidate, verdict, others))
    _account(step.name, len(candidates), dropped, now)
    return kept


def _others(step: Step, candidates: Sequence[Candidate]) -> Mapping[str, Verdict]:
    rows = [variant.row for candidate in candidates for variant in candidate.variants]
    verdicts = step.judge(rows) if rows else ()
    return {row.id: verdict for row, verdict in zip(rows, verdicts, strict=True)}


def _judged(candidate: Candidate, row: Row, others: Mapping[str, Verdict]) -> Candidate:
    kept = (
        replace(variant, row=verdict)
        for variant in candidate.variants
        if isinstance(verdict := others[variant.row.id], Row)
    )
    return replace(candidate, row=row, variants=tuple(kept))


def _account(stage: str, read: int, drops: Sequence[Drop], now: _Pass) -> None:
    now.ledger.add(stage, read, Counter(drop.reason for drop in drops))
    now.writer.drops(stage, drops)


def _write(kept: Sequence[Candidate], now: _Pass) -> None:
    counts = counted([one.row for one in kept], now.work.vocabulary)
    bodies = [dump(one) for one in kept]
    table = facts.table(kept, counts.tokens.tolist(), bodies, now.work.recipe.seed)
    now.writer.rows(table, counts, sketched(counts))
