"""How many rows there may be, and of what."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.choice.fates import Fates
from gptctl.promote.choice.runs import Sharing
from gptctl.promote.choice.scores import known
from gptctl.promote.choice.spread import spread
from gptctl.promote.choice.topics import topics
from gptctl.promote.recipe import Quotas, Recipe
from gptctl.promote.shards.shards import Shards

STAGE = "quotas"
_LOW = np.uint64(0xFFFFFFFF)

Rows = NDArray[np.int64]
Labels = Sequence[tuple[str, ...]]


def keep_within(
    shards: Shards, rank: NDArray[np.uint32], leaders: NDArray[np.uint32], recipe: Recipe, fates: Fates
) -> None:
    """The best rated of each cluster stay; then rows are taken, the best rated first, while there is room for them.

    Among equals the draw decides, so that a row more can push out one other at most.
    """
    fates.begin()
    if recipe.quotas.cluster:
        _cap_clusters(shards, rank, leaders, recipe.quotas.cluster, fates)
    rows = np.flatnonzero(fates.alive)
    draw = shards.column("draw", rows).astype(np.uint64) & _LOW
    rows = rows[np.lexsort((rank[rows], draw, -known(shards.column("score", rows))))]
    if recipe.diversity:
        rows = spread(shards, rows, recipe.quotas.rows)
    _share(shards, rows, recipe.quotas, fates)
    fates.end(STAGE)


def _cap_clusters(
    shards: Shards, rank: NDArray[np.uint32], leaders: NDArray[np.uint32], most: int, fates: Fates
) -> None:
    """Nearly all rows are alone in their clusters: only the others are looked at."""
    led = np.flatnonzero(leaders != np.arange(len(leaders)))
    rows = np.union1d(led, leaders[led]).astype(np.int64)
    rows = rows[fates.alive[rows]]
    clusters = Sharing(rows=rows, keys=leaders[rows].astype(np.uint64), columns={})
    for run in clusters.runs(rank[rows], -known(shards.column("score", rows))):
        best, rest = rows[run[0]], rows[run[most:]]
        fates.drop(STAGE, "near duplicate of a better one", rest, np.full(len(rest), best))


def _share(shards: Shards, rows: Rows, quotas: Quotas, fates: Fates) -> None:
    most = min(quotas.rows or len(rows), len(rows))
    shares = {"topic": quotas.topic, "tool": quotas.tool, "length": quotas.length, "source": quotas.source}
    bounds = {name: max(1, int(share * most)) for name, share in shares.items() if share}
    if bounds:
        rows = _bounded(rows, _labels(shards, rows, bounds), bounds, fates)
    fates.drop(STAGE, "enough rows", rows[most:])


def _bounded(rows: Rows, labels: Labels, bounds: Mapping[str, int], fates: Fates) -> Rows:
    """Those of the rows, in order, for which there is room in everything that they are."""
    counts: Counter[str] = Counter()
    taken: list[int] = []
    for row, own in zip(rows.tolist(), labels, strict=True):
        full = next((label for label in own if counts[label] >= bounds[label.partition(":")[0]]), None)
        if full:
            reason = f"enough of its {full.partition(':')[0]}"
            fates.drop(STAGE, reason, np.asarray([row], dtype=np.int64))
        else:
            counts.update(own)
            taken.append(row)
    return np.asarray(taken, dtype=np.int64)


def _labels(shards: Shards, rows: Rows, bounds: Mapping[str, int]) -> Labels:
    called, sources = shards.texts("called", rows.tolist()), shards.texts("source", rows.tolist())
    ascending = np.sort(rows)
    tokens = dict(zip(ascending.tolist(), shards.column("tokens", ascending).tolist(), strict=True))
    about = _about(shards, rows, called) if "topic" in bounds else {}

    def own(row: int) -> Iterator[str]:
        yield f"topic:{about.get(row, '')}"
        yield from (f"tool:{name}" for name in called[row].split())
        yield f"length:{tokens[row].bit_length()}"
        yield f"source:{sources[row]}"

    return [tuple(label for label in own(row) if label.partition(":")[0] in bounds) for row in rows.tolist()]


def _about(shards: Shards, rows: Rows, called: Mapping[int, str]) -> Mapping[int, str]:
    """The topic of each row: the tools it called, or the cluster of its first question."""
    questions = {
        at: next((message["content"] or "" for message in body.row.messages if message["role"] == "user"), "")
        for at, body in shards.bodies([row for row in rows.tolist() if not called[row]])
    }
    ordered = [row for row in rows.tolist() if row in questions]
    clusters = topics([questions[row] for row in ordered])
    return dict(called) | {row: str(ordered[place]) for row, place in zip(ordered, clusters, strict=True)}
